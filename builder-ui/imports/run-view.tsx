import { DownloadOutlined, RollbackOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Alert, App, Button, Progress } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import type { ImportedRow, ImportRunView } from '../../schema/model/import-answers.ts';
import type { ServerError } from '../data/platform-client.ts';
import { saveFile } from '../data/save-file.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import { Failure, Waiting } from '../shell/feedback.tsx';
import { renewRows } from '../workplace/use-api-rights.ts';
import { whoAndWhen } from './earlier-imports.tsx';
import { failedRows, leftOutOf } from './failed-rows.ts';
import { askImport, askRows, changeImport } from './import-client.ts';
import type { ImportPlace } from './import-page.tsx';
import { useImportText } from './import-texts.ts';

const POLL_MS = 700;
const isOpen = ({ state }: ImportRunView): boolean => state === 'waiting' || state === 'writing' || state === 'undoing';

/** An import that was started: how far it is, then what came of it, and the way back. */
export function RunView({ tenant, entity, id }: ImportPlace & { readonly id: string }): ReactNode {
  const { locale } = useLanguage();
  const client = useQueryClient();
  const at = { tenant: tenant.name, locale };
  const key = ['imports', tenant.name, entity.id, 'run', id, locale];
  const query = useQuery<ImportRunView, ServerError>({
    queryKey: key,
    queryFn: () => askImport(at, id),
    refetchInterval: ({ state: { data } }) => (data === undefined || isOpen(data) ? POLL_MS : false),
  });
  const run = query.data;
  const hasEnded = run !== undefined && !isOpen(run);
  useEffect(() => {
    if (hasEnded) void renewRows(client, tenant.name, entity.id);
  }, [hasEnded, client, tenant.name, entity.id]);
  const change = useMutation<ImportRunView, ServerError, 'stop' | 'undo'>({
    mutationFn: (what) => changeImport(at, id, what),
    onSuccess: (data) => client.setQueryData(key, data),
  });
  if (run === undefined)
    return query.error === null ? <Waiting /> : <Failure error={query.error} retry={() => void query.refetch()} />;
  return (
    <section className="imports-run">
      <RunHead run={run} />
      {isOpen(run) ? (
        <Running run={run} isStopping={change.isPending} onStop={() => change.mutate('stop')} />
      ) : (
        <Ended
          tenant={tenant}
          entity={entity}
          run={run}
          isBusy={change.isPending}
          onUndo={() => change.mutate('undo')}
        />
      )}
      {change.error !== null && (
        <p role="alert" className="imports-open">
          {change.error.message} {change.error.cure}
        </p>
      )}
    </section>
  );
}

function RunHead({ run }: { readonly run: ImportRunView }): ReactNode {
  const text = useImportText();
  const { timeZone } = useTenant();
  const { locale } = useLanguage();
  return (
    <div className="imports-run-head">
      <h2>
        <span className={`imports-state is-${run.state}`}>{text(run.state)}</span> {run.name}
      </h2>
      <p className="imports-soft">{whoAndWhen(run, { locale, timeZone }, text)}</p>
    </div>
  );
}

interface RunningProps {
  readonly run: ImportRunView;
  readonly isStopping: boolean;
  readonly onStop: () => void;
}

function Running({ run, isStopping, onStop }: RunningProps): ReactNode {
  const text = useImportText();
  const { locale } = useLanguage();
  const { created, updated } = run;
  const total = run.state === 'undoing' ? Math.max(1, created + updated + madeIn(run)) : run.total;
  const said = text('progress', { done: run.done.toLocaleString(locale), total: total.toLocaleString(locale) });
  return (
    <div className="imports-running">
      <Progress
        percent={Math.floor((100 * Math.min(run.done, total)) / total)}
        status="active"
        aria-label={text(run.state)}
      />
      <p role="status">{said}</p>
      <p className="imports-soft">{text('mayLeave')}</p>
      {run.mayStop && (
        <Button loading={isStopping} onClick={onStop} title={text('stopHint')}>
          {text('stop')}
        </Button>
      )}
    </div>
  );
}

