import { Alert, Button, Modal } from 'antd';
import { useState, type ReactNode } from 'react';
import { forgetLeft, type LeftBehind } from './left-behind.ts';
import { useOfflineText } from './offline-texts.ts';
import { useOutboxText } from './outbox-texts.ts';
import './offline.css';

interface SignOutDialogProps {
  readonly person: string;
  readonly left: LeftBehind;
  /** Ends the session; false where the server can't be reached. */
  readonly onSignOut: () => Promise<boolean>;
  readonly onStay: () => void;
}

/** Who signs out with something that only this device has is asked what shall become of it (SPEC [OFF-34]). */
export function SignOutDialog({ person, left, onSignOut, onStay }: SignOutDialogProps): ReactNode {
  const text = useOfflineText();
  const outboxText = useOutboxText();
  const [isLeaving, setLeaving] = useState(false);
  const hasLeft = left.writes + left.drafts > 0;
  // Who leaves nothing behind is asked only where the server was not reached.
  const [isUnreachable, setUnreachable] = useState(!hasLeft);
  const leave = async (keeps: boolean): Promise<void> => {
    setLeaving(true);
    setUnreachable(false);
    const isOut = await onSignOut();
    if (isOut && !keeps) await forgetLeft(person);
    if (isOut) location.assign('/');
    setLeaving(isOut);
    setUnreachable(!isOut);
  };
  return (
    <Modal
      open
      width={600}
      title={text(hasLeft ? 'outTitle' : 'outPlain')}
      onCancel={onStay}
      footer={
        <div className="sign-out-ways">
          {hasLeft && (
            <Button danger disabled={isLeaving} onClick={() => void leave(false)}>
              {text('outDiscard')}
            </Button>
          )}
          <Button disabled={isLeaving} onClick={() => void leave(true)}>
            {text(hasLeft ? 'outKeep' : 'outPlain')}
          </Button>
          <Button type="primary" onClick={onStay}>
            {text('outStay')}
          </Button>
        </div>
      }
    >
      {hasLeft && (
        <>
          <ul className="sign-out-left">
            {left.writes > 0 && <li>{outboxText('waiting', { count: left.writes })}</li>}
            {left.drafts > 0 && <li>{text('drafts', { count: left.drafts })}</li>}
          </ul>
          <p>{text('outHint')}</p>
        </>
      )}
      {isUnreachable && <Alert type="warning" showIcon title={text('outUnreachable')} />}
    </Modal>
  );
}
