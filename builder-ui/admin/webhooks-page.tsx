import { App, Button, Segmented, Switch, type TableColumnsType } from 'antd';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { Failure, Waiting } from '../shell/feedback.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import { useApiRights } from '../workplace/use-api-rights.ts';
import { useAdminText } from './admin-texts.ts';
import { Head, Issues } from './parts.tsx';
import { RowsTable } from './rows-table.tsx';
import { useTenantAction, useTenantAsk } from './use-admin.ts';
import { REMOVE, TEST, UPDATE, WEBHOOKS, type Webhook } from './webhook-documents.ts';
import { DeliveriesTable, RunsTable } from './webhook-tables.tsx';
import { useTopics } from './use-topics.ts';
import { useWebhooksText } from './webhooks-texts.ts';

const WebhookDialog = lazy(async () => ({ default: (await import('./webhook-dialog.tsx')).WebhookDialog }));

type Part = 'connections' | 'deliveries' | 'runs';

/** Connections to the outside, what was sent, and how rules ran (SPEC [ADM-7]). */
export function WebhooksPage(): ReactNode {
  const text = useWebhooksText();
  const adminText = useAdminText();
  const { rights, error, retry } = useApiRights(useTenant());
  const [part, setPart] = useState<Part>('connections');
  const [open, setOpen] = useState<Webhook | 'new'>();
  if (rights === undefined) return error === null ? <Waiting /> : <Failure error={error} retry={retry} />;
  return (
    <>
      <Head title={adminText('webhooks')} lead={text('lead')}>
        <Button type="primary" disabled={!rights.mayCall('createWebhook')} onClick={() => setOpen('new')}>
          {text('connect')}
        </Button>
      </Head>
      <div>
        <Segmented<Part>
          aria-label={adminText('webhooks')}
          value={part}
          onChange={setPart}
          options={(['connections', 'deliveries', 'runs'] as const).map((value) => ({ value, label: text(value) }))}
        />
      </div>
      {part === 'connections' && rights.mayAsk('webhooks') && <Connections onOpen={setOpen} />}
      {part === 'deliveries' && rights.mayAsk('webhookDeliveries') && <DeliveriesTable />}
      {part === 'runs' &&
        (rights.mayAsk('automationRuns') ? <RunsTable /> : <p className="adm-nothing">{text('noAutomation')}</p>)}
      {open !== undefined && (
        <Suspense>
          <WebhookDialog webhook={open === 'new' ? undefined : open} onClose={() => setOpen(undefined)} />
        </Suspense>
      )}
    </>
  );
}

function Connections({ onOpen }: { readonly onOpen: (webhook: Webhook) => void }): ReactNode {
  const text = useWebhooksText();
  const adminText = useAdminText();
  const { modal, message } = App.useApp();
  const { data, error, refetch } = useTenantAsk<{ readonly webhooks: readonly Webhook[] }>({
    query: WEBHOOKS,
    topic: 'admin-webhooks',
  });
  const known = useTopics();
  const words = new Map(
    known.flatMap((one) => ('options' in one ? one.options : [one])).map(({ value, label }) => [value, label]),
  );
  const update = useTenantAction(UPDATE);
  const test = useTenantAction(TEST);
  const remove = useTenantAction(REMOVE);
  if (data === undefined) return error === null ? <Waiting /> : <Failure error={error} retry={() => void refetch()} />;
  const drop = async ({ id, name }: Webhook): Promise<void> => {
    const isMeant = await modal.confirm({
      title: text('removeTitle', { name }),
      content: text('removeHint'),
      okText: text('remove'),
      okButtonProps: { danger: true },
      cancelText: adminText('cancel'),
    });
    if (isMeant) await remove.run({ id });
  };
  const send = async ({ id }: Webhook): Promise<void> => {
    if ((await test.run({ id })) !== undefined) void message.success(text('tested'));
  };
  const columns: TableColumnsType<Webhook> = [
    {
      key: 'name',
      title: text('name'),
      render: (_, { name, url }) => (
        <span className="adm-person">
          <span>
            {name}
            <small>{url}</small>
          </span>
        </span>
      ),
    },
    {
      key: 'topics',
      title: text('topics'),
      render: (_, { topics }) => topics.map((topic) => words.get(topic) ?? topic).join(' · ') || '–',
    },
    {
      key: 'state',
      title: text('state'),
      render: (_, { waiting, failed }) => (
        <span className="adm-tags">
          {waiting + failed === 0 && '–'}
          {waiting > 0 && <span className="adm-state is-wait">{text('waiting', { count: waiting })}</span>}
          {failed > 0 && <span className="adm-state is-bad">{text('failed', { count: failed })}</span>}
        </span>
      ),
    },
    {
      key: 'active',
      title: text('active'),
      render: (_, { id, name, active }) => (
        <Switch
          aria-label={`${name}: ${text('active')}`}
          checked={active}
          onChange={(isOn) => void update.run({ id, patch: { active: isOn } })}
        />
      ),
    },
    {
      key: 'act',
      title: <span className="unseen">{adminText('edit')}</span>,
      align: 'end',
      render: (_, webhook) => (
        <span className="adm-row-acts">
          <Button size="small" type="text" onClick={() => void send(webhook)}>
            {text('test')}
            <span className="unseen"> {webhook.name}</span>
          </Button>
          <Button size="small" type="text" onClick={() => onOpen(webhook)}>
            {adminText('edit')}
            <span className="unseen"> {webhook.name}</span>
          </Button>
          <Button size="small" type="text" danger onClick={() => void drop(webhook)}>
            {text('remove')}
            <span className="unseen"> {webhook.name}</span>
          </Button>
        </span>
      ),
    },
  ];
  return (
    <div className="adm-card">
      <Issues issues={[...update.issues, ...test.issues, ...remove.issues]} />
      <RowsTable columns={columns} rows={data.webhooks} width={820} none={text('none')} noneHint={text('noneHint')} />
    </div>
  );
}
