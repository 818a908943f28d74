import { sql } from 'kysely';
import { printDdl, qualified } from '../compile/ddl-text.ts';
import { SYSTEM_TABLES } from '../compile/storage.ts';
import { PHASES, type Phase } from '../compile/ddl-steps.ts';
import type { TenantPlace } from './provision-tenant.ts';

/** How far a publication that runs has come. */
export interface PublicationProgress {
  readonly phase: Phase;
  /** Steps done, of all. */
  readonly step: number;
  readonly of: number;
  /** The table that the step is about. */
  readonly table: string;
  /** Rows that the step has gone through; of about how many, where the database has an idea. */
  readonly rows: number;
  readonly rowsOf: number | null;
}

/**
 * How far a publication has come, as the tenant's own books say it (SPEC [PUB-24]): whoever asks, in whatever process,
 * gets the same. `null` when it goes in one transaction, has not begun or has ended.
 */
export async function publicationProgress(place: TenantPlace, id: string): Promise<PublicationProgress | null> {
  const [row] = await place.database.query<Omit<PublicationProgress, 'phase'> & { readonly phase: string }>({
    text: printDdl(sql`
      SELECT p.plan -> p.cursor ->> 'phase' AS phase, p.cursor AS step, jsonb_array_length(p.plan) AS of,
        p.plan -> p.cursor ->> 'table' AS "table", p.rows_done::float8 AS rows,
        (SELECT greatest(c.reltuples::float8, p.rows_done::float8) FROM pg_class c
          WHERE c.relnamespace = ${sql.lit(place.schema)}::regnamespace AND c.reltuples > 0
            AND c.relname = p.plan -> p.cursor ->> 'table') AS "rowsOf"
      FROM ${qualified(place.schema, SYSTEM_TABLES.publication)} p
      WHERE p.id = ${sql.lit(id)} AND p.state = 'running' AND p.cursor < jsonb_array_length(p.plan)`),
    params: [],
  });
  const phase = PHASES.find((one) => one === row?.phase);
  return row === undefined || phase === undefined ? null : { ...row, phase };
}
