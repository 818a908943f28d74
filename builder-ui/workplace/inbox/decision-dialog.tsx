import { Button, Input, Modal } from 'antd';
import { useId, useState, type KeyboardEvent, type ReactNode } from 'react';
import { NeedsServer } from '../../offline/needs-server.tsx';
import { PersonPicker, type Member } from '../people/person-picker.tsx';
import type { InboxItem } from './inbox-items.ts';
import { useInboxText } from './inbox-texts.ts';
import type { Verdict } from './use-decisions.ts';
import { noteComment, usualComments } from './usual-comments.ts';

/** What is asked about before it is sent: which decision, on which requests. */
export interface Asking {
  readonly kind: 'APPROVE' | 'REJECT' | 'SEND_BACK' | 'DELEGATE';
  readonly items: readonly InboxItem[];
}

interface DecisionDialogProps {
  readonly tenant: string;
  readonly asking: Asking;
  readonly onDecide: (verdict: Verdict) => void;
  readonly onCancel: () => void;
}

const WORDS = { APPROVE: 'approve', REJECT: 'reject', SEND_BACK: 'sendBack', DELEGATE: 'delegate' } as const;
const COMMENT_MAX = 2_000;

/** Asks why, and who instead; a batch is asked about once (SPEC [WRK-72]). */
export function DecisionDialog({ tenant, asking, onDecide, onCancel }: DecisionDialogProps): ReactNode {
  const text = useInboxText();
  const id = useId();
  const { kind, items } = asking;
  const [comment, setComment] = useState('');
  const [member, setMember] = useState<Member>();
  const [isTold, tell] = useState(false);
  const needsComment = kind === 'REJECT' || kind === 'SEND_BACK';
  const isMissing = needsComment && comment.trim() === '';
  const isNobody = kind === 'DELEGATE' && member === undefined;
  const send = (): void => {
    tell(true);
    if (isMissing || isNobody) return;
    const said = comment.trim();
    if (said !== '') noteComment(said);
    const given = said === '' ? {} : { comment: said };
    if (kind !== 'DELEGATE') onDecide({ kind, ...given });
    else if (member !== undefined) onDecide({ kind, to: member, ...given });
  };
  const word = text(WORDS[kind]);
  const [first] = items;
  return (
    <Modal
      open
      title={titleOf(asking, text)}
      okText={word}
      okButtonProps={{ danger: kind === 'REJECT' }}
      cancelText={text('cancel')}
      onOk={send}
      onCancel={onCancel}
      afterOpenChange={(isOpen) => {
        if (isOpen) document.getElementById(kind === 'DELEGATE' ? `${id}-person` : `${id}-comment`)?.focus();
      }}
    >
      <div
        className="decide"
        onKeyDown={(event: KeyboardEvent) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.nativeEvent.isComposing) return;
          event.preventDefault();
          send();
        }}
      >
        {items.some((item) => item.kind !== 'approval') && <NeedsServer />}
        <ul className="decide-items">
          {items.slice(0, 6).map((item) => (
            <li key={item.key}>
              <span>{item.group}</span> {item.title}
            </li>
          ))}
          {items.length > 6 && <li>… +{items.length - 6}</li>}
        </ul>
        {kind === 'DELEGATE' && (
          <div className="decide-part">
            <label htmlFor={`${id}-person`}>{text('handTo')}</label>
            <PersonPicker
              id={`${id}-person`}
              tenant={tenant}
              value={member?.id}
              without={first?.askedBy === undefined ? [] : [first.askedBy.id]}
              placeholder={text('handToHint')}
              isWrong={isTold && isNobody}
              onChange={setMember}
            />
            <p className="decide-told" role="status">
              {isTold && isNobody ? text('personNeeded') : ''}
            </p>
          </div>
        )}
        <div className="decide-part">
          <label htmlFor={`${id}-comment`}>
            {text('comment')}
            {needsComment && <span aria-hidden="true"> *</span>}
          </label>
          <Input.TextArea
            id={`${id}-comment`}
            rows={3}
            maxLength={COMMENT_MAX}
            value={comment}
            required={needsComment}
            status={isTold && isMissing ? 'error' : ''}
            aria-invalid={isTold && isMissing}
            aria-describedby={`${id}-hint`}
            onChange={(event) => setComment(event.target.value)}
          />
          <UsualComments onChoose={setComment} />
          <p id={`${id}-hint`} className={isTold && isMissing ? 'decide-told' : 'decide-hint'} role="status">
            {isTold && isMissing ? text('commentNeeded') : `${text('sendKeys')} · ${text('finalNote')}`}
          </p>
        </div>
      </div>
    </Modal>
  );
}

function titleOf({ kind, items }: Asking, text: ReturnType<typeof useInboxText>): string {
  const count = items.length;
  if (count > 1 && kind === 'APPROVE') return text('batchApprove', { count });
  if (count > 1 && kind === 'REJECT') return text('batchReject', { count });
  return text(WORDS[kind]);
}

function UsualComments({ onChoose }: { readonly onChoose: (comment: string) => void }): ReactNode {
  const text = useInboxText();
  const [known] = useState(usualComments);
  if (known.length === 0) return null;
  return (
    <div className="decide-usual" role="group" aria-label={text('usual')}>
      {known.map((one) => (
        <Button key={one} size="small" onClick={() => onChoose(one)}>
          {one}
        </Button>
      ))}
    </div>
  );
}
