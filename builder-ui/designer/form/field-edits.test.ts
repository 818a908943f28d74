import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { must } from '../../../schema/core/result.ts';
import { applyEdits, type Edit } from '../../../schema/model/edits.ts';
import type { FieldKind } from '../../../schema/model/model.ts';
import { resolveModel } from '../../../schema/model/resolve.ts';
import { FIELD_KINDS, isFieldKind } from '../../../schema/template/field-types.ts';
import { parseTemplate } from '../../../schema/template/parse.ts';
import type { EntityDef, Template } from '../../../schema/template/template.ts';
import { addField, copyField } from './field-additions.ts';
import { archiveField } from './field-archiving.ts';
import { madeUpRecord } from './made-up-record.ts';
import { changeType } from './properties/field-setters.ts';

const CASES = path.resolve(import.meta.dirname, '../../../schema/cases/passing');

function template(name: string): Template {
  const parsed = parseTemplate(JSON.parse(readFileSync(path.join(CASES, name, 'template.json'), 'utf8')));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return parsed.value;
}

const ORDERS = template('orders');

function entityOf(of: Template, id: string): EntityDef {
  return must(
    of.entities?.find((entity) => entity.id === id),
    id,
  );
}

function modelOf(of: Template) {
  const model = resolveModel(of);
  if (!model.ok) throw new Error(JSON.stringify(model.issues));
  return model.value;
}

function applied(edits: readonly Edit[], of = ORDERS): Template {
  const done = applyEdits(of, edits);
  if (!done.ok) throw new Error(JSON.stringify(done.issues));
  return done.value.template;
}

const KINDS = Object.keys(FIELD_KINDS).filter(isFieldKind);

describe('adding a field', () => {
  it.each(KINDS)('[DSG-35] a field of type %s resolves at once', (kind: FieldKind) => {
    const added = addField(ORDERS, entityOf(ORDERS, 'Customer'), { kind, label: { en: 'Delivery note' } });
    const { field, edits } = must(added, kind);
    expect(field.id).toBe('x_deliveryNote');
    const model = modelOf(applied(edits));
    const customer = must(
      model.entities.find(({ id }) => id === 'Customer'),
      'Customer',
    );
    expect(customer.fields.at(-1)).toMatchObject({ id: 'x_deliveryNote', type: { kind } });
  });
  it('[DSG-35] a Chinese name gives an id by its pinyin, a taken one a number', () => {
    const customer = entityOf(ORDERS, 'Customer');
    const added = addField(ORDERS, customer, { kind: 'text', label: { 'zh-CN': '送货单' }, pinyin: 'song huo dan' });
    expect(added?.field.id).toBe('x_songHuoDan');
    const after = applied(must(added, 'a field').edits);
    const again = addField(after, entityOf(after, 'Customer'), {
      kind: 'text',
      label: { 'zh-CN': '送货单' },
      pinyin: 'song huo dan',
    });
    expect(again?.field.id).toBe('x_songHuoDan2');
  });
  it('[DSG-35] one number an object, no lines of lines', () => {
    expect(addField(ORDERS, entityOf(ORDERS, 'SalesOrder'), { kind: 'sequence', label: { en: 'No' } })).toBeUndefined();
    const line = must(
      ORDERS.entities?.find(({ kind }) => kind === 'line'),
      'an entity of lines',
    );
    expect(addField(ORDERS, line, { kind: 'lines', label: { en: 'Rows' } })).toBeUndefined();
  });
  it('[DSG-35] a copy has all settings under an id and label of its own', () => {
    const order = entityOf(ORDERS, 'SalesOrder');
    const channel = must(
      order.fields.find(({ id }) => id === 'channel'),
      'channel',
    );
    const copied = must(copyField(order, channel, 'en'), 'a copy');
    expect(copied.field).toMatchObject({ id: 'x_channel', default: 'shop', label: { en: 'Channel 2' } });
    modelOf(applied(copied.edits));
    const number = must(
      order.fields.find(({ id }) => id === 'number'),
      'number',
    );
    expect(copyField(order, number, 'en')).toBeUndefined();
  });
});

describe('archiving a field', () => {
  it('[DSG-36] takes it out of views, keys and rights, and tells what still reads it', () => {
    const model = modelOf(ORDERS);
    const order = entityOf(ORDERS, 'SalesOrder');
    const watched = archiveField({ template: ORDERS, model }, order, 'remark');
    expect(watched.issues.map(({ path: at }) => at)).toEqual(['/awards/2/on/fields/0']);
    const after = applied(watched.edits);
    expect(JSON.stringify([after.views, after.roles])).not.toContain('"remark"');
    const bound = archiveField({ template: ORDERS, model }, order, 'discount');
    expect(
      bound.issues.map(({ path: at }) => at).some((at) => at.includes('/checks/') || at.includes('/formula')),
    ).toBe(true);
  });
  it('[DSG-36] any field of any object can be archived, and what is left is at most a rule’s to mend', () => {
    const model = modelOf(ORDERS);
    for (const entity of ORDERS.entities ?? []) {
      for (const field of entity.fields) {
        const { edits, issues } = archiveField({ template: ORDERS, model }, entity, field.id);
        const after = applied(edits);
        expect(entityOf(after, entity.id).fields.some(({ id }) => id === field.id)).toBe(false);
        expect(issues.filter(({ path: at }) => /^\/views\/\d+\/(layout|columns|card|filters|sort)/.test(at))).toEqual(
          [],
        );
      }
    }
  });
});

describe('changing a type', () => {
  const customer = entityOf(ORDERS, 'Customer');
  const base = must(addField(ORDERS, customer, { kind: 'text', label: { en: 'Free' } }), 'a field');
  const start = applied([
    ...base.edits,
    { kind: 'setProperty', at: ['entities', 'Customer', 'fields', 'x_free'], key: 'pattern', value: 'code' },
    { kind: 'setProperty', at: ['entities', 'Customer', 'fields', 'x_free'], key: 'max', value: 40 },
  ]);
  it.each(KINDS.filter((kind) => kind !== 'sequence' && kind !== 'lines'))(
    '[DSG-37] a text becomes %s and resolves',
    (kind) => {
      const entity = entityOf(start, 'Customer');
      const field = must(entity.fields.at(-1), 'the field');
      modelOf(applied(changeType(start, entity, { field, kind }), start));
    },
  );
});

describe('made-up values', () => {
  it('[DSG-43] every field that people fill in has a value within its bounds', () => {
    const zoo = modelOf(template('every-field-type'));
    for (const entity of zoo.entities) {
      const record = madeUpRecord(zoo, entity, 'zh-CN');
      const asked = entity.fields.filter(({ readonly }) => !readonly).map(({ apiName }) => apiName);
      expect(Object.keys(record)).toEqual(expect.arrayContaining(asked));
    }
    const orders = modelOf(ORDERS);
    const order = must(
      orders.entities.find(({ id }) => id === 'SalesOrder'),
      'SalesOrder',
    );
    const { lines } = madeUpRecord(orders, order, 'en');
    expect(Array.isArray(lines) ? lines.length : 0).toBe(2);
  });
});