/** How many records were made because rows refer to them. */
function madeIn({ references }: ImportRunView): number {
  return references.reduce((sum, { count }) => sum + count, 0);
}

interface EndedProps extends ImportPlace {
  readonly run: ImportRunView;
  readonly isBusy: boolean;
  readonly onUndo: () => void;
}

function Ended({ tenant, entity, run, isBusy, onUndo }: EndedProps): ReactNode {
  const text = useImportText();
  const { locale } = useLanguage();
  const params = { tenant: tenant.name, entity: entity.id };
  const { modal } = App.useApp();
  const { created, updated } = run;
  const left = useLeftOut(run);
  const leftCount = left.reduce((sum, [, count]) => sum + count, 0);
  const isAgain = run.state === 'undone';
  const ask = (): void => {
    const made = created + madeIn(run);
    const said = [
      ...(made > 0 ? [text('undoMade', { count: made })] : []),
      ...(updated > 0 ? [text('undoChanged', { count: updated })] : []),
      text('undoStays'),
    ];
    void modal.confirm({
      title: text('undoSure'),
      content: isAgain ? text('undoAgainHint') : said.map((one) => <p key={one}>{one}</p>),
      okText: text(isAgain ? 'undoAgain' : 'undo'),
      okButtonProps: { danger: true },
      cancelText: text('cancel'),
      onOk: onUndo,
    });
  };
  return (
    <>
      <div className="imports-counts">
        {(['created', 'updated', 'unchanged', 'wrong'] as const).map((key) => (
          <span key={key} className={`imports-count is-${run[key] === 0 ? 'none' : key}`}>
            <b>{run[key].toLocaleString(locale)}</b> {text(key)}
          </span>
        ))}
        {leftCount > 0 && (
          <span className="imports-count is-wrong">
            <b>{leftCount.toLocaleString(locale)}</b> {text('leftOut')}
          </span>
        )}
        {run.references.map(({ entity: made, label, count }) => (
          <span key={made} className="imports-count">
            {text('alsoNew')} <b>{count.toLocaleString(locale)}</b> {label}
          </span>
        ))}
      </div>
      {isAgain && run.open > 0 && (
        <Alert type="error" showIcon title={text('undoBroke', { open: run.open.toLocaleString(locale) })} />
      )}
      {isAgain && (
        <p>
          {text('undoneCount', { undone: run.undone.toLocaleString(locale), kept: run.kept.toLocaleString(locale) })}
        </p>
      )}
      <div className="imports-actions">
        <Link className="button is-primary" to="/w/$tenant/e/$entity" params={params}>
          {text('toList')}
        </Link>
        <Link className="button" to="/w/$tenant/e/$entity/import" params={params} search={{}}>
          {text('another')}
        </Link>
        <FailedRowsButton run={run} />
        {run.mayUndo && (
          <Button danger loading={isBusy} icon={<RollbackOutlined aria-hidden="true" />} onClick={ask}>
            {text(isAgain ? 'undoAgain' : 'undo')}
          </Button>
        )}
      </div>
      {leftCount > 0 && <LeftOut left={left} count={leftCount} />}
      {run.issues.length > 0 && <Issues run={run} />}
      {run.state !== 'undone' && created + updated > 0 && <Records tenant={tenant} entity={entity} run={run} />}
    </>
  );
}

/** Rows that were left out before the import, by reason, where this browser still knows (SPEC [IMP-44]). */
function useLeftOut({ id, state }: ImportRunView): readonly (readonly [string, number])[] {
  const { data = [] } = useQuery({
    queryKey: ['left-out', id],
    queryFn: () => leftOutOf(id),
    enabled: state !== 'undone',
  });
  return data;
}

const REASONS_SHOWN = 5;

