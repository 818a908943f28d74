import { changeFields, measuresOf, type LedgerEntity } from '../../../../schema/model/ledger-entities.ts';
import { addDecimal, DECIMAL_ZERO, decimalText, parseDecimal, type Decimal } from '../../../../schema/core/decimal.ts';
import { LIMITS } from '../../../../schema/core/limits.ts';
import type { FieldKind } from '../../../../schema/model/model.ts';
import { typeNames } from '../../../../schema/model/names.ts';
import { titleName } from '../../documents/field-path.ts';
import type { Columning, ListColumn } from '../../documents/list-columns.ts';
import type { Where } from '../../documents/list-filter.ts';
import { isApiRow, rowsOf, textOf, valueIn, type ApiRow } from '../../documents/row-values.ts';

/** The numbers of a measure over a period, in the order in which they are read. */
export const TURNOVER_PARTS = ['opening', 'in', 'out', 'closing'] as const;
export type TurnoverPart = (typeof TURNOVER_PARTS)[number];

/** A measure by the names that balances and movements have for it. */
export interface TurnoverMeasure {
  readonly id: string;
  /** The API name in balances; rows of a turnover have it too. */
  readonly name: string;
  readonly change: string;
}

/** The measures that the reader may add up, in balances and in movements. */
export function turnoverMeasures(balances: LedgerEntity, movements: LedgerEntity, { rights }: Columning) {
  return measuresOf(balances.ledger).flatMap(({ id }): readonly TurnoverMeasure[] => {
    const name = apiName(balances, id);
    const change = apiName(movements, changeFields(id).change);
    if (name === undefined || change === undefined) return [];
    return rights.adds(balances.entity, name) ? [{ id, name, change }] : [];
  });
}

function apiName({ entity }: LedgerEntity, id: string): string | undefined {
  return entity.fields.find((field) => field.id === id)?.apiName;
}

interface TurnoverAsk {
  readonly balances: LedgerEntity;
  readonly movements: LedgerEntity;
  readonly columning: Columning;
  /** What rows are made by: dimensions, and the account of a double ledger. */
  readonly keys: readonly ListColumn[];
  readonly measures: readonly TurnoverMeasure[];
}

/**
 * What there was before the period, and what came and went in it, by key: one request, so that all of it is of one
 * moment (SPEC [WRK-161]). Variables: see {@link turnoverVariables}.
 */
export function turnoverDocument({ balances, movements, columning, keys, measures }: TurnoverAsk): string {
  const [held, moved] = [typeNames(balances.entity.apiName), typeNames(movements.entity.apiName)];
  const key = `key { ${keys.map((end) => keySelection(end, columning)).join(' ')} }`;
  const flows = measures.flatMap(({ change }, index) =>
    (['in', 'out'] as const).map(
      (part) =>
        `${part}${index}: ${movements.entity.plural}Aggregate(where: $${part}${index}, groupBy: $byMoved) { ${key} sum { ${change} } }`,
    ),
  );
  const wheres = measures.flatMap((_, index) => [`$in${index}: ${moved.where}`, `$out${index}: ${moved.where}`]);
  const variables = [
    `$at: DateTime!, $held: ${held.where}, $byHeld: [${held.groupBy}!], $byMoved: [${moved.groupBy}!]`,
    ...wheres,
  ].join(', ');
  const opening = `opening: ${balances.entity.plural}AtAggregate(at: $at, where: $held, groupBy: $byHeld) { ${key} sum { ${measures.map(({ name }) => name).join(' ')} } }`;
  return `query (${variables}) { ${[opening, ...flows].join(' ')} }`;
}

const REFERRED: ReadonlySet<FieldKind> = new Set(['ref', 'user', 'org']);

function keySelection({ kind, steps: [name = ''], target }: ListColumn, { rights }: Columning): string {
  if (!REFERRED.has(kind)) return name;
  const named = kind === 'ref' && target !== undefined ? titleName(target.entity) : 'name';
  const isNamed = kind !== 'ref' || (target !== undefined && rights.shows(target.entity, named));
  return `${name} { ${isNamed && named !== 'id' ? `id ${named}` : 'id'} }`;
}

/** A period by its first moment and the one after its last, and the last before it. */
export interface TurnoverSpan {
  readonly before: string;
  readonly from: string;
  readonly until: string;
}

