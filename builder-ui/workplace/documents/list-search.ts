/** What a list shows, as the address of the page says it: it can be sent to a colleague and kept as a bookmark. */
export interface ListSearch {
  /** The id of a list or board of the template; the first one without it. */
  readonly view?: string;
  /** What is searched for in the fields that name a row. */
  readonly q?: string;
  /** Field paths, a falling one after `-`: `-orderedOn,customer`. */
  readonly sort?: string;
  readonly where?: readonly Condition[];
  /** The rows in the bin instead of those in use. */
  readonly bin?: true;
  /** A report or a tile (`salesByMonth`, `salesDashboard/open`) whose filter holds instead of the view's. */
  readonly within?: string;
  /** How the rows of a list are looked at; a table without it. */
  readonly as?: (typeof LIST_LOOKS)[number];
  /** The date of a calendar, or what a chart's bars are by: `orderedOn:month`. */
  readonly by?: string;
  /** What a chart measures: `sum:total`; the number of rows without it. */
  readonly measure?: string;
  readonly draw?: (typeof CHART_SHAPES)[number];
  /** A day of the month or the week that a calendar shows; today without it. */
  readonly on?: string;
  readonly span?: 'week';
  /** What the rows of a table are gathered by. */
  readonly group?: string;
  /** Ids of the columns of a table, where a saved view names them. */
  readonly columns?: string;
  /** The id of the saved view that this began with. */
  readonly saved?: string;
}

export const LIST_LOOKS = ['cards', 'calendar', 'chart'] as const;
export const CHART_SHAPES = ['line', 'pie'] as const;

export const CONDITION_OPS = [
  'is',
  'isNot',
  'contains',
  'startsWith',
  'lt',
  'lte',
  'gt',
  'gte',
  'between',
  'anyOf',
  'within',
  'noneOf',
  'yes',
  'no',
  'today',
  'last7Days',
  'thisMonth',
  'lastMonth',
  'empty',
  'notEmpty',
] as const;
export type ConditionOp = (typeof CONDITION_OPS)[number];

/** One condition of a filter: all of them must hold. */
export interface Condition {
  /** Ids joined by points, as columns have them. */
  readonly field: string;
  readonly op: ConditionOp;
  readonly values?: readonly string[];
  /** What names the values that are ids, so that a filter is read without asking. */
  readonly titles?: readonly string[];
}

export interface SortKey {
  readonly field: string;
  readonly isDescending: boolean;
}

/** The address's part, whatever somebody wrote into it: what is none is left out. */
export function listSearchFrom(raw: Readonly<Record<string, unknown>>): ListSearch {
  const { view, q, sort, where, bin, within } = raw;
  const conditions = Array.isArray(where) ? where.flatMap(conditionFrom) : [];
  return {
    ...(typeof view === 'string' && view !== '' ? { view } : {}),
    ...(isWord(q) ? { q: String(q) } : {}),
    ...(typeof sort === 'string' && sort !== '' ? { sort } : {}),
    ...(conditions.length > 0 ? { where: conditions } : {}),
    ...(bin === true ? { bin } : {}),
    ...(typeof within === 'string' && within !== '' ? { within } : {}),
    ...looksFrom(raw),
  };
}

function looksFrom(raw: Readonly<Record<string, unknown>>): Partial<ListSearch> {
  const { by, measure, on, group, columns, saved } = raw;
  const as = LIST_LOOKS.find((one) => one === raw['as']);
  const draw = CHART_SHAPES.find((one) => one === raw['draw']);
  return {
    ...(as === undefined ? {} : { as }),
    ...(typeof by === 'string' && by !== '' ? { by } : {}),
    ...(typeof measure === 'string' && measure !== '' ? { measure } : {}),
    ...(draw === undefined ? {} : { draw }),
    ...(typeof on === 'string' && /^\d{4}-\d\d-\d\d$/.test(on) ? { on } : {}),
    ...(raw['span'] === 'week' ? { span: 'week' as const } : {}),
    ...(typeof group === 'string' && group !== '' ? { group } : {}),
    ...(typeof columns === 'string' && columns !== '' ? { columns } : {}),
    ...(typeof saved === 'string' && saved !== '' ? { saved } : {}),
  };
}

/** A search of digits comes out of the address as a number. */
function isWord(value: unknown): value is string | number {
  return (typeof value === 'string' && value !== '') || typeof value === 'number';
}

function conditionFrom(raw: unknown): readonly Condition[] {
  if (typeof raw !== 'object' || raw === null) return [];
  const { field, op, values, titles }: { field?: unknown; op?: unknown; values?: unknown; titles?: unknown } = raw;
  const known = CONDITION_OPS.find((one) => one === op);
  if (typeof field !== 'string' || known === undefined) return [];
  const texts = textsFrom(values);
  const named = textsFrom(titles);
  return [
    {
      field,
      op: known,
      ...(texts.length > 0 ? { values: texts } : {}),
      ...(named.length > 0 ? { titles: named } : {}),
    },
  ];
}

function textsFrom(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

export function sortKeys(sort: string | undefined): readonly SortKey[] {
  if (sort === undefined) return [];
  return sort
    .split(',')
    .filter((part) => part !== '' && part !== '-')
    .map((part) =>
      part.startsWith('-') ? { field: part.slice(1), isDescending: true } : { field: part, isDescending: false },
    );
}

export function sortText(keys: readonly SortKey[]): string {
  return keys.map(({ field, isDescending }) => (isDescending ? `-${field}` : field)).join(',');
}
