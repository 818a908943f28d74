import { describe, expect, it } from 'vitest';
import type { FieldKind } from '../../../schema/model/model.ts';
import type { ListColumn } from '../documents/list-columns.ts';
import { chosenFrom, chosenText } from './column-choice.ts';
import { cellText } from './cell.tsx';
import { amountDigits, contentWidths } from './content-width.ts';

function column(id: string, kind: FieldKind, label = id): ListColumn {
  return {
    id,
    kind,
    label,
    path: id,
    steps: [id],
    owners: [],
    isSecret: false,
    isNumber: kind === 'money',
    isSortable: true,
    width: 140,
  };
}

/** Ten pixels a letter, eleven where it is bold. */
const measure = (text: string, isBold: boolean): number => text.length * (isBold ? 11 : 10);
const reading = { text: (key: string) => key, locale: 'en', timeZone: 'Asia/Shanghai' } as const;

describe('how wide columns are', () => {
  it('[WRK-122] is what they hold: the title whole, nine of ten values, heads, within bounds', () => {
    const rows = Array.from({ length: 20 }, (_, index) => ({
      code: index === 19 ? 'SO-202611-00018' : 'SO-1',
      note: index === 19 ? 'x'.repeat(25) : 'short',
      unit: '',
      long: 'y'.repeat(90),
    }));
    const columns = [column('code', 'sequence'), column('note', 'text'), column('unit', 'ref'), column('long', 'text')];
    const widths = contentWidths({ columns, rows, reading, measure });
    expect(Object.fromEntries(widths)).toEqual({
      code: 15 * 11 + 18,
      note: 40 + 26 + 18,
      unit: 40 + 26 + 18,
      long: 318,
    });
  });

  it('[WRK-122] stays where somebody chose it, and where nothing is known yet', () => {
    const rows = [{ code: 'SO-1' }];
    const sized = { ...column('code', 'sequence'), isSized: true };
    expect(contentWidths({ columns: [sized, column('photo', 'image')], rows, reading, measure }).size).toBe(0);
    expect(contentWidths({ columns: [column('code', 'sequence')], rows: [], reading, measure }).size).toBe(0);
  });

  it('[WRK-122] stands in the address, which anybody may have written', () => {
    const chosen = [{ id: 'number', width: 176 }, { id: 'customer.city' }];
    expect(chosenText(chosen)).toBe('number:176,customer.city');
    expect(chosenFrom('number:176,customer.city')).toEqual(chosen);
    expect(chosenFrom(',a:x,b:1,:5')).toEqual([{ id: 'a' }, { id: 'b', width: 64 }]);
  });
});

it('[WRK-164] amounts of a column have the digits that its first rows need, up to four', () => {
  const columns = [column('price', 'money'), column('qty', 'quantity'), column('factor', 'decimal')];
  const rows = [
    { price: '12.5000', qty: '10.0000', factor: '0.000001' },
    { price: '0.8330', qty: '7', factor: '1000' },
  ];
  const digits = amountDigits({ columns, rows });
  expect(Object.fromEntries(digits)).toEqual({ price: 3, qty: 0, factor: 4 });
  const shown = (id: string, kind: FieldKind, value: string) =>
    cellText({ ...column(id, kind), digits: digits.get(id) ?? 0 }, value, reading);
  expect([
    shown('price', 'money', '12.5'),
    shown('qty', 'quantity', '10.0000'),
    shown('factor', 'decimal', '0.000001'),
  ]).toEqual(['12.500', '10', '0.000001']);
});
