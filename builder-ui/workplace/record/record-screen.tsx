import { useMemo, type ReactNode } from 'react';
import type { EntityModel } from '../../../schema/model/model.ts';
import type { TenantModel } from '../../data/tenant-model.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { Failure, Waiting } from '../../shell/feedback.tsx';
import type { ApiRights } from '../documents/api-rights.ts';
import type { Columning } from '../documents/list-columns.ts';
import type { Reading } from '../list/cell.tsx';
import { NoSuchRecord } from '../no-access.tsx';
import { useWorkText } from '../work-texts.ts';
import { RecordEditor } from './record-editor.tsx';
import { useRecordRow } from './use-record-row.ts';
import './record.css';

interface RecordScreenProps {
  readonly tenant: TenantModel;
  readonly entity: EntityModel;
  readonly rights: ApiRights;
  /** `new` for a record that is not stored yet. */
  readonly id: string;
}

/** One record: its form, its steps, and what becomes of what is typed (SPEC [WRK-9] to [WRK-14]). */
export function RecordScreen({ tenant, entity, rights, id }: RecordScreenProps): ReactNode {
  const { locale } = useLanguage();
  const text = useWorkText();
  const { model, timeZone } = tenant;
  const columning = useMemo<Columning>(() => ({ model, entity, rights, locale }), [model, entity, rights, locale]);
  const reading = useMemo<Reading>(() => ({ text, locale, timeZone }), [text, locale, timeZone]);
  const isNew = id === 'new';
  const { query, stored, renew } = useRecordRow({ tenant: tenant.name, columning, reading, id, isWanted: !isNew });
  if (!isNew && stored === undefined)
    return query.error === null ? <Waiting /> : <Failure error={query.error} retry={() => void query.refetch()} />;
  if (stored === null) return <NoSuchRecord />;
  return <RecordEditor {...{ tenant, columning, reading, id, isNew, stored, renew }} />;
}
