import { sql } from 'kysely';
import type { SqlName } from '../../schema/core/ids.ts';
import { printDdl, qualified } from '../compile/ddl-text.ts';
import type { Transaction } from '../db/database.ts';

/**
 * A tenant beside the one it was copied from tells the outside nothing: what waited to be sent is the original's to
 * send; connections and mail are off until somebody turns them on (SPEC [RUN-37]).
 */
export async function quietCopy(tx: Transaction, schema: SqlName): Promise<void> {
  for (const statement of [
    sql`UPDATE ${qualified(schema, 'fw_connection')} SET active = false`,
    sql`UPDATE ${qualified(schema, 'fw_delivery')} SET state = 'failed', error = 'COPIED', ended_at = now() WHERE state = 'waiting'`,
    sql`UPDATE ${qualified(schema, 'fw_notification')} SET mail_state = 'none' WHERE mail_state = 'waiting'`,
    sql`UPDATE ${qualified(schema, 'fw_import_run')} SET state = 'stopped', content = NULL, ended_at = now() WHERE state IN ('waiting', 'writing', 'undoing')`,
    sql`UPDATE ${qualified(schema, 'fw_mail_choice')} SET wanted = false`,
  ])
    await tx.query({ text: printDdl(statement), params: [] });
}
