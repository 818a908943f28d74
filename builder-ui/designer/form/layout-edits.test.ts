import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../schema/core/canonical-json.ts';
import { must } from '../../../schema/core/result.ts';
import { applyEdits, type Edit } from '../../../schema/model/edits.ts';
import { resolveModel } from '../../../schema/model/resolve.ts';
import { parseTemplate } from '../../../schema/template/parse.ts';
import type { Template } from '../../../schema/template/template.ts';
import type { LayoutNode } from '../../../schema/template/template-views.ts';
import { formTarget, phoneFormEdits, type FormTarget } from './form-target.ts';
import { addNodes, moveNodes, removeNodes, setWidth, withForm, wrapRest, type Wrapping } from './layout-edits.ts';
import { placeAfter, placeFor, placeInside, placeOutside, stepPlace, type Place } from './layout-places.ts';
import { findPlaced, nodeIds, placedNodes } from './layout-tree.ts';

const CASES = path.resolve(import.meta.dirname, '../../../schema/cases/passing');

function template(name: string): Template {
  const parsed = parseTemplate(JSON.parse(readFileSync(path.join(CASES, name, 'template.json'), 'utf8')));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return parsed.value;
}

const FIELDS = ['number', 'customer', 'warehouse', 'channel', 'dueAt', 'remark'];

/** Orders with a form of sections, a row, and tabs. */
function ordersWith(layout: readonly LayoutNode[]): Template {
  const orders = template('orders');
  const views = (orders.views ?? []).filter((view) => view.kind !== 'form');
  return { ...orders, views: [{ id: 'orderForm', kind: 'form', of: 'SalesOrder', layout }, ...views] };
}

function field(id: string): LayoutNode {
  return { kind: 'field', id, field: id, width: 'half' };
}

const LAYOUT: readonly LayoutNode[] = [
  {
    kind: 'section',
    id: 'head',
    label: { en: 'Head' },
    children: [field('number'), { kind: 'columns', id: 'row', children: [field('customer'), field('warehouse')] }],
  },
  {
    kind: 'tabs',
    id: 'tabs',
    children: [
      { kind: 'section', id: 'one', label: { en: 'One' }, children: [field('channel'), field('dueAt')] },
      { kind: 'section', id: 'two', label: { en: 'Two' }, children: [field('remark')] },
    ],
  },
];

function targetOf(of: Template, entity = 'SalesOrder'): FormTarget {
  const model = resolveModel(of);
  if (!model.ok) throw new Error(JSON.stringify(model.issues));
  return must(formTarget({ template: of, model: model.value }, entity), 'a form');
}

function applied(of: Template, edits: readonly Edit[]): Template {
  const done = applyEdits(of, edits);
  if (!done.ok) throw new Error(JSON.stringify(done.issues));
  return done.value.template;
}

function tree(of: Template): readonly unknown[] {
  const shape = (node: LayoutNode): unknown => ('children' in node ? [node.id, node.children.map(shape)] : node.id);
  return targetOf(of).view.layout.map(shape);
}

function placed(of: Template, id: string) {
  return must(findPlaced(targetOf(of).view.layout, id), id);
}

describe('the form being designed', () => {
  it('[DSG-30] the first change makes the default form a view, in one step that leaves nothing behind', () => {
    const items = { ...template('orders'), views: [] };
    const target = targetOf(items, 'Item');
    expect([target.isMade, target.view.id]).toEqual([true, 'x_itemForm']);
    const edits = withForm(target, removeNodes(target, ['price']));
    const done = applyEdits(items, edits);
    if (!done.ok) throw new Error(JSON.stringify(done.issues));
    const after = targetOf(done.value.template, 'Item');
    expect([after.isMade, after.view.id, nodeIds(after.view.layout)]).toEqual([
      false,
      target.view.id,
      ['main', 'name', 'sku'],
    ]);
    const undone = applied(done.value.template, done.value.inverse);
    expect(canonicalJson(undone)).toBe(canonicalJson(items));
  });
  it('[DSG-30] no change makes no view', () => {
    const target = targetOf({ ...template('orders'), views: [] }, 'Item');
    expect(withForm(target, setWidth(target, ['main'], 'full'))).toEqual([]);
  });
  it('[DSG-31] a form for phones begins as what phones show', () => {
    const orders = ordersWith(LAYOUT);
    const target = targetOf(orders);
    const after = applied(orders, phoneFormEdits(orders, target, { en: 'Phone' }));
    const phone = must(
      after.views?.find((view) => view.kind === 'phoneForm'),
      'the form for phones',
    );
    expect(phone).toMatchObject({ of: 'SalesOrder', label: { en: 'Phone' } });
    expect('layout' in phone ? nodeIds(phone.layout) : []).toEqual(nodeIds(target.view.layout));
    expect(resolveModel(after).ok).toBe(true);
  });
});

