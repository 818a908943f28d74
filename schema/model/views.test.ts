import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { must } from '../core/result.ts';
import { FIELD_KINDS } from '../template/field-types.ts';
import { parseTemplate } from '../template/parse.ts';
import type { Template } from '../template/template.ts';
import { FORM_KINDS, formPlan } from './forms.ts';
import type { Model } from './model.ts';
import { resolveModel } from './resolve.ts';
import { viewsFor } from './views.ts';

function template(name: string): Template {
  const path = join(import.meta.dirname, '..', 'cases', 'passing', name, 'template.json');
  const parsed = parseTemplate(JSON.parse(readFileSync(path, 'utf8')));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return parsed.value;
}

function modelOf(from: Template): Model {
  const resolved = resolveModel(from);
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues));
  return resolved.value;
}

const ORDERS = modelOf(template('orders'));
const ZOO = modelOf(template('every-field-type'));

describe('views', () => {
  it('[VIEW-7] authored views come first, and what nobody authored is made', () => {
    const { form, phoneForm, list, given } = viewsFor(ORDERS, 'SalesOrder');
    expect([form.id, phoneForm.id, list.id]).toEqual(['orderForm', 'orderForm.phone', 'lateOrders']);
    expect(given.map(({ id }) => id)).toEqual(['orderForm', 'lateOrders', 'orderBoard', 'dueCalendar']);
    expect(viewsFor(ORDERS, 'Item').form.id).toBe('Item.defaultForm');
  });
  it('[VIEW-8] a made form has the title first, then entered, wide, grids and computed', () => {
    const { form } = viewsFor({ ...ORDERS, views: [] }, 'SalesOrder');
    const sections = form.layout.map((node) =>
      'children' in node ? [node.id, node.children.map(({ id }) => id)] : [],
    );
    expect(sections).toEqual([
      ['main', ['number', 'customer', 'warehouse', 'assignee', 'department', 'channel', 'dueAt', 'discount']],
      ['notes', ['remark']],
      ['section_lines', ['lines']],
      ['results', ['shippedAt', 'gross', 'total']],
    ]);
  });
  it('[VIEW-8] a phone folds sections but the first, and none with lines', () => {
    const { phoneForm } = viewsFor({ ...ORDERS, views: [] }, 'SalesOrder');
    const folded = phoneForm.layout.filter((node) => node.kind === 'section' && node.collapsed === true);
    expect(folded.map(({ id }) => id)).toEqual(['notes', 'results']);
  });
  it('[VIEW-9] a made list has at most eight columns, the telling ones first', () => {
    const { list } = viewsFor({ ...ORDERS, views: [] }, 'SalesOrder');
    expect(list.columns.map(({ id }) => id)).toEqual([
      'number',
      'state',
      'channel',
      'customer',
      'warehouse',
      'assignee',
      'department',
      'dueAt',
    ]);
    expect(viewsFor(ORDERS, 'Customer').list.columns.map(({ id }) => id)).not.toContain('idCard');
  });
  it('[VIEW-10] made views of every entity resolve like authored ones', () => {
    const source = template('every-field-type');
    const views = ZOO.entities.flatMap(({ id }) => {
      const { form, phoneForm, list } = viewsFor(ZOO, id);
      return [form, phoneForm, list];
    });
    expect(modelOf({ ...source, views }).views).toHaveLength(views.length);
  });
});

describe('form plans', () => {
  const specimen = must(ZOO.entities[0], 'Specimen');
  it('[VIEW-11] every field type has a widget and a schema', () => {
    expect(Object.keys(FORM_KINDS).sort()).toEqual(Object.keys(FIELD_KINDS).sort());
    const plan = formPlan(ZOO, specimen, 'en');
    expect(plan.fields.map(({ apiName }) => apiName)).toEqual(Object.keys(Object(plan.schema['properties'])));
  });
  it('[VIEW-11] decimals are texts, computed fields read-only, required what a person must fill', () => {
    const order = must(
      ORDERS.entities.find(({ id }) => id === 'SalesOrder'),
      'SalesOrder',
    );
    const { schema, fields } = formPlan(ORDERS, order, 'zh-CN');
    expect(schema['required']).toEqual(['customer', 'warehouse']);
    expect(schema['properties']).toMatchObject({
      total: { type: 'string', readOnly: true, title: '应收' },
      channel: {
        oneOf: [
          { const: 'web', title: '网店' },
          { const: 'shop', title: '门店' },
        ],
      },
      lines: { type: 'array', minItems: 1, maxItems: 500, items: { required: ['item', 'qty'] } },
    });
    expect(fields.find(({ field }) => field === 'customer')).toMatchObject({
      widget: 'reference',
      of: { entity: 'Customer', title: 'name' },
    });
    expect(fields.find(({ field }) => field === 'lines')?.lines?.fields.map(({ widget }) => widget)).toEqual([
      'reference',
      'decimal',
      'decimal',
      'decimal',
    ]);
  });
});
