import { CheckCircleFilled } from '@ant-design/icons';
import { Alert, Button, Segmented } from 'antd';
import { useMemo, useState, type ReactNode } from 'react';
import { useMutation } from '@tanstack/react-query';
import type { Locale } from '../../schema/core/text.ts';
import type { EntityModel } from '../../schema/model/model.ts';
import type { ImportCheck } from '../../schema/model/import-answers.ts';
import type { ServerError } from '../data/platform-client.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import { Failure } from '../shell/feedback.tsx';
import { problemsOf, textToSend, type Problem } from './checked-rows.ts';
import { optionsOf, type Mapping, type Target } from './column-map.ts';
import { keepFailedRows } from './failed-rows.ts';
import { FixGrid } from './fix-grid.tsx';
import { startImport } from './import-client.ts';
import { madeBy } from './make-missing.tsx';
import type { ImportPlace } from './import-page.tsx';
import type { ImportTable } from './import-table.ts';
import { useImportText } from './import-texts.ts';
import { ProblemList } from './problem-list.tsx';
import { useChecking, type Checking } from './use-wizard.ts';

interface CheckStepProps extends ImportPlace {
  readonly name: string;
  readonly table: ImportTable;
  readonly mapping: Mapping;
  readonly targets: readonly Target[];
  readonly creates: (entity: EntityModel) => boolean;
  readonly onTable: (table: ImportTable) => void;
  readonly onMapping: (mapping: Mapping) => void;
  readonly onBack: () => void;
  readonly onStarted: (id: string) => void;
}

type Shown = 'all' | 'wrong' | 'left' | 'group';

/** What the import would do; what is wrong is mended here, and then it is started. */
export function CheckStep(props: CheckStepProps): ReactNode {
  const { table, onBack } = props;
  const { locale } = useLanguage();
  const text = useImportText();
  const checking = useChecking({ ...props, locale });
  const { checked, leftOut, error } = checking;
  const [chosen, setChosen] = useState<Shown>();
  const [group, setGroup] = useState<Problem>();
  const problems = useMemo(
    () => (checked === undefined ? [] : problemsOf(table, checked.issues, leftOut)),
    [checked, table, leftOut],
  );
  const wrong = useMemo(() => [...new Set(problems.flatMap(({ rows }) => rows))].sort((a, b) => a - b), [problems]);
  const shown = chosen ?? (wrong.length > 0 ? 'wrong' : 'all');
  const rows = useMemo(() => {
    if (shown === 'wrong') return wrong;
    if (shown === 'left') return [...leftOut].sort((a, b) => a - b);
    return shown === 'group' && group !== undefined ? group.rows : table.rows.map((_, index) => index);
  }, [shown, wrong, leftOut, group, table.rows]);
  if (error !== undefined && checked === undefined)
    return <Failure error={error} retry={() => void checking.checkAll()} />;
  if (checked === undefined) return <Checking count={table.rows.length} />;
  if (!checked.check.fits || checked.general.length > 0)
    return <NoFit issues={checked.check.fits ? checked.general : checked.check.issues} onBack={onBack} />;
  const options = [
    { value: 'all' as const, label: `${text('showAll')} ${table.rows.length.toLocaleString(locale)}` },
    { value: 'wrong' as const, label: `${text('showWrong')} ${wrong.length.toLocaleString(locale)}` },
    ...(leftOut.size > 0
      ? [{ value: 'left' as const, label: `${text('showLeft')} ${leftOut.size.toLocaleString(locale)}` }]
      : []),
    ...(shown === 'group' ? [{ value: 'group' as const, label: text('showingGroup') }] : []),
  ];
  return (
    <section className="imports-check">
      <Counts checking={checking} wrong={wrong.length} />
      {!checking.isPartial && <AlsoNew references={checked.check.references} />}
      {error !== undefined && <Alert type="error" showIcon title={error.message} description={error.cure} />}
      {checked.check.doneBefore !== null && <DoneBefore at={checked.check.doneBefore.at} />}
      <div className={`imports-check-body${problems.length === 0 ? ' is-right' : ''}`}>
        {problems.length > 0 && (
          <ProblemList
            table={table}
            problems={problems}
            more={checked.check.more}
            onReplace={(problem, value) =>
              checking.change(
                problem.column === undefined
                  ? []
                  : problem.rows.map((row) => ({ row, column: problem.column ?? 0, value })),
              )
            }
            onLeave={(problem) => checking.leave(problem.rows, true)}
            choicesOf={(column) => choicesOf(props, column, locale)}
            mayMake={(problem) => mayMake(props, problem)}
            onMake={({ column }) => {
              const { mapping, onMapping } = props;
              const columns = mapping.columns.map((one, at) =>
                at === column ? { ...one, create: true as const } : one,
              );
              onMapping({ ...mapping, columns });
            }}
            onShow={(problem) => {
              setGroup(problem);
              setChosen('group');
            }}
          />
        )}
        <div className="imports-rows">
          <div className="imports-rows-bar">
            <Segmented aria-label={text('rowsShown')} options={options} value={shown} onChange={setChosen} />
            <span className="imports-soft imports-keys">{text('gridKeys')}</span>
          </div>
          <FixGrid
            table={table}
            rows={rows}
            issues={checked.issues}
            leftOut={leftOut}
            onChange={checking.change}
            onLeave={checking.leave}
          />
        </div>
      </div>
      <StartBar {...props} checking={checking} wrong={wrong} />
    </section>
  );
}

