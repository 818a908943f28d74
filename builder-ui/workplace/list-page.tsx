import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTenant } from '../shell/tenant-frame.tsx';
import { Failure, Waiting } from '../shell/feedback.tsx';
import { entityById } from './documents/field-path.ts';
import { ListScreen } from './list/list-screen.tsx';
import { NotForYou, NoSuchObject } from './no-access.tsx';
import { useApiRights } from './use-api-rights.ts';
import { useRowsLive } from './use-rows-live.ts';

/** The list of an entity (SPEC [WRK-2] to [WRK-6]). */
export function ListPage(): ReactNode {
  const tenant = useTenant();
  const { entity: id } = useParams({ from: '/w/$tenant/e/$entity' });
  const entity = entityById(tenant.model, id);
  const { rights, error, retry } = useApiRights(tenant, entity);
  const isReadable = entity !== undefined && rights?.reads(entity) === true;
  useRowsLive(tenant.name, isReadable ? entity : undefined);
  if (entity === undefined || entity.parent !== undefined) return <NoSuchObject />;
  if (rights === undefined) return error === null ? <Waiting /> : <Failure error={error} retry={retry} />;
  if (!isReadable) return <NotForYou />;
  return <ListScreen key={entity.id} tenant={tenant} entity={entity} rights={rights} />;
}
