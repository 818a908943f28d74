import type { SqlName } from '../../schema/core/ids.ts';
import { LIMITS } from '../../schema/core/limits.ts';
import { must } from '../../schema/core/result.ts';
import { textFor } from '../compile/sql-text.ts';
import type { Database } from '../db/database.ts';
import type { Execute } from '../db/points-awards.ts';

/** The tenant that is looked at. */
export interface LabPlace {
  readonly database: Database;
  readonly schema: SqlName;
  readonly role: SqlName;
  readonly timeZone: string;
}

/** A period: from an instant on, up to another that is not in it. ISO 8601 in UTC. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/**
 * Reads under the tenant's role in one transaction. What is read in several goes is settled by then: events and
 * postings are never changed.
 */
export function readLab<T>(place: LabPlace, work: (execute: Execute) => Promise<T>): Promise<T> {
  const { database, schema, role } = place;
  return database.transaction({ tenant: { role, timeoutMs: LIMITS.labTimeoutMs }, readOnly: true }, (tx) =>
    work((text, params) => tx.query({ text: textFor({ parts: text.split('"@tenant"'), params: [] }, schema), params })),
  );
}

/** The one row of a statement that always has one, read from its JSON column `answer`. */
export async function readAnswer<T>(execute: Execute, text: string, params: readonly unknown[]): Promise<T> {
  const [row] = await execute<{ readonly answer: string }>(text, params);
  // The codec: the statement beside the call builds exactly this.
  return JSON.parse(must(row, 'an answer').answer) as T;
}

/** An instant of a column as ISO 8601 text in UTC with milliseconds, in SQL. */
export function instantSql(column: string): string {
  return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
