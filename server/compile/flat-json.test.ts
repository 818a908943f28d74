import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { flatJson, flatMembers, type FlatList } from './flat-json.ts';
import { parted } from './read-flat.ts';
import { compileSql } from './sql-text.ts';

const SEED = Number(process.env['FORMWORK_SEED'] ?? Math.floor(Math.random() * 2 ** 30));

interface Line {
  readonly note: string | null;
  readonly price: string;
  readonly product: { readonly name: string } | null;
}
interface Row {
  readonly name: string;
  readonly lines: readonly Line[];
  readonly total: string | null;
}

const LINES: FlatList = {
  unit: '\u001D',
  record: '\u001C',
  length: 4,
  members: flatMembers([
    { key: 'note', value: { kind: 'plain', at: 0, form: 'text', nullable: true } },
    { key: 'price', value: { kind: 'plain', at: 1, form: 'quoted', nullable: false } },
    {
      key: 'product',
      value: {
        kind: 'row',
        at: 2,
        members: flatMembers([{ key: 'name', value: { kind: 'plain', at: 3, form: 'text', nullable: false } }]),
      },
    },
  ]),
};
const ROWS: FlatList = {
  unit: '\u001F',
  record: '\u001E',
  length: 3,
  members: flatMembers([
    { key: 'name', value: { kind: 'plain', at: 0, form: 'text', nullable: false } },
    { key: 'lines', value: { kind: 'list', at: 1, list: LINES } },
    { key: 'total', value: { kind: 'plain', at: 2, form: 'quoted', nullable: true } },
  ]),
};

const text = (rows: readonly (readonly string[])[], { unit, record }: FlatList): string =>
  [String(rows.length), ...rows.map((values) => values.join(unit))].join(record);

const asText = (rows: readonly Row[]): string =>
  text(
    rows.map(({ name, lines, total }) => [
      name,
      text(
        lines.map(({ note, price, product }) => [
          note === null ? '' : `+${note}`,
          price,
          product === null ? '' : '1',
          product?.name ?? '',
        ]),
        LINES,
      ),
      total ?? '',
    ]),
    ROWS,
  );

/** Texts made of what parts values, what JSON escapes, and what stands for other things. */
const hostile = fc.string({
  unit: fc.constantFrom(
    '\u001F',
    '\u001E',
    '\u001D',
    '\u001C',
    '0',
    '1',
    '2',
    '+',
    '',
    'a',
    '"',
    '\\',
    '\n',
    '数',
    '\uD800',
  ),
  maxLength: 6,
});
const amount = fc.constantFrom('0.00', '12.50', '-3');
const line = fc.record({
  note: fc.option(hostile),
  price: amount,
  product: fc.option(fc.record({ name: hostile })),
});
const row = fc.record({ name: hostile, lines: fc.array(line, { maxLength: 3 }), total: fc.option(amount) });

test(`[API-24] flat rows say what was written, or nothing where a value holds what parts them (seed ${SEED})`, () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 4 }), (rows) => {
      const told = flatJson(ROWS, asText(rows));
      const parts = JSON.stringify(rows).match(/\\u001[c-f]/) !== null;
      if (told === undefined) expect(parts).toBe(true);
      else expect(told).toBe(JSON.stringify(rows));
    }),
    { seed: SEED, numRuns: 2_000 },
  );
});

test('[API-24] rows of more values than a function of PostgreSQL takes are put together in parts', () => {
  const values = Array.from({ length: 205 }, (_, index) => sql.id(`c${index}`));
  const [made = ''] = compileSql(sql`select ${parted(values, ',')}`).parts;
  const calls = made.split('concat(').slice(2);
  expect(calls.length).toBe(6);
  for (const call of calls) expect(call.split(', ').length).toBeLessThan(100);
  expect(made.match(/"c\d+"/g)).toEqual(values.map((_, index) => `"c${index}"`));
});
