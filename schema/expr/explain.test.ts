import { describe, expect, it } from 'vitest';
import { compileExpr } from './compile-expr.ts';
import type { EvalContext } from './evaluate.ts';
import { explain, VALUES_KEPT, type ExplainedPart } from './explain.ts';
import { SAMPLE_SCOPE } from './sample-scope.ts';

const CONTEXT: EvalContext = { now: '2026-03-01T01:00:00.000Z', timeZone: 'UTC', actor: null };

const explained = (source: string, doc: unknown): ExplainedPart => {
  const result = compileExpr(source, SAMPLE_SCOPE, 'any');
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return explain(result.value, { doc }, CONTEXT);
};
const flat = (part: ExplainedPart): readonly (readonly [string, unknown])[] => [
  [part.text, part.values],
  ...part.parts.flatMap(flat),
];

describe('explain', () => {
  it('[EXP-26] gives every part its value, and none to what was not needed', () => {
    const doc = { total: '10', vip: true, customer: { id: 'c1' }, backup: 'c2' };
    expect(flat(explained('(doc.total > 5 || doc.vip) && doc.customer == doc.backup && doc.count > 1', doc))).toEqual([
      ['(doc.total > 5 || doc.vip) && doc.customer == doc.backup && doc.count > 1', [false]],
      ['(doc.total > 5 || doc.vip) && doc.customer == doc.backup', [false]],
      ['doc.total > 5 || doc.vip', [true]],
      ['doc.total > 5', [true]],
      ['doc.total', ['10']],
      ['doc.vip', []],
      ['doc.customer == doc.backup', [false]],
      ['doc.customer', ['c1']],
      ['doc.backup', ['c2']],
      ['doc.count > 1', []],
      ['doc.count', []],
    ]);
  });

  it('[EXP-26] gives the parts of a list form one value per element, up to a bound', () => {
    const lines = Array.from({ length: VALUES_KEPT + 5 }, (_, index) => ({ id: `l${index}`, qty: String(index) }));
    const root = explained('sum(doc.lines.map(l, l.qty * 2))', { lines });
    const [map] = root.parts;
    const body = map?.parts[1];
    expect(root.values).toEqual(['600']);
    expect([body?.text, body?.runs, body?.values.length, body?.values[3]]).toEqual([
      'l.qty * 2',
      VALUES_KEPT + 5,
      VALUES_KEPT,
      '6',
    ]);
  });
});
