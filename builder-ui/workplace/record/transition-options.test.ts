import { describe, expect, it } from 'vitest';
import { must } from '../../../schema/core/result.ts';
import { resolveModel } from '../../../schema/model/resolve.ts';
import { transitionOptions } from './transition-options.ts';

const resolved = resolveModel({
  format: 1,
  pack: 'test',
  version: '1.0.0',
  label: { en: 'Test', 'zh-CN': '测试' },
  entities: [
    {
      id: 'Order',
      kind: 'document',
      label: { en: 'Order', 'zh-CN': '订单' },
      fields: [{ id: 'code', type: 'text' }],
    },
  ],
  workflows: [
    {
      id: 'orderFlow',
      of: 'Order',
      initial: 'confirmed',
      states: [
        { id: 'confirmed' },
        { id: 'shipped', class: 'closed', color: 'green' },
        { id: 'dropped', class: 'closed', color: 'gray' },
        { id: 'cancelled', class: 'reversed' },
        { id: 'lost', color: 'red' },
      ],
      transitions: [
        { id: 'cancel', from: ['confirmed'], to: 'cancelled' },
        { id: 'lose', from: ['confirmed'], to: 'lost' },
        { id: 'drop', from: ['confirmed'], to: 'dropped' },
        { id: 'ship', from: ['confirmed'], to: 'shipped' },
      ],
    },
  ],
});
const model = must(resolved.ok ? resolved.value : undefined, JSON.stringify(resolved));
const entity = must(
  model.entities.find(({ id }) => id === 'Order'),
  'Order',
);

describe('the steps of a record', () => {
  it('[WRK-163] those that lead on come before those that take back, and what is possible before what is not', () => {
    const answered = (canShip: boolean) =>
      [
        ['cancel', 'cancelled', true],
        ['lose', 'lost', true],
        ['drop', 'dropped', true],
        ['ship', 'shipped', canShip],
      ].map(([id, to, available]) => ({ id, to, available, leavesFromHere: true }));
    const told = (canShip: boolean) =>
      transitionOptions(answered(canShip), { model, entity }).map(({ id, isBack }) => [id, isBack]);
    expect(told(true)).toEqual([
      ['ship', false],
      ['cancel', true],
      ['lose', true],
      ['drop', true],
    ]);
    expect(told(false)).toEqual([
      ['cancel', true],
      ['lose', true],
      ['drop', true],
      ['ship', false],
    ]);
  });
});
