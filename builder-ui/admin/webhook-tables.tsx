import { App, Button, Segmented, Select, type TableColumnsType } from 'antd';
import { useState, type ReactNode } from 'react';
import { Failure, Waiting } from '../shell/feedback.tsx';
import { useAdminText } from './admin-texts.ts';
import { Issues, Moment } from './parts.tsx';
import { RowsTable } from './rows-table.tsx';
import { useTenantAction, useTenantAsk } from './use-admin.ts';
import { useEventWords } from './use-topics.ts';
import {
  DELIVERIES,
  REPLAY,
  RERUN,
  RUNS,
  WEBHOOKS,
  type Delivery,
  type Run,
  type Webhook,
} from './webhook-documents.ts';
import { useWebhooksText } from './webhooks-texts.ts';

interface Page<Node> {
  readonly page: { readonly totalCount: number; readonly nodes: readonly Node[] };
}

const TONES: Readonly<Record<Run['state'] | Delivery['state'], string>> = {
  WAITING: 'is-wait',
  DELIVERED: 'is-good',
  DONE: 'is-good',
  SKIPPED: '',
  REFUSED: 'is-bad',
  FAILED: 'is-bad',
  STOPPED: 'is-bad',
};

function StateMark({ state }: { readonly state: Run['state'] | Delivery['state'] }): ReactNode {
  const text = useWebhooksText();
  return <span className={`adm-state ${TONES[state]}`}>{text(state)}</span>;
}

const LOOK_EVERY_MS = 2_000;

interface PickProps<State extends string> {
  readonly states: readonly State[];
  readonly value: State | 'any';
  readonly onPick: (state: State | 'any') => void;
  readonly labelOf: (state: State | 'any') => string;
  readonly label: string;
  readonly children?: ReactNode;
}

function StatePick<State extends string>(props: PickProps<State>): ReactNode {
  const { states, value, onPick, labelOf, label, children } = props;
  return (
    <div className="adm-tools">
      <Segmented<State | 'any'>
        aria-label={label}
        value={value}
        onChange={onPick}
        options={(['any', ...states] as const).map((state) => ({ value: state, label: labelOf(state) }))}
      />
      {children}
    </div>
  );
}

const PAGE = 50;
const SHOWN_MAX = 1_000;

/** Which of all are shown, and the way to older ones. */
function Older({ shown, total, onMore }: OlderProps): ReactNode {
  const text = useWebhooksText();
  const adminText = useAdminText();
  if (shown >= total) return null;
  return (
    <div className="adm-tools">
      <span className="adm-soft">{text('shown', { shown, total })}</span>
      {shown < SHOWN_MAX && <Button onClick={onMore}>{adminText('more')}</Button>}
    </div>
  );
}

interface OlderProps {
  readonly shown: number;
  readonly total: number;
  readonly onMore: () => void;
}

