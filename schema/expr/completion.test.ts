import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completionsAt } from './completion.ts';
import { listFunctions } from './functions.ts';
import { SAMPLE_SCOPE } from './sample-scope.ts';

const OPTIONS = { scope: SAMPLE_SCOPE, locale: 'en' } as const;

/** What is offered at the bar in `text`. */
const offered = (text: string): readonly string[] => {
  const offset = text.indexOf('|');
  return completionsAt(text.replace('|', ''), offset, OPTIONS).items.map(({ insert }) => insert);
};

describe('completionsAt', () => {
  it.each([
    ['doc.cu|', ['customer']],
    ['doc.cu|stomr', ['customer']],
    ['doc.customer.region.|', ['id', 'name', 'tax', 'orValue']],
    ['doc.lines.fi|', ['filter']],
    ['doc.lines.all(l, l.q|', ['qty']],
    ['doc.lines.filter(x, x.qty > 1).map(y, y.item.w|', ['weight']],
    ['doc.lines.all(a, doc.customer.contacts.exists(b, b.e|', ['email']],
    ['doc.lines.all(l, |', ['doc', 'actor', 'l']],
    ["doc.note == 'a.b(' && do|", ['doc']],
    ["'doc.|", []],
    ["doc.note == '|", []],
    ['actor.ro|', ['role', 'roles']],
    ['doc.note.lo|', ['lower']],
    ['nothing.|', []],
  ])('offers at %s', (text, expected) => {
    expect(offered(text).slice(0, Math.max(1, expected.length))).toEqual(expected);
  });

  it('replaces the whole word under the cursor', () => {
    expect(completionsAt('doc.custmr > 1', 6, OPTIONS)).toMatchObject({ from: 4, to: 10 });
  });

  it('never throws on unfinished text', () => {
    const source = fc.array(
      fc.constantFrom('doc', '.', '(', ')', '[', ']', 'lines', 'map', 'l', ',', "'", '"', '\\', ' ', '1', '&&'),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(source, fc.nat(40), (tokens, at) => {
        const text = tokens.join('');
        const { from, to } = completionsAt(text, Math.min(at, text.length), OPTIONS);
        expect(from).toBeLessThanOrEqual(to);
      }),
      { numRuns: 2_000, interruptAfterTimeLimit: 5_000 },
    );
  });

  it('documents every function in both languages', () => {
    const silent = listFunctions().filter(({ doc, signature }) =>
      [doc.en, doc['zh-CN'], signature].some((text) => text === ''),
    );
    expect(silent).toEqual([]);
    expect(new Set(listFunctions().map(({ name }) => name)).size).toBe(listFunctions().length);
  });
});
