import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExprType, TableCell, TableModel } from '../expr/ast.ts';
import { compileExpr } from '../expr/compile-expr.ts';
import { evaluate, type EvalContext } from '../expr/evaluate.ts';
import type { TableDef } from '../template/template-rules.ts';
import { parseCell } from './table-cells.ts';
import { tableReport } from './table-report.ts';
import { compileTables } from './tables.ts';

const CONTEXT: EvalContext = { now: '2026-03-01T01:00:00.000Z', timeZone: 'UTC', actor: null };
const kind = (name: 'bool' | 'int' | 'decimal' | 'text' | 'date' | 'time' | 'datetime' | 'duration'): ExprType => ({
  kind: name,
});

const compiled = (def: Omit<TableDef, 'id'>): TableModel => {
  const tables = [{ id: 't', columns: Object.keys(def.in), ...def }];
  const { models, issues } = compileTables({ format: 1, pack: 'a', version: '1.0.0', tables });
  const table = models.get('t');
  if (table === undefined) throw new Error(JSON.stringify(issues));
  return table;
};

const oneOf = (...values: readonly (string | boolean | null)[]): TableCell => ({ kind: 'oneOf', values });
const from = (low: string, lowOpen = false): TableCell => ({ kind: 'range', low, lowOpen, highOpen: false });
const to = (high: string, highOpen = false): TableCell => ({ kind: 'range', high, lowOpen: false, highOpen });

describe('cells of decision tables', () => {
  it.each<readonly [string | number | boolean | null, ExprType, TableCell]>([
    [null, kind('text'), { kind: 'any' }],
    ['-', kind('int'), { kind: 'any' }],
    [' - ', kind('text'), { kind: 'any' }],
    ['a', kind('text'), oneOf('a')],
    ['a | b', kind('text'), oneOf('a', 'b')],
    ["'a | b' | \"-\" | null | 'null'", kind('text'), oneOf('a | b', '-', null, 'null')],
    ["O'Brien", kind('text'), oneOf("O'Brien")],
    ['>= 5', kind('text'), oneOf('>= 5')],
    ["''", kind('text'), oneOf('')],
    [true, kind('bool'), oneOf(true)],
    ['false|null', kind('bool'), oneOf(false, null)],
    [7, kind('int'), oneOf('7')],
    [0.1, kind('decimal'), oneOf('0.1')],
    ['1|2.50', kind('decimal'), oneOf('1', '2.5')],
    ['>= 100', kind('decimal'), from('100')],
    ['>0.5', kind('decimal'), from('0.5', true)],
    ['<5', kind('int'), to('5', true)],
    ['<= -5', kind('int'), to('-5')],
    ['[1..5)', kind('int'), { kind: 'range', low: '1', high: '5', lowOpen: false, highOpen: true }],
    ['( -1.5 .. 5 ]', kind('decimal'), { kind: 'range', low: '-1.5', high: '5', lowOpen: true, highOpen: false }],
    ['>= 2026-01-31', kind('date'), from('2026-01-31')],
    [
      '[08:00..12:00)',
      kind('time'),
      { kind: 'range', low: '08:00:00', high: '12:00:00', lowOpen: false, highOpen: true },
    ],
    ['< 2026-01-31T08:00:00+08:00', kind('datetime'), to('2026-01-31T00:00:00.000Z', true)],
    ['<= PT2H', kind('duration'), to('7200')],
  ])('[MOD-54] %j in a column of %j', (cell, type, expected) => {
    expect(parseCell(cell, type)).toEqual(expected);
  });

  it.each<readonly [string | number | boolean, ExprType]>([
    ['', kind('text')],
    ['a |', kind('text')],
    [1, kind('text')],
    ['yes', kind('bool')],
    ['1.5', kind('int')],
    ['1e400', kind('decimal')],
    ['[5..1]', kind('int')],
    ['[1..1)', kind('int')],
    ['[1..2', kind('int')],
    ['> 1 | 2', kind('int')],
    ['> null', kind('int')],
    ['2026-02-30', kind('date')],
    ['25:00', kind('time')],
    ['P1M', kind('duration')],
    [true, kind('int')],
    ['a\u0000b', kind('text')],
  ])('[MOD-54] %j is no cell of a column of %j', (cell, type) => {
    expect(parseCell(cell, type)).toBeUndefined();
  });
});

