import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { CALL_NAMES } from '../../schema/expr/ast.ts';
import { CALLS } from '../../schema/expr/closure-calls.ts';
import { compileExpr } from '../../schema/expr/compile-expr.ts';
import type { EvalContext } from '../../schema/expr/evaluate.ts';
import { SAMPLE_SCOPE } from '../../schema/expr/sample-scope.ts';
import { companyBinding } from '../test/expr-company.ts';
import { sqlContextOf } from './expr-sql-binding.ts';
import { exprToCondition, exprToSql } from './expr-sql.ts';

const db = new Kysely<unknown>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (given) => new PostgresIntrospector(given),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});
const CONTEXT: EvalContext = {
  now: '2026-03-01T01:00:00.000Z',
  timeZone: 'Asia/Shanghai',
  actor: { id: '00000000-0000-7000-8000-00000000000a', roles: ['sales'], departments: [] },
};

const compiled = (
  source: string,
  make = exprToCondition,
): { readonly text: string; readonly parameters: readonly unknown[] } => {
  const result = compileExpr(source, SAMPLE_SCOPE, 'any');
  if (!result.ok) throw new Error(`${source}: ${JSON.stringify(result.issues)}`);
  const binding = companyBinding(sqlContextOf(CONTEXT, 'uuid'));
  const query = sql`${make(result.value, binding)}`.compile(db);
  return { text: query.sql.replaceAll(/\s+/g, ' '), parameters: query.parameters };
};

describe('exprToSql', () => {
  it.each(["'; drop table x; --", '$1', "O'Brien", '\\', '"', '中文'])(
    '[EXP-1] the text %j is a parameter',
    (hostile) => {
      const { text, parameters } = compiled(`doc.note == ${JSON.stringify(hostile)}`);
      expect(text).toBe('("o"."note" = $1::text)');
      expect(parameters).toEqual([hostile]);
    },
  );

  it.each([
    ["doc.state == 'draft'", '("o"."state" = $1::text)'],
    ['doc.assignee == actor.id', '("o"."assignee" = $1::uuid)'],
    ['doc.count > 5', '("o"."count" > $1::bigint)'],
    ['doc.customer == doc.backup', '("o"."customer" = "o"."backup")'],
    ["doc.state in ['a', 'b']", '("o"."state" in ($1::text, $2::text))'],
    ['doc.assignee in actor.departments', 'coalesce("o"."assignee" = any($1::uuid[]), false)'],
    ['doc.note == null', '(("o"."note") is null)'],
  ])('[EXP-8] as a condition, %s compares so that an index serves', (source, text) => {
    expect(compiled(source).text).toBe(text);
  });

  it('[EXP-8] as a value, a comparison with null is false', () => {
    expect(compiled("doc.note == 'x'", exprToSql).text).toBe('coalesce("o"."note" = $1::text, false)');
    expect(compiled('doc.discount == doc.rank', exprToSql).text).toContain('is not distinct from');
  });

  it('[EXP-21] follows a reference in a subquery, and not for its id', () => {
    expect(compiled("doc.customer.region.name == 'x'").text).toBe(
      '((select "e2"."name" from "Customer" as "e1", "Region" as "e2" where "e1"."id" = "o"."customer" and "e2"."id" = "e1"."region") = $1::text)',
    );
    expect(compiled('doc.customer.id == doc.backup.id').text).toBe('("o"."customer" = "o"."backup")');
  });

  it('is the same text for the same expression', () => {
    const source = 'sum(doc.lines.filter(l, l.qty > 1).map(l, l.qty * l.price / 3)) > doc.total';
    expect(compiled(source)).toEqual(compiled(source));
  });

  it('[EXP-1] every call has a meaning on both sides', () => {
    expect(Object.keys(CALLS).sort()).toEqual([...CALL_NAMES].sort());
  });
});