/** The words for what a column's cells may say, in the reader's language: the import reads them. */
function choicesOf({ tenant, entity, targets, mapping }: CheckStepProps, column: number, locale: Locale) {
  const target = targets.find(({ id }) => id === mapping.columns[column]?.to);
  return optionsOf({ model: tenant.model, entity }, target, locale).map(({ label }) => label);
}

/** Whether what a problem's rows refer to could be made. */
function mayMake({ tenant, entity, targets, mapping, creates }: CheckStepProps, problem: Problem): boolean {
  const choice = mapping.columns[problem.column ?? -1];
  if (choice === undefined || choice.create === true || problem.code !== 'REFERENCE_NOT_FOUND') return false;
  const target = targets.find(({ id }) => id === choice.to);
  return madeBy({ model: tenant.model, entity, target, choice, creates }) !== undefined;
}

function Checking({ count }: { readonly count: number }): ReactNode {
  const text = useImportText();
  const { locale } = useLanguage();
  return (
    <div className="imports-checking" role="status">
      <span className="waiting-dots" aria-hidden="true" />
      <p>{text('checking', { count: count.toLocaleString(locale) })}</p>
    </div>
  );
}

function NoFit({
  issues,
  onBack,
}: {
  readonly issues: readonly { readonly message: string; readonly cure: string }[];
  readonly onBack: () => void;
}): ReactNode {
  const text = useImportText();
  return (
    <section className="imports-nofit" role="alert">
      <h2>{text('noFit')}</h2>
      <ul>
        {issues.map(({ message, cure }) => (
          <li key={message}>
            <strong>{message}</strong> {cure}
          </li>
        ))}
      </ul>
      <Button type="primary" onClick={onBack}>
        {text('backToMap')}
      </Button>
    </section>
  );
}

/** What would be made because rows refer to it. */
function AlsoNew({ references }: Pick<ImportCheck, 'references'>): ReactNode {
  const text = useImportText();
  const { locale } = useLanguage();
  if (references.length === 0) return null;
  return (
    <p className="imports-also">
      {text('alsoNew')}{' '}
      {references.map(({ entity, label, count, names }) => (
        <span key={entity}>
          <b>{text('alsoNewOf', { count: count.toLocaleString(locale), what: label })}</b>{' '}
          <span className="imports-soft" title={names.join(', ')}>
            {text('alsoNewNames', {
              names: `${names.slice(0, NAMES_SHOWN).join(locale === 'en' ? ', ' : '、')}${count > NAMES_SHOWN ? '…' : ''}`,
            })}
          </span>
        </span>
      ))}
    </p>
  );
}

