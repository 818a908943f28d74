import { sql } from 'kysely';
import { sqlName, type SqlName } from '../../schema/core/ids.ts';
import { UNFORESEEN_STATE } from './ddl-errors.ts';
import type { TenantSchema } from './ddl-system.ts';
import { identList, literal, printDdl, qualified, type SqlFragment } from './ddl-text.ts';
import { SYSTEM_TABLES } from './storage.ts';

/** Fails unless what a writer counted on is so: its commit is on the way behind it. */
export const FORESEEN = sqlName('fw_foreseen');
/** Takes the next number of a sequence for the statements that follow in the transaction. */
export const TAKE_NUMBER = sqlName('fw_take_number');
/** Where the number that was taken is kept until the transaction ends. */
export const TAKEN_NUMBER = 'formwork.number';

/**
 * What lets a write leave in one message with its commit: statements that would have to be waited for fail by
 * themselves instead, and a number that rows need is put into them where it is given. May run again.
 */
export function writesSystemSql({ schema, role }: TenantSchema): readonly string[] {
  const make = (name: SqlName, args: SqlFragment, types: string, body: SqlFragment): readonly string[] => {
    const signature = sql`${qualified(schema, name)}(${sql.raw(types)})`;
    return [
      printDdl(
        sql`CREATE OR REPLACE FUNCTION ${qualified(schema, name)}(${args}) RETURNS void LANGUAGE plpgsql VOLATILE AS ${literal(printDdl(body))}`,
      ),
      printDdl(sql`REVOKE ALL ON FUNCTION ${signature} FROM PUBLIC`),
      printDdl(sql`GRANT EXECUTE ON FUNCTION ${signature} TO ${sql.id(role)}`),
    ];
  };
  return [
    ...make(
      FORESEEN,
      sql`${identList(['holds'])} boolean`,
      'boolean',
      sql`BEGIN IF holds IS NOT TRUE THEN RAISE EXCEPTION USING ERRCODE = ${literal(UNFORESEEN_STATE)}, MESSAGE = 'not as foreseen'; END IF; END`,
    ),
    // A number that outgrows its width keeps all its digits.
    ...make(
      TAKE_NUMBER,
      sql`of_key text, of_period text, head text, width integer, tail text`,
      'text, text, text, integer, text',
      sql`DECLARE digits text; BEGIN INSERT INTO ${qualified(schema, SYSTEM_TABLES.sequence)} AS s (key, period, next) VALUES (of_key, of_period, 2) ON CONFLICT (key, period) DO UPDATE SET next = s.next + 1 RETURNING (next - 1)::text INTO digits; PERFORM set_config(${literal(TAKEN_NUMBER)}, head || lpad(digits, greatest(width, length(digits)), '0') || tail, true); END`,
    ),
  ];
}
