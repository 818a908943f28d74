import { Button, Modal } from 'antd';
import { useMemo, type ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { BrokenList } from '../changes/broken-list.tsx';
import { useDraftSession } from '../session/draft-context.tsx';
import { archiveField } from './field-archiving.ts';
import { useFormDesign, useFormEntity, useStage } from './form-context.tsx';
import { useFormDesignText } from './form-texts.ts';

/** Says what archiving a field means before it is done, and offers the lesser step. */
export function ArchiveDialog(): ReactNode {
  const text = useFormDesignText();
  const { locale } = useLanguage();
  const { commands, stage } = useFormDesign();
  const session = useDraftSession();
  const entity = useFormEntity();
  const archiving = useStage((state) => state.archiving);
  const field = entity?.fields.find(({ id }) => id === archiving);
  const means = useMemo(() => {
    if (entity === undefined || field === undefined) return undefined;
    const { log, compiled } = session.store.getState();
    return archiveField({ template: log.template, model: compiled.model }, entity, field.id);
  }, [session, entity, field]);
  const close = (): void => stage.setState({ archiving: undefined });
  const name = textIn(field?.label, locale) || (field?.id ?? '');
  return (
    <Modal
      open={field !== undefined}
      title={text('archiveTitle', { name })}
      onCancel={close}
      footer={[
        <Button key="cancel" onClick={close}>
          {text('cancel')}
        </Button>,
        <Button
          key="remove"
          onClick={() => {
            close();
            commands.remove();
          }}
        >
          {text('removeOnly')}
        </Button>,
        <Button key="archive" danger type="primary" onClick={() => field !== undefined && commands.archive(field.id)}>
          {text('archiveDo')}
        </Button>,
      ]}
    >
      <div className="archive-means">
        <p>{text('archiveMeans')}</p>
        {means !== undefined && means.views > 0 && <p>{text('archiveViews', { count: means.views })}</p>}
        {means !== undefined && means.issues.length === 0 && <p>{text('archiveNothingBreaks')}</p>}
        {means !== undefined && <BrokenList issues={means.issues} after={means.after} />}
      </div>
    </Modal>
  );
}
