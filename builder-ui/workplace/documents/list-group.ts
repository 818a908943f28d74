import {
  addMonths,
  civilOf,
  dateText,
  daysOf,
  localDate,
  parseDate,
  parseInstant,
} from '../../../schema/expr/calendar.ts';
import type { FieldKind } from '../../../schema/model/model.ts';
import { typeNames } from '../../../schema/model/names.ts';
import { pathEnd, titleName, type PathEnd } from './field-path.ts';
import type { Columning } from './list-columns.ts';
import type { Condition } from './list-search.ts';
import { isApiRow, textOf, valueIn, type ApiRow } from './row-values.ts';

export const GROUP_BUCKETS = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type GroupBucket = (typeof GROUP_BUCKETS)[number];

/** What rows are gathered by: a field, and of dates how much of them. */
export interface Grouping {
  readonly end: PathEnd;
  readonly bucket?: GroupBucket;
}

/** What is added up in each group; the number of rows without a field. */
export interface Measure {
  readonly fn: 'sum' | 'avg' | 'min' | 'max';
  readonly end: PathEnd;
}

/** One group: its value as conditions have it, what it is called, and the numbers that were asked for. */
export interface GroupRow {
  /** `null` where the field is empty. */
  readonly value: string | null;
  readonly title: string | null;
  readonly count: number;
  readonly row: ApiRow;
}

const GROUPED: ReadonlySet<FieldKind> = new Set(['enum', 'bool', 'ref', 'user', 'org', 'date', 'datetime']);
const DATES: ReadonlySet<FieldKind> = new Set(['date', 'datetime']);

/** The fields that rows can be gathered by. */
export function groupableEnds({ model, entity, rights, locale }: Columning): readonly PathEnd[] {
  const paths = [...(entity.workflow === undefined ? [] : ['state']), ...entity.fields.map(({ id }): string => id)];
  return [...paths, 'createdAt', 'createdBy'].flatMap((path) => {
    const end = pathEnd(model, entity, { path, locale });
    const [name = ''] = end?.steps ?? [];
    return end === undefined || end.isSecret || !GROUPED.has(end.kind) || !rights.compares(entity, name) ? [] : [end];
  });
}

/** The numbers that groups can add up. */
export function measurableEnds({ model, entity, rights, locale }: Columning): readonly PathEnd[] {
  return entity.fields.flatMap(({ id, apiName }) => {
    const end = rights.adds(entity, apiName) ? pathEnd(model, entity, { path: id, locale }) : undefined;
    return end === undefined ? [] : [end];
  });
}

/** `orderedOn:month`; a date is gathered by months where nothing is said. */
export function groupingFrom(columning: Columning, text: string | undefined): Grouping | undefined {
  const [path = '', named] = (text ?? '').split(':');
  const end = groupableEnds(columning).find((one) => one.path === path);
  if (end === undefined) return undefined;
  return DATES.has(end.kind) ? { end, bucket: GROUP_BUCKETS.find((one) => one === named) ?? 'month' } : { end };
}

export function groupingText({ end, bucket }: Grouping): string {
  return bucket === undefined ? end.path : `${end.path}:${bucket}`;
}

/** `sum:total`. */
export function measureFrom(columning: Columning, text: string | undefined): Measure | undefined {
  const [named, path] = (text ?? '').split(':');
  const fn = (['sum', 'avg', 'min', 'max'] as const).find((one) => one === named);
  const end = measurableEnds(columning).find((one) => one.path === path);
  return fn === undefined || end === undefined ? undefined : { fn, end };
}

/** The groups with their numbers, the largest first (dates in their order); variables `where`, `groupBy` and `bin`. */
export function groupDocument({ entity, rights }: Columning, { end }: Grouping, measures: readonly Measure[]): string {
  const { where, groupBy } = groupTypes(entity.apiName);
  const [name = ''] = end.steps;
  const named = end.kind === 'ref' && end.target !== undefined ? titleName(end.target.entity) : 'name';
  const mayName = end.kind !== 'ref' || (end.target !== undefined && rights.shows(end.target.entity, named));
  const key = REFERRED.has(end.kind) ? `${name} { ${mayName && named !== 'id' ? `id ${named}` : 'id'} }` : name;
  const numbers = (['sum', 'avg', 'min', 'max'] as const).flatMap((fn) => {
    const names = measures.filter((one) => one.fn === fn).map((one) => one.end.steps[0] ?? '');
    return names.length === 0 ? [] : [`${fn} { ${[...new Set(names)].join(' ')} }`];
  });
  return `query ($where: ${where}, $groupBy: [${groupBy}!], $bin: BinFilter!) { groups: ${entity.plural}Aggregate(where: $where, groupBy: $groupBy, bin: $bin) { key { ${key} } count ${numbers.join(' ')} } }`;
}