/** Every connection, or one of them. */
function ConnectionPick({ value, onPick }: ConnectionPickProps): ReactNode {
  const text = useWebhooksText();
  const { data } = useTenantAsk<{ readonly webhooks: readonly Webhook[] }>({
    query: WEBHOOKS,
    topic: 'admin-webhooks',
  });
  return (
    <Select<string>
      className="adm-pick"
      aria-label={text('connection')}
      value={value ?? ''}
      onChange={(chosen) => onPick(chosen === '' ? undefined : chosen)}
      options={[
        { value: '', label: text('anyConnection') },
        ...(data?.webhooks ?? []).map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  );
}

interface ConnectionPickProps {
  readonly value: string | undefined;
  readonly onPick: (id: string | undefined) => void;
}

/** What was sent, with what was answered; each can be sent again. */
export function DeliveriesTable(): ReactNode {
  const text = useWebhooksText();
  const { message } = App.useApp();
  const words = useEventWords();
  const [state, setState] = useState<Delivery['state'] | 'any'>('any');
  const [webhook, setWebhook] = useState<string>();
  const [first, setFirst] = useState(PAGE);
  const { data, error, refetch } = useTenantAsk<Page<Delivery>>({
    query: DELIVERIES,
    topic: 'admin-deliveries',
    variables: { first, ...(state === 'any' ? {} : { state }), ...(webhook === undefined ? {} : { webhook }) },
    // What waits is on its way now.
    everyMs: (found) => (found.page.nodes.some((one) => one.state === 'WAITING') ? LOOK_EVERY_MS : false),
  });
  const replay = useTenantAction(REPLAY);
  if (data === undefined) return error === null ? <Waiting /> : <Failure error={error} retry={() => void refetch()} />;
  const again = async (id: string): Promise<void> => {
    if ((await replay.run({ id })) !== undefined) void message.success(text('queued'));
  };
  const columns: TableColumnsType<Delivery> = [
    { key: 'at', title: text('at'), render: (_, { createdAt }) => <Moment at={createdAt} /> },
    {
      key: 'connection',
      title: text('connection'),
      render: (_, { webhookName }) => webhookName ?? <span className="adm-soft">{text('removedConnection')}</span>,
    },
    { key: 'topic', title: text('event'), render: (_, { topic }) => words(topic) },
    { key: 'state', title: text('state'), render: (_, row) => <StateMark state={row.state} /> },
    { key: 'answer', title: text('answer'), render: (_, { status, error: why }) => status ?? why ?? '–' },
    { key: 'attempts', title: text('attempts'), align: 'end', dataIndex: 'attempts' },
    {
      key: 'act',
      title: <span className="unseen">{text('replay')}</span>,
      align: 'end',
      render: (_, { id, topic, webhookName }) => (
        // What is not connected any more can't be sent to.
        <Button size="small" type="text" disabled={webhookName === null} onClick={() => void again(id)}>
          {text('replay')}
          <span className="unseen"> {words(topic)}</span>
        </Button>
      ),
    },
  ];
  return (
    <>
      <StatePick
        label={text('state')}
        states={['WAITING', 'DELIVERED', 'FAILED']}
        value={state}
        onPick={setState}
        labelOf={(one) => text(one)}
      >
        <ConnectionPick value={webhook} onPick={setWebhook} />
      </StatePick>
      <div className="adm-card">
        <Issues issues={replay.issues} />
        <RowsTable
          columns={columns}
          rows={data.page.nodes}
          width={800}
          none={text('noDeliveries')}
          noneHint={text('noDeliveriesHint')}
          expandable={{
            expandedRowRender: ({ body, response }) => (
              <div className="adm-form">
                <span className="adm-label">{text('body')}</span>
                <pre className="adm-code">{body}</pre>
                <span className="adm-label">{text('response')}</span>
                <pre className="adm-code">{response ?? '–'}</pre>
              </div>
            ),
          }}
        />
      </div>
      <Older shown={data.page.nodes.length} total={data.page.totalCount} onMore={() => setFirst(first + PAGE)} />
    </>
  );
}

const REPEATABLE: ReadonlySet<Run['state']> = new Set(['REFUSED', 'FAILED', 'STOPPED']);

/** How rules ran; what was refused, failed or stopped can be run again. */
export function RunsTable(): ReactNode {
  const text = useWebhooksText();
  const { message } = App.useApp();
  const [state, setState] = useState<Run['state'] | 'any'>('any');
  const [first, setFirst] = useState(PAGE);
  const { data, error, refetch } = useTenantAsk<Page<Run>>({
    query: RUNS,
    topic: 'admin-runs',
    variables: { first, ...(state === 'any' ? {} : { state }) },
  });
  const rerun = useTenantAction(RERUN);
  if (data === undefined) return error === null ? <Waiting /> : <Failure error={error} retry={() => void refetch()} />;
  const again = async (id: string): Promise<void> => {
    if ((await rerun.run({ id })) !== undefined) void message.success(text('queued'));
  };
  const columns: TableColumnsType<Run> = [
    { key: 'at', title: text('at'), render: (_, { createdAt }) => <Moment at={createdAt} /> },
    {
      key: 'rule',
      title: text('rule'),
      render: (_, { label, problems }) => (
        <>
          {label}
          {problems.map(({ message: words, cure }) => (
            <div key={words} className="adm-hint">
              {words} {cure}
            </div>
          ))}
        </>
      ),
    },
    { key: 'state', title: text('state'), render: (_, row) => <StateMark state={row.state} /> },
    { key: 'attempts', title: text('attempts'), align: 'end', dataIndex: 'attempts' },
    {
      key: 'act',
      title: <span className="unseen">{text('again')}</span>,
      align: 'end',
      render: (_, { id, label, state: own }) =>
        REPEATABLE.has(own) && (
          <Button size="small" type="text" onClick={() => void again(id)}>
            {text('again')}
            <span className="unseen"> {label}</span>
          </Button>
        ),
    },
  ];
  return (
    <>
      <StatePick
        label={text('state')}
        states={['WAITING', 'DONE', 'SKIPPED', 'REFUSED', 'FAILED', 'STOPPED']}
        value={state}
        onPick={setState}
        labelOf={(one) => text(one)}
      />
      <div className="adm-card">
        <Issues issues={rerun.issues} />
        <RowsTable
          columns={columns}
          rows={data.page.nodes}
          width={640}
          none={text('noRuns')}
          noneHint={text('noRunsHint')}
        />
      </div>
      <Older shown={data.page.nodes.length} total={data.page.totalCount} onMore={() => setFirst(first + PAGE)} />
    </>
  );
}
