import { Button, Input, Modal, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import { useAdminText } from './admin-texts.ts';
import { Field, Issues, Secret } from './parts.tsx';
import { useTenantAction } from './use-admin.ts';
import { useTopics } from './use-topics.ts';
import { CREATE, RENEW, UPDATE, type Webhook } from './webhook-documents.ts';
import { useWebhooksText } from './webhooks-texts.ts';

interface Made {
  readonly made: { readonly secret: string };
}

interface Props {
  /** A new one when it is not said. */
  readonly webhook: Webhook | undefined;
  readonly onClose: () => void;
}

/** A connection: where to, of what it is told, and its secret once. */
export function WebhookDialog({ webhook, onClose }: Props): ReactNode {
  const text = useWebhooksText();
  const adminText = useAdminText();
  const [name, setName] = useState(webhook?.name ?? '');
  const [url, setUrl] = useState(webhook?.url ?? 'https://');
  const [topics, setTopics] = useState<readonly string[]>(webhook?.topics ?? []);
  const [headers, setHeaders] = useState('');
  const [secret, setSecret] = useState<string>();
  const create = useTenantAction<Made>(CREATE);
  const update = useTenantAction(UPDATE);
  const renew = useTenantAction<Made>(RENEW);
  const options = useTopics();
  const save = async (): Promise<void> => {
    const lines = headerLines(headers);
    const input = { name, url, topics, ...(lines.length === 0 ? {} : { headers: lines }) };
    if (webhook === undefined) setSecret((await create.run({ input }))?.made.secret);
    else if ((await update.run({ id: webhook.id, patch: input })) !== undefined) onClose();
  };
  const isOver = secret !== undefined;
  return (
    <Modal
      open
      width={600}
      title={webhook?.name ?? text('connect')}
      okText={isOver ? adminText('done') : adminText('save')}
      cancelText={adminText('cancel')}
      cancelButtonProps={isOver ? { hidden: true } : {}}
      okButtonProps={{ disabled: !isOver && (name === '' || url === '') }}
      confirmLoading={create.isBusy || update.isBusy}
      mask={{ closable: false }}
      onOk={() => (isOver ? onClose() : void save())}
      onCancel={onClose}
    >
      <div className="adm-form">
        <Issues issues={[...create.issues, ...update.issues, ...renew.issues]} />
        {isOver ? (
          <>
            <p className="adm-warn">{text('secretOnce')}</p>
            <Secret label={text('secret')} value={secret} />
          </>
        ) : (
          <>
            <Field label={text('name')} hint={text('nameHint')}>
              <Input value={name} maxLength={64} onChange={({ target }) => setName(target.value)} />
            </Field>
            <Field label={text('url')}>
              <Input type="url" value={url} onChange={({ target }) => setUrl(target.value)} />
            </Field>
            <Field label={text('topics')} hint={text('topicsHint')}>
              <Select<string[]>
                mode="multiple"
                aria-label={text('topics')}
                value={[...topics]}
                onChange={setTopics}
                options={options}
                showSearch={{ optionFilterProp: 'label' }}
              />
            </Field>
            <Field label={text('headers')} hint={text('headersHint')}>
              <Input.TextArea
                rows={2}
                value={headers}
                placeholder={webhook?.headerNames.map((own) => `${own}: •••`).join('\n') ?? ''}
                onChange={({ target }) => setHeaders(target.value)}
              />
            </Field>
            {webhook !== undefined && (
              <div className="adm-card-head">
                <span className="adm-hint">{text('renewHint')}</span>
                <Button
                  loading={renew.isBusy}
                  onClick={() => void renew.run({ id: webhook.id }).then((done) => setSecret(done?.made.secret))}
                >
                  {text('renew')}
                </Button>
              </div>
            )}
          </>
        )}
      </div>
    </Modal>
  );
}

/** `Name: value`, one a line. */
function headerLines(typed: string): readonly { readonly name: string; readonly value: string }[] {
  return typed
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const at = line.indexOf(':');
      return at < 0
        ? { name: line.trim(), value: '' }
        : { name: line.slice(0, at).trim(), value: line.slice(at + 1).trim() };
    });
}
