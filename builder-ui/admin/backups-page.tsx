import { UploadOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { Alert, App, Button, InputNumber, Progress, Switch, type TableColumnsType } from 'antd';
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import {
  BackupsDocument,
  RemoveBackupDocument,
  SetDailyBackupDocument,
  StartBackupDocument,
  VerifyBackupDocument,
  type BackupsQuery,
} from '../data/generated/graphql.ts';
import { usePlatform } from '../data/use-platform.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { Failure, Waiting } from '../shell/feedback.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import { useNow } from '../workplace/use-now.ts';
import { useAdminText } from './admin-texts.ts';
import { Field, Head, Issues, momentText } from './parts.tsx';
import { RowsTable } from './rows-table.tsx';
import { useSettingsText } from './settings-texts.ts';
import { useAdminAction } from './use-admin.ts';

const UploadDialog = lazy(async () => ({ default: (await import('./upload-dialog.tsx')).UploadDialog }));
const RestoreDialog = lazy(async () => ({ default: (await import('./restore-dialog.tsx')).RestoreDialog }));

type Backup = BackupsQuery['backups']['kept'][number];
type Run = NonNullable<BackupsQuery['backups']['run']>;

const LOOK_EVERY_MS = 1_000;
const NEWS_MS = 15 * 60_000;

/** Backups that the server keeps, and new companies made of them (SPEC [ADM-5]). */
export function BackupsPage(): ReactNode {
  const text = useSettingsText();
  const adminText = useAdminText();
  const { name: tenant } = useTenant();
  const [restored, setRestored] = useState<Pick<Backup, 'id' | 'createdAt'>>();
  const [isUploading, setUploading] = useState(false);
  const { data, error, refetch } = usePlatform(BackupsDocument, { topic: 'admin-backups', variables: { tenant } });
  const start = useAdminAction(StartBackupDocument, ({ startBackup }) => startBackup.issues);
  const run = data?.backups.run ?? undefined;
  const isRunning = run?.state === 'running';
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => void refetch(), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [isRunning, refetch]);
  if (data === undefined) return error === null ? <Waiting /> : <Failure error={error} retry={() => void refetch()} />;
  return (
    <>
      <Head title={adminText('backups')} lead={text('backupsLead')}>
        <Button icon={<UploadOutlined />} onClick={() => setUploading(true)}>
          {text('upload')}
        </Button>
        <Button type="primary" disabled={isRunning} loading={start.isBusy} onClick={() => void start.run({ tenant })}>
          {text('backUp')}
        </Button>
      </Head>
      <Issues issues={start.issues} />
      {run !== undefined && <RunState run={run} />}
      <div className="adm-card">
        <BackupsTable backups={data.backups.kept} isRunning={isRunning} onRestore={setRestored} />
      </div>
      <Daily key={String(data.backups.daily)} keep={data.backups.daily ?? null} />
      {isUploading && (
        <Suspense>
          <UploadDialog
            onClose={() => setUploading(false)}
            onRestore={(backup) => {
              setUploading(false);
              setRestored(backup);
            }}
          />
        </Suspense>
      )}
      {restored !== undefined && (
        <Suspense>
          <RestoreDialog backup={restored} onClose={() => setRestored(undefined)} />
        </Suspense>
      )}
    </>
  );
}

function RunState({ run }: { readonly run: Run }): ReactNode {
  const text = useSettingsText();
  const { kind, state, done, total, issues, endedAt } = run;
  const now = useNow();
  const name = run.name ?? '';
  // How it ended is news for a while; the list has it afterwards.
  if (typeof endedAt === 'string' && Date.parse(now) - Date.parse(endedAt) > NEWS_MS) return null;
  if (state === 'failed')
    return <Issues issues={issues.length > 0 ? issues : [{ code: '', message: text('failed'), cure: '' }]} />;
  if (state === 'done')
    return (
      <Alert
        type="success"
        showIcon
        title={kind === 'backup' ? text('done') : text('restored', { name })}
        action={
          kind === 'restore' && (
            <Link to="/w/$tenant" params={{ tenant: name }} reloadDocument>
              {text('open')}
            </Link>
          )
        }
      />
    );
  const words = kind === 'backup' ? text('running') : text('restoring', { name });
  return (
    <div className="adm-card is-padded" role="status">
      <div className="adm-card-head">
        <strong>{words}</strong>
        <span className="adm-soft">{total === 0 ? text('preparing') : text('rows', { done, total })}</span>
      </div>
      <Progress aria-label={words} percent={total === 0 ? 0 : Math.floor((done / total) * 100)} status="active" />
    </div>
  );
}

