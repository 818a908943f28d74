import { App, Modal } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import { RemovePersonDocument } from '../data/generated/graphql.ts';
import { useTenant } from '../shell/tenant-frame.tsx';
import { useApiRights } from '../workplace/use-api-rights.ts';
import { useAdminText } from './admin-texts.ts';
import { Issues } from './parts.tsx';
import { usePeopleText } from './people-texts.ts';
import { useAdminAction } from './use-admin.ts';
import type { DirectoryPerson } from './use-directory.ts';

interface Props {
  readonly person: DirectoryPerson;
  readonly isLastOwner: boolean;
  readonly onClose: () => void;
}

/** Ends a membership, after it was said what that means and what is still open. */
export function AwayDialog({ person, isLastOwner, onClose }: Props): ReactNode {
  const tenant = useTenant();
  const text = usePeopleText();
  const adminText = useAdminText();
  const { message } = App.useApp();
  const { run, issues, isBusy } = useAdminAction(RemovePersonDocument, ({ removeMember }) => removeMember.issues);
  const waiting = useWaiting(person.id);
  const { name } = person;
  const remove = async (): Promise<void> => {
    if ((await run({ tenant: tenant.name, user: person.id })) === undefined) return;
    void message.success(text('deactivated', { name }));
    onClose();
  };
  return (
    <Modal
      open
      title={text('deactivateTitle', { name })}
      okText={text('deactivate')}
      cancelText={adminText('cancel')}
      okButtonProps={{ danger: true, disabled: isLastOwner }}
      confirmLoading={isBusy}
      onOk={() => void remove()}
      onCancel={onClose}
    >
      <div className="adm-form">
        <Issues issues={issues} />
        <p>{isLastOwner ? text('lastOwner') : text('deactivateHint')}</p>
        {!isLastOwner && waiting !== undefined && (
          <p className={waiting > 0 ? 'adm-warn' : 'adm-hint'}>
            {waiting > 0 ? text('waiting', { count: waiting }) : text('nothingWaits')}
          </p>
        )}
      </div>
    </Modal>
  );
}

/** How many approvals wait for a person: what their own inbox would say. */
function useWaiting(user: string): number | undefined {
  const tenant = useTenant();
  const { rights } = useApiRights(tenant);
  const [count, setCount] = useState<number>();
  const mayAsk = rights?.mayAsk('inbox') === true;
  useEffect(() => {
    if (!mayAsk) return;
    const stop = new AbortController();
    const ask = async (): Promise<void> => {
      const answer = await fetch(`/t/${tenant.name}/graphql`, {
        method: 'POST',
        signal: stop.signal,
        headers: { 'Content-Type': 'application/json', 'X-Formwork-View-As': `user:${user}` },
        body: JSON.stringify({ query: '{ inbox(box: TO_DECIDE, first: 0) { totalCount } }' }),
      });
      const found: unknown = await answer.json();
      const total = /"totalCount":(\d+)/.exec(JSON.stringify(found))?.[1];
      if (total !== undefined) setCount(Number(total));
    };
    // Where it can't be told nothing is said of it.
    ask().catch(() => undefined);
    return () => stop.abort();
  }, [mayAsk, tenant.name, user]);
  return count;
}
