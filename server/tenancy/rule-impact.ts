import { sql } from 'kysely';
import { LIMITS } from '../../schema/core/limits.ts';
import { must } from '../../schema/core/result.ts';
import type { EntityModel, FieldModel, Model } from '../../schema/model/model.ts';
import type { Access } from '../compile/access.ts';
import { countedSql } from '../compile/ddl-checks.ts';
import { fieldValueSql } from '../compile/ddl-expr.ts';
import { literal, printDdl, qualified, type SqlFragment } from '../compile/ddl-text.ts';
import { checkedSqlName, tableName } from '../compile/sql-name.ts';
import type { Tenant } from '../db/control-entities.ts';
import type { Transaction } from '../db/database.ts';
import { pgFailureOf } from '../db/pg-errors.ts';
import { ddlContext } from './ddl-context.ts';
import { impactQuestions, type ImpactQuestion } from './impact-questions.ts';
import type { TenantPlace } from './provision-tenant.ts';
import { readQuarantine } from './publication-plan.ts';

/** What a change would do to the rows there are. */
export interface RuleImpact {
  readonly question: Omit<ImpactQuestion, 'ids'>;
  /** Rows of the table; about so many where they were not counted. */
  readonly rows: number;
  /** Of them, how many were asked; 0 where they can't be asked. */
  readonly checked: number;
  /** Of those asked: rows that fail, change or lose a value. `null` where they can't be asked. */
  readonly found: number | null;
  /** Why they can't be asked: they are not as the question needs them, or it takes too long. */
  readonly cause: 'form' | 'time' | null;
  /** Every row was asked. */
  readonly isExact: boolean;
  readonly samples: readonly ImpactSample[];
}

export interface ImpactSample {
  readonly id: string;
  /** `null` where the reader may not see it. */
  readonly title: string | null;
  /** Of the fields that take part, what the reader may see. */
  readonly values: Readonly<Record<string, unknown>>;
}

export interface ImpactInput {
  readonly place: TenantPlace;
  readonly tenant: Tenant;
  readonly before: Model;
  readonly after: Model;
  /** Of who reads the samples, in the model before. */
  readonly access: Access;
  /** How long all questions together may take before samples are asked, in milliseconds. */
  readonly budgetMs?: number;
}

/**
 * Asks the present rows what new and tightened rules, conversions, removals and formulas would do to them (SPEC
 * [PUB-22], [PUB-23]). Reads only. Tables that take too long are sampled, and that is said.
 */
export async function ruleImpact(input: ImpactInput): Promise<readonly RuleImpact[]> {
  const { place, tenant, before, after } = input;
  const context = ddlContext({ place, tenant, model: after });
  const timeoutMs = (input.budgetMs ?? LIMITS.impactTimeoutMs) * 4;
  return place.database.transaction({ readOnly: true, timeoutMs }, async (tx) => {
    const quarantined = await readQuarantine(tx, place);
    const asker = new Asker(tx, input);
    const found: RuleImpact[] = [];
    for (const question of impactQuestions({ before, after }, { context, quarantined })) {
      found.push(await asker.ask(question));
    }
    return found;
  });
}

interface Answer {
  readonly checked: number;
  readonly count: number;
  readonly ids: readonly string[];
}

/** In less time no question is worth asking. */
const SENSIBLE_MS = 20;

class Asker {
  readonly #tx: Transaction;
  readonly #input: ImpactInput;
  readonly #startedAt = performance.now();
  readonly #sizes = new Map<string, number>();
  readonly #totals = new Map<string, number>();
  readonly #budgetMs: number;
  readonly #questionMs: number;

  constructor(tx: Transaction, input: ImpactInput) {
    this.#tx = tx;
    this.#input = input;
    this.#budgetMs = input.budgetMs ?? LIMITS.impactTimeoutMs;
    this.#questionMs = (this.#budgetMs * LIMITS.impactQuestionMs) / LIMITS.impactTimeoutMs;
  }

  async ask(question: ImpactQuestion): Promise<RuleImpact> {
    const { ids, ...asked } = question;
    const about = await this.#size(question);
    const unasked = { question: asked, rows: about, checked: 0, found: null, isExact: false, samples: [] };
    if (ids === null) return { ...unasked, cause: 'form' };
    const all = qualified(this.#input.place.schema, question.table);
    const exact = this.#isWorthAll(about) ? await this.#within(question, ids, all) : undefined;
    const answer = exact ?? (await this.#within(question, ids, this.#sample(all, about)));
    if (answer === undefined) return { ...unasked, cause: 'time' };
    const isExact = exact !== undefined;
    const samples = await this.#samples(question, answer.ids);
    const rows = isExact ? answer.checked : Math.max(about, answer.checked);
    return { question: asked, rows, checked: answer.checked, found: answer.count, cause: null, isExact, samples };
  }

  /** How many rows the planner thinks there are; nothing is known of a table that was never looked at. */
  async #size({ table }: ImpactQuestion): Promise<number> {
    const known = this.#sizes.get(table);
    if (known !== undefined) return known;
    const [row] = await this.#tx.query<{ readonly rows: number }>({
      text: `SELECT greatest(c.reltuples, 0)::integer AS rows FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2`,
      params: [this.#input.place.schema, table],
    });
    this.#sizes.set(table, row?.rows ?? 0);
    return row?.rows ?? 0;
  }

