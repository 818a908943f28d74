import { describe, expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import type { EntityModel, Model } from '../../schema/model/model.ts';
import { resolveModel } from '../../schema/model/resolve.ts';
import type { Template } from '../../schema/template/template.ts';
import { guessMapping, importMapOf, rememberedMapping, targetsOf, type GuessInput } from './column-map.ts';
import { importTable } from './import-table.ts';
import { bestWay } from './reference-ways.ts';
import type { Cells } from './table-text.ts';

const TEMPLATE: Template = {
  format: 1,
  pack: 'test',
  version: '1.0.0',
  label: { en: 'Test', 'zh-CN': '测试' },
  entities: [
    {
      id: 'Customer',
      kind: 'master',
      label: { en: 'Customer', 'zh-CN': '客户' },
      title: 'name',
      fields: [
        { id: 'code', type: 'text', required: true, unique: true, label: { en: 'Code', 'zh-CN': '编码' } },
        { id: 'name', type: 'text', required: true, label: { en: 'Name', 'zh-CN': '客户名称' } },
        {
          id: 'level',
          type: 'enum',
          label: { en: 'Level', 'zh-CN': '等级' },
          options: [
            { id: 'gold', label: { en: 'Gold', 'zh-CN': '金牌' } },
            { id: 'plain', label: { en: 'Plain', 'zh-CN': '普通' } },
          ],
        },
        { id: 'total', type: 'int', formula: '1', label: { en: 'Total', 'zh-CN': '合计' } },
      ],
    },
    {
      id: 'Order',
      kind: 'document',
      label: { en: 'Order', 'zh-CN': '订单' },
      title: 'number',
      fields: [
        { id: 'number', type: 'text', required: true, unique: true, label: { en: 'Order no.', 'zh-CN': '单号' } },
        { id: 'customer', type: 'ref', to: 'Customer', label: { en: 'Customer', 'zh-CN': '客户' } },
        { id: 'lines', type: 'lines', of: 'OrderLine', label: { en: 'Lines', 'zh-CN': '明细' } },
      ],
    },
    {
      id: 'OrderLine',
      kind: 'line',
      label: { en: 'Line', 'zh-CN': '明细' },
      fields: [
        { id: 'item', type: 'ref', to: 'Customer', required: true, label: { en: 'Item', 'zh-CN': '物料' } },
        { id: 'qty', type: 'int', required: true, label: { en: 'Quantity', 'zh-CN': '数量' } },
      ],
    },
  ],
};

const resolved = resolveModel(TEMPLATE);
const model: Model = must(resolved.ok ? resolved.value : undefined, JSON.stringify(resolved));
const entityOf = (id: string): EntityModel =>
  must(
    model.entities.find((one) => one.id === id),
    id,
  );

function input(entity: EntityModel, cells: Cells, sounds?: GuessInput['sounds']): GuessInput {
  const table = importTable(cells, 0, (position) => `Column ${position}`);
  return { model, entity, table, targets: targetsOf(model, entity, 'en'), ...(sounds === undefined ? {} : { sounds }) };
}

describe('[IMP-41] matching columns', () => {
  const customer = entityOf('Customer');

  it('by names in any language, then by what is like them; a field has one column, computed fields none', () => {
    const { columns } = guessMapping(
      input(customer, [
        ['CODE', '名称', 'Naem', 'total', 'zzz'],
        ['1', '', '', '', ''],
      ]),
    );
    expect(columns.map(({ to, from }) => [to, from])).toEqual([
      ['code', 'name'],
      ['name', 'alike'],
      [undefined, 'nothing'],
      [undefined, 'nothing'],
      [undefined, 'nothing'],
    ]);
  });

  it('by pinyin', () => {
    const sounds = (label: string): readonly string[] => (label === '客户名称' ? ['kehumingcheng', 'khmc'] : []);
    const { columns } = guessMapping(
      input(
        customer,
        [
          ['bm', 'khmc'],
          ['1', '2'],
        ],
        sounds,
      ),
    );
    expect(columns[1]).toEqual({ to: 'name', from: 'alike' });
  });

  it('asks for the meaning of values that are no options, and guesses it', () => {
    const cells = [
      ['code', 'level'],
      ['1', '金牌'],
      ['2', 'Plane'],
      ['3', 'VIP'],
    ];
    const made = input(customer, cells);
    const mapping = guessMapping(made);
    expect(mapping.columns[1]?.values).toEqual({ Plane: 'plain', VIP: '' });
    const map = importMapOf(model, customer, made.table, mapping);
    expect(map.columns).toEqual({ code: [{ field: 'code' }], level: [{ field: 'level', values: { Plane: 'plain' } }] });
  });

  it('puts columns of lines into the same file, told apart by what they refer to', () => {
    const order = entityOf('Order');
    const made = input(order, [
      ['单号', 'customer.code', '物料', '数量'],
      ['1', 'C1', 'I1', '2'],
    ]);
    const mapping = guessMapping(made);
    expect(importMapOf(model, order, made.table, { ...mapping, key: ['number'] })).toMatchObject({
      key: ['number'],
      columns: { 单号: [{ field: 'number' }], 'customer.code': [{ field: 'customer', by: 'code' }] },
      lines: { field: 'lines', match: ['item'], columns: { 物料: [{ field: 'item' }], 数量: [{ field: 'qty' }] } },
    });
  });

  it('remembers how the same columns were matched', () => {
    const made = input(customer, [
      ['a', 'b'],
      ['1', '2'],
    ]);
    const map = { columns: { a: [{ field: 'name' }], b: [{ field: 'code' }] }, key: ['code'], dates: 'dmy' } as const;
    expect(rememberedMapping(made, ['a', 'b', 'c'], map)).toEqual({
      columns: [
        { to: 'name', from: 'memory' },
        { to: 'code', from: 'memory' },
      ],
      key: ['code'],
      dates: 'dmy',
      decimal: '.',
    });
    expect(rememberedMapping(made, ['a'], map)).toBeUndefined();
  });
});

it('[IMP-41] a reference is named by what finds most of a sample; of two that find as much by the more usual', () => {
  const ways = ['code', 'name'];
  expect(bestWay(ways, { of: 4, found: { code: 0, name: 3 } })).toBe('name');
  expect(bestWay(ways, { of: 4, found: { code: 2, name: 2 } })).toBe('code');
  expect(bestWay(ways, { of: 4, found: { code: 0, name: 0 } })).toBeUndefined();
  expect(bestWay(ways, undefined)).toBeUndefined();
});
