import { LIMITS } from '../../schema/core/limits.ts';
import type { Issue } from '../../schema/core/result.ts';
import type { SqlName } from '../../schema/core/ids.ts';
import type { ReadBinding } from '../compile/read-plan.ts';
import { textFor } from '../compile/sql-text.ts';
import type { Database } from './database.ts';

/** Refusals by a bound of a ledger. */
const OUT_OF_BOUNDS: ReadonlySet<string> = new Set(['LEDGER_BELOW_MINIMUM', 'LEDGER_ABOVE_MAXIMUM']);

/**
 * Notes that bounds of ledgers refused a write, in a transaction of its own, since the write was rolled back: one row
 * for each ledger and bound (SPEC [LED-16]). Nothing where no ledger refused. The answer is the refusal: a note that
 * can't be kept must not make another answer of it.
 */
export async function noteRefusals(
  database: Database,
  at: {
    readonly target: { readonly schema: SqlName; readonly role: SqlName };
    readonly binding: Pick<ReadBinding, 'now' | 'actor'>;
  },
  issues: readonly Issue[],
): Promise<void> {
  const notes = new Map<string, { readonly code: string; readonly ledger: string }>();
  for (const { code, params } of issues) {
    const ledger = params['ledger'];
    if (OUT_OF_BOUNDS.has(code) && typeof ledger === 'string') notes.set(`${code} ${ledger}`, { code, ledger });
  }
  if (notes.size === 0) return;
  const { target, binding } = at;
  const text = textFor({ parts: INSERT.split('"@tenant"'), params: [] }, target.schema);
  const params = [binding.now, binding.actor.id, JSON.stringify([...notes.values()])];
  try {
    await database.transaction({ tenant: { role: target.role, timeoutMs: LIMITS.writeTimeoutMs } }, (tx) =>
      tx.query({ text, params }),
    );
  } catch {
    // The count is then one short; the writer is told what was refused all the same.
  }
}

const INSERT = `insert into "@tenant".fw_refusal (at, actor, code, ledger)
select $1::timestamptz, $2::uuid, r.code, r.ledger from jsonb_to_recordset($3::jsonb) as r(code text, ledger text)`;
