import { Select } from 'antd';
import { useId, useState, type ReactNode } from 'react';
import type { ModelChange } from '../../../schema/model/changes.ts';
import { diffModels } from '../../../schema/model/diff.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { Waiting } from '../../shell/feedback.tsx';
import { useDraft } from '../session/draft-context.tsx';
import type { DraftBase } from '../session/draft-session.ts';
import { nodeAt } from './change-edits.ts';
import { ChangeGroupsList, ClassCounts } from './change-groups-list.tsx';
import { useChangesText } from './changes-texts.ts';
import { useVersion } from './history.ts';
import { JsonPairView } from './json-pair.tsx';
import { placeLink } from './place-link.ts';
import { ChoiceSelect } from '../parts/choice-select.tsx';

/** What one version has that another has not, in sentences; and any item of them side by side. */
export function VersionCompare({
  numbers,
  initial,
}: {
  readonly numbers: readonly number[];
  readonly initial: number;
}): ReactNode {
  const text = useChangesText();
  const id = useId();
  const [to, setTo] = useState<number | 'draft'>(initial);
  const [from, setFrom] = useState(numbers.find((number) => number < initial) ?? initial);
  const options = numbers.map((number) => ({ value: number, label: text('versionNumber', { number }) }));
  return (
    <section className="compare" aria-label={text('compare')}>
      <div className="compare-head">
        <label htmlFor={`${id}from`}>{text('compareFrom')}</label>
        <Select id={`${id}from`} value={from} options={options} onChange={setFrom} popupMatchSelectWidth={false} />
        <label htmlFor={`${id}to`}>{text('compareTo')}</label>
        <Select<number | 'draft'>
          id={`${id}to`}
          value={to}
          options={[{ value: 'draft' as const, label: text('theDraft') }, ...options]}
          onChange={setTo}
          popupMatchSelectWidth={false}
        />
      </div>
      <Compared from={from} to={to} />
    </section>
  );
}

function Compared({ from, to }: { readonly from: number; readonly to: number | 'draft' }): ReactNode {
  const text = useChangesText();
  const compiled = useDraft((state) => state.compiled);
  const before = useVersion(from);
  const published = useVersion(to === 'draft' ? undefined : to);
  const after = to === 'draft' ? compiled : published.data;
  const error = before.error ?? published.error;
  if (error !== null) return <p className="bad">{error.message}</p>;
  if (before.data === undefined || after === undefined) return <Waiting />;
  if (before.data === null || after === null) return <p className="notice">{text('versionLost')}</p>;
  return <Differences before={before.data} after={after} />;
}

/** The differences of two states of the template. */
export function Differences({
  before,
  after,
}: {
  readonly before: Pick<DraftBase, 'template' | 'model'>;
  readonly after: Pick<DraftBase, 'template' | 'model'>;
}): ReactNode {
  const text = useChangesText();
  const changes = diffModels(before.model, after.model);
  const templates = { from: before.template, to: after.template };
  if (changes.length === 0) return <p className="soft">{text('sameVersions')}</p>;
  return (
    <>
      <ClassCounts changes={changes} />
      <ChangeGroupsList changes={changes} models={{ before: before.model, after: after.model }} templates={templates} />
      <ItemPair changes={changes} before={before} after={after} />
    </>
  );
}

/** One changed item in both states, as JSON: for who wants to see every letter. */
function ItemPair({
  changes,
  before,
  after,
}: {
  readonly changes: readonly ModelChange[];
  readonly before: Pick<DraftBase, 'template'>;
  readonly after: Pick<DraftBase, 'template'>;
}): ReactNode {
  const text = useChangesText();
  const { locale } = useLanguage();
  const id = useId();
  const paths = [...new Set(changes.map(({ path }) => path))];
  const [chosen, setChosen] = useState<string>();
  const path = chosen !== undefined && paths.includes(chosen) ? chosen : paths[0];
  if (path === undefined) return null;
  const steps = path
    .split('/')
    .slice(1)
    .map((step) => (step === 'uniques' ? 'unique' : step));
  return (
    <details className="panel">
      <summary className="panel-head">
        <h2>{text('json')}</h2>
      </summary>
      <div className="json-pair-box">
        <label htmlFor={id} className="unseen">
          {text('json')}
        </label>
        <ChoiceSelect
          id={id}
          value={path}
          onChange={setChosen}
          options={paths.map((one) => ({
            value: one,
            label: placeLink(after.template, one, locale).words.join(' › ') || one,
          }))}
        />
        <JsonPairView from={nodeAt(before.template, steps)} to={nodeAt(after.template, steps)} />
      </div>
    </details>
  );
}