describe('places', () => {
  const places: readonly (readonly [string | undefined, LayoutNode['kind'], readonly string[], string | undefined])[] =
    [
      [undefined, 'field', ['head'], undefined],
      [undefined, 'section', [], undefined],
      ['number', 'field', ['head'], 'row'],
      ['customer', 'field', ['head', 'row'], 'warehouse'],
      ['customer', 'text', ['head'], undefined],
      ['head', 'field', ['head'], undefined],
      ['row', 'field', ['head', 'row'], undefined],
      ['tabs', 'field', ['tabs', 'one'], undefined],
      ['tabs', 'section', ['tabs'], undefined],
      ['channel', 'section', ['tabs'], 'two'],
      ['number', 'section', [], 'tabs'],
      ['channel', 'tabs', [], undefined],
    ];
  it.each(places)('[DSG-32] with %s selected a new %s comes into %j before %s', (selected, kind, parents, before) => {
    const place = placeFor(LAYOUT, selected, kind);
    expect([place.parents.map(({ id }) => id), place.before]).toEqual([parents, before]);
  });
});

describe('moves', () => {
  const orders = ordersWith(LAYOUT);
  const moved = (ids: readonly string[], place: Place | undefined): readonly unknown[] => {
    const edits = moveNodes(targetOf(orders), ids, must(place, 'a place'));
    return tree(applied(orders, must(edits, 'a move')));
  };
  const step = (id: string, direction: 'back' | 'on') => stepPlace(LAYOUT, placed(orders, id), direction);
  it('[DSG-33] one step goes past a neighbour', () => {
    expect(moved(['channel'], step('channel', 'on'))[1]).toEqual([
      'tabs',
      [
        ['one', ['dueAt', 'channel']],
        ['two', ['remark']],
      ],
    ]);
    expect(moved(['warehouse'], step('warehouse', 'back'))[0]).toEqual([
      'head',
      ['number', ['row', ['warehouse', 'customer']]],
    ]);
  });
  it('[DSG-33] at an edge it goes into the section or row before or after', () => {
    expect(moved(['dueAt'], step('dueAt', 'on'))[1]).toEqual([
      'tabs',
      [
        ['one', ['channel']],
        ['two', ['dueAt', 'remark']],
      ],
    ]);
    expect(moved(['channel'], step('channel', 'back'))[0]).toEqual([
      'head',
      ['number', ['row', ['customer', 'warehouse', 'channel']]],
    ]);
    expect(step('number', 'back')).toBeUndefined();
  });
  it('[DSG-33] in and out go by one level', () => {
    expect(moved(['number'], placeInside(placed(orders, 'number')))[0]).toEqual([
      'head',
      [['row', ['number', 'customer', 'warehouse']]],
    ]);
    expect(moved(['customer'], placeOutside(LAYOUT, placed(orders, 'customer')))[0]).toEqual([
      'head',
      ['number', ['row', ['warehouse']], 'customer'],
    ]);
    // A field can't stand in tabs: it leaves them altogether.
    expect(moved(['channel'], placeOutside(LAYOUT, placed(orders, 'channel')))).toEqual([
      ['head', ['number', ['row', ['customer', 'warehouse']]]],
      [
        'tabs',
        [
          ['one', ['dueAt']],
          ['two', ['remark']],
        ],
      ],
      'channel',
    ]);
  });
  it('[DSG-33] several keep their order, whatever order they were chosen in', () => {
    expect(moved(['dueAt', 'number', 'customer'], placeAfter(placed(orders, 'remark')))[1]).toEqual([
      'tabs',
      [
        ['one', ['channel']],
        ['two', ['remark', 'number', 'customer', 'dueAt']],
      ],
    ]);
  });
  it('[DSG-33] what can’t stand there is refused', () => {
    const target = targetOf(orders);
    const intoTabs = { parents: placed(orders, 'one').parents };
    expect(moveNodes(target, ['number'], intoTabs)).toBeUndefined();
    expect(moveNodes(target, ['head'], { parents: placed(orders, 'number').parents })).toBeUndefined();
  });
});

