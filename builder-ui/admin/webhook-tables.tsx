import { App, Button, Segmented, type TableColumnsType } from 'antd';
import { useState, type ReactNode } from 'react';
import { Failure, Waiting } from '../shell/feedback.tsx';
import { Issues, When } from './parts.tsx';
import { RowsTable } from './rows-table.tsx';
import { useTenantAction, useTenantAsk } from './use-admin.ts';
import { DELIVERIES, REPLAY, RERUN, RUNS, type Delivery, type Run } from './webhook-documents.ts';
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
}

function StatePick<State extends string>({ states, value, onPick, labelOf, label }: PickProps<State>): ReactNode {
  return (
    <div className="adm-tools">
      <Segmented<State | 'any'>
        aria-label={label}
        value={value}
        onChange={onPick}
        options={(['any', ...states] as const).map((state) => ({ value: state, label: labelOf(state) }))}
      />
    </div>
  );
}

/** What was sent, with what was answered; each can be sent again. */
export function DeliveriesTable(): ReactNode {
  const text = useWebhooksText();
  const { message } = App.useApp();
  const [state, setState] = useState<Delivery['state'] | 'any'>('any');
  const { data, error, refetch } = useTenantAsk<Page<Delivery>>({
    query: DELIVERIES,
    topic: 'admin-deliveries',
    variables: state === 'any' ? {} : { state },
    // What waits is on its way now.
    everyMs: (found) => (found.page.nodes.some((one) => one.state === 'WAITING') ? LOOK_EVERY_MS : false),
  });
  const replay = useTenantAction(REPLAY);
  if (data === undefined) return error === null ? <Waiting /> : <Failure error={error} retry={() => void refetch()} />;
  const again = async (id: string): Promise<void> => {
    if ((await replay.run({ id })) !== undefined) void message.success(text('queued'));
  };
  const columns: TableColumnsType<Delivery> = [
    { key: 'at', title: text('at'), render: (_, { createdAt }) => <When at={createdAt} /> },
    { key: 'topic', title: text('event'), dataIndex: 'topic' },
    { key: 'state', title: text('state'), render: (_, row) => <StateMark state={row.state} /> },
    { key: 'answer', title: text('answer'), render: (_, { status, error: why }) => status ?? why ?? '–' },
    { key: 'attempts', title: text('attempts'), align: 'end', dataIndex: 'attempts' },
    {
      key: 'act',
      title: <span className="unseen">{text('replay')}</span>,
      align: 'end',
      render: (_, { id, topic }) => (
        <Button size="small" type="text" onClick={() => void again(id)}>
          {text('replay')}
          <span className="unseen"> {topic}</span>
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
      />
      <div className="adm-card">
        <Issues issues={replay.issues} />
        <RowsTable
          columns={columns}
          rows={data.page.nodes}
          width={720}
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
    </>
  );
}

const REPEATABLE: ReadonlySet<Run['state']> = new Set(['REFUSED', 'FAILED', 'STOPPED']);

/** How rules ran; what was refused, failed or stopped can be run again. */
export function RunsTable(): ReactNode {
  const text = useWebhooksText();
  const { message } = App.useApp();
  const [state, setState] = useState<Run['state'] | 'any'>('any');
  const { data, error, refetch } = useTenantAsk<Page<Run>>({
    query: RUNS,
    topic: 'admin-runs',
    variables: state === 'any' ? {} : { state },
  });
  const rerun = useTenantAction(RERUN);
  if (data === undefined) return error === null ? <Waiting /> : <Failure error={error} retry={() => void refetch()} />;
  const again = async (id: string): Promise<void> => {
    if ((await rerun.run({ id })) !== undefined) void message.success(text('queued'));
  };
  const columns: TableColumnsType<Run> = [
    { key: 'at', title: text('at'), render: (_, { createdAt }) => <When at={createdAt} /> },
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
    </>
  );
}
