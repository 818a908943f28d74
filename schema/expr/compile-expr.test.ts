import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EXPR_ISSUES } from '../core/catalogue/expr.ts';
import { renderIssue } from '../core/issues.ts';
import { LIMITS } from '../core/limits.ts';
import type { Issue } from '../core/result.ts';
import type { Expr, ExprScope, ExprType } from './ast.ts';
import { compileExpr } from './compile-expr.ts';
import { LINE_SCOPE, SAMPLE_SCOPE } from './sample-scope.ts';

const compile = (source: string, expected: ExprType | 'any' = 'any', scope: ExprScope = SAMPLE_SCOPE): Expr => {
  const result = compileExpr(source, scope, expected);
  if (!result.ok) throw new Error(`${source}: ${JSON.stringify(result.issues)}`);
  return result.value;
};
const issuesOf = (source: string, expected: ExprType | 'any' = 'any'): readonly Issue[] => {
  const result = compileExpr(source, SAMPLE_SCOPE, expected);
  return result.ok ? [] : result.issues;
};
const nested = (depth: number): string => `${'abs('.repeat(depth - 1)}1${')'.repeat(depth - 1)}`;

/** A mistake of every kind: source, the part it is about, and what the place expects. */
type Mistake = readonly [source: string, part: string, expected?: ExprType];
const MISTAKES: Readonly<Record<keyof typeof EXPR_ISSUES, Mistake>> = {
  EXPR_EMPTY: ['  ', '  '],
  EXPR_SYNTAX: ['doc.total > )', ')'],
  EXPR_TOO_LONG: [`'${'x'.repeat(LIMITS.exprLengthMax - 1)}'`, `'${'x'.repeat(LIMITS.exprLengthMax - 1)}'`],
  EXPR_TOO_MANY_NODES: [Array.from({ length: 200 }, () => '1').join('+'), ''],
  EXPR_TOO_DEEP: [nested(LIMITS.exprDepthMax + 1), nested(LIMITS.exprDepthMax + 1)],
  EXPR_TOO_COSTLY: [
    'doc.lines.all(a, doc.lines.all(b, doc.lines.all(c, true)))',
    'doc.lines.all(a, doc.lines.all(b, doc.lines.all(c, true)))',
  ],
  EXPR_VARIABLE_UNKNOWN: ['dok.total > 1', 'dok'],
  EXPR_FIELD_UNKNOWN: ['doc.totl > 1', 'totl'],
  EXPR_NO_FIELDS: ['doc.total.x > 1', 'x'],
  EXPR_FUNCTION_UNKNOWN: ['1 + rond(1.5)', 'rond(1.5)'],
  EXPR_ARGUMENTS: ['upper(doc.total)', 'upper(doc.total)'],
  EXPR_OPERANDS: ['true || doc.total > doc.note', 'doc.total > doc.note'],
  EXPR_CONDITION: ['doc.vip && doc.count', 'doc.count'],
  EXPR_BRANCHES: ["doc.vip ? 1 : 'a'", "doc.vip ? 1 : 'a'"],
  EXPR_LIST_MIXED: ["1 in [1, 'a']", "[1, 'a']"],
  EXPR_LIST_EMPTY: ['1 in []', '[]'],
  EXPR_LIST_WANTED: ['doc.note.exists(x, true)', 'doc.note.exists(x, true)'],
  EXPR_MACRO: ['doc.lines.map(a, true, 1)', 'doc.lines.map(a, true, 1)'],
  EXPR_NAME_TAKEN: ['doc.lines.all(doc, true)', 'doc'],
  EXPR_RESULT: ['doc.total', 'doc.total', { kind: 'bool' }],
  EXPR_NULL_ALONE: ['null == null', 'null == null'],
  EXPR_TABLE_ID: ['table(doc.note, 1)', 'doc.note'],
  EXPR_TABLE_ARGUMENTS: ["table('discount', doc.total)", "table('discount', doc.total)"],
  EXPR_TABLE_ARGUMENT: ["table('discount', doc.note, doc.state)", 'doc.note'],
  EXPR_FEATURE: ["doc.note.matches('x')", "doc.note.matches('x')"],
  EXPR_LITERAL_WANTED: ['date(doc.note)', 'date(doc.note)'],
  EXPR_LITERAL_INVALID: ["date('2026-02-30')", "date('2026-02-30')"],
  EXPR_NUMBER_RANGE: [`1 + ${'9'.repeat(LIMITS.decimalPrecisionMax + 1)}`, '9'.repeat(LIMITS.decimalPrecisionMax + 1)],
  EXPR_TEXT_CHARACTER: ["'a\\x00b'", "'a\\x00b'"],
};