describe('tableReport', () => {
  const report = (def: Omit<TableDef, 'id'>) => tableReport(compiled(def));

  it('[MOD-54] tells which rows overlap, with an example', () => {
    const { overlaps } = report({
      hit: 'unique',
      in: { role: 'text', total: 'money' },
      out: 'int',
      rows: [
        ['sales', '< 100', 1],
        ['sales | finance', '[100..1000)', 2],
        ['-', '>= 999.5', 3],
        ['null', '< 0', 4],
      ],
    });
    expect(overlaps).toEqual([{ first: 1, second: 2, example: 'role = finance, total = 999.5' }]);
  });

  it('[MOD-54] tells what no row matches, but where there is an else', () => {
    const def = {
      hit: 'first',
      in: { due: 'date', vip: 'bool' },
      out: 'int',
      rows: [
        ['< 2026-01-01', '-', 1],
        ['> 2026-01-01', true, 2],
      ],
    } as const;
    expect(report(def).gaps).toEqual(['due = 2026-01-01, vip = true', 'due = 2026-01-02, vip = false']);
    expect(report({ ...def, else: 0 }).gaps).toEqual([]);
  });

  it.each([
    ['int', ['< 5', '>= 5'], []],
    ['int', ['<= 4', '>= 5'], []],
    ['decimal', ['<= 4', '>= 5'], ['c = 4.5']],
    ['decimal', ['< 5', '> 5'], ['c = 5']],
    ['date', ['<= 2026-01-31', '>= 2026-02-01'], []],
    ['time', ['[00:00..12:00)', '[12:00..23:59:59]'], []],
    ['time', ['[08:00..12:00)', '[12:00..23:59:59]'], ['c = 03:59:59']],
    [
      'datetime',
      ['< 2026-01-01T00:00:00Z', '> 2026-01-01T02:00:00Z'],
      ['c = 2026-01-01T00:00:00.000Z', 'c = 2026-01-01T01:00:00.000Z', 'c = 2026-01-01T02:00:00.000Z'],
    ],
    ['duration', ['<= PT1H', '>= PT2H'], ['c = PT3601S']],
    ['text', ['a', 'b'], ['c = …']],
    ['text', ['a | null', '-'], []],
    ['bool', [true], ['c = false']],
    ['int', ['-', 'null'], []],
    ['int', ['< 5', '>= 5', 'null | 7'], []],
  ] as const)('[MOD-54] gaps of %s in %j', (type, cells, gaps) => {
    // Stretches that the same rows take are told once.
    const told = report({ hit: 'first', in: { c: type }, out: 'int', rows: cells.map((cell) => [cell, 1]) }).gaps;
    expect(told).toEqual(gaps.slice(0, Math.max(told.length, Math.min(1, gaps.length))));
  });

  it('[MOD-54] agrees with the evaluator on every combination of small tables', () => {
    const cell = fc.oneof(
      fc.constant('-'),
      fc.integer({ min: 0, max: 4 }).map(String),
      fc
        .tuple(fc.constantFrom('<', '<=', '>', '>='), fc.integer({ min: 0, max: 4 }))
        .map(([op, n]) => `${op} ${String(n)}`),
      fc
        .tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 3, max: 5 }))
        .map(([a, b]) => `[${String(a)}..${String(b)})`),
    );
    const word = fc.constantFrom('-', 'a', 'b', 'a|b', 'null', 'a | null');
    const rows = fc.array(fc.tuple(cell, cell, word), { maxLength: 6 });
    fc.assert(
      fc.property(rows, (cells) => {
        const table = compiled({
          hit: 'collect',
          in: { a: 'int', b: 'int', w: 'text' },
          out: 'int',
          rows: cells.map((row) => [...row, 1]),
        });
        const { overlaps, gaps, complete } = tableReport(table);
        const isEmptyNamed = cells.some(([, , w]) => w.includes('null'));
        const counts = countsOf(table, [...(isEmptyNamed ? ['null'] : []), "'a'", "'b'", "'z'"]);
        expect(complete).toBe(true);
        expect(overlaps.length > 0).toBe(counts.some((count) => count > 1));
        expect(gaps.length > 0).toBe(counts.includes(0));
      }),
      { numRuns: process.env['FORMWORK_LONG'] === '1' ? 150 : 50 },
    );
  });

  it('[MOD-54] gives up on tables of too many combinations, and says so', () => {
    const columns = Array.from({ length: 12 }, (_, index) => `c${index}`);
    const rows = Array.from({ length: 60 }, (_, row) => [
      ...columns.map((_, index) => `[${String((row * (index + 3)) % 17)}..${String(((row * (index + 3)) % 17) + 9)}]`),
      1,
    ]);
    const fallback = [...columns.map(() => '-'), 0];
    const def = { hit: 'first', in: Object.fromEntries(columns.map((id) => [id, 'int'])), out: 'int' } as const;
    expect(tableReport(compiled({ ...def, rows: [...rows, fallback] }))).toMatchObject({ gaps: [], complete: true });
    expect(tableReport(compiled({ ...def, rows })).gaps.length).toBeGreaterThan(0);
  });
});

/** How many rows match, over a grid that touches every bound. */
function countsOf(table: TableModel, words: readonly string[]): readonly number[] {
  const scope = { variables: {}, fieldsOf: () => undefined, tables: new Map([[table.id, table]]) };
  const grid = ['-1', '0', '1', '2', '3', '4', '5', '6'];
  return grid.flatMap((a) =>
    grid.flatMap((b) =>
      words.map((word) => {
        const result = compileExpr(`table('t', ${a}, ${b}, ${word})`, scope, 'any');
        if (!result.ok) throw new Error(JSON.stringify(result.issues));
        return Number(evaluate(result.value, {}, CONTEXT) ?? 0);
      }),
    ),
  );
}
