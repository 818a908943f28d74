import {
  addDecimal,
  compareDecimal,
  decimal,
  decimalText,
  DECIMAL_ZERO,
  divideDecimal,
  parseDecimal,
} from '../../schema/core/decimal.ts';
import type { Locale } from '../../schema/core/text.ts';
import { firstDay } from '../../schema/expr/calendar-period.ts';
import { dateText, localDate, parseDate, parseInstant } from '../../schema/expr/calendar.ts';
import { admits, type EvalContext } from '../../schema/expr/evaluate.ts';
import { askTenant } from '../data/tenant-client.ts';
import type { TenantModel } from '../data/tenant-model.ts';
import type { ApiRights } from '../workplace/documents/api-rights.ts';
import { mergeSelections, pathSelection, systemSelection } from '../workplace/documents/field-selection.ts';
import { pageDocument } from '../workplace/documents/list-document.ts';
import { expressionRow, isApiRow, rowsOf, textOf, valueIn, type ApiRow } from '../workplace/documents/row-values.ts';
import { refusal } from '../workplace/refusal.ts';
import type { Axis, Measure, ReportPlan } from './report-ask.ts';
import type { Figures, GroupValue } from './report-answer.ts';
import { levelsOf } from './report-document.ts';

/** Rows that are looked at one by one where the API has no terms for a filter, as lists do (SPEC [WRK-3]). */
export const LOCAL_ROWS_MAX = 5_000;
const STEP = 500;

interface LocalPlace {
  readonly tenant: TenantModel;
  readonly rights: ApiRights;
  readonly locale: Locale;
  readonly context: EvalContext;
}

interface LocalLevel {
  readonly level: readonly [number, number];
  readonly groups: readonly { readonly keys: readonly GroupValue[]; readonly figures: Figures }[];
}

/** The levels of a report counted here, row by row, because its filter compares what the API can't compare. */
export async function localLevels(
  plan: ReportPlan,
  place: LocalPlace,
): Promise<{ readonly levels: readonly LocalLevel[]; readonly isCut: boolean }> {
  const { rest } = plan;
  const { rows, isCut } = await candidates(plan, place);
  const { model } = place.tenant;
  const kept =
    rest === undefined
      ? rows
      : rows.filter((row) => admits(rest, { doc: expressionRow(model, plan.entity, row) }, place.context));
  return { levels: countedLevels(plan, kept, place.context.timeZone), isCut };
}

/** Every level of a report, counted over these rows. */
export function countedLevels(plan: ReportPlan, rows: readonly ApiRow[], timeZone: string): readonly LocalLevel[] {
  return levelsOf(plan).map((level) => levelIn(plan, { level, rows, timeZone }));
}

async function candidates(
  plan: ReportPlan,
  { tenant, rights, locale }: LocalPlace,
): Promise<{ readonly rows: readonly ApiRow[]; readonly isCut: boolean }> {
  const { entity } = plan;
  const selecting = { model: tenant.model, rights };
  const paths = [
    ...[...plan.rows, ...plan.columns].map(({ end }) => end.path.split('.')),
    ...plan.measures.flatMap(({ end }) => (end === undefined ? [] : [end.path.split('.')])),
    ...(plan.rest?.reads ?? []),
  ];
  const selection = mergeSelections([
    systemSelection(entity),
    ...paths.map((path) => pathSelection(selecting, entity, path)),
  ]);
  const query = pageDocument(entity, selection);
  const rows: ApiRow[] = [];
  let after: string | null = null;
  while (rows.length < LOCAL_ROWS_MAX) {
    const variables = { where: plan.where, orderBy: [{ id: 'ASC' }], bin: 'EXCLUDE', first: STEP, after };
    const answer = await askTenant<{ readonly page?: unknown }>(tenant.name, { query, variables, locale });
    if (!answer.ok) throw refusal(answer.issues);
    const page: ApiRow = isApiRow(answer.data.page) ? answer.data.page : {};
    const found = rowsOf(page['nodes']);
    rows.push(...found);
    const info = page['pageInfo'];
    const end: unknown = isApiRow(info) ? info['endCursor'] : null;
    if (found.length < STEP || typeof end !== 'string') return { rows, isCut: false };
    after = end;
  }
  return { rows, isCut: true };
}

function levelIn(
  plan: ReportPlan,
  {
    level,
    rows,
    timeZone,
  }: { readonly level: readonly [number, number]; readonly rows: readonly ApiRow[]; readonly timeZone: string },
): LocalLevel {
  const axes = [...plan.rows.slice(0, level[0]), ...plan.columns.slice(0, level[1])];
  const groups = new Map<string, { readonly keys: readonly GroupValue[]; readonly rows: ApiRow[] }>();
  for (const row of rows) {
    const keys = axes.map((axis) => groupOf(axis, row, timeZone));
    const name = JSON.stringify(keys.map(({ key }) => key));
    const known = groups.get(name);
    if (known === undefined) groups.set(name, { keys, rows: [row] });
    else known.rows.push(row);
  }
  if (axes.length === 0 && groups.size === 0) groups.set('[]', { keys: [], rows: [] });
  return {
    level,
    groups: [...groups.values()].map(({ keys, rows: own }) => ({
      keys,
      figures: { count: own.length, values: plan.measures.map((measure) => measured(measure, own)) },
    })),
  };
}

function groupOf({ end, bucket }: Axis, row: ApiRow, timeZone: string): GroupValue {
  const value = valueIn(row, end.steps);
  if (isApiRow(value)) {
    const id = textOf(value['id']);
    return { key: id, title: textOf(value[end.target?.title ?? 'name']) || id.slice(0, 8) };
  }
  const plain = textOf(value);
  if (bucket === undefined || plain === '') return { key: plain, title: plain };
  const instant = end.kind === 'datetime' ? parseInstant(plain) : undefined;
  const day = instant === undefined ? parseDate(plain.slice(0, 10)) : localDate(instant, timeZone);
  const key = day === undefined ? plain : dateText(firstDay(bucket, day));
  return { key, title: key };
}

function measured({ fn, end }: Measure, rows: readonly ApiRow[]): string | null {
  if (fn === 'count' || end === undefined) return String(rows.length);
  const values = rows.flatMap((row) => {
    const found = valueIn(row, end.steps);
    const text = isApiRow(found) ? textOf(found['id']) : textOf(found);
    return text === '' ? [] : [text];
  });
  if (fn === 'countDistinct') return String(new Set(values).size);
  const [first] = values;
  if (first === undefined) return null;
  const numbers = values.flatMap((value) => parseDecimal(value) ?? []);
  if (numbers.length < values.length) return [...values].sort()[fn === 'min' ? 0 : values.length - 1] ?? null;
  if (fn === 'min' || fn === 'max') {
    const sorted = [...numbers].sort(compareDecimal);
    const found = fn === 'min' ? sorted[0] : sorted.at(-1);
    return found === undefined ? null : decimalText(found);
  }
  const sum = numbers.reduce(addDecimal, DECIMAL_ZERO);
  if (fn === 'sum') return decimalText(sum);
  const average = divideDecimal(sum, decimal(BigInt(numbers.length), 0));
  return average === undefined ? null : decimalText(average);
}
