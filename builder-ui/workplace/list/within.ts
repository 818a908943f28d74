import { textIn, type Locale } from '../../../schema/core/text.ts';
import type { EntityModel } from '../../../schema/model/model.ts';
import type { TenantModel } from '../../data/tenant-model.ts';
import type { RowsView } from './list-views.ts';

/** Where the rows of a list were counted. */
export interface Within {
  readonly label: string;
  readonly filter?: string;
}

/** The report or the tile that the address names (SPEC [RPT-5]); `undefined` where it is not about these records. */
export function withinOf(
  { template }: Pick<TenantModel, 'template'>,
  entity: EntityModel,
  { within, locale }: { readonly within: string | undefined; readonly locale: Locale },
): Within | undefined {
  if (within === undefined) return undefined;
  const [id = '', tileId] = within.split('/');
  const views = template.views ?? [];
  const named = (one: { readonly id: string; readonly label?: Parameters<typeof textIn>[0] }): string =>
    textIn(one.label, locale) || one.id;
  if (tileId === undefined) {
    const report = [...views.filter(({ kind }) => kind === 'report'), ...(template.reports ?? [])].find(
      (one) => one.id === id,
    );
    return report?.of === entity.id && 'measures' in report ? rowsOf(report, named(report)) : undefined;
  }
  const board = views.find((one) => one.id === id);
  const tile = board?.kind === 'dashboard' ? board.tiles.find((one) => one.id === tileId) : undefined;
  if (board === undefined || tile === undefined) return undefined;
  const label = `${named(board)} · ${named(tile)}`;
  if (tile.of === entity.id) return rowsOf(tile, label);
  const list = views.find((one) => one.id === tile.view);
  return list?.kind === 'list' && list.of === entity.id ? rowsOf(list, label) : undefined;
}

function rowsOf({ filter }: { readonly filter?: string }, label: string): Within {
  return filter === undefined ? { label } : { label, filter };
}

/** The view with the rows of the report instead of its own: else a figure would lead to fewer rows than it counts. */
export function seenWithin<View extends RowsView>(view: View, { filter }: Within): View {
  const { filter: _own, ...rest } = view;
  return { ...view, ...rest, ...(filter === undefined ? { filter: undefined } : { filter }) };
}
