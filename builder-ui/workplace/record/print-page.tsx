import { useParams, useSearch } from '@tanstack/react-router';
import { useMemo, type ReactNode } from 'react';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { Failure, Waiting } from '../../shell/feedback.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import { entityById } from '../documents/field-path.ts';
import type { Columning } from '../documents/list-columns.ts';
import type { Reading } from '../list/cell.tsx';
import { NoSuchObject, NotForYou } from '../no-access.tsx';
import { useApiRights } from '../use-api-rights.ts';
import { useWorkText } from '../work-texts.ts';
import { PrintScreen } from './print/print-screen.tsx';

/** One record as a document on paper. */
export function PrintPage(): ReactNode {
  const tenant = useTenant();
  const { locale } = useLanguage();
  const text = useWorkText();
  const { entity: entityId, id } = useParams({ from: '/w/$tenant/e/$entity/$id/print' });
  const { view } = useSearch({ from: '/w/$tenant/e/$entity/$id/print' });
  const { model, timeZone } = tenant;
  const entity = entityById(model, entityId);
  const { rights, error, retry } = useApiRights(tenant, entity);
  const columning = useMemo<Columning | undefined>(
    () => (entity === undefined || rights === undefined ? undefined : { model, entity, rights, locale }),
    [model, entity, rights, locale],
  );
  const reading = useMemo<Reading>(() => ({ text, locale, timeZone }), [text, locale, timeZone]);
  if (entity === undefined || entity.parent !== undefined) return <NoSuchObject />;
  if (columning === undefined) return error === null ? <Waiting /> : <Failure error={error} retry={retry} />;
  if (!columning.rights.reads(entity)) return <NotForYou />;
  return <PrintScreen {...{ tenant, columning, reading, id, view }} />;
}
