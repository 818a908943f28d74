import { Button } from 'antd';
import { lazy, Suspense, useEffect, useId, useMemo, useRef, useState, type ReactNode } from 'react';
import { textIn } from '../../schema/core/text.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { Failure } from '../shell/feedback.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import type { ApiRights } from '../workplace/documents/api-rights.ts';
import type { AppealStart } from './appeal-dialog.tsx';
import { appealPlace } from './appeals.ts';
import { useMyText } from './my-texts.ts';
import { Change, Nothing, Panel, Pick } from './parts.tsx';
import { ENTRY_KINDS, type Entry, type EntryKind } from './points-documents.ts';
import { difference, pointsText, signedText, signOf, sum } from './points-figures.ts';
import { usePointsText } from './points-texts.ts';
import { useEntries } from './use-points.ts';
import { useShownDate } from './use-shown.ts';
import { WhyPanel } from './why-panel.tsx';
import { useWhyText } from './why-texts.ts';

const AppealDialog = lazy(() => import('./appeal-dialog.tsx').then((made) => ({ default: made.AppealDialog })));
const MissingDialog = lazy(() => import('./missing-dialog.tsx').then((made) => ({ default: made.MissingDialog })));

interface EntriesPanelProps {
  readonly rights: ApiRights;
  /** The entry whose reasons stand open from the start. */
  readonly opened: string | undefined;
}

const PERIODS = ['allTime', 'days30', 'days90', 'year'] as const;
type Period = (typeof PERIODS)[number];
const DAYS: Readonly<Record<Period, number | undefined>> = { allTime: undefined, days30: 30, days90: 90, year: 365 };

/** What happened to the reader's points, newest first, each with its reasons (SPEC [PWK-3]). */
export function EntriesPanel({ rights, opened }: EntriesPanelProps): ReactNode {
  const text = useMyText();
  const points = usePointsText();
  const { model } = useTenant();
  const [kind, setKind] = useState<EntryKind | 'ALL'>('ALL');
  const [rule, setRule] = useState('');
  const [period, setPeriod] = useState<Period>('allTime');
  const [appeal, setAppeal] = useState<AppealStart>();
  const [isMissing, setMissing] = useState(false);
  const from = useMemo(() => sinceOf(DAYS[period]), [period]);
  const { query, entries } = useEntries({
    ...(kind === 'ALL' ? {} : { kind }),
    ...(rule === '' ? {} : { rule }),
    ...(from === undefined ? {} : { from }),
  });
  const place = appealPlace(model, rights);
  const onAppeal = place?.mayCreate === true ? setAppeal : undefined;
  const isFiltered = kind !== 'ALL' || rule !== '' || from !== undefined;
  return (
    <Panel
      title={text('ledger')}
      className="pts-ledger"
      extra={
        <Button size="small" onClick={() => setMissing(true)}>
          {text('missing')}
        </Button>
      }
    >
      <Filters {...{ kind, setKind, rule, setRule, period, setPeriod }} />
      {query.error !== null && entries === undefined && (
        <Failure error={query.error} retry={() => void query.refetch()} />
      )}
      {entries?.length === 0 &&
        (isFiltered ? (
          <Nothing title={text('nothingMatches')} />
        ) : (
          <Nothing title={text('nothingYet')} hint={text('nothingYetHint')} />
        ))}
      <ul className="pts-entries" aria-busy={query.isFetching}>
        {entries?.map((entry) => (
          <EntryRow key={entry.id} entry={entry} isOpened={entry.id === opened} onAppeal={onAppeal} />
        ))}
      </ul>
      {query.hasNextPage && (
        <Button block type="text" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {points('more')}
        </Button>
      )}
      <Suspense>
        {isMissing && appeal === undefined && (
          <MissingDialog rights={rights} onAppeal={onAppeal} onClose={() => setMissing(false)} />
        )}
        {appeal !== undefined && place !== undefined && (
          <AppealDialog
            place={place}
            start={appeal}
            onClose={() => {
              setAppeal(undefined);
              setMissing(false);
            }}
          />
        )}
      </Suspense>
    </Panel>
  );
}

