import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { must } from '../../../schema/core/result.ts';
import { applyEdits } from '../../../schema/model/edits.ts';
import { resolveModel } from '../../../schema/model/resolve.ts';
import { parseTemplate } from '../../../schema/template/parse.ts';
import type { Template } from '../../../schema/template/template.ts';
import { archiveObject, type ObjectArchiving } from './object-archiving.ts';

const CASES = path.resolve(import.meta.dirname, '../../../schema/cases/passing');

function template(name: string): Template {
  const parsed = parseTemplate(JSON.parse(readFileSync(path.join(CASES, name, 'template.json'), 'utf8')));
  return must(parsed.ok ? parsed.value : null, name);
}

const ORDERS = template('orders');

function archived(id: string): { readonly after: Template; readonly means: ObjectArchiving } {
  const resolved = resolveModel(ORDERS);
  const model = must(resolved.ok ? resolved.value : null, 'model');
  const entity = must(
    ORDERS.entities?.find((one) => one.id === id),
    id,
  );
  const means = archiveObject({ template: ORDERS, model }, entity);
  const applied = applyEdits(ORDERS, means.edits);
  return { after: must(applied.ok ? applied.value.template : null, 'template'), means };
}

describe('archiving an object', () => {
  it('[DSG-140] any object goes, and nothing that is only about it is left', () => {
    for (const { id } of ORDERS.entities ?? []) {
      const { after, means } = archived(id);
      const gone = means.objects.map((one) => one.id);
      expect(after.entities?.filter((one) => gone.includes(one.id))).toEqual([]);
      const text = JSON.stringify([after.entities, after.views, after.workflows, after.roles]);
      for (const one of gone) expect(text).not.toMatch(new RegExp(`"(of|to|entity)":"${one}"`));
      expect(
        means.issues.filter((issue) => /^\/(entities\/\d+\/fields\/\d+\/(to|of)|roles)\b/.test(issue.path)),
      ).toEqual([]);
    }
  });

  it('[DSG-140] lines go with their only parent, and fields that refer to it with their columns', () => {
    const orders = archived('SalesOrder');
    expect(orders.means.objects.map(({ id }) => id)).toContain('SalesOrderLine');
    const customers = archived('Customer');
    expect(customers.means.references.map(({ entity, field }) => `${entity.id}.${field.id}`)).toContain(
      'SalesOrder.customer',
    );
    expect(JSON.stringify(customers.after.views ?? [])).not.toContain('"customer"');
  });
});
