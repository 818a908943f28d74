import { Alert, App, Button, Drawer, Empty } from 'antd';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { textIn } from '../../schema/core/text.ts';
import type { TenantModel } from '../data/tenant-model.ts';
import { entityById } from '../workplace/documents/field-path.ts';
import { ConflictDialog } from '../workplace/record/conflict-dialog.tsx';
import { sinceText } from '../workplace/since.ts';
import { useNow } from '../workplace/use-now.ts';
import { mergeWrite, rewritten, type WriteMerge } from './merge-write.ts';
import { momentText } from './moment-words.ts';
import { useOfflineText } from './offline-texts.ts';
import { changeOutbox, useSendingKey } from './outbox-store.ts';
import { useOutboxText } from './outbox-texts.ts';
import { settle, type OutboxHost } from './outbox.ts';
import { withChanged, withDone, type QueuedWrite } from './queued-write.ts';
import { actText } from './record-notices.tsx';
import { useOnline } from './use-online.ts';
import { FRESH, useOutboxActs } from './use-outbox-acts.ts';
import './offline.css';

interface OutboxDrawerProps {
  readonly tenant: TenantModel;
  readonly host: OutboxHost;
  readonly writes: readonly QueuedWrite[];
  readonly onSend: () => void;
  readonly onClose: () => void;
}

interface Choice {
  readonly write: QueuedWrite;
  readonly merge: Extract<WriteMerge, { readonly kind: 'conflict' }>;
}

/** What waits on this device, what was refused and what is in conflict, and what can be done about it. */
export function OutboxDrawer({ tenant, host, writes, onSend, onClose }: OutboxDrawerProps): ReactNode {
  const text = useOfflineText();
  const { message } = App.useApp();
  const [choice, choose] = useState<Choice>();
  const sending = useSendingKey(host.place);
  const { place } = host;
  const { discard, retry } = useOutboxActs(host);
  const settleOne = async (write: QueuedWrite): Promise<void> => {
    if (write.kind !== 'update' || write.state === 'refused') {
      await retry(write).then(onSend, () => undefined);
      return;
    }
    const merge = await mergeWrite(host, write).catch(() => undefined);
    if (merge?.kind === 'conflict') choose({ write, merge });
    else if (merge?.kind === 'gone') void message.warning(text('goneHint'));
    else if (merge !== undefined) {
      await settle(host, write);
      onSend();
    }
  };
  return (
    <Drawer open title={text('title')} onClose={onClose} size={460} rootClassName="outbox-drawer">
      <Away locale={host.reading.locale} />
      {writes.length === 0 && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={text('nothing')} />}
      <ul className="outbox-list">
        {writes.map((write) => (
          <WriteItem
            key={write.key}
            {...{ tenant, host, write, onClose }}
            isSending={write.key === sending}
            onDiscard={() => void discard([write.key])}
            onSettle={() => void settleOne(write)}
          />
        ))}
      </ul>
      {writes.length > 0 && (
        <Button block onClick={onSend}>
          {text('sendNow')}
        </Button>
      )}
      {choice !== undefined && (
        <ConflictDialog
          columning={choice.merge.columning}
          reading={host.reading}
          merged={choice.merge.merged}
          onCancel={() => choose(undefined)}
          onSettled={(value) => {
            const { columning, theirs } = choice.merge;
            const { id } = choice.write.variables;
            const next = rewritten(columning, { id: String(id), theirs, value });
            choose(undefined);
            void changeOutbox(place, (box) => {
              const { key } = choice.write;
              return next.kind === 'same'
                ? withDone(box, key, next.record)
                : withChanged(box, key, { ...next.change, ...FRESH, key: crypto.randomUUID() });
            }).then(onSend);
          }}
        />
      )}
    </Drawer>
  );
}

/** That there is no connection, since when, and what becomes of what is changed: on a phone the bar has only a mark. */
function Away({ locale }: { readonly locale: string }): ReactNode {
  const text = useOutboxText();
  const { isOnline, asOf } = useOnline();
  if (isOnline) return null;
  const since = asOf === undefined ? text('offline') : text('offlineAsOf', { when: momentText(asOf, locale) });
  return <Alert className="needs-server" type="warning" showIcon title={since} description={text('offlineHint')} />;
}

interface WriteItemProps {
  readonly tenant: TenantModel;
  readonly host: OutboxHost;
  readonly write: QueuedWrite;
  readonly isSending: boolean;
  readonly onDiscard: () => void;
  readonly onSettle: () => void;
  readonly onClose: () => void;
}

function WriteItem({ tenant, host, write, isSending, onDiscard, onSettle, onClose }: WriteItemProps): ReactNode {
  const text = useOfflineText();
  const navigate = useNavigate();
  const now = useNow();
  const { locale } = host.reading;
  const entity = entityById(tenant.model, write.entity);
  const what = entity === undefined ? write.entity : textIn(entity.label, locale);
  const state = isSending ? 'sending' : write.state;
  const params = { tenant: tenant.name, entity: write.entity, id: write.record };
  const open = (): void => {
    onClose();
    void navigate({ to: '/w/$tenant/e/$entity/$id', params });
  };
  return (
    <li className="outbox-item">
      <div className="outbox-head">
        <strong>{write.title === '' ? what : write.title}</strong>
        <span className={`outbox-state is-${state}`}>{text(STATE_TEXTS[state])}</span>
      </div>
      <p className="outbox-what">
        {write.kind === 'create' && text('created', { what })}
        {write.kind === 'update' && text('changed', { what })}
        {write.kind !== 'create' && write.kind !== 'update' && text('stepped', { what, step: actText(write, text) })}
        {' · '}
        {sinceText(write.queuedAt, now, locale)}
      </p>
      {write.state === 'conflict' && <p className="outbox-why">{text('conflictHint')}</p>}
      {write.state === 'refused' && (
        <ul className="outbox-why">
          {write.issues.map(({ message, cure }) => (
            <li key={message}>
              {message} {cure}
            </li>
          ))}
        </ul>
      )}
      <div className="outbox-do">
        {write.state === 'conflict' && (
          <Button type="primary" onClick={onSettle}>
            {text(write.kind === 'update' ? 'choose' : 'retry')}
          </Button>
        )}
        {write.state === 'refused' && <Button onClick={onSettle}>{text('retry')}</Button>}
        <Button onClick={open}>{text('open')}</Button>
        <Button danger disabled={isSending} onClick={onDiscard}>
          {text('discard')}
        </Button>
      </div>
    </li>
  );
}

const STATE_TEXTS = {
  waiting: 'stateWaiting',
  sending: 'stateSending',
  refused: 'stateRefused',
  conflict: 'stateConflict',
} as const;
