import { describe, expect, it } from 'vitest';
import { renderIssue } from '../core/issues.ts';
import { compileExpr } from './compile-expr.ts';
import { completionsAt } from './completion.ts';
import { evaluate, type EvalContext, type ExprValue } from './evaluate.ts';
import { explain } from './explain.ts';
import { SAMPLE_SCOPE } from './sample-scope.ts';
import { sentenceOf, type SentenceLabels } from './sentence.ts';

const CONTEXT: EvalContext = { now: '2026-03-01T01:00:00.000Z', timeZone: 'UTC', actor: null };
const LABELS: SentenceLabels = { field: (_, field) => field };

const compiled = (source: string) => {
  const result = compileExpr(source, SAMPLE_SCOPE, 'any');
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.value;
};
const value = (source: string, doc: unknown = {}): ExprValue => evaluate(compiled(source), { doc }, CONTEXT);
const codes = (source: string): readonly string[] => {
  const result = compileExpr(source, SAMPLE_SCOPE, 'any');
  return result.ok ? [] : result.issues.map(({ code }) => code);
};

describe('table()', () => {
  it.each([
    ["table('weight', 'sales')", '1.2'],
    ["table('weight', 'warehouse')", '1.1'],
    ["table('weight', doc.note)", '1.1'],
    ["table('weight', 'Sales')", '1'],
    ["10 * table('weight', doc.customer.name)", '12'],
    ["table('discount', 1000, 'x')", '0.1'],
    ["table('discount', 1000.5, doc.note)", '0.1'],
    ["table('discount', 999.99, 'draft')", '0.05'],
    ["table('discount', 100, 'draft')", null],
    ["table('discount', null, 'draft')", null],
    ["table('discount', doc.count, 'draft')", '0.05'],
    ["table('fees', 3)", '1'],
    ["table('fees', 10)", '3.5'],
    ["table('fees', doc.rank)", '1'],
  ])('[EXP-27] %s is %s', (source, expected) => {
    expect(value(source, { count: '500', customer: { id: 'c', name: 'finance' } })).toBe(expected);
  });

  it('[EXP-27] can be null where no row matches and nothing else is said', () => {
    expect(compiled("table('weight', 'x')").root.nullable).toBe(false);
    expect(compiled("table('discount', 1, 'x')").root.nullable).toBe(true);
  });

  it.each([
    ["table('wieght', 'x')", 'MODEL_TABLE_UNKNOWN'],
    ["table('weight')", 'EXPR_TABLE_ARGUMENTS'],
    ["table('weight', 1)", 'EXPR_TABLE_ARGUMENT'],
    ["table('fees', 1.5)", 'EXPR_TABLE_ARGUMENT'],
    ['table()', 'EXPR_TABLE_ID'],
    ["table('we' + 'ight', 'x')", 'EXPR_TABLE_ID'],
  ])('[EXP-27] %s is refused: %s', (source, code) => {
    expect(codes(source)).toEqual([code]);
  });

  it('[EXP-2] the table that was meant is named', () => {
    const result = compileExpr("table('wieght', 'x')", SAMPLE_SCOPE, 'any');
    const [first] = result.ok ? [] : result.issues;
    expect(first?.params).toMatchObject({ from: 6, to: 14, suggestion: 'weight' });
    expect(first && renderIssue(first, 'en').message).not.toContain('?');
  });

  it('[EXP-26] an explanation tells which rows matched', () => {
    const parts = explain(
      compiled("doc.total * table('fees', doc.count)"),
      { doc: { total: '2', count: '12' } },
      CONTEXT,
    );
    expect(parts.values).toEqual(['7']);
    expect(parts.parts[1]).toMatchObject({ text: "table('fees', doc.count)", values: ['3.5'], rows: [0, 1] });
    const none = explain(compiled("table('weight', 'x')"), {}, CONTEXT);
    expect(none).toMatchObject({ values: ['1'], rows: [] });
  });

  it('[EXP-28] sentences call it by its label', () => {
    const expr = compiled("doc.total > table('weight', doc.note)");
    expect(sentenceOf(expr, LABELS, 'en')).toBe('total is more than the value of table “Weight of roles” for note');
    expect(sentenceOf(expr, LABELS, 'zh-CN')).toBe('total 大于“岗位系数”表中 note 对应的值');
  });

  it('[EXP-25] a table costs a step for ten cells', () => {
    const cells = [{ kind: 'any' }] as const;
    const rows = Array.from({ length: 2_000 }, () => ({ cells, out: '1' }));
    const type = { kind: 'decimal' } as const;
    const big = { id: 'big', hit: 'first', inputs: [{ id: 'a', type }], out: type, rows, otherwise: null } as const;
    const scope = { ...SAMPLE_SCOPE, tables: new Map([['big', big]]) };
    expect(compileExpr("table('big', doc.total)", scope, 'any').ok).toBe(true);
    const inside = compileExpr("doc.lines.all(a, doc.lines.all(b, table('big', a.qty) > 0))", scope, 'any');
    expect(inside.ok ? [] : inside.issues.map(({ code }) => code)).toEqual(['EXPR_TOO_COSTLY']);
  });

  it('is offered by name, with its columns', () => {
    const source = "1 + table('we";
    const { from, to, items } = completionsAt(source, source.length, { scope: SAMPLE_SCOPE, locale: 'zh-CN' });
    expect([from, to]).toEqual([11, 13]);
    expect(items).toEqual([{ kind: 'table', insert: 'weight', detail: '(role: text) → decimal', doc: '岗位系数' }]);
    expect(completionsAt('tab', 3, { scope: SAMPLE_SCOPE, locale: 'en' }).items.map(({ insert }) => insert)).toEqual([
      'table',
    ]);
    expect(completionsAt('tab', 3, { scope: { ...SAMPLE_SCOPE, tables: new Map() }, locale: 'en' }).items).toEqual([]);
  });
});
