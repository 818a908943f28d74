import { DeleteOutlined, ReloadOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { Alert, App, Button, Popconfirm } from 'antd';
import { useState, type ReactNode } from 'react';
import type { ModelChange } from '../../../schema/model/changes.ts';
import { useTenant } from '../../shell/tenant-frame.tsx';
import { changesSince } from '../session/draft-changes.ts';
import { useDraft, useDraftSession } from '../session/draft-context.tsx';
import { BrokenTests } from './broken-tests.tsx';
import { ApiChangeList } from './api-change-list.tsx';
import { revertEdits } from './change-edits.ts';
import { ChangeGroupsList, ClassCounts } from './change-groups-list.tsx';
import type { OnRevert } from './change-item.tsx';
import { useChangesText } from './changes-texts.ts';
import { CheckList } from './check-list.tsx';
import { useDraftImpact, useDraftPlan, useDraftTests } from './draft-plan.ts';
import { editsBetween } from './edits-between.ts';
import { ImpactList } from './impact-list.tsx';
import { MistakesList } from './mistakes-list.tsx';
import { mostChanged } from './most-changed.ts';
import { verdictOf } from './publish-checks.ts';
import { PublishDone } from './publish-done.tsx';
import { usePublish, type PublishOutcome } from './publish-draft.ts';
import { PublishForm, VerdictLine } from './publish-panel.tsx';
import { StepList } from './step-list.tsx';
import { TestList } from './test-list.tsx';
import { WireIssues } from './wire-issues.tsx';

/** What the draft changes, what that does to the records there are, and publishing it. */
export function ChangesPage(): ReactNode {
  const [outcome, setOutcome] = useState<PublishOutcome>();
  const [touched, setTouched] = useState<string>();
  // Here, since there is nothing pending any more when its answer comes.
  const publish = usePublish();
  const base = useDraft((state) => state.base);
  const compiled = useDraft((state) => state.compiled);
  const changes = changesSince(base.model, compiled.model);
  const isNothing = changes.length === 0 && compiled.issues.length === 0;
  return (
    <div className="changes-page">
      {outcome?.kind === 'published' && (
        <PublishDone
          outcome={outcome}
          entity={touched}
          onTakenBack={setOutcome}
          onClose={() => setOutcome(undefined)}
        />
      )}
      {isNothing ? (
        outcome === undefined && <NoChanges />
      ) : (
        <PendingChanges
          changes={changes}
          publish={publish}
          onDone={(made) => {
            setTouched(mostChanged(changes));
            setOutcome(made.kind === 'published' ? made : undefined);
          }}
        />
      )}
    </div>
  );
}

function NoChanges(): ReactNode {
  const text = useChangesText();
  const { name: tenant } = useTenant();
  const version = useDraft(({ base }) => base.version);
  return (
    <div className="notice">
      <h1>{text('nothingTitle')}</h1>
      <p>{text('nothingHint', { number: version })}</p>
      <div className="publish-done-actions">
        <Link to="/w/$tenant/design" params={{ tenant }} className="button is-primary">
          {text('openObjects')}
        </Link>
        <Link to="/w/$tenant/design/versions" params={{ tenant }} className="button">
          {text('seeVersions')}
        </Link>
      </div>
    </div>
  );
}

function PendingChanges({
  changes,
  publish,
  onDone,
}: {
  readonly changes: readonly ModelChange[];
  readonly publish: ReturnType<typeof usePublish>;
  readonly onDone: (outcome: PublishOutcome) => void;
}): ReactNode {
  const text = useChangesText();
  const [emptied, setEmptied] = useState<readonly string[]>([]);
  const base = useDraft((state) => state.base);
  const compiled = useDraft((state) => state.compiled);
  const { issues, template } = compiled;
  const plan = useDraftPlan(emptied, true);
  const impact = useDraftImpact(true);
  const testCount = template.tests?.length ?? 0;
  // They take seconds: begun now, they are done when one publishes.
  const tests = useDraftTests(testCount > 0);
  const revert = useRevert();
  const outcomes = tests.data?.tests;
  const found = impact.data?.impact ?? [];
  const models = { before: base.model, after: compiled.model };
  return (
    <div className="changes-columns">
      <div className="changes-main">
        <header className="page-head">
          <div>
            <h1>{text('title')}</h1>
            <p className="soft">{text('since', { number: base.version })}</p>
          </div>
          <DiscardAll />
          <ClassCounts changes={changes} />
        </header>
        {issues.length > 0 && <MistakesList issues={issues} template={template} />}
        <BrokenTests issues={issues} template={template} />
        {plan.data !== undefined && (
          <WireIssues plan={plan.data} impact={found} emptied={emptied} onEmptied={setEmptied} />
        )}
        {found.length > 0 && (
          <ImpactList impact={found} issues={plan.data?.issues ?? []} changes={changes} models={models} />
        )}
        <ChangeGroupsList
          changes={changes}
          models={models}
          templates={{ from: base.template, to: template }}
          onRevert={revert}
        />
        {outcomes !== undefined && <TestList tests={outcomes} />}
        <ApiChangeList changes={plan.data?.plan?.apiChanges ?? []} />
        {plan.data?.plan !== null && plan.data?.plan !== undefined && <StepList steps={plan.data.plan.steps} />}
      </div>
      <PublishSide
        mistakes={issues.length}
        testCount={testCount}
        asked={{ plan, impact, tests }}
        publish={publish}
        emptied={emptied}
        onDone={onDone}
      />
    </div>
  );
}

interface PublishSideProps {
  readonly mistakes: number;
  readonly testCount: number;
  /** What was asked of the server, as far as it answered. */
  readonly asked: {
    readonly plan: ReturnType<typeof useDraftPlan>;
    readonly impact: ReturnType<typeof useDraftImpact>;
    readonly tests: ReturnType<typeof useDraftTests>;
  };
  readonly publish: ReturnType<typeof usePublish>;
  readonly emptied: readonly string[];
  readonly onDone: (outcome: PublishOutcome) => void;
}

/** Whether it may be published, why, and the button. */
function PublishSide({ mistakes, testCount, asked, publish, emptied, onDone }: PublishSideProps): ReactNode {
  const text = useChangesText();
  const { plan, impact, tests } = asked;
  const outcomes = tests.data?.tests;
  const isRefused = publish.data?.kind === 'refused';
  const verdict = verdictOf({ mistakes, plan: plan.data, impact: impact.data?.impact, tests: outcomes, isRefused });
  const failure = plan.error ?? impact.error ?? tests.error;
  return (
    <aside className="publish-side" aria-label={text('publishNow')}>
      <div className="panel publish-card">
        <VerdictLine verdict={verdict} />
        <CheckList
          mistakes={mistakes}
          plan={plan.data}
          impact={impact.data?.impact}
          tests={outcomes}
          testCount={testCount}
          isTesting={tests.isFetching}
        />
        {tests.error !== null && (
          <Button size="small" loading={tests.isFetching} onClick={() => void tests.refetch()}>
            {text('testsRun')}
          </Button>
        )}
        {failure !== null && (
          <Alert
            type="warning"
            showIcon
            title={text('checkFailed')}
            description={`${failure.message} ${failure.cure}`}
            action={
              <Button
                size="small"
                icon={<ReloadOutlined />}
                onClick={() => void Promise.all([plan.refetch(), impact.refetch()])}
              >
                {text('again')}
              </Button>
            }
          />
        )}
        <PublishForm publish={publish} verdict={verdict} emptied={emptied} onDone={onDone} />
      </div>
    </aside>
  );
}

/** Takes one change back, as a step that can be undone. */
function useRevert(): OnRevert {
  const text = useChangesText();
  const { message } = App.useApp();
  const session = useDraftSession();
  return (taken, sentence) => {
    const { log, base } = session.store.getState();
    const edits = revertEdits(taken, { from: log.template, to: base.template });
    if (session.run(text('revertWhat', { sentence }), edits)) message.success(text('reverted'));
  };
}

function DiscardAll(): ReactNode {
  const text = useChangesText();
  const session = useDraftSession();
  const version = useDraft(({ base }) => base.version);
  const discard = (): void => {
    const { log, base } = session.store.getState();
    session.run(text('discardAll'), editsBetween(log.template, base.template));
  };
  return (
    <Popconfirm
      title={text('discardAsk')}
      description={<div className="confirm-words">{text('discardHint', { number: version })}</div>}
      okText={text('discard')}
      okButtonProps={{ danger: true }}
      cancelText={text('cancel')}
      onConfirm={discard}
    >
      <Button icon={<DeleteOutlined />}>{text('discardAll')}</Button>
    </Popconfirm>
  );
}
