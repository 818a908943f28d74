import { App, Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { NewPasswordDocument } from '../data/generated/graphql.ts';
import { useTenant } from '../shell/tenant-frame.tsx';
import { useAdminText } from './admin-texts.ts';
import { Issues, Secret } from './parts.tsx';
import { usePeopleText } from './people-texts.ts';
import { useAdminAction } from './use-admin.ts';
import type { DirectoryPerson } from './use-directory.ts';

/** For who has lost their password: a new first one, shown once (SPEC [ADM-50]). */
export function PasswordPart({ person }: { readonly person: DirectoryPerson }): ReactNode {
  const text = usePeopleText();
  const adminText = useAdminText();
  const { name: tenant } = useTenant();
  const { modal } = App.useApp();
  const [password, setPassword] = useState<string>();
  const { run, issues, isBusy } = useAdminAction(NewPasswordDocument, ({ newPassword }) => newPassword.issues);
  const make = async (): Promise<void> => {
    const isMeant = await modal.confirm({
      title: text('newPasswordTitle', { name: person.name }),
      content: text('newPasswordHint'),
      okText: text('newPassword'),
      cancelText: adminText('cancel'),
    });
    if (!isMeant) return;
    const answer = await run({ tenant, user: person.id });
    setPassword(answer?.newPassword.password ?? undefined);
  };
  return (
    <div className="adm-field">
      <span className="adm-label">{text('signIn')}</span>
      <Issues issues={issues} />
      {password === undefined ? (
        <div>
          <Button loading={isBusy} onClick={() => void make()}>
            {text('newPassword')}
          </Button>
        </div>
      ) : (
        <>
          <Secret label={person.email} value={password} />
          <span className="adm-hint">{text('passwords')}</span>
        </>
      )}
    </div>
  );
}
