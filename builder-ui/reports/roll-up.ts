import { addDecimal, compareDecimal, decimalText, parseDecimal } from '../../schema/core/decimal.ts';
import type { Figures, GroupValue, ReportData, ReportNode } from './report-answer.ts';
import type { Axis, Measure, ReportPlan } from './report-ask.ts';

export interface DepartmentRow {
  readonly id: string;
  readonly name: string;
  readonly parentId?: string | null;
}

interface Tree {
  /** The departments, each before those below it. */
  readonly order: readonly DepartmentRow[];
  /** The department and all below it. */
  readonly below: (id: string) => ReadonlySet<string>;
}

/** Whether a report has departments with all below them. */
export function hasBelow({ rows, columns }: Pick<ReportPlan, 'rows' | 'columns'>): boolean {
  return [...rows, ...columns].some(({ below }) => below === true);
}

/**
 * The report with each department standing for itself and all below it (SPEC [RPT-50]): numbers and sums are added up
 * exactly, least and greatest values compared. An average or a distinct count of several departments is none of their
 * own ones, and is left out.
 */
export function rolledUp(plan: ReportPlan, data: ReportData, departments: readonly DepartmentRow[]): ReportData {
  const tree = treeOf(departments);
  const { rows, columns, measures } = plan;
  return {
    ...data,
    rows: rolledNodes(data.rows, { axes: rows, tree }),
    columns: rolledNodes(data.columns, { axes: columns, tree }),
    at: (down, across) => {
      const found = spread(rows, down, tree).flatMap((one) =>
        spread(columns, across, tree).flatMap((other) => data.at(one, other) ?? []),
      );
      return found.length < 2 ? found[0] : together(measures, found);
    },
  };
}

function treeOf(departments: readonly DepartmentRow[]): Tree {
  const known = new Set(departments.map(({ id }) => id));
  const childrenOf = new Map<string, DepartmentRow[]>();
  for (const one of departments) {
    const above = one.parentId !== null && one.parentId !== undefined && known.has(one.parentId) ? one.parentId : '';
    childrenOf.set(above, [...(childrenOf.get(above) ?? []), one]);
  }
  const order: DepartmentRow[] = [];
  const sets = new Map<string, ReadonlySet<string>>();
  const visit = (one: DepartmentRow): ReadonlySet<string> => {
    order.push(one);
    const own = new Set([one.id]);
    for (const child of childrenOf.get(one.id) ?? []) for (const id of visit(child)) own.add(id);
    sets.set(one.id, own);
    return own;
  };
  for (const root of childrenOf.get('') ?? []) visit(root);
  return { order, below: (id) => sets.get(id) ?? new Set([id]) };
}

/** All paths that a path stands for. */
function spread(axes: readonly Axis[], path: readonly GroupValue[], tree: Tree): readonly (readonly GroupValue[])[] {
  return path.reduce<readonly (readonly GroupValue[])[]>(
    (paths, value, index) => {
      const meant =
        axes[index]?.below === true && value.key !== ''
          ? [...tree.below(value.key)].map((key) => ({ key, title: '' }))
          : [value];
      return paths.flatMap((one) => meant.map((next) => [...one, next]));
    },
    [[]],
  );
}

function rolledNodes(
  nodes: readonly ReportNode[],
  side: { readonly axes: readonly Axis[]; readonly tree: Tree },
  above: readonly GroupValue[] = [],
): readonly ReportNode[] {
  const { axes, tree } = side;
  const made = (value: GroupValue, members: readonly ReportNode[]): ReportNode => {
    const path = [...above, value];
    return {
      value,
      path,
      children: rolledNodes(
        members.flatMap(({ children }) => children),
        side,
        path,
      ),
    };
  };
  const byKey = new Map<string, ReportNode[]>();
  for (const node of nodes) byKey.set(node.value.key, [...(byKey.get(node.value.key) ?? []), node]);
  const asTheyAre = (keys: readonly string[]): readonly ReportNode[] =>
    keys.flatMap((key) => {
      const [first, ...others] = byKey.get(key) ?? [];
      return first === undefined ? [] : [made(first.value, [first, ...others])];
    });
  if (axes[above.length]?.below !== true) return asTheyAre([...byKey.keys()]);
  const known = new Set(tree.order.map(({ id }) => id));
  const rolled = tree.order.flatMap(({ id, name }) => {
    const members = [...tree.below(id)].flatMap((key) => byKey.get(key) ?? []);
    return members.length === 0 ? [] : [made({ key: id, title: name }, members)];
  });
  return [...rolled, ...asTheyAre([...byKey.keys()].filter((key) => !known.has(key)))];
}

function together(measures: readonly Measure[], found: readonly Figures[]): Figures {
  return {
    count: found.reduce((sum, { count }) => sum + count, 0),
    values: measures.map(({ fn }, index) => {
      const values = found.flatMap(({ values: own }) => own[index] ?? []);
      if (fn === 'avg' || fn === 'countDistinct') return values.length === 1 ? (values[0] ?? null) : null;
      return values.length === 0 ? null : values.reduce((left, right) => joined(fn, left, right));
    }),
  };
}

function joined(fn: Measure['fn'], left: string, right: string): string {
  const [first, second] = [parseDecimal(left), parseDecimal(right)];
  if (fn === 'min' || fn === 'max') {
    const order = first === undefined || second === undefined ? (left < right ? -1 : 1) : compareDecimal(first, second);
    return order < 0 === (fn === 'min') ? left : right;
  }
  return first === undefined || second === undefined ? left : decimalText(addDecimal(first, second));
}
