import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Expr } from './ast.ts';
import { compileExpr } from './compile-expr.ts';
import { admits, evaluate, passes, type EvalContext, type ExprValue } from './evaluate.ts';
import { SAMPLE_SCOPE } from './sample-scope.ts';

const CONTEXT: EvalContext = {
  now: '2026-03-01T01:00:00.000Z',
  timeZone: 'Asia/Shanghai',
  actor: { id: 'u1', name: 'Lin', role: 'sales', roles: ['sales'], departments: ['d1'] },
};
const DOC = {
  id: 'o1',
  customer: { id: 'c1', name: '张三', limit: '100', region: null, contacts: [{ id: 'k1', email: null, rank: 2 }] },
  backup: 'c2',
  assignee: 'u1',
  code: 'SO-1',
  total: '12.50',
  count: 3,
  vip: true,
  dueAt: '2026-03-02T00:30:00Z',
  orderedOn: '2026-02-28',
  opensAt: '08:30',
  lead: 'PT36H',
  tags: ['a', '中'],
  lines: [
    { id: 'l1', qty: '2', price: '0.1', label: 'x', item: 'i1' },
    { id: 'l2', qty: '3', price: null, label: null, item: null },
  ],
};

const compile = (source: string): Expr => {
  const result = compileExpr(source, SAMPLE_SCOPE, 'any');
  if (!result.ok) throw new Error(`${source}: ${JSON.stringify(result.issues)}`);
  return result.value;
};
const value = (source: string, doc: unknown = DOC, context: EvalContext = CONTEXT): ExprValue =>
  evaluate(compile(source), { doc }, context);