const NAMES_SHOWN = 5;

function DoneBefore({ at }: { readonly at: string }): ReactNode {
  const text = useImportText();
  const { timeZone } = useTenant();
  const { locale } = useLanguage();
  const when = new Date(at).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone });
  return (
    <Alert type="warning" showIcon title={text('doneBefore', { at: when })} description={text('doneBeforeHint')} />
  );
}

function Counts({ checking, wrong }: { readonly checking: Checking; readonly wrong: number }): ReactNode {
  const text = useImportText();
  const { locale } = useLanguage();
  const { checked, leftOut, isPartial } = checking;
  if (checked === undefined) return null;
  const { created, updated, unchanged, rows } = checked.check;
  const isRight = wrong === 0 && checked.check.more === 0;
  // Between two checks of all, what is new and what is changed among mended rows is not known yet.
  const counts = isPartial
    ? []
    : ([
        ['created', created],
        ['updated', updated],
        ['unchanged', unchanged],
      ] as const);
  return (
    <div className="imports-counts" role="status" aria-live="polite">
      {isRight && rows > 0 && (
        <span className="imports-fits">
          <CheckCircleFilled aria-hidden="true" /> {text('allRight')}
        </span>
      )}
      {counts.map(([key, count]) => (
        <span key={key} className={`imports-count is-${key}`}>
          <b>{count.toLocaleString(locale)}</b> {text(key)}
        </span>
      ))}
      <span className={`imports-count${wrong > 0 ? ' is-wrong' : ''}`}>
        <b>
          {wrong.toLocaleString(locale)}
          {checked.check.more > 0 ? '+' : ''}
        </b>{' '}
        {text('wrong')}
      </span>
      {leftOut.size > 0 && (
        <span className="imports-count">
          <b>{leftOut.size.toLocaleString(locale)}</b> {text('leftOut')}
        </span>
      )}
      {checking.isWorking && <span className="waiting-dots" aria-hidden="true" />}
    </div>
  );
}

interface StartBarProps extends CheckStepProps {
  readonly checking: Checking;
  readonly wrong: readonly number[];
}

/** Starts the import. Whatever was mended since the last check of all is checked once more with all of it. */
function StartBar({ tenant, entity, name, table, checking, wrong, onStarted }: StartBarProps): ReactNode {
  const text = useImportText();
  const { locale } = useLanguage();
  const { checked, leftOut, map, isPartial } = checking;
  const hasMore = (checked?.check.more ?? 0) > 0;
  const start = useMutation<string | undefined, ServerError>({
    mutationFn: async () => {
      const left = new Set([...leftOut, ...wrong]);
      if (isPartial || left.size > leftOut.size) {
        const found = await checking.checkAll(left);
        if (found === undefined || !found.check.fits || found.issues.size > 0 || found.general.length > 0)
          return undefined;
      }
      const text = textToSend(table, left, map);
      const run = await startImport({ tenant: tenant.name, locale }, { entity: entity.id, name, csv: text.csv, map });
      await keepFailedRows(run.id, { table, leftOut: left, issues: checked?.issues ?? new Map(), text });
      return run.id;
    },
    onSuccess: (id) => {
      if (id !== undefined) onStarted(id);
    },
  });
  const count = table.rows.length - new Set([...leftOut, ...wrong]).size;
  return (
    <footer className="imports-foot">
      <span className="imports-foot-note">
        {start.error !== null && (
          <span role="alert" className="imports-open">
            {start.error.message} {start.error.cure}
          </span>
        )}
      </span>
      <Button disabled={checking.isWorking} onClick={() => void checking.checkAll()}>
        {text('checkAgain')}
      </Button>
      <Button
        type="primary"
        size="large"
        disabled={count === 0 || hasMore || checking.isWorking}
        loading={start.isPending}
        onClick={() => start.mutate()}
      >
        {text(wrong.length > 0 ? 'startRight' : 'start', { count })}
      </Button>
    </footer>
  );
}
