import { describe, expect, it } from 'vitest';
import type { FieldKind } from '../../../../schema/model/model.ts';
import type { ListColumn } from '../../documents/list-columns.ts';
import { excelCell, fileCell, totalCells } from './list-file.ts';

const column = (kind: FieldKind): ListColumn => ({
  id: 'a',
  path: 'a',
  steps: ['a'],
  owners: [],
  kind,
  label: 'A',
  isSecret: false,
  width: 100,
  isSortable: false,
  isNumber: kind === 'money' || kind === 'int',
});
const reading = { text: (key: string) => key, locale: 'zh-CN' as const, timeZone: 'Asia/Shanghai' };
const cellOf = (kind: FieldKind, value: unknown) => fileCell(column(kind), { a: value }, reading);

describe('a list as a file', () => {
  it('[WRK-41] numbers stay numbers while a spreadsheet can hold them; dates are dates on the tenant’s clock', () => {
    expect(excelCell(cellOf('money', '1234.5000'))).toEqual({ value: 1234.5, type: Number, format: '#,##0.00##' });
    expect(excelCell(cellOf('money', '12345678901234567.8'))).toMatchObject({ type: String });
    expect(excelCell(cellOf('date', '2026-02-28'))).toMatchObject({ value: new Date('2026-02-28T00:00:00Z') });
    const moment = cellOf('datetime', '2026-02-28T16:30:00Z');
    expect(moment).toMatchObject({ text: '2026-03-01 00:30', at: new Date('2026-03-01T00:30:00Z') });
    expect(excelCell(cellOf('text', null))).toBeNull();
    expect(excelCell(cellOf('text', '=1+1'))).toEqual({ value: '=1+1', type: String });
  });

  it('[WRK-41] [WRK-161] the totals of a turnover are its last row, exact and as numbers', () => {
    const columns = [column('text'), { ...column('decimal'), id: 'b', isNumber: true }, { ...column('text'), id: 'c' }];
    const cells = totalCells(columns, { name: '合计', sums: new Map([['b', '-0.3001']]) }, reading);
    expect(cells.map(excelCell)).toEqual([
      { value: '合计', type: String },
      { value: -0.3001, type: Number, format: '#,##0.00##' },
      null,
    ]);
  });
});
