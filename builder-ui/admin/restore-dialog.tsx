import { Input, Modal } from 'antd';
import { useState, type ReactNode } from 'react';
import { TENANT_NAME_MAX, TENANT_NAME_PATTERN } from '../../schema/core/ids.ts';
import { RestoreBackupDocument } from '../data/generated/graphql.ts';
import { localInput } from '../form-runtime/moment-text.ts';
import { useTenant } from '../shell/tenant-frame.tsx';
import { useAdminText } from './admin-texts.ts';
import { AddressInput } from './address-input.tsx';
import { Field, Issues } from './parts.tsx';
import { useSettingsText } from './settings-texts.ts';
import { useAdminAction } from './use-admin.ts';

interface Props {
  readonly backup: { readonly id: string; readonly createdAt: string };
  readonly onClose: () => void;
}

/** Makes a new company of a backup; the one that runs is never touched. */
export function RestoreDialog({ backup, onClose }: Props): ReactNode {
  const text = useSettingsText();
  const adminText = useAdminText();
  const tenant = useTenant();
  const day = localInput(backup.createdAt, tenant.timeZone).slice(0, 10);
  const [typed, setTyped] = useState(`${tenant.name.slice(0, TENANT_NAME_MAX - 9)}-${day.replaceAll('-', '')}`);
  const [label, setLabel] = useState(text('copyOf', { label: tenant.label, day }));
  const name = typed.replaceAll(/-+$/g, '');
  const isReady = TENANT_NAME_PATTERN.test(name) && label.trim() !== '';
  const { run, issues, isBusy, forget } = useAdminAction(
    RestoreBackupDocument,
    ({ restoreBackup }) => restoreBackup.issues,
  );
  const restore = async (): Promise<void> => {
    if (!isReady || isBusy) return;
    if ((await run({ tenant: tenant.name, id: backup.id, name, label })) !== undefined) onClose();
  };
  return (
    <Modal
      open
      title={text('restoreTitle')}
      okText={text('restore')}
      cancelText={adminText('cancel')}
      confirmLoading={isBusy}
      okButtonProps={{ disabled: !isReady }}
      onOk={() => void restore()}
      onCancel={onClose}
    >
      <div className="adm-form">
        <Issues issues={issues} />
        <p>{text('restoreHint')}</p>
        <Field label={text('label')}>
          <Input value={label} maxLength={64} onChange={({ target }) => setLabel(target.value)} />
        </Field>
        <Field label={text('name')} hint={text('nameHint', { name: TENANT_NAME_PATTERN.test(name) ? name : '…' })}>
          <AddressInput
            value={typed}
            onChange={(address) => {
              forget();
              setTyped(address);
            }}
            onEnter={() => void restore()}
          />
        </Field>
      </div>
    </Modal>
  );
}
