import { DownloadOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { instantText, parseDate, startOfDay } from '../../schema/expr/calendar.ts';
import { AuditEntriesDocument, type AuditEntriesQuery } from '../data/generated/graphql.ts';
import { askPlatform, ServerError } from '../data/platform-client.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { Failure, Waiting } from '../shell/feedback.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import { useAdminText } from './admin-texts.ts';
import { auditCsv } from './audit-csv.ts';
import { useAuditText } from './audit-texts.ts';
import { useHandOverText } from './hand-over-texts.ts';
import { saveCsvText } from '../data/save-file.ts';
import { Head, Issues, momentText } from './parts.tsx';
import type { AdminIssue } from './use-admin.ts';
import { useDirectory } from './use-directory.ts';

const MovedDialog = lazy(async () => ({ default: (await import('./moved-dialog.tsx')).MovedDialog }));

const ACTIONS = [
  'member.set',
  'member.remove',
  'member.password',
  'member.handOver',
  'department.set',
  'department.remove',
  'token.create',
  'token.revoke',
  'template.publish',
  'publication.schedule',
  'publication.cancel',
  'tenant.upgrade',
  'tenant.set',
  'view.as',
  'tier.change',
  'tenant.backup',
  'backup.download',
  'backup.upload',
  'backup.restore',
  'backup.remove',
  'backup.schedule',
  'tenant.create',
  'tenant.restore',
] as const;

const PAGE = 50;
const FILE_PAGE = 200;

interface Filter {
  readonly user?: string;
  readonly action?: (typeof ACTIONS)[number];
  readonly from?: string;
  readonly to?: string;
}

/** Days of the tenant's clock, as the entries show them, as moments; the last day is in it. */
function periodOf(
  { from, to }: Filter,
  timeZone: string,
): { readonly from: string | null; readonly to: string | null } {
  const [first, last] = [from, to].map((day) => parseDate(day ?? ''));
  return {
    from: first === undefined ? null : instantText(startOfDay(first, timeZone)),
    to: last === undefined ? null : instantText(startOfDay(last + 1, timeZone)),
  };
}

/** What was done in the company, newest first (SPEC [ADM-3]). */
export function AuditPage(): ReactNode {
  const text = useAuditText();
  const adminText = useAdminText();
  const { name, timeZone } = useTenant();
  const { locale } = useLanguage();
  const [filter, setFilter] = useState<Filter>({});
  const ask = (after: string | null, first: number): Promise<AuditEntriesQuery> =>
    askPlatform(AuditEntriesDocument, {
      locale,
      variables: {
        tenant: name,
        first,
        after,
        action: filter.action ?? null,
        user: filter.user ?? null,
        ...periodOf(filter, timeZone),
      },
    });
  const query = useInfiniteQuery<AuditEntriesQuery, ServerError>({
    queryKey: ['platform', 'admin-audit', name, filter, timeZone, locale],
    queryFn: ({ pageParam }) => ask(typeof pageParam === 'string' ? pageParam : null, PAGE),
    initialPageParam: null,
    getNextPageParam: ({ auditEntries }) => (auditEntries.hasMore ? auditEntries.entries.at(-1)?.id : undefined),
    placeholderData: (last) => last,
  });
  const { isSaving, issues, save } = useAuditFile(ask, (found) =>
    saveCsvText(auditCsv(found, text), `audit-${name}.csv`),
  );
  const entries = query.data?.pages.flatMap(({ auditEntries }) => auditEntries.entries);
  return (
    <>
      <Head title={adminText('audit')} lead={text('lead')}>
        <Button
          icon={<DownloadOutlined />}
          loading={isSaving}
          disabled={entries === undefined || entries.length === 0}
          onClick={() => void save()}
        >
          {text('csv')}
        </Button>
      </Head>
      <Issues issues={issues} />
      <AuditFilter filter={filter} onFilter={setFilter} />
      {entries === undefined ? (
        query.error === null ? (
          <Waiting />
        ) : (
          <Failure error={query.error} retry={() => void query.refetch()} />
        )
      ) : (
        <div className="adm-card" aria-busy={query.isFetching}>
          {entries.length === 0 ? <p className="adm-nothing">{text('none')}</p> : <AuditList entries={entries} />}
        </div>
      )}
      {query.hasNextPage && (
        <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {adminText('more')}
        </Button>
      )}
    </>
  );
}

/** Asks for everything that fits, a large page at a time, and gives it as one. */
function useAuditFile(
  ask: (after: string | null, first: number) => Promise<AuditEntriesQuery>,
  give: (entries: readonly AuditEntry[]) => void,
): { readonly isSaving: boolean; readonly issues: readonly AdminIssue[]; readonly save: () => Promise<void> } {
  const [isSaving, setSaving] = useState(false);
  const [issues, setIssues] = useState<readonly AdminIssue[]>([]);
  const save = async (): Promise<void> => {
    setSaving(true);
    try {
      const found: AuditEntry[] = [];
      for (let after: string | null | undefined = null; after !== undefined;) {
        const { auditEntries }: AuditEntriesQuery = await ask(after, FILE_PAGE);
        found.push(...auditEntries.entries);
        after = auditEntries.hasMore ? found.at(-1)?.id : undefined;
      }
      setIssues([]);
      give(found);
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      setIssues([error]);
    } finally {
      setSaving(false);
    }
  };
  return { isSaving, issues, save };
}

/** What the page shows of an entry. */
export type AuditEntry = AuditEntriesQuery['auditEntries']['entries'][number];

function AuditList({ entries }: { readonly entries: readonly AuditEntry[] }): ReactNode {
  const text = useAuditText();
  const { locale } = useLanguage();
  const handOverText = useHandOverText();
  const { timeZone } = useTenant();
  const [moved, setMoved] = useState<string>();
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone });
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone });
  const days = new Map<string, readonly AuditEntry[]>();
  for (const entry of entries) {
    const name = day.format(new Date(entry.at));
    days.set(name, [...(days.get(name) ?? []), entry]);
  }
  return (
    <>
      {[...days].map(([name, ofDay]) => (
        <section key={name}>
          <h2 className="adm-log-day">{name}</h2>
          <ul className="adm-log">
            {ofDay.map(({ id, at, actor, sentence, handOver }) => (
              <li key={id}>
                <time dateTime={at} title={momentText(at, locale, timeZone)}>
                  {time.format(new Date(at))}
                </time>
                <span>
                  <strong>{actor?.name ?? text('system')}</strong> {sentence}
                  {typeof handOver === 'string' && (
                    <Button size="small" type="link" onClick={() => setMoved(handOver)}>
                      {handOverText('show')}
                    </Button>
                  )}
                </span>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {moved !== undefined && (
        <Suspense>
          <MovedDialog id={moved} onClose={() => setMoved(undefined)} />
        </Suspense>
      )}
    </>
  );
}

interface FilterProps {
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
}

function AuditFilter({ filter, onFilter }: FilterProps): ReactNode {
  const text = useAuditText();
  const { people = [] } = useDirectory();
  const { user, action, ...period } = filter;
  return (
    <div className="adm-tools">
      <Select<string>
        className="adm-pick"
        aria-label={text('who')}
        value={user ?? ''}
        showSearch={{ optionFilterProp: 'label' }}
        onChange={(value) =>
          onFilter({ ...period, ...(action && { action }), ...(value === '' ? {} : { user: value }) })
        }
        options={[{ value: '', label: text('anybody') }, ...people.map(({ id, name }) => ({ value: id, label: name }))]}
      />
      <Select<string>
        className="adm-pick"
        aria-label={text('what')}
        value={action ?? ''}
        onChange={(value) => {
          const chosen = ACTIONS.find((one) => one === value);
          onFilter({ ...period, ...(user !== undefined && { user }), ...(chosen && { action: chosen }) });
        }}
        options={[{ value: '', label: text('anything') }, ...ACTIONS.map((value) => ({ value, label: text(value) }))]}
      />
      {(['from', 'to'] as const).map((end) => (
        <label key={end} className="adm-day">
          <span className="adm-soft">{text(end)}</span>
          <Input
            type="date"
            value={filter[end] ?? ''}
            onChange={({ target }) => onFilter({ ...filter, [end]: target.value })}
          />
        </label>
      ))}
    </div>
  );
}
