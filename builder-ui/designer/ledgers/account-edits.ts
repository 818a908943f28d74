import type { Text } from '../../../schema/core/text.ts';
import type { Edit } from '../../../schema/model/edits.ts';
import type { DoubleLedgerDef } from '../../../schema/template/template-rules.ts';
import type { Template } from '../../../schema/template/template.ts';
import { newId } from '../parts/new-id.ts';
import { ledgerOf } from '../points/points-ledger.ts';

/** Adds an account that is kept as the first one is. */
export function addedAccount(ledger: DoubleLedgerDef, label: Text): Edit {
  const taken = [...ledger.accounts.map(({ id }) => id), 'opening'];
  const id = newId({ label, taken, style: 'camel', fallback: 'account' });
  const by = [...(ledger.accounts[0]?.by ?? [])];
  return { kind: 'addItem', list: ['ledgers', ledger.id, 'accounts'], item: { id, label, by } };
}

/** What accounts of the ledger are or can be kept by. */
export function dimensionsOf({ dimensions = [], accounts }: DoubleLedgerDef): readonly string[] {
  return [...new Set([...dimensions.map(({ id }) => id), ...accounts.flatMap(({ by }) => by)])];
}

/** Whether something names the account: an entry, where lots expire to, or awards, which know accounts by their names. */
export function isAccountUsed(template: Template, ledger: DoubleLedgerDef, account: string): boolean {
  return (
    (template.postings ?? []).some(
      ({ ledger: of, entries = [] }) => of === ledger.id && entries.some((entry) => entry.account === account),
    ) ||
    ledger.accounts.some(({ lots }) => lots?.expireTo === account) ||
    (POINTS_ACCOUNTS.has(account) &&
      (template.awards ?? []).some((award) => ledgerOf(template, award)?.id === ledger.id))
  );
}

const POINTS_ACCOUNTS: ReadonlySet<string> = new Set(['budget', 'wallet', 'pending', 'owed', 'redeemed']);
