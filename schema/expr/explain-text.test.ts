import { describe, expect, it } from 'vitest';
import type { Locale } from '../core/text.ts';
import { compileExpr } from './compile-expr.ts';
import { explainText, textPieces, type TextPart } from './explain-text.ts';
import { SAMPLE_SCOPE } from './sample-scope.ts';

const DOC = { total: '12.50', vip: true, note: null, tags: ['a', 'b'], dueAt: '2026-03-01T01:00:00.000Z' };

const parts = (text: string): readonly TextPart[] =>
  textPieces(text).pieces.map((piece) => {
    if (piece.kind === 'text') return piece;
    const result = compileExpr(piece.source, SAMPLE_SCOPE, 'any');
    if (!result.ok) throw new Error(JSON.stringify(result.issues));
    return { kind: 'value', value: result.value };
  });
const shown = (texts: Readonly<Record<string, string>>, locale: Locale = 'en'): string =>
  explainText(Object.fromEntries(Object.entries(texts).map(([language, text]) => [language, parts(text)])), {
    variables: { doc: DOC },
    evaluation: { now: '2026-03-01T01:00:00.000Z', timeZone: 'Asia/Shanghai', actor: null },
    locale,
  });

describe('explainText', () => {
  it.each([
    ['{doc.total} of {doc.total * 2}', '12.5 of 25'],
    ['due {doc.dueAt}', 'due 2026-03-01 09:00:00'],
    ['vip: {doc.vip}, note: {doc.note}.', 'vip: yes, note: .'],
    ['tags {doc.tags}', 'tags a, b'],
    ["{{braces}} {'}' + string(doc.total)}", '{braces} }12.5'],
    ['', ''],
  ])('[EXP-29] %s', (text, expected) => {
    expect(shown({ en: text })).toBe(expected);
  });

  it('[EXP-29] is in the reader’s language, else in English', () => {
    const texts = { en: 'Vip: {doc.vip}', 'zh-CN': '贵宾:{doc.vip}' };
    expect([shown(texts, 'en'), shown(texts, 'zh-CN'), shown({ en: 'x' }, 'zh-CN')]).toEqual([
      'Vip: yes',
      '贵宾:是',
      'x',
    ]);
  });

  it('[EXP-29] tells roles by their names', () => {
    const actor = { id: 'u1', role: 'warehouse', roles: ['warehouse', 'sales'], departments: [] };
    const told = explainText(
      { en: parts('{actor.role}; {actor.roles}; {doc.note}') },
      {
        variables: { doc: { ...DOC, note: 'warehouse' } },
        evaluation: { now: '2026-03-01T01:00:00.000Z', timeZone: 'Asia/Shanghai', actor },
        locale: 'en',
        roleOf: (id) => (id === 'warehouse' ? 'Storekeeper' : undefined),
      },
    );
    expect(told).toBe('Storekeeper; Storekeeper, sales; warehouse');
  });

  it('[EXP-29] tells the place of a brace that is left open', () => {
    expect(textPieces('a {doc.total').open).toBe(2);
    expect(textPieces("a {'}'").open).toBe(2);
  });
});
