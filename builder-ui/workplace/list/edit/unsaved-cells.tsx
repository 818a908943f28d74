import { useBlocker } from '@tanstack/react-router';
import { Modal } from 'antd';
import type { ReactNode } from 'react';
import { useListWorkText } from '../list-work-texts.ts';

/** Asks who leaves the list while cells hold what is not saved; the browser asks who closes the page (SPEC [WRK-30]). */
export function UnsavedCells({ count }: { readonly count: number }): ReactNode {
  const text = useListWorkText();
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname,
    enableBeforeUnload: true,
    withResolver: true,
  });
  if (blocker.status !== 'blocked') return null;
  return (
    <Modal
      open
      title={text('leaveTitle')}
      okText={text('stay')}
      cancelText={text('leaveAnyway')}
      cancelButtonProps={{ danger: true, onClick: blocker.proceed }}
      onOk={blocker.reset}
      onCancel={blocker.reset}
    >
      <p>{text('unsaved', { count })}</p>
      <p>{text('leaveHint')}</p>
    </Modal>
  );
}
