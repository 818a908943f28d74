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
  const text = useRecordText();
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname && isDirty(),
    enableBeforeUnload: isDirty,
    withResolver: true,
  });
  if (blocker.status !== 'blocked') return null;
  const { proceed, reset } = blocker;
  const leave = (): void => {
    giveUp();
    proceed();
  };
  return (
    <Modal
      open
      title={text('leaveTitle')}
      onCancel={reset}
      footer={[
        <Button key="stay" onClick={reset}>
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
              if (isSaved) proceed();
              else reset();
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