  #left(): number {
    return this.#budgetMs - (performance.now() - this.#startedAt);
  }

  #isWorthAll(rows: number): boolean {
    return rows <= LIMITS.impactExactRowsMax && this.#left() > this.#questionMs / 2;
  }

  /** Whole pages by chance, the same ones each time. */
  #sample(table: SqlFragment, about: number): SqlFragment {
    const percent = Math.min(100, Math.max(0.01, (100 * LIMITS.impactSampleRows) / Math.max(about, 1)));
    return sql`(SELECT * FROM ${table} TABLESAMPLE SYSTEM (${sql.lit(percent)}) REPEATABLE (1) LIMIT ${sql.lit(LIMITS.impactSampleRows)})`;
  }

  /** The answer, or nothing when it takes longer than a question may. */
  async #within(
    question: ImpactQuestion,
    ids: NonNullable<ImpactQuestion['ids']>,
    rows: SqlFragment,
  ): Promise<Answer | undefined> {
    const ms = Math.round(Math.min(this.#questionMs, this.#left()));
    if (ms < SENSIBLE_MS) return undefined;
    await this.#tx.query({ text: 'SAVEPOINT impact', params: [] });
    try {
      await this.#tx.query({ text: `SET LOCAL statement_timeout = ${String(ms)}`, params: [] });
      const checked = await this.#total(question, rows);
      const [answer] = await this.#tx.query<{ readonly count: number; readonly samples: string }>({
        text: countedSql(ids(rows), LIMITS.planSampleRows),
        params: [],
      });
      await this.#tx.query({ text: 'RELEASE SAVEPOINT impact', params: [] });
      const found: unknown = JSON.parse(must(answer, 'answer').samples);
      return {
        checked,
        count: must(answer, 'answer').count,
        ids: Array.isArray(found) ? found.map(String) : [],
      };
    } catch (error) {
      if (pgFailureOf(error)?.sqlState !== '57014') throw error;
      await this.#tx.query({ text: 'ROLLBACK TO SAVEPOINT impact', params: [] });
      return undefined;
    }
  }

  /** How many rows are asked: counted once for all questions to the same rows. */
  async #total({ liveOnly }: ImpactQuestion, rows: SqlFragment): Promise<number> {
    const live = liveOnly ? sql` WHERE r.deleted_at IS NULL` : sql``;
    const text = printDdl(sql`SELECT count(*)::integer AS checked FROM ${rows} AS r${live}`);
    const known = this.#totals.get(text);
    if (known !== undefined) return known;
    const [total] = await this.#tx.query<{ readonly checked: number }>({ text, params: [] });
    const { checked } = must(total, 'count');
    this.#totals.set(text, checked);
    return checked;
  }

  /** The rows themselves, as far as the reader may see them: with a rule over rows they are told by id alone. */
  async #samples({ entity, fields }: ImpactQuestion, ids: readonly string[]): Promise<readonly ImpactSample[]> {
    const { access, before } = this.#input;
    const plain = ids.map((id) => ({ id, title: null, values: {} }));
    if (ids.length === 0 || access.rows(entity.id, 'read') !== 'all') return plain;
    const shown = (field: FieldModel): boolean => access.fieldRows(entity.id, field.id, 'show') === 'all';
    const title = entity.fields.find(({ id }) => id === entity.title);
    const columns = [...fields, ...(title === undefined ? [] : [title])].filter(shown).flatMap((field) => {
      const value = this.#value(before, entity, field);
      return value === null ? [] : [{ id: field.id, value }];
    });
    const pairs = columns.flatMap(({ id, value }) => [literal(id), value]);
    const rows = await this.#tx.query<{ readonly id: string; readonly row: string }>({
      text: printDdl(
        sql`SELECT doc.id::text AS id, jsonb_build_object(${sql.join(pairs, sql`, `)})::text AS row FROM ${qualified(this.#input.place.schema, tableName(entity.id))} AS doc WHERE doc.id IN (${sql.join(ids.map(literal), sql`, `)}) ORDER BY doc.id`,
      ),
      params: [],
    });
    return rows.map(({ id, row }) => sampleOf(id, JSON.parse(row), { title: entity.title, fields }));
  }

  /** Numbers as texts, since JavaScript would round them. */
  #value(model: Model, entity: EntityModel, field: FieldModel): SqlFragment | null {
    const { schema } = this.#input.place;
    const row = { schema, alias: checkedSqlName('doc'), timeZone: this.#input.tenant.timeZone };
    const value = fieldValueSql(model, { entity, field }, row);
    if (value === null) return null;
    const isExact = 'precision' in field.type || field.type.kind === 'duration';
    return isExact ? sql`to_jsonb(${value}::text)` : sql`to_jsonb(${value})`;
  }
}

function sampleOf(
  id: string,
  row: unknown,
  { title, fields }: { readonly title: string; readonly fields: readonly FieldModel[] },
): ImpactSample {
  const values = new Map(typeof row === 'object' && row !== null ? Object.entries(row) : []);
  const shown: unknown = values.get(title);
  return {
    id,
    title: typeof shown === 'string' ? shown : typeof shown === 'number' ? String(shown) : null,
    values: Object.fromEntries(
      fields.flatMap((field) => (values.has(field.id) ? [[field.id, values.get(field.id)]] : [])),
    ),
  };
}
