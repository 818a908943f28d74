import { must, type Issue } from '../../schema/core/result.ts';
import type { BalanceModel, Model } from '../../schema/model/model.ts';
import { countBalances, planBalances, wantedBalances, type WantedBalance } from '../compile/balance-values.ts';
import { keepFrozen } from '../compile/frozen-rows.ts';
import { allLines, type RowState } from '../compile/row-state.ts';
import type { SqlTemplate } from '../compile/sql-text.ts';
import { computeRow, setField, type CompleteContext } from '../compile/write-row.ts';
import type { WriteUnit } from './write-unit.ts';

/**
 * Sets the fields of rows and of their lines that say what the books say (SPEC [MOD-17]): one statement for all rows
 * and lines that ask for the same measure. Codes: VALUE_TOO_PRECISE.
 */
export async function readBalances(
  unit: WriteUnit,
  context: CompleteContext,
  states: readonly RowState[],
): Promise<readonly Issue[]> {
  const counts = states.map((state) => countBalances(unit.model, state.entity));
  const asking = states.filter((_, index) => counts[index] !== 0);
  const read: Read = new Map();
  // What one balance says may name the next.
  const passes = Math.max(0, ...counts);
  for (let pass = 0; pass < passes; pass += 1) {
    const wanted = asking
      .flatMap((state) => wantedOf(context, state))
      .filter((one) => read.get(one.state)?.get(one.field.id)?.key !== keyText(one));
    if (wanted.length === 0) break;
    for (const [balance, all] of Map.groupBy(wanted, (one) => one.balance))
      await readBalance(unit, { balance, wanted: all }, read);
  }
  return [...read.values()].flatMap((fields) => [...fields.values()].flatMap(({ issues }) => issues));
}

/** What was read of each row, by field: of which key, and what came of it. */
type Read = Map<RowState, Map<string, { readonly key: string; readonly issues: readonly Issue[] }>>;

function keyText({ key }: WantedBalance): string {
  return JSON.stringify(key ?? null);
}

/**
 * The balances that a document and its lines name, by their defaults and formulas as well. What new rows got by those
 * is taken away again: it may follow from what the books say.
 */
function wantedOf(context: CompleteContext, state: RowState): readonly WantedBalance[] {
  const rows = [state, ...allLines(state)];
  const given = new Map(rows.flatMap((row) => (row.before === null ? [[row, new Set(Object.keys(row.values))]] : [])));
  computeRow(context, state);
  keepFrozen(context.model, state);
  const wanted = rows.flatMap((row) => wantedBalances(context, row, state));
  for (const [row, names] of given)
    for (const name of Object.keys(row.values)) if (!names.has(name)) Reflect.deleteProperty(row.values, name);
  return wanted;
}

async function readBalance(
  unit: WriteUnit,
  { balance, wanted }: { readonly balance: BalanceModel; readonly wanted: readonly WantedBalance[] },
  read: Read,
): Promise<void> {
  const keep = (one: WantedBalance, value: string | null): void => {
    const { state, field } = one;
    const fields = read.get(state) ?? new Map();
    read.set(state, fields);
    fields.set(field.id, { key: keyText(one), issues: setField(state, field, value) });
  };
  const [known, open] = [wanted.filter(({ key }) => key !== undefined), wanted.filter(({ key }) => key === undefined)];
  for (const one of open) keep(one, null);
  if (known.length === 0) return;
  const keys = JSON.stringify(known.map(({ key }) => key));
  const [row] = await unit.run<{ readonly found: string }>(planOf(unit.model, balance), { keys });
  const found = JSON.parse(must(row, 'balances').found) as readonly string[];
  for (const [index, one] of known.entries()) keep(one, must(found[index], 'a balance'));
}

const plans = new WeakMap<Model, Map<BalanceModel, SqlTemplate>>();

function planOf(model: Model, balance: BalanceModel): SqlTemplate {
  const known = plans.get(model) ?? new Map<BalanceModel, SqlTemplate>();
  plans.set(model, known);
  const plan = known.get(balance) ?? planBalances(model, balance);
  known.set(balance, plan);
  return plan;
}