describe('moving the rest', () => {
  const orders = ordersWith(LAYOUT);
  const wrapped = (id: string, into: Wrapping): readonly unknown[] | undefined => {
    const made = wrapRest(targetOf(orders), id, { into, label: { en: 'New' } });
    return made === undefined ? undefined : tree(applied(orders, made.edits));
  };
  it('[DSG-34] to a new section, tab or column', () => {
    expect(wrapped('row', 'section')?.slice(0, 2)).toEqual([
      ['head', ['number']],
      ['x_section', [['row', ['customer', 'warehouse']]]],
    ]);
    expect(wrapped('dueAt', 'tab')?.[1]).toEqual([
      'tabs',
      [
        ['one', ['channel']],
        ['x_tab', ['dueAt']],
        ['two', ['remark']],
      ],
    ]);
    expect(wrapped('row', 'tab')?.[0]).toEqual([
      'x_tabs',
      [
        ['head', ['number']],
        ['x_tab', [['row', ['customer', 'warehouse']]]],
      ],
    ]);
    expect(wrapped('dueAt', 'column')?.[1]).toEqual([
      'tabs',
      [
        [
          'one',
          [
            [
              'x_columns',
              [
                ['x_column2', ['channel']],
                ['x_column', ['dueAt']],
              ],
            ],
          ],
        ],
        ['two', ['remark']],
      ],
    ]);
  });
  it('[DSG-34] a field takes its row along, sections become tabs', () => {
    expect(wrapped('warehouse', 'section')?.[1]).toEqual(['x_section', [['row', ['customer', 'warehouse']]]]);
    expect(wrapped('head', 'tab')?.[0]).toEqual(['x_tabs', [['head', ['number', ['row', ['customer', 'warehouse']]]]]]);
    expect(wrapped('one', 'tab')).toBeUndefined();
    expect(wrapped('tabs', 'section')).toBeUndefined();
  });
});

/** Steps taken one after the other on a form; each one picks its node and its place by numbers. */
const STEPS = fc.array(
  fc.record({
    what: fc.constantFrom('back', 'on', 'in', 'out', 'section', 'tab', 'column', 'several'),
    node: fc.nat(),
    other: fc.nat(),
  }),
  { minLength: 1, maxLength: 25 },
);

type RandomStep = { readonly what: string; readonly node: number; readonly other: number };

function editsOf(of: Template, { what, node, other }: RandomStep): readonly Edit[] {
  const target = targetOf(of);
  const { layout } = target.view;
  const all = placedNodes(layout);
  const one = must(all[node % all.length], 'a node');
  const second = must(all[other % all.length], 'another');
  if (what === 'section' || what === 'tab' || what === 'column')
    return wrapRest(target, one.node.id, { into: what, label: { en: 'New' } })?.edits ?? [];
  const place =
    what === 'in'
      ? placeInside(one)
      : what === 'out'
        ? placeOutside(layout, one)
        : what === 'several'
          ? placeAfter(second)
          : stepPlace(layout, one, what === 'back' ? 'back' : 'on');
  const ids =
    what === 'several' ? [one.node.id, must(all[(node + other) % all.length], 'a third').node.id] : [one.node.id];
  return place === undefined ? [] : (moveNodes(target, ids, place) ?? []);
}

describe('any sequence of moves', () => {
  it('[DSG-33] keeps every field once, resolves, and is taken back to the byte', () => {
    fc.assert(
      fc.property(STEPS, (steps) => {
        const start = ordersWith(LAYOUT);
        let now = start;
        const inverses: (readonly Edit[])[] = [];
        for (const step of steps) {
          const done = applyEdits(now, editsOf(now, step));
          if (!done.ok) throw new Error(JSON.stringify([step, done.issues]));
          now = done.value.template;
          inverses.unshift(done.value.inverse);
        }
        const { layout } = targetOf(now).view;
        const ids = nodeIds(layout);
        expect(ids.filter((id) => FIELDS.includes(id)).toSorted()).toEqual(FIELDS.toSorted());
        expect(new Set(ids).size).toBe(ids.length);
        for (const inverse of inverses) now = applied(now, inverse);
        expect(canonicalJson(now)).toBe(canonicalJson(start));
      }),
      { numRuns: process.env['FORMWORK_LONG'] === '1' ? 150 : 30 },
    );
  });
  it('[DSG-33] added nodes are where they were put', () => {
    const orders = ordersWith(LAYOUT);
    const target = targetOf(orders);
    const text: LayoutNode = { kind: 'text', id: 'x_text', text: { en: 'Note' } };
    const after = applied(orders, addNodes(target, [text], placeFor(LAYOUT, 'number', 'text')));
    expect(tree(after)[0]).toEqual(['head', ['number', 'x_text', ['row', ['customer', 'warehouse']]]]);
  });
});
