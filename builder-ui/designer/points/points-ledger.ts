import type { Template } from '../../../schema/template/template.ts';
import type { AwardDef, DimensionDef, DoubleLedgerDef, LedgerDef } from '../../../schema/template/template-rules.ts';

/** Ledgers that points can be kept in: double, with a budget that pays and a wallet of each person (SPEC [MOD-56]). */
export function pointsLedgers(template: Template): readonly DoubleLedgerDef[] {
  return (template.ledgers ?? []).filter(isPoints);
}

function isPoints(ledger: LedgerDef): ledger is DoubleLedgerDef {
  return ledger.mode === 'double' && ['budget', 'wallet'].every((id) => ledger.accounts.some((one) => one.id === id));
}

/** The ledger that an award posts to: the one it names, else the first there is. */
export function ledgerOf(template: Template, award: Pick<AwardDef, 'ledger'>): DoubleLedgerDef | undefined {
  const all = pointsLedgers(template);
  return award.ledger === undefined ? all[0] : all.find(({ id }) => id === award.ledger);
}

/** What the budget of a ledger is kept by; an award names a value of each. */
export function budgetDimensions(ledger: DoubleLedgerDef): readonly DimensionDef[] {
  const by = ledger.accounts.find(({ id }) => id === 'budget')?.by ?? [];
  return by.map((id) => ledger.dimensions?.find((one) => one.id === id) ?? { id, type: 'text' });
}

/** Accounts that are kept by person alone. */
export function personalAccounts(ledger: DoubleLedgerDef): readonly string[] {
  return ledger.accounts.filter(({ by }) => by.length === 1 && by[0] === 'user').map(({ id }) => id);
}

/** Whether points of a ledger can expire: the wallet keeps them in lots. */
export function canExpire(ledger: DoubleLedgerDef): boolean {
  return ledger.accounts.find(({ id }) => id === 'wallet')?.lots?.expireTo !== undefined;
}

/** Codes of budgets that the template names: those that other awards pay from, then the rows that packs ship. */
export function knownBudgets(template: Template, dimension: DimensionDef): readonly string[] {
  const used = (template.awards ?? []).flatMap(({ budget }) => {
    const code = budget?.[dimension.id];
    return code === undefined ? [] : [code];
  });
  const shipped = (template.records ?? [])
    .filter(({ entity }) => entity === dimension.ref)
    .flatMap(({ by, rows }) =>
      rows.flatMap((row) => {
        const code = by.length === 1 ? row[by[0] ?? ''] : undefined;
        return typeof code === 'string' ? [code] : [];
      }),
    );
  return [...new Set([...used, ...shipped])];
}

/** What a budget that packs ship is called, by its code. */
export function budgetName(template: Template, dimension: DimensionDef, code: string): string | undefined {
  const title = template.entities?.find(({ id }) => id === dimension.ref)?.title;
  const row = (template.records ?? [])
    .filter(({ entity, by }) => entity === dimension.ref && by.length === 1)
    .flatMap(({ by, rows }) => rows.filter((one) => one[by[0] ?? ''] === code))[0];
  const name = title === undefined ? undefined : row?.[title];
  return typeof name === 'string' ? name : undefined;
}
