import { describe, expect, it } from 'vitest';
import { fieldId } from '../../schema/core/ids.ts';
import type { FieldModel, FieldType } from '../../schema/model/model.ts';
import { cellText, cellValue, type CellFormat } from './cell-value.ts';

const FORMAT: CellFormat = { escapes: false, dates: 'ymd', decimal: '.', timeZone: 'Asia/Shanghai' };

function field(type: FieldType): FieldModel {
  return {
    id: fieldId('f'),
    apiName: 'f',
    aliases: [],
    label: {},
    type,
    required: false,
    unique: false,
    secret: false,
    readonly: false,
    editableAfterPost: false,
    origin: 'test',
  };
}

const money: FieldType = { kind: 'money', precision: 18, scale: 4 };
const percent: FieldType = { kind: 'percent', precision: 9, scale: 4 };
const kinds: FieldType = {
  kind: 'multiEnum',
  options: [
    { id: 'food', label: { en: 'Food', 'zh-CN': '食品' } },
    { id: 'gift', label: { en: 'Gift', 'zh-CN': '礼品' } },
  ],
};

const CELLS: readonly [FieldType, string, unknown, Partial<CellFormat>?][] = [
  [money, '1234.50', '1234.5'],
  [money, '1,234,567.5', '1234567.5'],
  [money, '¥ 1,234.50', '1234.5'],
  [money, '1 234.5', '1234.5'],
  [money, 'EUR 12', '12'],
  [money, '12元', '12'],
  [money, '１２．５', '12.5'],
  [money, '1.234,50', '1234.5', { decimal: ',' }],
  [money, '0,5', '0.5', { decimal: ',' }],
  [money, '12,34', 'VALUE_FORM'],
  [money, '1,2345', 'VALUE_FORM'],
  [money, '', null],
  [money, '  ', null],
  [money, 'NaN', 'VALUE_FORM'],
  [money, '1e5', 'VALUE_FORM'],
  [percent, '15%', '0.15'],
  [percent, '15 %', '0.15'],
  [percent, '0.15', '0.15'],
  [{ kind: 'int' }, '1,000', 1000],
  [{ kind: 'int' }, ' 7 ', 7],
  [{ kind: 'int' }, '7.0', 'VALUE_FORM'],
  [{ kind: 'int' }, '99999999999', 'VALUE_FORM'],
  [{ kind: 'bool' }, '是', true],
  [{ kind: 'bool' }, 'NO', false],
  [{ kind: 'bool' }, '1', true],
  [{ kind: 'date' }, '2026-03-01', '2026-03-01'],
  [{ kind: 'date' }, '2026/3/1', '2026-03-01'],
  [{ kind: 'date' }, '2026年3月1日', '2026-03-01'],
  [{ kind: 'date' }, '20260301', '2026-03-01'],
  [{ kind: 'date' }, '2026-03-01 00:00:00', '2026-03-01'],
  [{ kind: 'date' }, '31/12/2026', '2026-12-31'],
  [{ kind: 'date' }, '12/31/2026', '2026-12-31'],
  [{ kind: 'date' }, '05/05/2026', '2026-05-05'],
  [{ kind: 'date' }, '03/04/2026', 'IMPORT_DATE_AMBIGUOUS'],
  [{ kind: 'date' }, '03/04/2026', '2026-04-03', { dates: 'dmy' }],
  [{ kind: 'date' }, '03/04/2026', '2026-03-04', { dates: 'mdy' }],
  [{ kind: 'date' }, '2026-02-29', 'VALUE_FORM'],
  [{ kind: 'datetime' }, '2026-03-01', '2026-02-28T16:00:00.000Z'],
  [{ kind: 'datetime' }, '2026-03-01 9:30', '2026-03-01T01:30:00.000Z'],
  [{ kind: 'datetime' }, '2026-03-01T09:30:00+01:00', '2026-03-01T08:30:00.000Z'],
  [{ kind: 'datetime' }, '2026-03-01T09:30:00Z', '2026-03-01T09:30:00.000Z'],
  [{ kind: 'datetime' }, '2026-03-29 09:00', '2026-03-29T07:00:00.000Z', { timeZone: 'Europe/Berlin' }],
  [{ kind: 'datetime' }, '2026-03-29 01:00', '2026-03-29T00:00:00.000Z', { timeZone: 'Europe/Berlin' }],
  [{ kind: 'datetime' }, '2026-10-25 12:00', '2026-10-25T11:00:00.000Z', { timeZone: 'Europe/Berlin' }],
  [{ kind: 'datetime' }, 'tomorrow', 'VALUE_FORM'],
  [{ kind: 'time' }, '08:30', '08:30:00'],
  [{ kind: 'duration' }, 'PT90M', '5400'],
  [kinds, 'food;礼品', ['food', 'gift']],
  [kinds, 'toys', 'VALUE_OPTION'],
  [{ kind: 'geo' }, '39.9, 116.4', { lat: 39.9, lng: 116.4 }],
  [{ kind: 'geo' }, 'here', 'VALUE_FORM'],
  [{ kind: 'json' }, '{"a":[1]}', { a: [1] }],
  [{ kind: 'json' }, '{a', 'VALUE_FORM'],
  [{ kind: 'text' }, '007', '007'],
  [{ kind: 'text' }, ' keeps its spaces ', ' keeps its spaces '],
];

describe('cells', () => {
  it.each(CELLS)('[IMP-5] %j: %j is %j', (type, text, wanted, format = {}) => {
    const found = cellValue(field(type), text, { path: '/lines/2/f', format: { ...FORMAT, ...format } });
    expect(found.ok ? found.value : found.issues[0]?.code).toEqual(wanted);
  });

  it('[IMP-6] puts line breaks in for their escapes only where the map says so', () => {
    const text = String.raw`a\nb\\n`;
    expect(cellText(text, FORMAT)).toBe(text);
    expect(cellText(text, { ...FORMAT, escapes: true })).toBe('a\nb\\n');
  });
});