/** The variables of {@link turnoverDocument}; `where` is of the keys alone, which both kinds of rows have. */
export function turnoverVariables(
  { keys, measures }: Pick<TurnoverAsk, 'keys' | 'measures'>,
  { before, from, until }: TurnoverSpan,
  where: Where | undefined,
): Readonly<Record<string, unknown>> {
  const by = keys.map(({ kind, steps: [name = ''] }) => ({ [name]: REFERRED.has(kind) ? { id: 'VALUE' } : 'VALUE' }));
  const span: Where = { effectiveAt: { gte: from, lt: until } };
  const moved = (sign: Where): Where => ({ and: [...(where === undefined ? [] : [where]), span, sign] });
  const flows = measures.flatMap(({ change }, index) => [
    [`in${index}`, moved({ [change]: { gt: '0' } })],
    [`out${index}`, moved({ [change]: { lt: '0' } })],
  ]);
  return { at: before, held: where, byHeld: by, byMoved: by, ...Object.fromEntries(flows) };
}

/** The rows of an answer, and whether there may be more than one answer holds. */
export interface Turnover {
  readonly rows: readonly ApiRow[];
  readonly isCut: boolean;
}

type Amounts = Record<TurnoverPart, Decimal>;

/** A row for each key that held something or moved: its values, and `opening`, `in`, `out` and `closing` by measure. */
export function turnoverFrom(
  answer: Readonly<Record<string, unknown>>,
  { keys, measures }: Pick<TurnoverAsk, 'keys' | 'measures'>,
): Turnover {
  const found = new Map<string, { readonly key: ApiRow; readonly amounts: readonly Amounts[] }>();
  const add = (group: ApiRow, part: TurnoverPart, values: readonly (readonly [number, Decimal])[]): void => {
    const id = keys.map((end) => keyText(group, end)).join('\n');
    const made = found.get(id) ?? { key: keyOf(group), amounts: measures.map(() => none()) };
    found.set(id, made);
    for (const [index, value] of values) {
      const amounts = made.amounts[index];
      if (amounts !== undefined) amounts[part] = addDecimal(amounts[part], value);
    }
  };
  let isCut = false;
  const each = (name: string, take: (group: ApiRow) => void): void => {
    const groups = rowsOf(answer[name]);
    isCut ||= groups.length >= LIMITS.groupRowsMax;
    for (const group of groups) take(group);
  };
  each('opening', (group) =>
    add(
      group,
      'opening',
      measures.map(({ name }, index) => [index, sumOf(group, name)] as const),
    ),
  );
  for (const [index, { change }] of measures.entries())
    for (const part of ['in', 'out'] as const)
      each(`${part}${index}`, (group) => add(group, part, [[index, sumOf(group, change)]]));
  const rows = [...found].flatMap(([id, { key, amounts }]) => {
    for (const one of amounts) one.closing = addDecimal(addDecimal(one.opening, one.in), one.out);
    const isNothing = amounts.every((one) => TURNOVER_PARTS.every((part) => one[part].coefficient === 0n));
    return isNothing ? [] : [{ ...key, id, ...amountsBy(measures, amounts) }];
  });
  return { rows, isCut };
}

function none(): Amounts {
  return { opening: DECIMAL_ZERO, in: DECIMAL_ZERO, out: DECIMAL_ZERO, closing: DECIMAL_ZERO };
}

/** What went is told as so much, not as so much less. */
function amountsBy(measures: readonly TurnoverMeasure[], amounts: readonly Amounts[]): ApiRow {
  const of = (part: TurnoverPart): ApiRow =>
    Object.fromEntries(
      measures.map(({ name }, index) => {
        const text = decimalText(amounts[index]?.[part] ?? DECIMAL_ZERO);
        return [name, part === 'out' ? text.replace(/^-/, '') : text];
      }),
    );
  return Object.fromEntries(TURNOVER_PARTS.map((part) => [part, of(part)]));
}

/** The key as a row of balances has it: of what there is none, nothing. */
function keyOf({ key }: ApiRow): ApiRow {
  const entries = isApiRow(key) ? Object.entries(key) : [];
  return Object.fromEntries(
    entries.map(([name, value]) => [name, isApiRow(value) && textOf(value['id']) === '' ? null : value]),
  );
}

function keyText(group: ApiRow, { steps: [name = ''], kind }: ListColumn): string {
  return textOf(valueIn(group, REFERRED.has(kind) ? ['key', name, 'id'] : ['key', name]));
}

function sumOf(group: ApiRow, name: string): Decimal {
  return parseDecimal(textOf(valueIn(group, ['sum', name]))) ?? DECIMAL_ZERO;
}

/** What the rows add up to, by the ids of number columns. */
export function turnoverTotals(rows: readonly ApiRow[], columns: readonly ListColumn[]): ReadonlyMap<string, string> {
  return new Map(
    columns
      .filter(({ summary }) => summary === 'sum')
      .map(({ id, steps }) => [
        id,
        decimalText(
          rows.reduce(
            (sum, row) => addDecimal(sum, parseDecimal(textOf(valueIn(row, steps))) ?? DECIMAL_ZERO),
            DECIMAL_ZERO,
          ),
        ),
      ]),
  );
}
