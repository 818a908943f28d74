import { CopyOutlined } from '@ant-design/icons';
import { Button, Input, Modal, Radio, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import { CreateTokenDocument } from '../data/generated/graphql.ts';
import { useTenant } from '../shell/tenant-frame.tsx';
import { useAdminText } from './admin-texts.ts';
import { Field, Issues, Secret, useCopy } from './parts.tsx';
import { RolePick } from './role-parts.tsx';
import { useTokensText } from './tokens-texts.ts';
import { useAdminAction } from './use-admin.ts';

const DAYS = [30, 90, 365, 730] as const;
const DAY_MS = 86_400_000;

/** Makes a token, and shows it once with a line that uses it. */
export function TokenDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const text = useTokensText();
  const adminText = useAdminText();
  const { name: tenant } = useTenant();
  const [label, setLabel] = useState('');
  const [roles, setRoles] = useState<readonly string[]>([]);
  const [days, setDays] = useState<number>(365);
  const [forProgram, setForProgram] = useState(true);
  const [secret, setSecret] = useState<string>();
  const { run, issues, isBusy } = useAdminAction(CreateTokenDocument, ({ createToken }) => createToken.issues);
  const create = async (): Promise<void> => {
    // A minute less than the most there may be, since the server's clock is the one that counts.
    const expiresAt = new Date(Date.now() + days * DAY_MS - 60_000).toISOString();
    const done = await run({ tenant, label, roles: [...roles], expiresAt, forProgram });
    if (done !== undefined) setSecret(done.createToken.secret ?? '');
  };
  return (
    <Modal
      open
      width={600}
      title={text('create')}
      okText={secret === undefined ? text('create') : adminText('done')}
      cancelText={adminText('cancel')}
      cancelButtonProps={secret === undefined ? {} : { hidden: true }}
      okButtonProps={{ disabled: secret === undefined && (label.trim() === '' || roles.length === 0) }}
      confirmLoading={isBusy}
      mask={{ closable: false }}
      onOk={() => (secret === undefined ? void create() : onClose())}
      onCancel={onClose}
    >
      {secret === undefined ? (
        <div className="adm-form">
          <Issues issues={issues} />
          <Field label={text('label')} hint={text('labelHint')}>
            <Input value={label} maxLength={64} onChange={({ target }) => setLabel(target.value)} />
          </Field>
          <Field label={text('roles')}>
            <RolePick label={text('roles')} value={roles} onChange={setRoles} />
          </Field>
          <Field label={text('expires')}>
            <Select<number>
              aria-label={text('expires')}
              value={days}
              onChange={setDays}
              options={DAYS.map((count) => ({ value: count, label: text('days', { count }) }))}
            />
          </Field>
          <fieldset className="adm-choice">
            <legend className="adm-label">{text('standsFor')}</legend>
            <Radio.Group
              value={forProgram}
              onChange={({ target }) => setForProgram(target.value === true)}
              options={[
                { value: true, label: text('program') },
                { value: false, label: text('me') },
              ]}
            />
          </fieldset>
        </div>
      ) : (
        <MadeToken tenant={tenant} secret={secret} />
      )}
    </Modal>
  );
}

function MadeToken({ tenant, secret }: { readonly tenant: string; readonly secret: string }): ReactNode {
  const text = useTokensText();
  const adminText = useAdminText();
  const copy = useCopy();
  const example = `curl ${location.origin}/t/${tenant}/graphql \\\n  -H 'Authorization: Bearer ${secret}' \\\n  -H 'Content-Type: application/json' \\\n  -d '{"query":"{ __schema { queryType { fields { name } } } }"}'`;
  return (
    <div className="adm-form">
      <p className="adm-warn">{text('shownOnce')}</p>
      <Secret label={text('token')} value={secret} />
      <div className="adm-card-head">
        <span className="adm-label">{text('example')}</span>
        <Button
          size="small"
          icon={<CopyOutlined />}
          onClick={() => copy(example)}
          aria-label={`${adminText('copy')}: ${text('example')}`}
        >
          {adminText('copy')}
        </Button>
      </div>
      <pre className="adm-code">{example}</pre>
    </div>
  );
}
