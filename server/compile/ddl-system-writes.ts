import { sql } from 'kysely';
import { sqlName } from '../../schema/core/ids.ts';
import { UNFORESEEN_STATE } from './ddl-errors.ts';
import type { SystemFunction } from './ddl-function.ts';
import type { TenantSchema } from './ddl-system.ts';
import { identList, literal, printDdl, qualified } from './ddl-text.ts';

/** Fails unless what a writer counted on is so: its commit is on the way behind it. */
export const FORESEEN = sqlName('fw_foreseen');

/**
 * What lets a write leave in one message with its commit: a statement whose answer would have to be waited for fails by
 * itself instead. May run again.
 */
export function writesSystemSql({ schema }: TenantSchema): readonly SystemFunction[] {
  const signature = sql`${qualified(schema, FORESEEN)}(${identList(['holds'])} boolean)`;
  const body = sql`BEGIN IF holds IS NOT TRUE THEN RAISE EXCEPTION USING ERRCODE = ${literal(UNFORESEEN_STATE)}, MESSAGE = 'not as foreseen'; END IF; END`;
  const rest = sql`RETURNS void LANGUAGE plpgsql VOLATILE AS ${literal(printDdl(body))}`;
  return [{ kind: 'function', signature, rest, tenantMayCall: true }];
}
