import { EyeOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { describeChange } from '../../../schema/model/change-words.ts';
import type { ModelChange } from '../../../schema/model/changes.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { changeSentence, type ModelPair } from './change-sentence.ts';
import { useChangesText } from './changes-texts.ts';
import type { DataIssue, RuleImpact } from './draft-plan.ts';
import { concerned, effectOf, issueOfImpact } from './publish-checks.ts';
import { SamplesDrawer } from './samples-drawer.tsx';

/** What the draft does to the records there are: how many, of how many, and which. */
export function ImpactList({
  impact,
  issues,
  changes,
  models,
}: {
  readonly impact: readonly RuleImpact[];
  /** What the plan says of the same records: what to do about them. */
  readonly issues: readonly DataIssue[];
  readonly changes: readonly ModelChange[];
  readonly models: ModelPair;
}): ReactNode {
  const text = useChangesText();
  const { locale } = useLanguage();
  /** In the words of the list of changes, as far as it has the change. */
  const sentenceOf = (one: RuleImpact): string => {
    const change = changes.find((each) => each.path === one.path && describeChange(each, locale) === one.sentence);
    return change === undefined ? one.sentence : changeSentence(change, models, locale);
  };
  const [shown, setShown] = useState<RuleImpact>();
  const sorted = impact.toSorted((a, b) => weight(b) - weight(a));
  return (
    <section className="panel" aria-labelledby="impact-title">
      <header className="panel-head">
        <h2 id="impact-title">{text('records')}</h2>
      </header>
      <ul className="change-list">
        {sorted.map((one) => (
          <ImpactItem
            key={`${one.kind} ${one.path}`}
            impact={one}
            sentence={sentenceOf(one)}
            cure={issueOfImpact(issues, one)?.cure}
            onShow={() => setShown(one)}
          />
        ))}
      </ul>
      <SamplesDrawer impact={shown} onClose={() => setShown(undefined)} />
    </section>
  );
}

/** What stops the publication first, then what concerns many. */
function weight(impact: RuleImpact): number {
  const count = concerned(impact) ?? 0.5;
  return count === 0 ? 0 : effectOf(impact) === 'blocks' ? 2 + count : 1 + count / (1 + count);
}

function ImpactItem({
  impact,
  sentence,
  cure,
  onShow,
}: {
  readonly impact: RuleImpact;
  readonly sentence: string;
  readonly cure: string | undefined;
  readonly onShow: () => void;
}): ReactNode {
  const text = useChangesText();
  const { locale } = useLanguage();
  const count = concerned(impact);
  const isHit = count !== undefined && count > 0;
  const number = new Intl.NumberFormat(locale);
  const tone = !isHit ? 'is-fine' : effectOf(impact) === 'blocks' ? 'is-bad' : 'is-warm';
  return (
    <li className={`impact ${tone}`}>
      <span className="impact-number" aria-hidden="true">
        <b>{count === undefined ? '?' : number.format(count)}</b>
        {count !== undefined && (
          <small>
            {impact.isExact
              ? text('impactExact', { rows: number.format(impact.rows) })
              : text('impactSampled', {
                  checked: number.format(impact.checked),
                  rows: number.format(impact.rows),
                })}
          </small>
        )}
      </span>
      <div className="impact-words">
        <p>{impact.reason}</p>
        <p className="soft">{sentence}</p>
        {isHit && (
          <p className="impact-tone">
            {text(effectOf(impact))} {cure}
          </p>
        )}
      </div>
      {impact.samples.length > 0 && (
        <Button icon={<EyeOutlined />} onClick={onShow} aria-label={`${text('seeThem')}: ${impact.reason}`}>
          {text('seeThem')}
        </Button>
      )}
    </li>
  );
}
