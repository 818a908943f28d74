import { must } from '../../schema/core/result.ts';
import { quoteIdent } from '../compile/ddl-text.ts';
import type { LedgerPlace } from './ledger-admin.ts';

/**
 * Lets reservations and pending points go whose time is over, and takes expired lots out of balances; at most
 * `DUE_AT_ONCE` of each. Gives how many there were; 0 means that nothing is due. Safe beside the same call in another
 * process, and never needed for an answer to be right: postings look for what is due themselves (SPEC [LED-10], [LED-26]).
 */
export async function settleDue(place: LedgerPlace, now: Date): Promise<number> {
  const schema = quoteIdent(place.schema);
  const run = async (name: 'fw_lapse' | 'fw_expire'): Promise<number> => {
    const rows = await place.database.query<{ readonly done: number }>({
      text: `SELECT ${schema}.${name}($1, $2) AS done`,
      params: [now, DUE_AT_ONCE],
    });
    return must(rows[0], name).done;
  };
  return (await run('fw_lapse')) + (await run('fw_expire'));
}

/** Each holds its locks until all are done: few enough that nobody waits long. */
const DUE_AT_ONCE = 100;
