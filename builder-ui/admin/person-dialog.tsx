import { useQueryClient } from '@tanstack/react-query';
import { Modal, TreeSelect } from 'antd';
import { useState, type ReactNode } from 'react';
import { InvitePersonDocument, SetPersonDocument } from '../data/generated/graphql.ts';
import { TEMPLATE_TOPIC } from '../data/tenant-model.ts';
import { useSession } from '../shell/session-context.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import { useAdminText } from './admin-texts.ts';
import { treeOf } from './department-tree.ts';
import { Field, Issues } from './parts.tsx';
import { PasswordPart } from './password-part.tsx';
import { usePeopleText } from './people-texts.ts';
import { RolePick } from './role-parts.tsx';
import { roleLabel } from './role-words.ts';
import { useAdminAction } from './use-admin.ts';
import type { Department, DirectoryPerson } from './use-directory.ts';

interface Props {
  readonly person: DirectoryPerson;
  readonly departments: readonly Department[];
  /** Whether they are brought back into the company. */
  readonly isBack: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** What a person may do and where they belong, with what a change takes and gives. */
export function PersonDialog({ person, departments, isBack, onClose, onDone }: Props): ReactNode {
  const tenant = useTenant();
  const { me } = useSession();
  const client = useQueryClient();
  const text = usePeopleText();
  const adminText = useAdminText();
  const [roles, setRoles] = useState<readonly string[]>(person.roles);
  const [own, setOwn] = useState<readonly string[]>(person.departments);
  const set = useAdminAction(SetPersonDocument, ({ setMember }) => setMember.issues);
  const invite = useAdminAction(InvitePersonDocument, ({ inviteUser }) => inviteUser.issues);
  const { id: user, email, name } = person;
  const save = async (): Promise<void> => {
    if (isBack && (await invite.run({ tenant: tenant.name, email, name, roles: [...roles] })) === undefined) return;
    const done = await set.run({ tenant: tenant.name, user, roles: [...roles], departments: [...own] });
    if (done === undefined) return;
    // What one may do oneself is in what is known of the tenant.
    if (me.user?.id === user) await client.invalidateQueries({ queryKey: ['platform', TEMPLATE_TOPIC] });
    onDone();
  };
  const words = (ids: readonly string[]): string => ids.map((id) => roleLabel(tenant, id)).join(' · ');
  const gains = roles.filter((role) => !person.roles.includes(role));
  const loses = person.roles.filter((role) => !roles.includes(role));
  return (
    <Modal
      open
      title={text(isBack ? 'backTitle' : 'editTitle', { name })}
      okText={isBack ? text('bringBack') : adminText('save')}
      cancelText={adminText('cancel')}
      confirmLoading={set.isBusy || invite.isBusy}
      okButtonProps={{ disabled: roles.length === 0 }}
      onOk={() => void save()}
      onCancel={onClose}
    >
      <div className="adm-form">
        <Issues issues={[...invite.issues, ...set.issues]} />
        <Field label={text('roles')}>
          <RolePick label={text('roles')} value={roles} onChange={setRoles} />
        </Field>
        <Field label={text('departments')}>
          <TreeSelect<string[]>
            multiple
            aria-label={text('departments')}
            value={[...own]}
            onChange={setOwn}
            treeData={treeOf(departments)}
            treeDefaultExpandAll
            disabled={departments.length === 0}
          />
        </Field>
        {!isBack && me.user?.id !== user && <PasswordPart person={person} />}
        {loses.includes('owner') && me.user?.id === user && <p className="adm-warn">{text('ownRight')}</p>}
        <p className="adm-hint" aria-live="polite">
          {gains.length > 0 && <span>{text('gains', { roles: words(gains) })} </span>}
          {loses.length > 0 && <span>{text('loses', { roles: words(loses) })} </span>}
          {text('atOnce')}
        </p>
      </div>
    </Modal>
  );
}