describe('compileExpr: mistakes', () => {
  it.each(Object.entries<Mistake>(MISTAKES))('[EXP-2] %s', (code, [source, part, expected]) => {
    const issues = issuesOf(source, expected ?? 'any');
    expect(issues.map((found) => found.code)).toContain(code);
    const found = issues.find((each) => each.code === code);
    const about = source.slice(Number(found?.params['from']), Number(found?.params['to']));
    expect(part === '' ? '' : about).toBe(part);
    for (const locale of ['en', 'zh-CN'] as const) {
      const rendered = issues.map((each) => renderIssue(each, locale));
      expect(
        rendered
          .flatMap(({ message, cure }) => [message, cure])
          .filter((text) => text.includes('?}') || / \?\W/.test(text)),
      ).toEqual([]);
    }
  });

  it('[EXP-2] tells all mistakes at once and what was meant', () => {
    const issues = issuesOf('doc.totl > 1 && doc.customer.nam == uper(doc.note) && acto.id == null');
    expect(issues.map(({ code, params }) => [code, params['suggestion']])).toEqual([
      ['EXPR_FIELD_UNKNOWN', 'total'],
      ['EXPR_FIELD_UNKNOWN', 'name'],
      ['EXPR_FUNCTION_UNKNOWN', 'upper'],
      ['EXPR_VARIABLE_UNKNOWN', 'actor'],
    ]);
  });

  it('[EXP-2] never throws, whatever the text', () => {
    const token = fc.constantFrom(
      'doc',
      '.',
      'lines',
      'map',
      '(',
      ')',
      ',',
      'l',
      '1',
      '0.5',
      "'",
      '"',
      '\\',
      '[',
      ']',
      '{',
      '}',
      ':',
      '?',
      '&&',
      '||',
      '!',
      '-',
      '+',
      '==',
      '<',
      'in',
      'null',
      'has',
      'dec',
      'size',
      'b"',
      'r"',
      '0x',
      '1u',
      '1e5',
      '\u0000',
      '\ud800',
      '中',
      ' ',
      '\n',
      '//',
      '__proto__',
      'constructor',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.array(token, { maxLength: 25 }).map((tokens) => tokens.join('')),
    );
    fc.assert(
      fc.property(text, (source) => {
        const result = compileExpr(source, SAMPLE_SCOPE, 'any');
        const issues = result.ok ? [] : result.issues;
        for (const { params } of issues) {
          expect(Number(params['from'])).toBeGreaterThanOrEqual(0);
          expect(Number(params['to'])).toBeLessThanOrEqual(source.length);
        }
        expect(result.ok || issues.length > 0).toBe(true);
      }),
      { numRuns: process.env['FORMWORK_LONG'] === '1' ? 5_000 : 1_000, interruptAfterTimeLimit: 8_000 },
    );
  });
});