interface TableProps {
  readonly backups: readonly Backup[];
  readonly isRunning: boolean;
  readonly onRestore: (backup: Backup) => void;
}

function BackupsTable({ backups, isRunning, onRestore }: TableProps): ReactNode {
  const text = useSettingsText();
  const adminText = useAdminText();
  const { name: tenant, timeZone } = useTenant();
  const { locale } = useLanguage();
  const { modal, message } = App.useApp();
  const verify = useAdminAction(VerifyBackupDocument, ({ verifyBackup }) => verifyBackup.issues);
  const remove = useAdminAction(RemoveBackupDocument, ({ removeBackup }) => removeBackup.issues);
  const at = ({ createdAt }: Backup): string => momentText(createdAt, locale, timeZone);
  const check = async ({ id }: Backup): Promise<void> => {
    if ((await verify.run({ tenant, id })) !== undefined) void message.success(text('verified'));
  };
  const drop = async (backup: Backup): Promise<void> => {
    const isMeant = await modal.confirm({
      title: text('removeTitle'),
      content: text('removeHint', { at: at(backup) }),
      okText: text('remove'),
      okButtonProps: { danger: true },
      cancelText: adminText('cancel'),
    });
    if (isMeant && (await remove.run({ tenant, id: backup.id })) !== undefined) void message.success(text('removed'));
  };
  const columns: TableColumnsType<Backup> = [
    { key: 'at', title: text('made'), render: (_, backup) => <time dateTime={backup.createdAt}>{at(backup)}</time> },
    {
      key: 'kind',
      title: text('kind'),
      render: (_, { kind }) => text(kind === 'daily' || kind === 'uploaded' ? kind : 'manual'),
    },
    { key: 'size', title: text('size'), align: 'end', render: (_, { bytes }) => sizeText(bytes, locale) },
    {
      key: 'act',
      title: <span className="unseen">{adminText('edit')}</span>,
      align: 'end',
      render: (_, backup) => (
        <span className="adm-row-acts">
          <Button size="small" type="text" href={`/t/${tenant}/backup/${backup.id}`} download>
            {text('download')}
            <span className="unseen"> {at(backup)}</span>
          </Button>
          <Button size="small" type="text" loading={verify.isBusy} onClick={() => void check(backup)}>
            {text('verify')}
            <span className="unseen"> {at(backup)}</span>
          </Button>
          <Button size="small" type="text" disabled={isRunning} onClick={() => onRestore(backup)}>
            {text('restore')}
            <span className="unseen"> {at(backup)}</span>
          </Button>
          <Button size="small" type="text" danger onClick={() => void drop(backup)}>
            {text('remove')}
            <span className="unseen"> {at(backup)}</span>
          </Button>
        </span>
      ),
    },
  ];
  return (
    <>
      <Issues issues={[...verify.issues, ...remove.issues]} />
      <RowsTable columns={columns} rows={backups} width={640} none={text('none')} noneHint={text('noneHint')} />
    </>
  );
}

/** Bytes in the largest unit that leaves a whole number. */
function sizeText(bytes: number, locale: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const unit = units[step] ?? 'byte';
  return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: 1 }).format(bytes / 1_000 ** step);
}

const KEEP_FIRST = 7;
const KEEP_MAX = 90;

function Daily({ keep }: { readonly keep: number | null }): ReactNode {
  const text = useSettingsText();
  const adminText = useAdminText();
  const { name: tenant } = useTenant();
  const { message } = App.useApp();
  const [count, setCount] = useState(keep ?? KEEP_FIRST);
  const { run, issues, isBusy } = useAdminAction(SetDailyBackupDocument, ({ setDailyBackup }) => setDailyBackup.issues);
  const set = async (next: number | null): Promise<void> => {
    if ((await run({ tenant, keep: next })) !== undefined) void message.success(text('saved'));
  };
  return (
    <section className="adm-card is-padded">
      <div className="adm-card-head">
        <h2>{text('schedule')}</h2>
        <Switch
          aria-label={text('schedule')}
          checked={keep !== null}
          loading={isBusy}
          onChange={(isOn) => void set(isOn ? count : null)}
        />
      </div>
      <Issues issues={issues} />
      <p className="adm-hint">{text('scheduleHint')}</p>
      {keep !== null && (
        <div className="adm-tools">
          <Field label={text('keep')}>
            <InputNumber<number>
              aria-label={text('keep')}
              min={1}
              max={KEEP_MAX}
              value={count}
              onChange={(value) => setCount(value ?? 1)}
            />
          </Field>
          <Button disabled={count === keep} loading={isBusy} onClick={() => void set(count)}>
            {adminText('save')}
          </Button>
        </div>
      )}
      <p className="adm-hint">{text('apart')}</p>
    </section>
  );
}
