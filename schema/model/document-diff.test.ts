import { describe, expect, it } from 'vitest';
import { describeDocumentChange, diffDocuments, documentAt } from './document-diff.ts';
import type { Json } from './edits.ts';

const field = (id: string, more: Readonly<Record<string, Json>> = {}): Json => ({ id, type: 'text', ...more });
const order = (fields: readonly Json[], more: Readonly<Record<string, Json>> = {}): Json => ({
  format: 1,
  entities: [{ id: 'Order', kind: 'master', label: { en: 'Order', 'zh-CN': '订单' }, fields, ...more }],
});

describe('differences of documents as they are written', () => {
  it('[DIF-10] are by id, with both sides, also where the document means nothing', () => {
    const before = order([field('a'), field('b', { label: { en: 'B' } }), field('c')]);
    const after = order([field('c'), field('a', { type: 'nonsense(', to: 'Nowhere' }), field('x_d')]);
    expect(diffDocuments(before, after)).toEqual([
      {
        kind: 'propertyChanged',
        path: '/entities/Order/fields/a/type',
        name: { en: 'A' },
        property: 'type',
        before: 'text',
        after: 'nonsense(',
      },
      {
        kind: 'propertyChanged',
        path: '/entities/Order/fields/a/to',
        name: { en: 'A' },
        property: 'to',
        after: 'Nowhere',
      },
      {
        kind: 'itemRemoved',
        path: '/entities/Order/fields/b',
        name: { en: 'B' },
        before: field('b', { label: { en: 'B' } }),
      },
      { kind: 'itemAdded', path: '/entities/Order/fields/x_d', name: { en: 'D' }, after: field('x_d') },
      {
        kind: 'itemsMoved',
        path: '/entities/Order/fields',
        name: { en: 'Order', 'zh-CN': '订单' },
        before: ['a', 'c'],
        after: ['c', 'a'],
      },
    ]);
  });

  it('[DIF-10] are none between equal documents, whatever the order of their keys', () => {
    expect(diffDocuments({ a: 1, b: [{ id: 'x', y: 2 }] }, { b: [{ y: 2, id: 'x' }], a: 1 })).toEqual([]);
  });

  it('[DIF-10] are sentences in both languages', () => {
    const changes = diffDocuments(order([]), order([], { title: 'name' }));
    expect(
      changes.map((change) => [describeDocumentChange(change, 'en'), describeDocumentChange(change, 'zh-CN')]),
    ).toEqual([['“Title” of “Order” has changed', '“订单”的“标题字段”有变']]);
  });

  it('[DIF-10] tell a list with the same id twice as one property, and lose nothing of it', () => {
    const twice = [field('a'), field('a')];
    expect(diffDocuments(order([field('a')]), order(twice))).toMatchObject([
      { kind: 'propertyChanged', path: '/entities/Order/fields', before: [field('a')], after: twice },
    ]);
  });

  it('[DIF-10] say what stands at a path by ids', () => {
    const document = order([field('a/b', { max: 3 })]);
    expect(documentAt(document, '/entities/Order/fields/a~1b/max')).toBe(3);
    expect(documentAt(document, '/entities/Order/fields/none/max')).toBeUndefined();
  });
});
