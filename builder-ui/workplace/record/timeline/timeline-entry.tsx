import {
  AuditOutlined,
  CheckOutlined,
  CommentOutlined,
  DeleteOutlined,
  EditOutlined,
  PlusOutlined,
  RightOutlined,
  ThunderboltOutlined,
  UndoOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import { localInput } from '../../../form-runtime/moment-text.ts';
import type { Reading } from '../../list/cell.tsx';
import { ChangeList } from './change-list.tsx';
import { CommentView } from './comment-view.tsx';
import { EffectList } from './effect-list.tsx';
import type { Change, Entry } from './timeline-entries.ts';
import { useTimelineText, type TimelineText } from './timeline-texts.ts';
import type { TimelinePlace } from './history-ask.ts';

interface TimelineEntryProps {
  readonly place: TimelinePlace;
  readonly entry: Entry;
  readonly reading: Reading;
}

/** Who did what when, with what it changed and what it posted. */
export function TimelineEntry({ place, entry, reading }: TimelineEntryProps): ReactNode {
  const text = useTimelineText();
  const { kind, actor, comment, reason, role } = entry;
  const who = actor?.name ?? causeText(entry, text);
  const isStep = kind === 'TRANSITIONED';
  return (
    <li className="tl-entry" data-kind={kind} data-decision={entry.decision}>
      <span className="tl-sign" aria-hidden="true">
        {signOf(entry)}
      </span>
      <div className="tl-body">
        <p className="tl-head">
          <strong>{who}</strong> {isStep ? <span className="tl-step">{entry.step}</span> : saidOf(entry, text)}
          {role !== undefined && <small> · {text('asRole', { role })}</small>}
          {actor !== undefined && entry.cause !== undefined && <small> · {causeText(entry, text)}</small>}
          <time dateTime={entry.at}>{localInput(entry.at, reading.timeZone).slice(11)}</time>
        </p>
        {reason !== undefined && <blockquote>{reason}</blockquote>}
        {comment !== undefined && <CommentView place={place} comment={comment} />}
        <ChangeList changes={entry.changes} lines={entry.lines} reading={reading} isFolded={kind === 'CREATED'} />
        <EffectList effects={entry.effects} reading={reading} />
      </div>
    </li>
  );
}

function causeText({ cause }: Entry, text: TimelineText): string {
  if (cause === undefined) return text('system');
  if (cause.kind === 'import') return text('byImport');
  if (cause.kind === 'importUndo') return text('byImportUndo');
  return text(cause.kind === 'schedule' ? 'schedule' : 'automation', { rule: cause.label });
}

/** What was done, after the name of who did it. */
function saidOf(entry: Entry, text: TimelineText): string {
  const { kind, step } = entry;
  switch (kind) {
    case 'CREATED':
      return text('created');
    case 'UPDATED':
      return updatedText(entry, text);
    case 'DELETED':
      return text('deleted');
    case 'RESTORED':
      return text('restored');
    case 'REQUESTED':
      return text('requested', { step });
    case 'DECIDED':
      return text(DECISIONS[entry.decision ?? ''] ?? 'approved', { step });
    case 'WITHDRAWN':
      return text('withdrawn', { step });
    case 'LAPSED':
      return text('lapsed', { step });
    case 'COMMENTED':
      return text('commented');
    default:
      return text('posted');
  }
}

const DECISIONS: Readonly<Record<string, 'approved' | 'rejected' | 'sentBack' | 'delegated'>> = {
  APPROVED: 'approved',
  REJECTED: 'rejected',
  SENT_BACK: 'sentBack',
  DELEGATED: 'delegated',
};

/** So many fields are named. */
const NAMED_MAX = 2;

function updatedText({ changes, lines }: Entry, text: TimelineText): string {
  const given = changes.filter(({ isComputed }: Change) => !isComputed);
  const names = [...new Set([...(given.length > 0 ? given : changes), ...lines].map(({ label }) => label))];
  if (names.length === 0) return text('updatedUnseen');
  const fields = names.slice(0, NAMED_MAX).join(text('and'));
  return names.length <= NAMED_MAX
    ? text('updated', { fields })
    : text('updatedMany', { fields, count: names.length - NAMED_MAX, all: names.length });
}

function signOf({ kind, decision, actor, cause }: Entry): ReactNode {
  if (actor === undefined || cause !== undefined) return <ThunderboltOutlined />;
  switch (kind) {
    case 'CREATED':
      return <PlusOutlined />;
    case 'DELETED':
      return <DeleteOutlined />;
    case 'RESTORED':
    case 'WITHDRAWN':
      return <UndoOutlined />;
    case 'TRANSITIONED':
      return <RightOutlined />;
    case 'REQUESTED':
      return <AuditOutlined />;
    case 'DECIDED':
      return decision === 'APPROVED' ? <CheckOutlined /> : <UndoOutlined />;
    case 'COMMENTED':
      return <CommentOutlined />;
    default:
      return <EditOutlined />;
  }
}
