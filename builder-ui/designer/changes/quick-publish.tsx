import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { ModelChange } from '../../../schema/model/changes.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import { useDraft } from '../session/draft-context.tsx';
import { ClassCounts } from './change-groups-list.tsx';
import { changeSentence, rowsOf } from './change-sentence.ts';
import { useChangesText } from './changes-texts.ts';
import { CheckList } from './check-list.tsx';
import { useDraftImpact, useDraftPlan, useDraftTests } from './draft-plan.ts';
import { mostChanged } from './most-changed.ts';
import { verdictOf } from './publish-checks.ts';
import { PublishDone } from './publish-done.tsx';
import { usePublish, type PublishOutcome } from './publish-draft.ts';
import { PublishForm, VerdictLine } from './publish-panel.tsx';

const SHOWN = 6;

/** What goes out, whether it may, and the button: all of publishing in one dialog. */
export function QuickPublish({
  changes,
  onClose,
}: {
  readonly changes: readonly ModelChange[];
  readonly onClose: () => void;
}): ReactNode {
  const text = useChangesText();
  const { locale } = useLanguage();
  const { name: tenant } = useTenant();
  const before = useDraft(({ base }) => base.model);
  const after = useDraft(({ compiled }) => compiled.model);
  const models = { before, after };
  const rows = rowsOf(changes);
  const mistakes = useDraft(({ compiled }) => compiled.issues.length);
  const testCount = useDraft(({ log }) => log.template.tests?.length ?? 0);
  const plan = useDraftPlan([], true);
  const impact = useDraftImpact(true);
  // They take seconds: begun while one reads, they are done when one publishes.
  const tests = useDraftTests(testCount > 0);
  const outcomes = tests.data?.tests;
  const publish = usePublish();
  const [outcome, setOutcome] = useState<PublishOutcome>();
  const [touched, setTouched] = useState<string>();
  const isRefused = publish.data?.kind === 'refused';
  const verdict = verdictOf({ mistakes, plan: plan.data, impact: impact.data?.impact, tests: outcomes, isRefused });
  if (outcome?.kind === 'published') {
    return <PublishDone outcome={outcome} entity={touched} onTakenBack={onClose} onClose={onClose} />;
  }
  return (
    <div className="quick-publish">
      <ClassCounts changes={changes} />
      <ul className="quick-sentences">
        {rows.slice(0, SHOWN).map(({ change, others }) => (
          <li key={`${change.kind} ${change.path} ${change.item ?? ''}`}>
            {changeSentence(change, models, locale)}{' '}
            {others.length > 0 && <span className="soft">{text('likewise', { count: others.length })}</span>}
          </li>
        ))}
        {rows.length > SHOWN && <li className="soft">{text('andMore', { count: rows.length - SHOWN })}</li>}
      </ul>
      <VerdictLine verdict={verdict} />
      <CheckList
        mistakes={mistakes}
        plan={plan.data}
        impact={impact.data?.impact}
        tests={outcomes}
        testCount={testCount}
        isTesting={tests.isFetching}
      />
      <Link to="/w/$tenant/design/changes" params={{ tenant }} onClick={onClose}>
        {text('seeAll')}
      </Link>
      <PublishForm
        publish={publish}
        verdict={verdict}
        emptied={[]}
        onDone={(made) => {
          setTouched(mostChanged(changes));
          setOutcome(made);
        }}
      />
    </div>
  );
}
