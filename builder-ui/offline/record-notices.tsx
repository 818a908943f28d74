import { Alert, Button } from 'antd';
import type { ReactNode } from 'react';
import { useLanguage } from '../i18n/locale-context.tsx';
import { momentText } from './moment-words.ts';
import { useOfflineText } from './offline-texts.ts';
import { useOutboxActs } from './use-outbox-acts.ts';
import './offline.css';
import type { OutboxHost } from './outbox.ts';
import { writesOf, type Outbox, type QueuedWrite, type StuckChange } from './queued-write.ts';
import type { Draft } from './use-draft.ts';

interface RecordNoticesProps {
  readonly host: OutboxHost;
  readonly outbox: Outbox;
  readonly id: string;
  readonly draft: Draft;
  readonly stuck: StuckChange | undefined;
}

/** What of this record is on the device and not with the server: above its form (SPEC [OFF-30], [OFF-33]). */
export function RecordNotices({ host, outbox, id, draft, stuck }: RecordNoticesProps): ReactNode {
  const text = useOfflineText();
  const { locale } = useLanguage();
  const acts = useOutboxActs(host);
  const { restoredAt, discard } = draft;
  const asked = writesOf(outbox, id).filter(({ kind }) => kind !== 'create' && kind !== 'update');
  return (
    <>
      {restoredAt !== undefined && (
        <Alert
          type="info"
          showIcon
          title={text('draftRestored', { when: momentText(restoredAt, locale) })}
          action={
            <Button size="small" onClick={discard}>
              {text('discard')}
            </Button>
          }
        />
      )}
      {stuck !== undefined && (
        <Alert
          type="error"
          showIcon
          title={text(stuck.write.state === 'conflict' ? 'stuckConflict' : 'stuckRefused', {
            when: momentText(stuck.write.queuedAt, locale),
          })}
          action={
            <Button size="small" onClick={() => void acts.discard(stuck.keys)}>
              {text('discard')}
            </Button>
          }
        />
      )}
      {asked.map((write) => (
        <WriteNotice
          key={write.key}
          write={write}
          onRetry={() => void acts.retry(write)}
          onDiscard={() => void acts.discard([write.key])}
        />
      ))}
    </>
  );
}

interface WriteNoticeProps {
  readonly write: QueuedWrite;
  readonly onRetry: () => void;
  readonly onDiscard: () => void;
}

/** A step, a decision or a way to the bin that waits, or that the server did not take. */
function WriteNotice({ write, onRetry, onDiscard }: WriteNoticeProps): ReactNode {
  const text = useOfflineText();
  const { state, issues } = write;
  const what = actText(write, text);
  const why = issues.map(({ message, cure }) => `${message} ${cure}`).join(' ');
  return (
    <Alert
      type={state === 'waiting' ? 'info' : 'error'}
      showIcon
      title={text(state === 'waiting' ? 'actWaits' : state === 'conflict' ? 'actConflict' : 'actRefused', {
        what,
        why,
      })}
      action={
        <span className="notice-do">
          {state !== 'waiting' && (
            <Button size="small" onClick={onRetry}>
              {text('retry')}
            </Button>
          )}
          <Button size="small" onClick={onDiscard}>
            {text('discard')}
          </Button>
        </span>
      }
    />
  );
}

/** What a write does, in words, where it is not a change of fields. */
export function actText({ kind, step = '' }: QueuedWrite, text: ReturnType<typeof useOfflineText>): string {
  if (kind === 'remove') return text('actRemove');
  if (kind === 'restore') return text('actRestore');
  return step;
}
