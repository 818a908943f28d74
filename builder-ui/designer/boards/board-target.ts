import { textIn, type Locale, type Text } from '../../../schema/core/text.ts';
import type { Edit, EditPath, Json } from '../../../schema/model/edits.ts';
import type { Template } from '../../../schema/template/template.ts';
import {
  TILE_WIDTHS,
  type DashboardViewDef,
  type ReportBody,
  type TileDef,
} from '../../../schema/template/template-views.ts';
import { DEFAULT_WIDTHS } from '../../reports/tiles/tile-frame.tsx';
import { newId } from '../parts/new-id.ts';

/** A report being designed, and the list of the template that it stands in. */
export interface ReportTarget {
  readonly id: string;
  readonly label?: Text;
  readonly roles?: readonly string[];
  readonly list: 'views' | 'reports';
  readonly body: ReportBody;
}

/** The dashboards of the draft. */
export function boardsOf({ views = [] }: Template): readonly DashboardViewDef[] {
  return views.filter((view) => view.kind === 'dashboard');
}

/** The reports of the draft, wherever they stand. */
export function reportTargets({ views = [], reports = [] }: Template): readonly ReportTarget[] {
  return [
    ...views.flatMap((view) => (view.kind === 'report' ? [{ ...view, list: 'views' as const, body: view }] : [])),
    ...reports.map((report) => ({ ...report, list: 'reports' as const, body: report })),
  ];
}

/** Where the tiles of a dashboard are listed, for edits. */
export function tilesPath(board: string): EditPath {
  return ['views', board, 'tiles'];
}

/** Moves a tile past its neighbour, or before another one. */
export function moveTile(
  board: DashboardViewDef,
  id: string,
  to: { readonly by: 1 | -1 } | { readonly before: string | undefined },
): readonly Edit[] {
  const { tiles } = board;
  const at = tiles.findIndex((tile) => tile.id === id);
  if (at < 0) return [];
  const isStep = 'by' in to;
  if (isStep && tiles[at + to.by] === undefined) return [];
  const before = isStep ? tiles[to.by === 1 ? at + 2 : at - 1]?.id : to.before;
  if (before === id || (!isStep && before !== undefined && tiles[at + 1]?.id === before)) return [];
  return [{ kind: 'moveItem', list: tilesPath(board.id), id, ...(before === undefined ? {} : { before }) }];
}

/** One step wider or narrower; nothing at the ends. */
export function resizeTile(board: string, tile: TileDef, by: 1 | -1): readonly Edit[] {
  const width = TILE_WIDTHS[TILE_WIDTHS.indexOf(tile.width ?? DEFAULT_WIDTHS[tile.kind]) + by];
  return width === undefined ? [] : setOnTile(board, tile.id, { key: 'width', value: width });
}

/** Sets a property of a tile, or takes it away. */
export function setOnTile(
  board: string,
  tile: string,
  { key, value }: { readonly key: string; readonly value: Json | undefined },
): readonly Edit[] {
  return [{ kind: 'setProperty', at: [...tilesPath(board), tile], key, ...(value === undefined ? {} : { value }) }];
}

/** An id for something that is added, made of the words that it is called by. */
export function boardItemId(words: string, taken: readonly string[]): string {
  return newId({ label: { en: words }, taken, style: 'camel', fallback: 'board' });
}

/** All ids that a view or a report of the template has: a tile names either. */
export function takenIds({ views = [], reports = [] }: Template): readonly string[] {
  return [...views, ...reports].map(({ id }) => id);
}

/** `New dashboard`, `New dashboard 2`. */
export function freeName(name: string, labels: readonly (Text | undefined)[], locale: Locale): string {
  const taken = new Set(labels.map((label) => textIn(label, locale)));
  for (let number = 1; ; number += 1) {
    const found = number === 1 ? name : `${name} ${number}`;
    if (!taken.has(found)) return found;
  }
}
