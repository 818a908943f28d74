import type { EntityModel } from '../../../schema/model/model.ts';
import { viewsFor } from '../../../schema/model/views.ts';
import type { BoardViewDef, CalendarViewDef, ListViewDef } from '../../../schema/template/template-views.ts';
import type { TenantModel } from '../../data/tenant-model.ts';

/** A view whose rows are worked in. */
export type RowsView = ListViewDef | BoardViewDef | CalendarViewDef;

/** The lists, boards and calendars of an entity that are meant for the reader, a made list where the template has none. */
export function viewsOf(
  { model, myRoles }: Pick<TenantModel, 'model' | 'myRoles'>,
  entity: EntityModel,
): readonly RowsView[] {
  const { given, list } = viewsFor(model, entity.id);
  const mine = given
    .filter((view): view is RowsView => view.kind === 'list' || view.kind === 'board' || view.kind === 'calendar')
    .filter(
      ({ roles = [] }) =>
        roles.length === 0 || myRoles.includes('owner') || roles.some((role) => myRoles.includes(role)),
    );
  return mine.some(({ kind }) => kind === 'list') ? mine : [list, ...mine];
}
