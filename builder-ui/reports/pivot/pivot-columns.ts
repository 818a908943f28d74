import type { GroupValue, ReportNode } from '../report-answer.ts';

/** A column of a pivot table: a group, the total of the groups below one, or the total of all. */
export interface PivotColumn {
  readonly path: readonly GroupValue[];
  readonly kind: 'group' | 'subtotal' | 'total';
}

/** A cell of the head: what it says, how many columns it stands over, and how many rows of the head it fills. */
export interface HeadCell {
  readonly path: readonly GroupValue[];
  readonly kind: PivotColumn['kind'];
  readonly span: number;
  readonly rows: number;
}

/** The columns from left to right: groups, behind them their total where they have several levels, the total last. */
export function pivotColumns(
  nodes: readonly ReportNode[],
  { hasSubtotals, depth }: { readonly hasSubtotals: boolean; readonly depth: number },
): readonly PivotColumn[] {
  if (depth === 0) return [{ path: [], kind: 'total' }];
  const under = (node: ReportNode): readonly PivotColumn[] =>
    node.children.length === 0
      ? [{ path: node.path, kind: 'group' }]
      : [...node.children.flatMap(under), ...(hasSubtotals ? [{ path: node.path, kind: 'subtotal' } as const] : [])];
  return [...nodes.flatMap(under), { path: [], kind: 'total' }];
}

/** One row of the head for each level of groups. */
export function headRows(columns: readonly PivotColumn[], depth: number): readonly (readonly HeadCell[])[] {
  return Array.from({ length: depth }, (_, level) => {
    const cells: HeadCell[] = [];
    let last = '';
    for (const { path, kind } of columns) {
      const own = path.length;
      // A total fills the head from the level below its own group down.
      if (kind !== 'group' && level > own) continue;
      const isTotal = kind !== 'group' && level === own;
      const prefix = path.slice(0, level + 1);
      const name = `${isTotal ? kind : 'group'} ${JSON.stringify(prefix.map(({ key }) => key))}`;
      const before = cells.at(-1);
      if (!isTotal && name === last && before !== undefined)
        cells[cells.length - 1] = { ...before, span: before.span + 1 };
      else
        cells.push({
          path: isTotal ? path : prefix,
          kind: isTotal ? kind : 'group',
          span: 1,
          rows: isTotal ? depth - level : 1,
        });
      last = name;
    }
    return cells;
  });
}
