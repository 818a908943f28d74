import { sql, type SqlBool } from 'kysely';
import { sqlName } from '../../schema/core/ids.ts';
import { must } from '../../schema/core/result.ts';
import { evaluate } from '../../schema/expr/evaluate.ts';
import type { BookModel } from '../../schema/model/behaviour.ts';
import type { BalanceModel, EntityModel, FieldModel, Model } from '../../schema/model/model.ts';
import type { RowState } from './row-state.ts';
import { allOf, column, compileSql, isUuid, Slot, tenantTable, type Condition, type SqlTemplate } from './sql-text.ts';
import { entityOf } from './storage.ts';
import { isJudgedNow, variablesOf, type CompleteContext } from './write-row.ts';

/** A field that says what the books say, with its balance. */
interface BalanceField {
  readonly field: FieldModel;
  readonly balance: BalanceModel;
}

/** A value that is wanted: of which row, and the key of the balance by column; none while a part of the key is empty. */
export interface WantedBalance extends BalanceField {
  readonly state: RowState;
  readonly key: Readonly<Record<string, string | null>> | undefined;
}

const fieldsOf = new WeakMap<EntityModel, readonly BalanceField[]>();

/** The fields of an entity that say what the books say. */
function balanceFields(entity: EntityModel): readonly BalanceField[] {
  const known =
    fieldsOf.get(entity) ??
    entity.fields.flatMap((field) => (field.balance === undefined ? [] : [{ field, balance: field.balance }]));
  fieldsOf.set(entity, known);
  return known;
}

/** How many such fields the entity and its lines have: where there are any, the books are asked before rows are computed. */
export function countBalances(model: Model, entity: EntityModel): number {
  const known = counts.get(entity);
  if (known !== undefined) return known;
  const lines = entity.fields.flatMap(({ type }) => (type.kind === 'lines' ? [entityOf(model, type.of)] : []));
  const count = [entity, ...lines].reduce((sum, one) => sum + balanceFields(one).length, 0);
  counts.set(entity, count);
  return count;
}

const counts = new WeakMap<EntityModel, number>();

/**
 * The values of a row to be read from the books: of a new row, and where what names the balance has changed
 * (SPEC [MOD-17]). All others stay as they were read.
 */
export function wantedBalances(
  context: CompleteContext,
  state: RowState,
  document: RowState,
): readonly WantedBalance[] {
  return balanceFields(state.entity)
    .filter(({ balance }) => balance.key.some(({ value }) => isJudgedNow(value, [], { state, document })))
    .map(({ field, balance }) => ({ state, field, balance, key: keyOf(context, state, balance) }));
}

function keyOf(context: CompleteContext, state: RowState, balance: BalanceModel): WantedBalance['key'] {
  const variables = variablesOf(state);
  const key: Record<string, string | null> = {};
  for (const { id, column: name, optional } of bookOf(context.model, balance).dimensions) {
    const expr = balance.key.find(({ dimension }) => dimension === id)?.value;
    const value = expr === undefined ? null : evaluate(expr, variables, context.evaluation);
    const text = value === null || typeof value === 'object' ? null : String(value);
    // A text that is nobody's id names nothing.
    const isNamed = text !== null && (!isIdColumn(name) || isUuid(text));
    if (!isNamed && (text !== null || !optional)) return undefined;
    key[name] = text;
  }
  return key;
}

/**
 * What the measure of a balance is for each of `keys`, a JSON list of objects by column: a JSON list of exact texts in
 * their order. A balance that nothing has moved yet is zero.
 */
export function planBalances(model: Model, balance: BalanceModel): SqlTemplate {
  const book = bookOf(model, balance);
  const measure = must(
    book.measures.find(({ id }) => id === balance.measure),
    `measure ${balance.measure}`,
  );
  const keys = new Slot({ kind: 'given', name: 'keys' });
  const conditions = book.dimensions.map(({ column: name, optional }): Condition => {
    const wanted = sql`(w.key->>${sql.lit(name)})::${sql.raw(isIdColumn(name) ? 'uuid' : 'text')}`;
    const held = column('b', sqlName(name));
    const same = sql<SqlBool>`${held} = ${wanted}`;
    return optional ? sql<SqlBool>`(${same} or (${held} is null and ${wanted} is null))` : same;
  });
  const value = sql`(select coalesce(sum(${column('b', sqlName(`m${String(measure.index)}`))}), 0)::text from ${tenantTable(sqlName('fw_balance'))} as b where b.book = ${sql.lit(book.id)} and ${allOf(conditions)})`;
  return compileSql(
    sql`select coalesce(json_agg(${value} order by w.n), '[]')::text as found from jsonb_array_elements(${keys}::jsonb) with ordinality as w(key, n)`,
  );
}

/** Dimensions that are rows, people or departments are kept as ids, all others as text. */
function isIdColumn(name: string): boolean {
  return name.startsWith('u');
}

/** A ledger of balances has one book. */
function bookOf(model: Model, { ledger }: BalanceModel): BookModel {
  const found = model.behaviour.ledgers.find(({ id }) => id === ledger);
  return must(found?.books[0], `book of ${ledger}`);
}
