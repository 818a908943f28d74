import { CloudSyncOutlined, DisconnectOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import type { TenantModel } from '../data/tenant-model.ts';
import { onNewBuild } from './install-worker.ts';
import { momentText } from './moment-words.ts';
import { useOutbox } from './outbox-store.ts';
import { useOutboxText } from './outbox-texts.ts';
import { useOnline } from './use-online.ts';
import { useOutboxHost } from './use-outbox-host.ts';
import { useSender } from './use-sender.ts';
import './outbox-button.css';

const OutboxDrawer = lazy(async () => ({ default: (await import('./outbox-drawer.tsx')).OutboxDrawer }));

/** Whether the server can be reached, and how many changes wait for it; sends them (SPEC [OFF-2]). */
export function OutboxButton({ tenant }: { readonly tenant: TenantModel }): ReactNode {
  const text = useOutboxText();
  const host = useOutboxHost(tenant);
  const writes = useOutbox(host.place)?.writes ?? [];
  const { isOnline, asOf } = useOnline();
  const { locale } = host.reading;
  const offline = asOf === undefined ? text('offline') : text('offlineAsOf', { when: momentText(asOf, locale) });
  const [isOpen, setOpen] = useState(false);
  useNewBuild();
  const sendNow = useSender(
    host,
    writes.some(({ state }) => state === 'waiting'),
  );
  const count = writes.length;
  // What is sent at once is not worth a mark that comes and goes.
  const isShown = count > 0 || !isOnline;
  const isStuck = writes.some(({ state }) => state !== 'waiting');
  const label = [...(isOnline ? [] : [offline]), ...(count === 0 ? [] : [text('waiting', { count })])].join(' · ');
  return (
    <>
      {isShown && (
        <button
          type="button"
          className={`outbox-button${isOnline ? '' : ' is-offline'}${isStuck ? ' is-stuck' : ''}`}
          aria-label={label}
          title={isOnline ? label : `${label}\n${text('offlineHint')}`}
          onClick={() => setOpen(true)}
        >
          {isOnline ? <CloudSyncOutlined aria-hidden="true" /> : <DisconnectOutlined aria-hidden="true" />}
          {!isOnline && <span className="outbox-word">{offline}</span>}
          {count > 0 && <span className="outbox-count">{count}</span>}
        </button>
      )}
      {isOpen && (
        <Suspense fallback={null}>
          <OutboxDrawer {...{ tenant, host, writes }} onSend={sendNow} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}

/** Tells quietly that there is a newer build; it is taken when the reader likes, or at the next start. */
function useNewBuild(): void {
  const text = useOutboxText();
  const { notification } = App.useApp();
  useEffect(
    () =>
      onNewBuild(() =>
        notification.info({
          key: 'new-build',
          title: text('newBuild'),
          duration: 0,
          actions: (
            <Button type="primary" size="small" onClick={() => location.reload()}>
              {text('reload')}
            </Button>
          ),
        }),
      ),
    [notification, text],
  );
}