function groupTypes(apiName: string): { readonly where: string; readonly groupBy: string } {
  return { where: typeNames(apiName).where, groupBy: typeNames(apiName).groupBy };
}

const REFERRED: ReadonlySet<FieldKind> = new Set(['ref', 'user', 'org']);

/** The variable `groupBy`. */
export function groupArgument({ end, bucket }: Grouping): readonly Readonly<Record<string, unknown>>[] {
  const [name = ''] = end.steps;
  if (REFERRED.has(end.kind)) return [{ [name]: { id: 'VALUE' } }];
  return [{ [name]: bucket === undefined ? 'VALUE' : bucket.toUpperCase() }];
}

/** The groups of an answer in the order in which they are shown: options and dates in theirs, others by size. */
export function groupRows(rows: readonly ApiRow[], { end, bucket }: Grouping, timeZone: string): readonly GroupRow[] {
  const [name = ''] = end.steps;
  const made = rows.map((row): GroupRow => {
    const key = valueIn(row, ['key', name]);
    const titleKey = end.kind === 'ref' && end.target !== undefined ? titleName(end.target.entity) : 'name';
    const value = isApiRow(key) ? textOf(key['id']) : textOf(key);
    const title = isApiRow(key) ? textOf(key[titleKey]) || value.slice(0, 8) : null;
    return {
      value: value === '' ? null : bucket === undefined ? value : firstDay(value, timeZone),
      title: title === '' ? null : title,
      count: Number(row['count'] ?? 0),
      row,
    };
  });
  const options = end.options?.map(({ value }) => value);
  const place = ({ value }: GroupRow): number =>
    value === null ? Number.MAX_SAFE_INTEGER : (options?.indexOf(value) ?? 0);
  return made.toSorted((a, b) => {
    if ((a.value === null) !== (b.value === null)) return a.value === null ? 1 : -1;
    if (bucket !== undefined) return (a.value ?? '') < (b.value ?? '') ? -1 : 1;
    return options === undefined ? b.count - a.count : place(a) - place(b);
  });
}

/** The day on which a bucket begins; of moments, on the tenant's clock, by which the API makes them. */
function firstDay(value: string, timeZone: string): string {
  const instant = parseInstant(value);
  return instant === undefined ? value.slice(0, 10) : dateText(localDate(instant, timeZone));
}

/** The condition that the rows of a group meet, as the address has it. */
export function groupCondition(
  { end, bucket }: Grouping,
  { value, title }: Pick<GroupRow, 'value' | 'title'>,
): Condition {
  const field = end.path;
  if (value === null) return { field, op: 'empty' };
  if (end.kind === 'bool') return { field, op: value === 'true' ? 'yes' : 'no' };
  if (bucket !== undefined) {
    const [from, to] = bucketDays(value, bucket);
    return { field, op: 'between', values: [from, to] };
  }
  return { field, op: 'anyOf', values: [value], ...(title === null ? {} : { titles: [title] }) };
}

/** The first and the last day of a bucket that begins with this day. */
export function bucketDays(first: string, bucket: GroupBucket): readonly [string, string] {
  const from = parseDate(first) ?? 0;
  if (bucket === 'day') return [first, first];
  if (bucket === 'week') return [first, dateText(from + 6)];
  const { year, month } = civilOf(from);
  const next = addMonths(daysOf(year, month, 1), MONTHS[bucket]) ?? from + 1;
  return [first, dateText(next - 1)];
}

const MONTHS = { month: 1, quarter: 3, year: 12 } as const;

/** What a bucket is called: `2026-11`, `2026 Q4`, `2026`. */
export function bucketText(first: string, bucket: GroupBucket): string {
  switch (bucket) {
    case 'day':
      return first;
    case 'week':
      return `${first} –`;
    case 'month':
      return first.slice(0, 7);
    case 'quarter':
      return `${first.slice(0, 4)} Q${Math.floor((Number(first.slice(5, 7)) - 1) / 3) + 1}`;
    case 'year':
      return first.slice(0, 4);
  }
}