describe('compileExpr: what cannot be read', () => {
  it.each([
    'doc.constructor',
    'doc.__proto__',
    'doc.toString',
    'doc.customer.constructor',
    'actor.__proto__',
    'doc.hasOwnProperty',
  ])('[EXP-3] %s is an unknown field', (source) =>
    expect(issuesOf(source).map(({ code }) => code)).toEqual(['EXPR_FIELD_UNKNOWN']),
  );

  it.each(['constructor', 'toString', 'globalThis', 'process', '__proto__x'])(
    '[EXP-3] %s is an unknown name',
    (source) => {
      expect(issuesOf(source).map(({ code }) => code)).toEqual(['EXPR_VARIABLE_UNKNOWN']);
    },
  );

  it.each([
    ['cel.bind(x, 1, x)'],
    ["matches('a', 'b')"],
    ['doc.tags[0]'],
    ['{}'],
    ['b"x"'],
    ['1u'],
    ['optional.of(1)'],
  ])('[EXP-24] %s is refused', (source) => expect(issuesOf(source).map(({ code }) => code)).toEqual(['EXPR_FEATURE']));

  it('[EXP-24] a text has no half characters', () => {
    expect(issuesOf("'\ud800'").map(({ code }) => code)).toEqual(['EXPR_TEXT_CHARACTER']);
    expect(compile("'🙂'").root.type.kind).toBe('text');
  });

  it.each(['P1M', 'P1Y', 'P', 'PT', '', '-', '1x', 'P1DT'])('[EXP-20] duration %j is refused', (text) => {
    expect(issuesOf(`duration('${text}')`).map(({ code }) => code)).toEqual(['EXPR_LITERAL_INVALID']);
  });

  it('[EXP-21] rows of two entities cannot be compared', () => {
    expect(issuesOf('doc.customer == doc.customer.region').map(({ code }) => code)).toEqual(['EXPR_OPERANDS']);
  });
});

describe('compileExpr: bounds', () => {
  it('[EXP-25] length: the most and one more', () => {
    expect(issuesOf(`'${'x'.repeat(LIMITS.exprLengthMax - 2)}'`)).toEqual([]);
    expect(issuesOf(`'${'x'.repeat(LIMITS.exprLengthMax - 1)}'`).map(({ code }) => code)).toEqual(['EXPR_TOO_LONG']);
  });

  it('[EXP-25] parts: the most and one more', () => {
    const list = (count: number): string => `1 in [${Array.from({ length: count }, () => '1').join(',')}]`;
    expect(issuesOf(list(LIMITS.exprNodesMax - 3))).toEqual([]);
    expect(issuesOf(list(LIMITS.exprNodesMax - 2)).map(({ code }) => code)).toEqual(['EXPR_TOO_MANY_NODES']);
  });

  it('[EXP-25] depth: the most and one more; a chain is one level', () => {
    expect(issuesOf(nested(LIMITS.exprDepthMax))).toEqual([]);
    expect(issuesOf(nested(LIMITS.exprDepthMax + 1)).map(({ code }) => code)).toEqual(['EXPR_TOO_DEEP']);
    expect(issuesOf(Array.from({ length: 100 }, () => 'doc.vip').join(' && '))).toEqual([]);
    expect(issuesOf(`${'('.repeat(2000)}1${')'.repeat(1990)}`)[0]?.code).toBe('EXPR_TOO_DEEP');
    expect(issuesOf(`${'!'.repeat(3990)}doc.vip`)[0]?.code).toBe('EXPR_TOO_MANY_NODES');
  });

  it('[EXP-25] cost counts the longest lists', () => {
    // 1 for the form, 2 for doc.lines, 100 × body
    expect(issuesOf('doc.lines.all(a, doc.lines.all(b, b.qty > 1))')).toEqual([]);
    const [found] = issuesOf('doc.lines.all(a, doc.lines.all(b, a.qty > b.qty && a.qty > 0))');
    expect(found?.code).toBe('EXPR_TOO_COSTLY');
    expect(found?.params['cost']).toBe(1 + 2 + 100 * (1 + 2 + 100 * 10));
  });
});

