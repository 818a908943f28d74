import { DownloadOutlined, FileExcelOutlined } from '@ant-design/icons';
import { Alert, Button } from 'antd';
import { useEffect, useEffectEvent, useRef, useState, type ReactNode } from 'react';
import { LIMITS } from '../../schema/core/limits.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { useImportText } from './import-texts.ts';
import type { ImportPlace } from './import-page.tsx';
import type { Wizard } from './use-wizard.ts';

/** A file is dropped, pasted or chosen. */
export function FileStep({ tenant, entity, wizard }: ImportPlace & { readonly wizard: Wizard }): ReactNode {
  const text = useImportText();
  const { locale } = useLanguage();
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const take = (files: FileList | null | undefined): void => {
    const file = files?.[0];
    if (file !== undefined) void wizard.read(file);
  };
  const paste = useEffectEvent((event: ClipboardEvent) => {
    const { target, clipboardData } = event;
    if (target instanceof HTMLElement && target.closest('input, textarea') !== null) return;
    if (clipboardData === null) return;
    if (clipboardData.files.length > 0) return take(clipboardData.files);
    const pasted = clipboardData.getData('text/plain');
    if (pasted.trim() !== '') wizard.paste(pasted, text('pasted'));
  });
  useEffect(() => {
    const listen = (event: ClipboardEvent): void => paste(event);
    document.addEventListener('paste', listen);
    return () => document.removeEventListener('paste', listen);
  }, []);
  const template = async (): Promise<void> => {
    const { downloadTemplate } = await import('./template-file.ts');
    await downloadTemplate({ model: tenant.model, entity, locale, valuesSheet: text('valuesSheet') });
  };
  return (
    <section className="imports-file">
      <div
        className={`imports-drop${isOver ? ' is-over' : ''}`}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer.files);
        }}
      >
        <FileExcelOutlined className="imports-drop-icon" aria-hidden="true" />
        <h2>{wizard.isReading ? text('reading') : text('drop')}</h2>
        <p>
          {text('dropHint', {
            rows: LIMITS.importWizardRowsMax.toLocaleString(locale),
            mb: LIMITS.importWizardBytesMax / 1024 / 1024,
          })}
        </p>
        <input
          ref={input}
          className="imports-input"
          type="file"
          accept=".xlsx,.csv,.tsv,.txt,text/csv"
          tabIndex={-1}
          aria-hidden="true"
          onChange={(event) => {
            take(event.target.files);
            event.target.value = '';
          }}
        />
        <div className="imports-actions">
          <Button type="primary" size="large" loading={wizard.isReading} onClick={() => input.current?.click()}>
            {text('choose')}
          </Button>
          <Button size="large" icon={<DownloadOutlined aria-hidden="true" />} onClick={() => void template()}>
            {text('template')}
          </Button>
        </div>
      </div>
      {wizard.trouble !== undefined && (
        <Alert type="error" showIcon title={wizard.trouble.message} description={wizard.trouble.cure} />
      )}
    </section>
  );
}
