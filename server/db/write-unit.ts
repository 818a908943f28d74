import { numberBlocksOf, type NumberBlocks } from './number-blocks.ts';
import { LRUCache } from 'lru-cache';
import type { SqlName } from '../../schema/core/ids.ts';
import type { Issue } from '../../schema/core/result.ts';
import type { Model } from '../../schema/model/model.ts';
import { BEGIN_WRITE } from '../compile/ddl-system.ts';
import { quoteIdent } from '../compile/ddl-text.ts';
import { textFor, type SqlTemplate } from '../compile/sql-text.ts';
import { bindRead, type ReadBinding } from '../compile/read-plan.ts';
import { LIMITS } from '../../schema/core/limits.ts';
import type { Committing, Database, SharedStatement, SqlText, Transaction } from './database.ts';
import { noteRefusals } from './note-refusals.ts';
import { WriteRefused } from './write-operation.ts';

/** The tenant that a unit of work writes to, at the version of the shape that the writer was compiled for. */
export interface WriteTarget {
  readonly schema: SqlName;
  readonly role: SqlName;
  readonly version: number;
}

/** One open transaction of a tenant. Statements leave at once; what need not wait for an answer does not. */
export interface WriteUnit {
  readonly model: Model;
  readonly binding: ReadBinding;
  /** The version of the tenant's template that rows are written by. */
  readonly version: number;
  /** The same unit with other values bound: what one person does on behalf of another is done as that other. */
  readonly as: (binding: ReadBinding) => WriteUnit;
  /** A number of a sequence that may have gaps, where one was taken beforehand. */
  readonly reserved: (sequence: string, period: string) => number | undefined;
  /** Runs a plan and gives its rows. */
  readonly run: <Row>(
    template: SqlTemplate,
    given?: Readonly<Record<string, unknown>>,
    together?: Pick<SqlText, 'locks' | 'joined'>,
  ) => Promise<readonly Row[]>;
  /** The statement that a plan is here. */
  readonly statement: (template: SqlTemplate, given: Readonly<Record<string, unknown>>) => SqlText;
  /**
   * Runs a plan that gives one row with one text, of what is there before the unit writes anything. Of a write that is
   * sure PostgreSQL is asked apart from the transaction: the versions of rows, which the write compares, guard both.
   */
  readonly look: (template: SqlTemplate, given: Readonly<Record<string, unknown>>) => Promise<string | null>;
  /** Runs a statement of our own, which transactions may have in common; `"@tenant"` in the text is the schema. */
  readonly execute: <Row>(
    text: string,
    params: readonly unknown[],
    shared?: SharedStatement,
  ) => Promise<readonly Row[]>;
  /** Tells what was refused behind a savepoint, where the transaction itself goes on and commits. */
  readonly refused: (issues: readonly Issue[]) => void;
}

/**
 * Does `work` in one transaction under the tenant's role. It first takes the shared lock that a publication's switch
 * waits for, so a row is never written in a shape that is gone. What bounds of ledgers refuse is noted afterwards.
 */
export async function inWriteUnit<T>(
  database: Database,
  model: Model,
  options: {
    readonly target: WriteTarget;
    readonly binding: ReadBinding;
    /** Whether what fails is done once more without this: then what is there may be read apart from the transaction. */
    readonly isSure?: boolean;
  },
  work: (unit: WriteUnit) => Promise<T | Committing<T>>,
): Promise<T> {
  const issues: Issue[] = [];
  const note = (): Promise<void> => noteRefusals(database, options, issues);
  const { target, binding, isSure = false } = options;
  const settings = {
    tenant: { role: target.role, timeoutMs: LIMITS.writeTimeoutMs },
    lockTimeoutMs: LIMITS.writeTimeoutMs,
    keepsPlans: true,
    // Whatever comes behind it fails with it, so nothing waits for its answer.
    first: `${quoteIdent(target.schema)}.${BEGIN_WRITE}(${String(Math.trunc(target.version))})`,
  };
  try {
    const done = await database.transaction<T>(settings, (tx) => {
      const unit = unitOf(tx, model, {
        target,
        isSure,
        refused: (more) => void issues.push(...more),
        blocks: numberBlocksOf(database),
      });
      return work(unit(binding));
    });
    if (issues.length > 0) await note();
    return done;
  } catch (error) {
    // What was read apart may be of another version than the rules that refuse it: then that is the failure.
    if (isSure && error instanceof WriteRefused)
      await database.transaction(settings, (tx) => tx.query({ text: 'SELECT 1', params: [] }));
    // What was refused on the way was rolled back together with whatever failed after it.
    issues.splice(0, issues.length, ...(error instanceof WriteRefused ? error.issues : []));
    await note();
    throw error;
  }
}

function unitOf(
  tx: Transaction,
  model: Model,
  {
    target,
    isSure,
    refused,
    blocks,
  }: {
    readonly target: WriteTarget;
    readonly isSure: boolean;
    readonly refused: WriteUnit['refused'];
    readonly blocks: NumberBlocks | undefined;
  },
): (binding: ReadBinding) => WriteUnit {
  const statementOf = (template: SqlTemplate, params: readonly unknown[]): SqlText => {
    const text = textIn(template, target.schema);
    return { text, params, ...(params.length === 0 ? {} : { name: text }) };
  };
  const bound = (template: SqlTemplate, binding: ReadBinding): SqlText => {
    const values = bindRead({ template, checks: [] }, binding);
    if (!values.ok) throw new Error('Broken invariant: a plan of ours with a cursor');
    return statementOf(template, values.value);
  };
  const of = (binding: ReadBinding): WriteUnit => ({
    model,
    binding,
    version: target.version,
    refused,
    reserved: (sequence, period) => blocks?.take({ schema: target.schema, sequence, period }),
    as: of,
    run: <Row>(template: SqlTemplate, given?: Readonly<Record<string, unknown>>, together = {}) =>
      tx.query<Row>({ ...bound(template, given === undefined ? binding : { ...binding, given }), ...together }),
    statement: (template, given) => bound(template, { ...binding, given }),
    look: async (template, given) => {
      const statement = bound(template, { ...binding, given });
      if (isSure) return tx.look(statement);
      const [row] = await tx.query<Readonly<Record<string, unknown>>>(statement);
      const [text] = Object.values(row ?? {});
      return typeof text === 'string' ? text : null;
    },
    execute: <Row>(text: string, params: readonly unknown[], shared?: SharedStatement) =>
      tx.query<Row>({ ...statementOf(templateOf(text), params), ...(shared === undefined ? {} : { shared }) }),
  });
  return of;
}

const templates = new LRUCache<string, SqlTemplate>({ max: LIMITS.planCacheEntriesMax });

/** A statement of our own, in which `"@tenant"` stands for the schema. */
function templateOf(text: string): SqlTemplate {
  const known = templates.get(text) ?? { parts: text.split('"@tenant"'), params: [] };
  templates.set(text, known);
  return known;
}

const texts = new WeakMap<SqlTemplate, LRUCache<SqlName, string>>();

/** The template's text in a schema: the same string each time, so that looking it up costs no more than a pointer. */
function textIn(template: SqlTemplate, schema: SqlName): string {
  const known = texts.get(template) ?? new LRUCache<SqlName, string>({ max: LIMITS.tenantTextsMax });
  texts.set(template, known);
  const text = known.get(schema) ?? textFor(template, schema);
  known.set(schema, text);
  return text;
}
