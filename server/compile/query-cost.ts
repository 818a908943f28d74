import { LIMITS } from '../../schema/core/limits.ts';
import type { ArgNode } from './arguments.ts';
import type { Selection } from './selection.ts';

/** How many rows a list of lines or links is taken to have where the query does not say. */
const CHILD_ROWS_ASSUMED = 20;
/** What a row costs besides its fields; a count or a sum costs a scan. */
const COSTS = { row: 1, count: 1_000, aggregate: 5_000 } as const;

/**
 * How many values a query may read, from its text alone: each list multiplies what is asked of its rows. An upper
 * bound to refuse by, not an estimate to plan with.
 */
export function queryCost(selections: readonly Selection[]): number {
  return selections.reduce((sum, selection) => sum + costOf(selection), 0);
}

function costOf(selection: Selection): number {
  const source = selection.plan?.source;
  switch (source?.kind) {
    case undefined:
      return 0;
    case 'many': {
      const rows = sizeOf(selection, ['first', 'last']) ?? LIMITS.pageSizeDefault;
      // Rows that are passed over are gone through like those of a count.
      const passed = selection.args.get('offset')?.kind === 'leaf' ? COSTS.count : 0;
      return selection.on().reduce((sum, part) => sum + connectionPart(part, rows), passed);
    }
    case 'aggregate':
      return COSTS.aggregate + (sizeOf(selection, ['first']) ?? 100) * queryCost(selection.on());
    case 'node':
      return LIMITS.queryRootFieldsMax;
    case 'field': {
      const below = selection.on();
      if (below.length === 0) return 1;
      return rowsOf(selection) * (COSTS.row + queryCost(below));
    }
    default:
      return COSTS.row + queryCost(selection.on());
  }
}

function connectionPart(part: Selection, rows: number): number {
  switch (part.plan?.source.kind) {
    case 'edges':
    case 'nodes':
      return rows * (COSTS.row + queryCost(part.on()));
    case 'totalCount':
      return COSTS.count;
    default:
      return 1;
  }
}

/** To-one relations are one row; only lists take a length. */
function rowsOf(selection: Selection): number {
  const isList = (selection.plan?.args ?? []).some(({ name }) => name === 'first');
  return isList ? (sizeOf(selection, ['first']) ?? CHILD_ROWS_ASSUMED) : 1;
}

function sizeOf(selection: Selection, names: readonly string[]): number | undefined {
  for (const name of names) {
    const node: ArgNode | undefined = selection.args.get(name);
    if (node?.kind === 'leaf') return Math.max(0, Number(node.value));
  }
  return undefined;
}