describe('evaluate', () => {
  it.each<readonly [rule: string, source: string, expected: ExprValue]>([
    ['EXP-4', '0.1 + 0.2 == 0.3', true],
    ['EXP-4', '9007199254740993 + 1', '9007199254740994'],
    ['EXP-4', "dec('1.10') * 1.10", '1.21'],
    [
      'EXP-4',
      '99999999999999999999999999999999999999 * 99999999999999999999999999999999999999',
      `${'9'.repeat(37)}8${'0'.repeat(37)}1`,
    ],
    ['EXP-5', '1 / 2', '0.5'],
    ['EXP-6', '1 / 3', '0.333333333333'],
    ['EXP-6', '-2 / 3', '-0.666666666667'],
    ['EXP-6', '1 / 0', null],
    ['EXP-6', '1 % 0', null],
    ['EXP-6', '-7 % 3', '-1'],
    ['EXP-6', "duration('10s') / 3", '3.333333'],
    ['EXP-7', 'round(2.5)', '3'],
    ['EXP-7', 'round(-2.345, 2)', '-2.35'],
    ['EXP-7', 'floor(-0.5)', '-1'],
    ['EXP-7', 'int(-1.9)', '-1'],
    ['EXP-8', 'doc.discount == doc.rank', true],
    ['EXP-8', 'doc.discount == 1', false],
    ['EXP-8', 'doc.discount != 1', true],
    ['EXP-8', 'doc.note == null', true],
    ['EXP-8', 'doc.note in [doc.code, null]', true],
    ['EXP-8', "doc.note in ['a']", false],
    ['EXP-9', 'doc.discount > 1', null],
    ['EXP-9', 'doc.discount > 1 && false', false],
    ['EXP-9', 'false && doc.discount > 1', false],
    ['EXP-9', 'doc.discount > 1 && true', null],
    ['EXP-9', 'doc.discount > 1 || true', true],
    ['EXP-9', 'doc.discount > 1 || false', null],
    ['EXP-9', '!(doc.discount > 1)', null],
    ['EXP-9', 'doc.discount > 1 ? 1 : 2', '2'],
    ['EXP-9', 'doc.discount + 1', null],
    ['EXP-10', 'doc.discount.orValue(5)', '5'],
    ['EXP-10', 'coalesce(doc.discount, doc.rank, 7)', '7'],
    ['EXP-10', 'min(doc.discount, 3, 2.5)', '2.5'],
    ['EXP-10', 'max(doc.discount, doc.rank)', null],
    ['EXP-11', "'🙂' > '\uffee'", true],
    ['EXP-11', "size('🙂中a')", '3'],
    ['EXP-11', "'é' == 'e\u0301'", false],
    ['EXP-11', "'a🙂bc'.substring(1, 3)", '🙂b'],
    ['EXP-11', "'abc'.substring(-5, 99)", 'abc'],
    ['EXP-11', "'abc'.substring(2, 1)", ''],
    ['EXP-12', "'ÀÉΩЯ'.lower()", 'àéωя'],
    ['EXP-12', "'ßıa'.upper()", 'ßıA'],
    ['EXP-12', "'\u3000 x\t'.trim()", 'x'],
    ['EXP-13', "int('+42')", '42'],
    ['EXP-13', "int('4.2')", null],
    ['EXP-13', "decimal('-0.50')", '-0.5'],
    ['EXP-13', "decimal('1e5')", null],
    ['EXP-14', 'string(doc.total)', '12.5'],
    ['EXP-14', 'string(doc.dueAt)', '2026-03-02 08:30:00'],
    ['EXP-14', "string(duration('90s')) + string(true) + string(doc.orderedOn)", 'PT90Strue2026-02-28'],
    ['EXP-14', 'string(doc.opensAt)', '08:30:00'],
    ['EXP-15', "addDays(date('9999-12-31'), 1)", null],
    ['EXP-15', "addDays(date('2026-01-01'), 99999999999)", null],
    ['EXP-15', "datetime('2026-01-01T00:00:00Z') + duration('P9999999D')", null],
    ['EXP-15', "datetime('2026-01-01T00:00:00.000001Z') + duration('PT0.000001S')", '2026-01-01T00:00:00.000002Z'],
    ['EXP-16', 'today()', '2026-03-01'],
    ['EXP-16', "date(datetime('2026-03-01T16:00:00Z'))", '2026-03-02'],
    ['EXP-16', "hour(datetime('2026-03-01T16:00:00Z'))", '0'],
    ['EXP-16', "datetime(date('2026-03-01'))", '2026-02-28T16:00:00.000Z'],
    ['EXP-16', "weekday(date('2026-03-01'))", '7'],
    ['EXP-16', "addMonths(date('2024-01-31'), 1)", '2024-02-29'],
    ['EXP-16', 'days(doc.orderedOn, doc.dueAt)', '2'],
    ['EXP-17', 'doc.lines.all(l, l.price > 0)', true],
    ['EXP-17', 'doc.lines.exists(l, l.price > 5)', false],
    ['EXP-17', 'doc.lines.filter(l, l.price > 0).size()', '1'],
    ['EXP-17', 'doc.lines.exists_one(l, l.qty > 2)', true],
    ['EXP-17', 'doc.watchers.size()', '0'],
    ['EXP-17', "'中' in doc.tags", true],
    ['EXP-18', 'sum(doc.watchers.map(w, w.limit))', '0'],
    ['EXP-18', 'avg(doc.watchers.map(w, w.limit))', null],
    ['EXP-18', 'doc.lines.map(l, l.qty * l.price).sum()', '0.2'],
    ['EXP-18', 'avg(doc.lines.map(l, l.price))', '0.1'],
    ['EXP-18', 'doc.lines.map(l, l.price).size()', '2'],
    ['EXP-19', "doc.note + 'x'", null],
    ['EXP-19', "concat('a', 'b', doc.code)", 'abSO-1'],
    ['EXP-20', "duration('P7D') == duration('168h')", true],
    ['EXP-20', 'doc.lead', '129600'],
    ['EXP-20', "doc.dueAt - doc.dueAt < duration('-1s')", false],
    ['EXP-21', 'doc.customer == doc.backup', false],
    ['EXP-21', "doc.backup == 'c2'", true],
    ['EXP-21', 'doc.customer in [doc.backup, doc.customer]', true],
    ['EXP-21', 'doc.backup.name', null],
    ['EXP-21', 'doc.customer.region.name', null],
    ['EXP-21', 'doc.lines.map(l, l.item).exists(i, i == null)', true],
    ['EXP-22', 'doc.assignee == actor.id', true],
    ['EXP-22', 'doc.assignee == actor', true],
    ['EXP-22', "'sales' in actor.roles", true],
    ['EXP-22', 'actor.email', null],
  ])('[%s] %s', (_, source, expected) => {
    expect(value(source)).toEqual(expected);
  });

  it('[EXP-16] reads a midnight that a clock change skips, or repeats, as PostgreSQL does', () => {
    const saoPaulo = { ...CONTEXT, timeZone: 'America/Sao_Paulo' };
    expect(value("datetime(date('2018-11-04'))", DOC, saoPaulo)).toBe('2018-11-04T03:00:00.000Z');
    const havana = { ...CONTEXT, timeZone: 'America/Havana' };
    expect(value("datetime(date('2024-11-03'))", DOC, havana)).toBe('2024-11-03T05:00:00.000Z');
  });

  it('[EXP-22] without a signed-in user there is no actor', () => {
    const nobody = { ...CONTEXT, actor: null };
    expect(value('actor == null', DOC, nobody)).toBe(true);
    expect(value("actor.id == doc.assignee || 'sales' in actor.roles", DOC, nobody)).toBe(false);
    expect(value('doc.assignee == actor.id', { ...DOC, assignee: null }, nobody)).toBe(false);
    expect(value('actor != null')).toBe(true);
  });

  it('[EXP-9] a check passes unless false, a rule admits only true', () => {
    const [yes, no, unknown] = ['doc.vip', '!doc.vip', 'doc.discount > 1'].map(compile);
    if (yes === undefined || no === undefined || unknown === undefined) throw new Error('three expressions');
    expect([yes, no, unknown].map((expr) => passes(expr, { doc: DOC }, CONTEXT))).toEqual([true, false, true]);
    expect([yes, no, unknown].map((expr) => admits(expr, { doc: DOC }, CONTEXT))).toEqual([true, false, false]);
  });

  it('[EXP-3] does not read what an object inherits', () => {
    const inheriting: unknown = Object.create({ total: '5', vip: true });
    expect(value('doc.total', inheriting)).toBeNull();
    expect(value('doc.customer.name', { customer: Object.create({ name: 'x' }) })).toBeNull();
  });

  it('[EXP-23] bad data is null', () => {
    const bad = {
      total: 'x',
      count: 1.5,
      vip: 'yes',
      dueAt: '2026-02-30T00:00:00Z',
      orderedOn: 20260101,
      lines: 'none',
      customer: 7,
      code: 5,
    };
    for (const source of [
      'doc.total',
      'doc.count',
      'doc.vip',
      'doc.dueAt',
      'doc.orderedOn',
      'doc.customer',
      'doc.code',
    ]) {
      expect(value(source, bad)).toBeNull();
    }
    expect(value('doc.lines.size()', bad)).toBe('0');
  });

  it('[EXP-23] never throws, whatever the data', () => {
    const sources = [
      'doc.total + doc.count * 2 > 5 || doc.vip',
      'sum(doc.lines.map(l, l.qty * l.price)) / doc.total',
      'doc.customer.name + string(doc.dueAt)',
      'addDays(doc.orderedOn, doc.count)',
      'doc.tags.filter(t, t.contains(doc.note)).size()',
      'doc.dueAt + doc.lead',
    ];
    const exprs = sources.map(compile);
    const raw = fc.oneof(
      fc.anything({ maxDepth: 2 }),
      fc.constantFrom('1e999', '-0', '9999-12-31', '9999-12-31T23:59:59Z', 'PT1S', {}, [], [null, {}, 1]),
    );
    const doc = fc.record({
      total: raw,
      count: raw,
      vip: raw,
      lines: fc.oneof(raw, fc.array(fc.record({ qty: raw, price: raw }))),
      customer: raw,
      dueAt: raw,
      orderedOn: raw,
      tags: raw,
      note: raw,
      lead: raw,
    });
    fc.assert(
      fc.property(doc, (given) => {
        const values = exprs.map((expr) => JSON.stringify(evaluate(expr, { doc: given }, CONTEXT)));
        expect(values).toHaveLength(exprs.length);
      }),
      { numRuns: 1_000, interruptAfterTimeLimit: 5_000 },
    );
  });

  it('throws on a clock or time zone that is none', () => {
    expect(() => value('today()', DOC, { ...CONTEXT, timeZone: 'Mars/Base' })).toThrow('time zone');
    expect(() => value('now()', DOC, { ...CONTEXT, now: 'yesterday' })).toThrow('instant');
  });
});