interface FiltersProps {
  readonly kind: EntryKind | 'ALL';
  readonly setKind: (kind: EntryKind | 'ALL') => void;
  readonly rule: string;
  readonly setRule: (rule: string) => void;
  readonly period: Period;
  readonly setPeriod: (period: Period) => void;
}

function Filters({ kind, setKind, rule, setRule, period, setPeriod }: FiltersProps): ReactNode {
  const text = useMyText();
  const { locale } = useLanguage();
  const { model } = useTenant();
  return (
    <div className="pts-filters">
      <Pick
        label={text('kind')}
        value={kind}
        options={(['ALL', ...ENTRY_KINDS] as const).map((value) => ({
          value,
          label: value === 'ALL' ? text('allKinds') : text(`kind_${value}`),
        }))}
        onPick={setKind}
      />
      <Pick
        label={text('rule')}
        value={rule}
        options={[
          { value: '', label: text('allRules') },
          ...model.behaviour.awards.map(({ id, label }) => ({ value: id, label: textIn(label, locale) })),
        ]}
        onPick={setRule}
      />
      <Pick
        label={text('since')}
        value={period}
        options={PERIODS.map((value) => ({ value, label: text(value) }))}
        onPick={setPeriod}
      />
    </div>
  );
}

/** To the hour, so that the same choice is the same question for a while. */
function sinceOf(days: number | undefined): string | undefined {
  if (days === undefined) return undefined;
  const hour = 3_600_000;
  return new Date((Math.floor(Date.now() / hour) - days * 24) * hour).toISOString();
}

interface EntryRowProps {
  readonly entry: Entry;
  readonly isOpened: boolean;
  readonly onAppeal: ((start: AppealStart) => void) | undefined;
}

function EntryRow({ entry, isOpened, onAppeal }: EntryRowProps): ReactNode {
  const text = useMyText();
  const why = useWhyText();
  const shown = useShownDate();
  const id = useId();
  const [isOpen, setOpen] = useState(isOpened);
  const place = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isOpened) place.current?.scrollIntoView({ block: 'center' });
  }, [isOpened]);
  const { pending, owed } = entry;
  const appeal = (): void => {
    if (onAppeal === undefined) return;
    const of = { label: entry.label, date: shown(entry.at) };
    const about =
      entry.why === null
        ? why('appealPosted', { ...of, granted: signedText(entry.balance) })
        : why('appealEntry', {
            ...of,
            granted: pointsText(entry.why.granted),
            asked: pointsText(entry.why.asked),
          });
    onAppeal({ rule: entry.rule, about, points: missingOf(entry) });
  };
  return (
    <li className="pts-entry" ref={place}>
      <div className="pts-entry-line">
        <time dateTime={entry.at}>{shown(entry.at)}</time>
        <div className="pts-entry-what">
          <strong>
            {entry.label} <span className="pts-kind">{text(`kind_${entry.kind}`)}</span>
          </strong>
          {entry.text !== null && entry.text !== entry.label && <p>{entry.text}</p>}
        </div>
        <div className="pts-entry-amount">
          {(signOf(entry.balance) !== 0 || signOf(sum(pending, owed)) === 0) && <Change value={entry.balance} />}
          {signOf(pending) !== 0 && <small>{text('waits', { amount: signedText(pending) })}</small>}
          {signOf(owed) !== 0 && <small>{text('settles', { amount: signedText(owed) })}</small>}
        </div>
        <Button
          type="text"
          size="small"
          className="pts-why-button"
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          aria-label={text('whyOf', { what: `${entry.label}, ${shown(entry.at)}` })}
          onClick={() => setOpen(!isOpen)}
        >
          {text('why')}
        </Button>
      </div>
      {isOpen && (
        <div id={id}>
          <WhyPanel entry={entry} onAppeal={onAppeal === undefined ? undefined : appeal} />
        </div>
      )}
    </li>
  );
}

/** What the rule asked for and did not give. */
function missingOf({ why }: Entry): string {
  if (why === null) return '';
  const missing = difference(why.asked, why.granted);
  return signOf(missing) > 0 ? missing : '';
}
