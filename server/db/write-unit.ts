import type { EntityManager } from '@mikro-orm/core';
import { CompiledQuery, type Kysely, type Transaction as KyselyTransaction } from 'kysely';
import type { SqlName } from '../../schema/core/ids.ts';
import type { Issue } from '../../schema/core/result.ts';
import type { Model } from '../../schema/model/model.ts';
import { textFor, type SqlTemplate } from '../compile/sql-text.ts';
import { bindRead, type ReadBinding } from '../compile/read-plan.ts';
import { LIMITS } from '../../schema/core/limits.ts';
import { noteRefusals } from './note-refusals.ts';
import type { ShapeOrm } from './shape-orm.ts';
import { WriteRefused } from './write-operation.ts';

/** The tenant that a unit of work writes to, at the version of the shape that the writer was compiled for. */
export interface WriteTarget {
  readonly schema: SqlName;
  readonly role: SqlName;
  readonly version: number;
}

/** One open transaction of a tenant: MikroORM's unit of work, and statements of plans on the same connection. */
export interface WriteUnit {
  readonly model: Model;
  readonly orm: ShapeOrm;
  readonly em: EntityManager;
  readonly binding: ReadBinding;
  /** The version of the tenant's template that rows are written by. */
  readonly version: number;
  /** The same unit with other values bound: what one person does on behalf of another is done as that other. */
  readonly as: (binding: ReadBinding) => WriteUnit;
  /** Runs a plan and gives its rows. */
  readonly run: <Row>(template: SqlTemplate, given?: Readonly<Record<string, unknown>>) => Promise<readonly Row[]>;
  /** Runs a statement of our own; `"@tenant"` in the text is the schema. */
  readonly execute: <Row>(text: string, params: readonly unknown[]) => Promise<readonly Row[]>;
  /** Tells what was refused behind a savepoint, where the transaction itself goes on and commits. */
  readonly refused: (issues: readonly Issue[]) => void;
}

/**
 * Does `work` in one transaction under the tenant's role. It first takes the shared lock that a publication's switch
 * waits for, so a row is never written in a shape that is gone. What bounds of ledgers refuse is noted afterwards.
 */
export async function inWriteUnit<T>(
  orm: ShapeOrm,
  model: Model,
  options: { readonly target: WriteTarget; readonly binding: ReadBinding },
  work: (unit: WriteUnit) => Promise<T>,
): Promise<T> {
  const issues: Issue[] = [];
  const note = (): Promise<void> => noteRefusals(orm, options, issues);
  try {
    const done = await inTransaction(orm, model, { ...options, refused: (more) => void issues.push(...more) }, work);
    await note();
    return done;
  } catch (error) {
    // What was refused on the way was rolled back together with whatever failed after it.
    issues.splice(0, issues.length, ...(error instanceof WriteRefused ? error.issues : []));
    await note();
    throw error;
  }
}

async function inTransaction<T>(
  orm: ShapeOrm,
  model: Model,
  options: { readonly target: WriteTarget; readonly binding: ReadBinding; readonly refused: WriteUnit['refused'] },
  work: (unit: WriteUnit) => Promise<T>,
): Promise<T> {
  const { target, binding, refused } = options;
  return orm.fork(target.schema).transactional(
    async (em) => {
      const context = em.getTransactionContext<KyselyTransaction<Record<string, never>>>();
      if (context === undefined) throw new Error('Broken invariant: a unit of work without a transaction');
      const connection: Kysely<Record<string, never>> = context;
      const query = async <Row>(text: string, params: readonly unknown[]): Promise<readonly Row[]> => {
        const { rows } = await connection.executeQuery<Row>(CompiledQuery.raw(text, [...params]));
        return rows;
      };
      const unitOf = (bound: ReadBinding): WriteUnit => ({
        model,
        orm,
        em,
        binding: bound,
        version: target.version,
        refused,
        as: unitOf,
        run: async <Row>(template: SqlTemplate, given?: Readonly<Record<string, unknown>>) => {
          const values = bindRead({ template, checks: [] }, given === undefined ? bound : { ...bound, given });
          if (!values.ok) throw new Error('Broken invariant: a plan of ours with a cursor');
          return query<Row>(textFor(template, target.schema), values.value);
        },
        execute: (text, params) =>
          query(textFor({ parts: text.split('"@tenant"'), params: [] }, target.schema), params),
      });
      const unit = unitOf(binding);
      await unit.execute(
        `select set_config('statement_timeout', $1, true), set_config('lock_timeout', $2, true), "@tenant".fw_begin_write($3)`,
        [String(LIMITS.writeTimeoutMs), String(LIMITS.writeTimeoutMs), target.version],
      );
      return work(unit);
    },
    { sessionContext: { role: target.role } },
  );
}
