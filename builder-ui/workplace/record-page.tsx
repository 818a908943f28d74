import { useParams, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Failure, Waiting } from '../shell/feedback.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import { entityById } from './documents/field-path.ts';
import { NoSuchObject, NotForYou } from './no-access.tsx';
import { RecordScreen } from './record/record-screen.tsx';
import { useApiRights } from './use-api-rights.ts';
import { useRowsLive } from './use-rows-live.ts';

/** One record of an entity, or a new one. */
export function RecordPage(): ReactNode {
  const tenant = useTenant();
  const { entity: entityId, id } = useParams({ from: '/w/$tenant/e/$entity/$id' });
  const { copy, draft } = useSearch({ from: '/w/$tenant/e/$entity/$id' });
  const entity = entityById(tenant.model, entityId);
  const { rights, error, retry } = useApiRights(tenant, entity);
  const isReadable = entity !== undefined && rights?.reads(entity) === true;
  useRowsLive(tenant.name, isReadable ? entity : undefined);
  if (entity === undefined || entity.parent !== undefined) return <NoSuchObject />;
  if (rights === undefined) return error === null ? <Waiting /> : <Failure error={error} retry={retry} />;
  if (!isReadable && !(id === 'new' && rights.creates(entity))) return <NotForYou />;
  const copyOf = id === 'new' && copy !== undefined && isReadable ? copy : undefined;
  return (
    <RecordScreen
      key={`${entity.id}/${id}/${copyOf ?? ''}/${draft ?? ''}`}
      {...{ tenant, entity, rights, id, copyOf, draft }}
    />
  );
}
