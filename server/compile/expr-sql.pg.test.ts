import { Kysely, PostgresDialect, sql } from 'kysely';
import { Client, Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Expr, ExprType } from '../../schema/expr/ast.ts';
import { compileExpr } from '../../schema/expr/compile-expr.ts';
import { evaluate, type EvalContext, type ExprValue } from '../../schema/expr/evaluate.ts';
import { SAMPLE_SCOPE } from '../../schema/expr/sample-scope.ts';
import { companyBinding, createTables, fillTables, type Company } from '../test/expr-company.ts';
import { randomTables } from '../test/random-tables.ts';
import { RandomExpressions } from '../test/expr-random.ts';
import { Random } from '../test/expr-samples.ts';
import { sqlContextOf, type Sql } from './expr-sql-binding.ts';
import { exprToCondition, exprToValue } from './expr-sql.ts';

const isLong = process.env['FORMWORK_LONG'] === '1';
const SEED = Number(process.env['FORMWORK_SEED'] ?? Date.now() % 1_000_000_000);
const ORDERS = 40;
const COMPARISONS_MIN = isLong ? 2_000_000 : 80_000;
/** Expressions compared in one statement. */
const BATCH = 12;
const TABLES = 64;
const ZONES = [
  'Asia/Shanghai',
  'America/New_York',
  'UTC',
  'Asia/Kathmandu',
  'America/Sao_Paulo',
  'Pacific/Auckland',
  'America/Havana',
] as const;

let db: Kysely<unknown>;
let company: Company;
const random = new Random(SEED);

beforeAll(async () => {
  const name = `expr_${SEED}_${process.pid}`;
  const admin = new Client(inject('postgresUrl'));
  await admin.connect();
  await admin.query(`create database ${name}`);
  await admin.end();
  const url = new URL(inject('postgresUrl'));
  url.pathname = `/${name}`;
  const pool = new Pool({ connectionString: url.href, max: 2 });
  db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  await createTables(db);
  company = await fillTables(db, random, ORDERS);
  await sql`analyze`.execute(db);
});

afterAll(async () => {
  await db.destroy();
});

interface Tally {
  readonly mismatches: unknown[];
  nulls: number;
}

interface Tried {
  readonly source: string;
  readonly expr: Expr;
}

describe('SQL and JavaScript give the same value', () => {
  it(`[EXP-1] on ${COMPARISONS_MIN} random comparisons, seed ${SEED}`, { timeout: 600_000 }, async () => {
    console.log(`expressions: seed ${SEED} (repeat with FORMWORK_SEED=${SEED})`);
    const tables = randomTables(random, TABLES);
    const scope = { ...SAMPLE_SCOPE, tables };
    const expressions = new RandomExpressions(random, tables.values());
    const tally: Tally = { mismatches: [], nulls: 0 };
    const { mismatches } = tally;
    const unexpected: string[] = [];
    let [compared, refusedCount, tried, withTables] = [0, 0, 0, 0];
    while (compared < COMPARISONS_MIN && mismatches.length < 8) {
      const context = contextOf();
      const batch: Tried[] = [];
      while (batch.length < BATCH) {
        const source = expressions.next();
        tried += 1;
        const result = compileExpr(source, scope, 'any');
        if (result.ok) {
          batch.push({ source, expr: result.value });
          if (source.includes('table(')) withTables += company.orders.length;
        } else {
          refusedCount += 1;
          unexpected.push(...result.issues.filter(({ code }) => !isSize(code)).map(({ code }) => `${code} ${source}`));
        }
      }
      compared += await compareBatch(batch, context, tally);
    }
    console.log(
      `${compared} comparisons, ${tried} expressions, ${refusedCount} refused for size, ${tally.nulls} nulls, ${withTables} with tables`,
    );
    expect(mismatches.map((mismatch) => JSON.stringify(mismatch))).toEqual([]);
    // Only for its size may a well-typed expression be refused.
    expect(unexpected).toEqual([]);
    expect(withTables / compared).toBeGreaterThan(0.1);
    // A test that compares little but nulls would prove little.
    expect(tally.nulls / compared).toBeLessThan(0.4);
    expect(refusedCount / tried).toBeLessThan(0.2);
  });
});

function isSize(code: string): boolean {
  return [
    'EXPR_TOO_COSTLY',
    'EXPR_TOO_LONG',
    'EXPR_TOO_DEEP',
    'EXPR_TOO_MANY_NODES',
    'EXPR_NULL_ALONE',
    'EXPR_LIST_EMPTY',
  ].includes(code);
}

function contextOf(): EvalContext {
  const actor = {
    id: random.pick(company.userIds),
    role: random.chance(0.5) ? 'sales' : null,
    roles: random.chance(0.5) ? ['sales', '中文'] : [],
    departments: random.chance(0.5) ? [...company.userIds] : [],
  };
  const now = `2026-0${1 + random.below(9)}-0${1 + random.below(9)}T${random.chance(0.5) ? '23' : '04'}:30:00.000Z`;
  return { now, timeZone: random.pick(ZONES), actor: random.chance(0.15) ? null : actor };
}

async function compareBatch(batch: readonly Tried[], context: EvalContext, tally: Tally): Promise<number> {
  const { mismatches } = tally;
  const binding = companyBinding(sqlContextOf(context, 'uuid'));
  const columns = batch.flatMap(({ expr }, index) => {
    const { sql: value } = exprToValue(expr, binding);
    const shown = sql`${textSql(value, expr.root.type)} as ${sql.id(`c${index}`)}`;
    if (expr.root.type.kind !== 'bool') return [shown];
    return [shown, sql`coalesce(${exprToCondition(expr, binding)}, false)::text as ${sql.id(`t${index}`)}`];
  });
  let rows: readonly Readonly<Record<string, string | null>>[];
  try {
    const query = sql<Record<string, string | null>>`select ${sql.join(columns)} from "Order" as o order by o.id`;
    ({ rows } = await query.execute(db));
  } catch (error) {
    if (batch.length === 1) {
      mismatches.push({ source: batch[0]?.source, context, error: String(error) });
      return 0;
    }
    let compared = 0;
    for (const one of batch) compared += await compareBatch([one], context, tally);
    return compared;
  }
  company.orders.forEach((doc, at) => {
    batch.forEach(({ source, expr }, index) => {
      const value = evaluate(expr, { doc }, context);
      if (value === null) tally.nulls += 1;
      const expected = shownText(value, expr.root.type);
      const found = rows[at]?.[`c${index}`] ?? null;
      if (found !== expected && mismatches.length < 8)
        mismatches.push({ source, context, order: at, js: expected, sql: found });
      const truth = rows[at]?.[`t${index}`];
      if (truth !== undefined && truth !== String(value === true))
        mismatches.push({ source, context, order: at, js: value, truth });
    });
  });
  return batch.length * company.orders.length;
}

/** A form that both sides write alike. */
function textSql(value: Sql, type: ExprType): Sql {
  if (['int', 'decimal', 'duration'].includes(type.kind)) return sql`trim_scale((${value})::numeric)::text`;
  if (type.kind === 'date') return sql`to_char(${value}, 'YYYY-MM-DD')`;
  if (type.kind !== 'datetime') return sql`(${value})::text`;
  return sql`to_char((${value}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

function shownText(value: ExprValue, type: ExprType): string | null {
  if (value === null) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return type.kind === 'datetime' ? text.replace(/\.(\d{3})Z$/, '.$1000Z') : text;
}