describe('compileExpr: types', () => {
  const typeOf = (source: string): string => JSON.stringify(compile(source).root.type);

  it.each([
    ['1 + 2', 'int'],
    ['1 + 2.0', 'decimal'],
    ['1 / 2', 'decimal'],
    ['doc.dueAt - doc.dueAt', 'duration'],
    ['doc.orderedOn - doc.orderedOn', 'duration'],
    ["doc.dueAt + duration('P7D')", 'datetime'],
    ["duration('1h') / duration('1m')", 'decimal'],
    ['doc.vip ? 1 : 2.5', 'decimal'],
    ['doc.lines.size()', 'int'],
    ['sum(doc.lines.map(l, l.qty * l.price))', 'decimal'],
    ['max(doc.lines.map(l, l.neededOn))', 'date'],
    ['doc.vip ? doc.customer : doc.backup', 'text'],
    ['actor', 'text'],
  ])('[EXP-5] %s is of type %s', (source, kind) => {
    expect(typeOf(source)).toBe(JSON.stringify({ kind }));
  });

  it.each([
    ['doc.total', false],
    ['doc.discount', true],
    ['doc.customer.name', false],
    ['doc.backup.name', true],
    ['doc.total / 2', false],
    ['doc.total / doc.count', true],
    ['doc.discount.orValue(0)', false],
    ['doc.discount == null', false],
    ['doc.discount > 1', true],
    ['sum(doc.lines.map(l, l.price))', false],
    ['max(doc.lines.map(l, l.qty))', true],
    ['doc.lines.map(l, l.item).exists(i, i.id == doc.code)', false],
  ])('[EXP-9] %s: can be null is %s', (source, nullable) => {
    expect(compile(source).root.nullable).toBe(nullable);
  });

  it('[EXP-5] an int serves where a decimal is expected, not the other way round', () => {
    expect(compile('1', { kind: 'decimal' }).root.type.kind).toBe('decimal');
    expect(issuesOf('1.5', { kind: 'int' }).map(({ code }) => code)).toEqual(['EXPR_RESULT']);
    expect(compile('null', { kind: 'int' }).root).toMatchObject({
      kind: 'literal',
      value: null,
      type: { kind: 'int' },
    });
  });

  it('[EXP-21] a row serves where a text is expected', () => {
    expect(compile('doc.customer', { kind: 'text' }).root).toMatchObject({ kind: 'field', field: 'id' });
    expect(compile('doc.customer', { kind: 'row', entity: 'Customer' }).root.type.kind).toBe('row');
    expect(issuesOf('doc.customer', { kind: 'row', entity: 'Region' }).map(({ code }) => code)).toEqual([
      'EXPR_RESULT',
    ]);
  });

  it('knows what is read, from doc and from line', () => {
    const expr = compile(
      'doc.customer.name == doc.note && doc.lines.exists(l, l.item.weight > line.qty) && doc.backup == actor.id',
      'any',
      LINE_SCOPE,
    );
    expect(expr.reads).toEqual([['backup'], ['customer', 'name'], ['lines'], ['lines', 'item', 'weight'], ['note']]);
    expect(expr.lineReads).toEqual([['qty']]);
    expect([expr.usesActor, expr.usesClock]).toEqual([true, false]);
    expect(compile('doc.dueAt < now()').usesClock).toBe(true);
  });

  it('gives plain JSON', () => {
    const expr = compile("doc.lines.filter(l, l.qty > 1).map(l, l.label + 'x').size() > 0 ? dec('1.50') : null");
    expect(JSON.parse(JSON.stringify(expr))).toEqual(expr);
  });

  it('[EXP-2] ranges hold their brackets', () => {
    const { root, source } = compile('(doc.vip || doc.checked) && (doc.total > (1 + 2))');
    const texts =
      root.kind === 'binary' ? [root, root.left, root.right].map(({ range = [0, 0] }) => source.slice(...range)) : [];
    expect(texts).toEqual([source, 'doc.vip || doc.checked', 'doc.total > (1 + 2)']);
  });
});
