import { parseDecimal } from '../../schema/core/decimal.ts';
import { issue, ok, pointer, refused, type Issue, type JsonPointer, type Result } from '../../schema/core/result.ts';
import type { AwardModel } from '../../schema/model/behaviour.ts';
import { isRecord } from '../../schema/template/item-key.ts';

/** A budget that a question assumes: those whose key has these values, and how much they hold at the start. */
export interface AssumedBudget {
  readonly of: Readonly<Record<string, string>>;
  readonly amount: string;
}

/**
 * Reads `[{"of": {"programme": "erp"}, "amount": "5000"}]`, or one such object. `LAB_BUDGET_FORM`, and
 * `LAB_BUDGET_UNKNOWN` where no award is paid from such a budget.
 */
export function assumedBudgets(
  given: unknown,
  awards: readonly AwardModel[],
  at: JsonPointer,
): Result<readonly AssumedBudget[]> {
  if (given === null || given === undefined) return ok([]);
  const items: readonly unknown[] = Array.isArray(given) ? given : [given];
  const issues: Issue[] = [];
  const found = items.flatMap((item, index): readonly AssumedBudget[] => {
    const place = Array.isArray(given) ? pointer(at, index) : at;
    const budget = oneBudget(item);
    if (budget === undefined) issues.push(issue('LAB_BUDGET_FORM', place));
    else if (!awards.some((award) => isOf(award.budget, budget.of))) {
      const known = [...new Set(awards.map(({ budget: own }) => budgetLabel(own)))];
      issues.push(issue('LAB_BUDGET_UNKNOWN', place, { budget: budgetLabel(budget.of), known }));
    }
    return budget === undefined ? [] : [budget];
  });
  return issues.length > 0 ? refused(issues) : ok(found);
}

function oneBudget(item: unknown): AssumedBudget | undefined {
  if (!isRecord(item)) return undefined;
  const { of = {}, amount } = item;
  if (typeof amount !== 'string' || parseDecimal(amount) === undefined || !isRecord(of)) return undefined;
  const values = Object.entries(of).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  );
  return values.length === Object.keys(of).length ? { of: Object.fromEntries(values), amount } : undefined;
}

/** Whether a budget has all the values that are named. */
export function isOf(budget: Readonly<Record<string, string>>, of: Readonly<Record<string, string>>): boolean {
  return Object.entries(of).every(([name, value]) => budget[name] === value);
}

/** A budget as awards name it: `erp-active, 2026`. */
export function budgetLabel(budget: Readonly<Record<string, string>>): string {
  return Object.values(budget).join(', ');
}
