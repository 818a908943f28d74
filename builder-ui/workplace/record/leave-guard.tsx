import { useBlocker } from '@tanstack/react-router';
import { Button, Modal } from 'antd';
import type { ReactNode } from 'react';
import { useRecordText } from './record-texts.ts';

interface LeaveGuardProps {
  /** Asked when somebody is about to leave. */
  readonly isDirty: () => boolean;
  /** Saves; false where that was refused. */
  readonly save: () => Promise<boolean>;
  /** What was typed is not wanted. */
  readonly giveUp: () => void;
}

/** Asks who leaves with something not saved; the browser asks who closes the page. */
export function LeaveGuard({ isDirty, save, giveUp }: LeaveGuardProps): ReactNode {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname && isDirty(),
    enableBeforeUnload: isDirty,
    withResolver: true,
  });
  if (blocker.status !== 'blocked') return null;
  return <LeaveQuestion {...{ save, giveUp }} onLeave={blocker.proceed} onStay={blocker.reset} />;
}

interface LeaveQuestionProps extends Omit<LeaveGuardProps, 'isDirty'> {
  readonly onLeave: () => void;
  readonly onStay: () => void;
}

/** What becomes of what is typed and not saved. */
export function LeaveQuestion({ save, giveUp, onLeave, onStay }: LeaveQuestionProps): ReactNode {
  const text = useRecordText();
  const leave = (): void => {
    giveUp();
    onLeave();
  };
  return (
    <Modal
      open
      title={text('leaveTitle')}
      onCancel={onStay}
      footer={[
        <Button key="stay" onClick={onStay}>
          {text('stay')}
        </Button>,
        <Button key="leave" danger onClick={leave}>
          {text('leaveAnyway')}
        </Button>,
        <Button
          key="save"
          type="primary"
          onClick={() =>
            void save().then((isSaved) => {
              if (isSaved) onLeave();
              else onStay();
            })
          }
        >
          {text('saveAndLeave')}
        </Button>,
      ]}
    >
      {text('leaveHint')}
    </Modal>
  );
}
