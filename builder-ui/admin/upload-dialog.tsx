import { InboxOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Modal, Progress } from 'antd';
import { useRef, useState, type ReactNode } from 'react';
import { useLanguage } from '../i18n/locale-context.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import { useAdminText } from './admin-texts.ts';
import { uploadBackup, type UploadedBackup } from './backup-upload.ts';
import { Issues, momentText } from './parts.tsx';
import { useSettingsText } from './settings-texts.ts';
import type { AdminIssue } from './use-admin.ts';

interface Props {
  readonly onClose: () => void;
  /** Goes on to making a company of it. */
  readonly onRestore: (backup: UploadedBackup) => void;
}

/** Takes the file of a backup, has it checked, and tells what is in it before anything is made of it (SPEC [ADM-44]). */
export function UploadDialog({ onClose, onRestore }: Props): ReactNode {
  const text = useSettingsText();
  const adminText = useAdminText();
  const { name: tenant, timeZone } = useTenant();
  const { locale } = useLanguage();
  const client = useQueryClient();
  const [part, setPart] = useState<number>();
  const [issues, setIssues] = useState<readonly AdminIssue[]>([]);
  const [backup, setBackup] = useState<UploadedBackup>();
  const stop = useRef<AbortController>(null);
  const send = async (file: File): Promise<void> => {
    stop.current = new AbortController();
    setIssues([]);
    setPart(0);
    const { signal } = stop.current;
    const answer = await uploadBackup({ tenant, file, locale, signal, onProgress: setPart });
    setPart(undefined);
    if (!answer.ok) return setIssues(answer.issues);
    setBackup(answer.backup);
    await client.invalidateQueries({ queryKey: ['platform', 'admin-backups'] });
  };
  const close = (): void => {
    stop.current?.abort();
    onClose();
  };
  const figures =
    backup === undefined
      ? []
      : [
          [text('of'), backup.of],
          [text('made'), momentText(backup.createdAt, locale, timeZone)],
          [text('version'), String(backup.version)],
          [text('rowsIn'), new Intl.NumberFormat(locale).format(backup.rows)],
          [text('membersIn'), new Intl.NumberFormat(locale).format(backup.members)],
        ];
  return (
    <Modal
      open
      title={text('upload')}
      okText={text('restore')}
      okButtonProps={{ disabled: backup === undefined }}
      cancelText={backup === undefined ? adminText('cancel') : adminText('close')}
      onOk={() => backup !== undefined && onRestore(backup)}
      onCancel={close}
    >
      <div className="adm-form">
        <Issues issues={issues} />
        {backup === undefined && part === undefined && (
          <label
            className="adm-drop"
            onDragOver={(event) => event.preventDefault()}
            onDrop={(event) => {
              event.preventDefault();
              const [file] = event.dataTransfer.files;
              if (file !== undefined) void send(file);
            }}
          >
            <InboxOutlined aria-hidden />
            <strong>{text('choose')}</strong>
            <span className="adm-hint">{text('chooseHint')}</span>
            <input
              type="file"
              className="unseen"
              accept=".gz,.backup,application/gzip"
              onChange={({ target }) => {
                const file = target.files?.[0];
                target.value = '';
                if (file !== undefined) void send(file);
              }}
            />
          </label>
        )}
        {part !== undefined && (
          <div role="status">
            <p>{text(part < 1 ? 'sending' : 'checking')}</p>
            <Progress aria-label={text('sending')} percent={Math.floor(part * 100)} status="active" />
          </div>
        )}
        {backup !== undefined && (
          <>
            <p>{text('whole')}</p>
            <dl className="adm-figures">
              {figures.map(([label, value]) => (
                <div key={label}>
                  <dt>{label}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          </>
        )}
      </div>
    </Modal>
  );
}
