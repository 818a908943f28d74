import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FLAT_ARGS, flatParams, type FlatLine, type FlatPosting, type FlatRequest } from './flat-params.ts';

/** What the arguments say, by name. */
function argsOf(requests: readonly FlatRequest[]): Readonly<Record<string, readonly unknown[]>> | undefined {
  const params = flatParams(requests);
  if (params === undefined) return undefined;
  return Object.fromEntries(FLAT_ARGS.map(({ name }, index) => [name, [params[index]].flat()]));
}

const POSTING = Object.fromEntries(FLAT_ARGS.flatMap((arg) => (arg.of === 'postings' ? [[arg.name, null]] : [])));
const posting = (id: string): FlatPosting => ({ ...POSTING, ids: id, moments: '2026-01-01T00:00:00Z' }) as FlatPosting;
const line = (over: Partial<FlatLine>): FlatLine => ({
  ...{ book: 'stock', key: 'a', change: '1', cause: 'p', lineNo: 1, at: '2026-01-01T00:00:00Z' },
  ...{ isBound: false, lo: null, hi: null, isBudget: false, lot: null },
  ...over,
});
const request = (id: string, lines: readonly FlatLine[], over: Partial<FlatRequest> = {}): FlatRequest => ({
  ...{ templateVersion: 1, postings: [posting(id)], lines, looks: [] },
  ...over,
});

describe('[TEN-34] postings that go together', () => {
  it('move balances as if they had been made one after the other', () => {
    const seed = Number(process.env['FORMWORK_SEED'] ?? Date.now() % 2_147_483_647);
    const cents = fc.integer({ min: -500, max: 500 });
    const moves = fc.array(
      fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c'), cents), { selector: ([key]) => key }),
      {
        ...{ minLength: 2, maxLength: 6 },
      },
    );
    fc.assert(
      fc.property(moves, (all) => {
        const requests = all.map((own, index) =>
          request(
            `p${String(index)}`,
            own.map(([key, value]) => line({ key, change: (value / 100).toFixed(2), cause: `p${String(index)}` })),
          ),
        );
        const args = argsOf(requests);
        const flat = all.flat();
        const keys = [...new Set(flat.map(([key]) => key))];
        expect(args?.['keys']).toEqual(keys);
        for (const [at, key] of keys.entries()) {
          const own = flat.filter(([one]) => one === key).map(([, value]) => value);
          const number = (name: string, index: number): number => Math.round(Number(args?.[name]?.[index]) * 100);
          const total = own.reduce((sum, value) => sum + value, 0);
          expect(number('totals', at)).toBe(total);
          const start = Number(args?.['starts']?.[at]) - 1;
          // From nothing: what it is after each movement, and between which bounds it went.
          const after = own.map((_, index) => own.slice(0, index + 1).reduce((sum, value) => sum + value, 0));
          expect(own.map((_, index) => number('changes', start + index))).toEqual(own);
          expect(own.map((_, index) => total - number('rests', start + index))).toEqual(after);
          expect([total - number('mosts', at), total - number('leasts', at)]).toEqual([
            Math.min(...after),
            Math.max(...after),
          ]);
        }
        // Each keeps its place in the order of all.
        expect(args?.['orders']?.map(Number).toSorted((a, b) => a - b)).toEqual(flat.map((_, index) => index + 1));
      }),
      { seed, numRuns: 200 },
    );
  });

  it('stay apart where one is another’s again, is under other bounds, or looks at what another moves', () => {
    const plain = (id: string): FlatRequest => request(id, [line({ cause: id })]);
    expect(flatParams([plain('p'), plain('q')])).toBeDefined();
    expect(flatParams([plain('p'), plain('p')])).toBeUndefined();
    expect(flatParams([plain('p'), request('q', [line({ isBound: true, lo: '0' })])])).toBeUndefined();
    const look = (role: 'owed' | 'budget'): FlatRequest =>
      request('q', [line({ key: 'b' })], { looks: [{ book: 'stock', key: 'a', role }] });
    expect(flatParams([plain('p'), look('owed')])).toBeUndefined();
    expect(flatParams([plain('p'), look('budget')])).toBeDefined();
    const award = (id: string): FlatRequest => ({
      ...plain(id),
      postings: [{ ...posting(id), rules: 'r', onces: '1' }],
    });
    expect(flatParams([award('p'), award('q')])).toBeUndefined();
    expect(flatParams([])).toBeUndefined();
  });
});
