import { must } from '../../schema/core/result.ts';
import type { Issue } from '../../schema/core/result.ts';
import type { BalanceModel, Model } from '../../schema/model/model.ts';
import { planBalances, readsBooks, wantedBalances } from '../compile/balance-values.ts';
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
  const asking = states.filter(({ entity }) => readsBooks(unit.model, entity));
  if (asking.length === 0) return [];
  // Keys may be named by defaults and formulas of the row.
  for (const state of asking) computeRow(context, state);
  const wanted = asking.flatMap((state) =>
    [state, ...allLines(state)].flatMap((row) => wantedBalances(context, row, state)),
  );
  const issues: Issue[] = [];
  for (const [balance, all] of Map.groupBy(wanted, (one) => one.balance)) {
    const known = all.flatMap(({ key, ...of }) => (key === undefined ? [] : [{ ...of, key }]));
    for (const { state, field, key } of all) if (key === undefined) state.values[field.id] = null;
    if (known.length === 0) continue;
    const keys = JSON.stringify(known.map(({ key }) => key));
    const [row] = await unit.run<{ readonly found: string }>(planOf(unit.model, balance), { keys });
    const found = JSON.parse(must(row, 'balances').found) as readonly string[];
    for (const [index, { state, field }] of known.entries())
      issues.push(...setField(state, field, must(found[index], 'a balance')));
  }
  return issues;
}

const plans = new WeakMap<Model, Map<BalanceModel, SqlTemplate>>();

function planOf(model: Model, balance: BalanceModel): SqlTemplate {
  const known = plans.get(model) ?? new Map<BalanceModel, SqlTemplate>();
  plans.set(model, known);
  const plan = known.get(balance) ?? planBalances(model, balance);
  known.set(balance, plan);
  return plan;
}
