import { CopyOutlined } from '@ant-design/icons';
import { Button, Input, Modal } from 'antd';
import { useState, type ReactNode } from 'react';
import { InvitePersonDocument } from '../data/generated/graphql.ts';
import { useTenant } from '../shell/tenant-frame.tsx';
import { addressLines, type AddressLine } from './address-lines.ts';
import { useAdminText } from './admin-texts.ts';
import { Field, Issues, Secret, useCopy } from './parts.tsx';
import { usePeopleText } from './people-texts.ts';
import { RolePick } from './role-parts.tsx';
import { useAdminAction } from './use-admin.ts';
import type { DirectoryPerson } from './use-directory.ts';

/** Whom the dialog itself has just invited. */
function isJustIn(invited: readonly Invited[], email: string): boolean {
  return invited.some((one) => one.email === email);
}

interface Invited extends AddressLine {
  readonly password: string | null;
}

interface Props {
  readonly people: readonly DirectoryPerson[];
  readonly onClose: () => void;
}

/** Invites one person or many; their first passwords are shown once. Who is here already is left as they are. */
export function InviteDialog({ people: here, onClose }: Props): ReactNode {
  const tenant = useTenant();
  const text = usePeopleText();
  const adminText = useAdminText();
  const [typed, setTyped] = useState('');
  const [roles, setRoles] = useState<readonly string[]>([]);
  const [invited, setInvited] = useState<readonly Invited[]>([]);
  const { run, issues, isBusy } = useAdminAction(InvitePersonDocument, ({ inviteUser }) => inviteUser.issues);
  const { people: found, unread } = addressLines(typed);
  const known = new Set(here.filter(({ active }) => active).map(({ email }) => email.toLowerCase()));
  const people = found.filter(({ email }) => !known.has(email.toLowerCase()));
  const present = found.filter(({ email }) => known.has(email.toLowerCase()) && !isJustIn(invited, email));
  const invite = async (): Promise<void> => {
    const done: Invited[] = [];
    for (const person of people) {
      const answer = await run({ tenant: tenant.name, ...person, roles: [...roles] });
      if (answer === undefined) break;
      done.push({ ...person, password: answer.inviteUser.password ?? null });
    }
    setInvited([...invited, ...done]);
    // What was refused stays to be put right.
    setTyped(
      people
        .slice(done.length)
        .map(({ name, email }) => `${name} <${email}>`)
        .join('\n'),
    );
  };
  const isOver = invited.length > 0 && people.length === 0;
  return (
    <Modal
      open
      width={600}
      title={text('inviteTitle')}
      okText={
        isOver ? adminText('done') : text(people.length === 0 ? 'invite' : 'inviteCount', { count: people.length })
      }
      cancelText={adminText('cancel')}
      cancelButtonProps={isOver ? { hidden: true } : {}}
      okButtonProps={{ disabled: !isOver && (people.length === 0 || roles.length === 0) }}
      confirmLoading={isBusy}
      mask={{ closable: false }}
      onOk={() => (isOver ? onClose() : void invite())}
      onCancel={onClose}
    >
      <div className="adm-form">
        <Issues issues={issues} />
        {invited.length > 0 && <Passwords invited={invited} />}
        {!isOver && (
          <>
            <Field label={text('addresses')} hint={text('addressesHint')}>
              <Input.TextArea rows={4} value={typed} onChange={({ target }) => setTyped(target.value)} />
            </Field>
            {unread.length > 0 && (
              <p className="adm-warn">
                {text('unread', { count: unread.length, lines: unread.slice(0, 3).join(' · ') })}
              </p>
            )}
            {present.length > 0 && (
              <p className="adm-hint">
                {text('present', { count: present.length, people: present.map(({ email }) => email).join(' · ') })}
              </p>
            )}
            <Field label={text('roles')}>
              <RolePick label={text('roles')} value={roles} onChange={setRoles} />
            </Field>
          </>
        )}
      </div>
    </Modal>
  );
}

function Passwords({ invited }: { readonly invited: readonly Invited[] }): ReactNode {
  const text = usePeopleText();
  const copy = useCopy();
  const fresh = invited.filter(({ password }) => password !== null);
  return (
    <>
      {fresh.length > 0 && (
        <div className="adm-card-head">
          <p className="adm-hint">{text('passwords')}</p>
          <Button
            size="small"
            icon={<CopyOutlined />}
            onClick={() => copy(fresh.map(({ email, password }) => `${email}\t${password ?? ''}`).join('\n'))}
          >
            {text('copyAll')}
          </Button>
        </div>
      )}
      {invited.map(({ email, password }) =>
        password === null ? (
          <p key={email}>
            {email} {text('hasAccount')}
          </p>
        ) : (
          <Secret key={email} label={email} value={password} />
        ),
      )}
    </>
  );
}
