import { describe, expect, it } from 'vitest';
import { resolveModel } from '../../../schema/model/resolve.ts';
import { tripTemplate } from '../../../server/test/trip-template.ts';
import { compileForm } from '../form-plan.ts';
import { nodesIn } from '../form-rules.ts';
import { newRow, type RecordValue } from '../form-value.ts';
import { clipboardCells, pasteCells, type Pasted } from './grid-paste.ts';
import { summaryOf } from './grid-totals.ts';

const resolved = resolveModel(tripTemplate());
if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues));
const form = compileForm(resolved.value, 'Trip', { locale: 'en' });
const grid = nodesIn(form.layout).find((node) => node.kind === 'grid');
const columns = grid?.columns ?? [];
const people = [
  { id: 'p1', title: '王小明' },
  { id: 'p2', title: 'Ann' },
  { id: 'p3', title: 'Ann' },
];
const sources = {
  searchReference: async (_: string, text: string) =>
    Promise.resolve(people.filter(({ title }) => title.includes(text))),
  members: async () => Promise.resolve([]),
  departments: async () => Promise.resolve([]),
};

async function pasted(
  text: string,
  options: {
    readonly rows?: readonly RecordValue[];
    readonly row?: number;
    readonly column?: number;
    readonly rowsMax?: number;
  } = {},
): Promise<Pasted> {
  const rows = (options.rows ?? []).map((row) => newRow(row));
  const at = { row: options.row ?? 0, column: options.column ?? 0 };
  const words = { yes: 'Yes', no: 'No' };
  return pasteCells({
    cells: clipboardCells(text),
    rows: () => rows,
    columns,
    at,
    rowsMax: options.rowsMax ?? 500,
    sources,
    words,
    newRow: () => newRow(),
  });
}

describe('pasting from a spreadsheet', () => {
  it('[FORM-11] reads quoted cells with tabs, quotes and line breaks', () => {
    expect(clipboardCells('a\tb\r\n"c\t1"\t"say ""x"""\r\n"two\nlines"\t\r\n')).toEqual([
      ['a', 'b'],
      ['c\t1', 'say "x"'],
      ['two\nlines', ''],
    ]);
    expect(clipboardCells('one')).toEqual([['one']]);
    expect(clipboardCells('a\n\nb\n')).toEqual([['a'], [''], ['b']]);
  });

  it('[FORM-11] fills typed values from one cell on and adds rows', async () => {
    const { rows, cells, misfits } = await pasted('上海\t火车\t王小明\t2026/3/1\t1,200\t5.5\nKiel\tplane\t\t\t2\t3', {
      rows: [{ to: 'stays' }, { to: 'old' }],
      row: 1,
    });
    expect(misfits).toEqual([{ row: 2, label: 'By', text: '火车' }]);
    expect(rows).toMatchObject([
      { to: 'stays' },
      { to: '上海', who: { id: 'p1', title: '王小明' }, on: '2026-03-01', qty: '1200', price: '5.5' },
      { to: 'Kiel', by: 'plane', who: null, qty: '2', price: '3' },
    ]);
    expect(cells).toBe(11);
  });

  it('[FORM-11] tells what does not fit: no number, no such row, two rows of one name, a computed column is passed over', async () => {
    const { misfits, rows } = await pasted('x\tTrain\tAnn\tnever\tmany\t1\t99\tbeyond');
    expect(misfits.map(({ text }) => text)).toEqual(['Ann', 'never', 'many', 'beyond']);
    expect(rows[0]).toMatchObject({ to: 'x', by: 'train', price: '1' });
    expect(rows[0]).not.toHaveProperty('amount');
  });

  it('[FORM-11] takes no more rows than fit', async () => {
    const { rows, rowsOver } = await pasted('a\nb\nc', { rowsMax: 2 });
    expect([rows.length, rowsOver]).toEqual([2, 1]);
  });

  it('[FORM-10] sums exactly', () => {
    const price = columns.find(({ id }) => id === 'price');
    if (price === undefined) throw new Error('no price');
    const values = ['0.1', '0.2', '', null, '12345678901234567890.5'];
    expect(summaryOf({ ...price, summary: 'sum' }, values)).toBe('12345678901234567890.8');
    expect(summaryOf({ ...price, summary: 'avg' }, ['1', '2', '2'])).toBe('1.6667');
    expect(summaryOf({ ...price, summary: 'max' }, ['9', '10'])).toBe('10');
    expect(summaryOf({ ...price, summary: 'count' }, values)).toBe('3');
    expect(summaryOf({ ...price, summary: 'sum' }, [])).toBeUndefined();
  });
});