function LeftOut({
  left,
  count,
}: {
  readonly left: readonly (readonly [string, number])[];
  readonly count: number;
}): ReactNode {
  const text = useImportText();
  const { locale } = useLanguage();
  const more = left.length - REASONS_SHOWN;
  return (
    <div className="imports-issues">
      <h3>{text('leftOutRows', { count })}</h3>
      <ul>
        {left.slice(0, REASONS_SHOWN).map(([reason, rows]) => (
          <li key={reason}>
            <span className="imports-soft">{text('problemRows', { count: rows })}</span>
            <span>{reason === '' ? text('leftByReader') : reason}</span>
          </li>
        ))}
      </ul>
      {more > 0 && <p className="imports-soft">{text('leftReasons', { count: more.toLocaleString(locale) })}</p>}
    </div>
  );
}

/** Rows that were left out, where this browser still has them. */
function FailedRowsButton({ run }: { readonly run: ImportRunView }): ReactNode {
  const text = useImportText();
  const reason = text('reason');
  const rows = useQuery({
    queryKey: ['failed-rows', run.id, run.state, reason],
    queryFn: async () => (await failedRows(run, reason)) ?? null,
    enabled: run.state !== 'undone',
  });
  const blob = rows.data;
  if (blob === undefined || blob === null) return null;
  const download = (): void => saveFile(blob, `${run.name.replace(/\.\w+$/, '')} – ${text('wrong')}.csv`);
  return (
    <Button icon={<DownloadOutlined aria-hidden="true" />} onClick={download}>
      {text('failedRows')}
    </Button>
  );
}

const ISSUES_SHOWN = 100;

function Issues({ run }: { readonly run: ImportRunView }): ReactNode {
  const text = useImportText();
  return (
    <div className="imports-issues">
      <h3>{text(run.state === 'undone' ? 'notUndone' : 'notWritten')}</h3>
      <ul>
        {run.issues.slice(0, ISSUES_SHOWN).map(({ line, message, cure }, index) => (
          <li key={`${String(index)} ${message}`}>
            {line !== undefined && <span className="imports-soft">{text('line', { line })}</span>}
            <span>
              {message} <span className="imports-soft">{cure}</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Records({ tenant, entity, run }: ImportPlace & { readonly run: ImportRunView }): ReactNode {
  const text = useImportText();
  const { locale } = useLanguage();
  const [isShown, setShown] = useState(10);
  const pages = useInfiniteQuery<{ readonly rows: readonly ImportedRow[] }, ServerError>({
    queryKey: ['imports', tenant.name, entity.id, 'rows', run.id, run.state],
    queryFn: ({ pageParam }) => askRows({ tenant: tenant.name, locale }, run.id, Number(pageParam)),
    initialPageParam: 0,
    getNextPageParam: ({ rows }, all) =>
      all.reduce((sum, page) => sum + page.rows.length, 0) < run.created + run.updated ? rows.at(-1)?.line : undefined,
  });
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  if (rows.length === 0) return null;
  return (
    <div className="imports-records">
      <h3>{text('records')}</h3>
      <ul>
        {rows.slice(0, isShown).map((row) => (
          <li key={row.id}>
            <span className={`imports-kind is-${row.kind}`}>
              {text(row.kind === 'created' ? 'kindCreated' : 'kindUpdated')}
            </span>
            <Link to="/w/$tenant/e/$entity/$id" params={{ tenant: tenant.name, entity: entity.id, id: row.id }}>
              {row.title === null || row.title === '' ? row.id : row.title}
            </Link>
          </li>
        ))}
      </ul>
      {(rows.length > isShown || pages.hasNextPage) && (
        <Button
          type="link"
          loading={pages.isFetchingNextPage}
          onClick={() => {
            setShown(isShown + 50);
            if (rows.length <= isShown + 50 && pages.hasNextPage) void pages.fetchNextPage();
          }}
        >
          {text('moreRecords')}
        </Button>
      )}
    </div>
  );
}
