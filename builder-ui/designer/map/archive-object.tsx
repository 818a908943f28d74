import { useNavigate, useParams } from '@tanstack/react-router';
import { App, Modal } from 'antd';
import { useMemo, type ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import type { EntityDef } from '../../../schema/template/template.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { BrokenList } from '../changes/broken-list.tsx';
import { useDraftSession } from '../session/draft-context.tsx';
import { useMapText } from './map-texts.ts';
import { archiveObject } from './object-archiving.ts';
import { useRecordCounts } from './record-counts.ts';

/** Says what archiving an object means before it is done: its records, what refers to it, what would still need it. */
export function ArchiveObject({
  entity,
  onClose,
}: {
  readonly entity: EntityDef;
  readonly onClose: () => void;
}): ReactNode {
  const text = useMapText();
  const { locale } = useLanguage();
  const { message } = App.useApp();
  const { tenant } = useParams({ from: '/w/$tenant' });
  const navigate = useNavigate();
  const session = useDraftSession();
  const records = useRecordCounts(tenant).get(entity.id);
  const means = useMemo(() => {
    const { log, compiled } = session.store.getState();
    return archiveObject({ template: log.template, model: compiled.model }, entity);
  }, [session, entity]);
  const nameOf = ({ id, label }: Pick<EntityDef, 'id' | 'label'>): string => textIn(label, locale) || id;
  const listed = (names: readonly string[]): string => new Intl.ListFormat(locale).format(names);
  const name = nameOf(entity);
  const lines = means.objects.slice(1).map(nameOf);
  const references = means.references.map(({ entity: of, field }) =>
    text('fieldOf', { object: nameOf(of), field: textIn(field.label, locale) || field.id }),
  );
  const archive = (): void => {
    if (!session.run(text('archiveStep', { name }), means.edits)) return;
    void message.success(text('archived', { name }));
    void navigate({ to: '/w/$tenant/design', params: { tenant } });
  };
  return (
    <Modal
      open
      title={text('archiveTitle', { name })}
      okText={text('archiveDo')}
      okButtonProps={{ danger: true }}
      cancelText={text('cancel')}
      onOk={archive}
      onCancel={onClose}
    >
      <div className="archive-means">
        <p>{text('archiveMeans')}</p>
        {records !== undefined && records.count > 0 && (
          <p>
            {text('archiveRecords', {
              count: records.count,
              number: `${records.isExact ? '' : '≈ '}${new Intl.NumberFormat(locale).format(records.count)}`,
            })}
          </p>
        )}
        {lines.length > 0 && <p>{text('archiveLines', { names: listed(lines) })}</p>}
        {references.length > 0 && <p>{text('archiveReferences', { names: listed(references) })}</p>}
        <BrokenList issues={means.issues} after={means.after} />
      </div>
    </Modal>
  );
}
