import { describe, expect, it } from 'vitest';
import { edited, resolved, shippedCompany } from '../../../schema/cases/shipped-company.ts';
import { LOCALES } from '../../../schema/core/text.ts';
import type { EntityDef, FieldDef, Template } from '../../../schema/template/template.ts';
import { FIELD_TYPE_INFO } from '../parts/field-type-info.tsx';
import {
  cellEdits,
  cellText,
  FIELD_COLUMNS,
  kindNamed,
  kindOf,
  pasteFields,
  PLAIN_KINDS,
  type FieldColumn,
} from './field-rows.ts';

const COMPANY = shippedCompany();

function customerOf(template: Template): EntityDef {
  const entity = template.entities?.find(({ id }) => id === 'Customer');
  if (entity === undefined) throw new Error('no customer');
  return entity;
}

const CUSTOMER = customerOf(COMPANY);
const COUNT = CUSTOMER.fields.length;
const AT_END = { row: COUNT, column: 0, locale: 'en', pinyinOf: () => undefined } as const;

function paste(block: string, at: Partial<Parameters<typeof pasteFields>[2]> = {}) {
  const pasted = pasteFields(COMPANY, CUSTOMER, { ...AT_END, ...at, block });
  const template = edited(COMPANY, pasted.edits);
  resolved(template);
  return { pasted, fields: customerOf(template).fields };
}

function typed(field: FieldDef, column: FieldColumn, text: string): FieldDef | undefined {
  const entity = { ...CUSTOMER, fields: [...CUSTOMER.fields, field] };
  const rest = (COMPANY.entities ?? []).map((one) => (one.id === 'Customer' ? entity : one));
  const edits = cellEdits(entity, field, { column, text, locale: 'en' });
  const template = edited({ ...COMPANY, entities: rest }, edits);
  resolved(template);
  return customerOf(template).fields.at(-1);
}

describe('a block pasted into the grid of fields', () => {
  it('[DSG-10] makes fields past the end, typed in either language, and skips a heading', () => {
    const { pasted, fields } = paste(
      'Label\tType\tRequired\r\nFax\t文本\tyes\r\nShoe size\tnumber\t\r\nSince\tDate\tno\r\n',
    );
    expect(pasted).toMatchObject({ added: 3, misfits: [] });
    expect(fields.slice(COUNT)).toEqual([
      { id: 'x_fax', type: 'text', label: { en: 'Fax' }, required: true },
      { id: 'x_shoeSize', type: kindNamed('number'), label: { en: 'Shoe size' } },
      { id: 'x_since', type: 'date', label: { en: 'Since' } },
    ]);
  });

  it('[DSG-10] fills the cells from the place on that it is put', () => {
    const { pasted, fields } = paste('Called\nKnown as', { row: 1, column: 0 });
    expect(pasted.added).toBe(0);
    expect(fields.slice(1, 3).map(({ label }) => label?.en)).toEqual(['Called', 'Known as']);
    const helped = paste('x\tFor the driver', { row: 1, column: FIELD_COLUMNS.indexOf('default') }).fields[1];
    expect([helped?.default, helped?.help]).toEqual(["'x'", { en: 'For the driver' }]);
  });

  it('[DSG-10] fills the fields that are in sight when others are not', () => {
    const shown = CUSTOMER.fields.filter(({ id }) => id === 'name' || id === 'group');
    const { fields } = paste('First\nSecond', { shown, row: 0, column: 0 });
    expect(fields.filter(({ label }) => label?.en === 'First' || label?.en === 'Second').map(({ id }) => id)).toEqual(
      shown.map(({ id }) => id),
    );
  });

  it('[DSG-10] tells which words are no type; the field is a text then', () => {
    const { pasted, fields } = paste('One\tdate\nTwo\tbanana');
    expect(pasted.misfits).toEqual([{ row: 2, text: 'banana' }]);
    expect(fields.slice(COUNT).map(({ type }) => type)).toEqual(['date', 'text']);
  });

  it('[DSG-10] keeps line breaks and quotes within a quoted cell, as spreadsheets copy them', () => {
    const { fields } = paste('Note\ttext\t\t\t\t"Two lines:\nsay ""hello"""\nNext\ttext');
    expect(fields.slice(COUNT).map(({ label, help }) => [label?.en, help?.en])).toEqual([
      ['Note', 'Two lines:\nsay "hello"'],
      ['Next', undefined],
    ]);
  });

  it('[DSG-10] gives fields of one name ids of their own, and empty rows nothing', () => {
    const { pasted, fields } = paste('Fax\n\nFax');
    expect([pasted.added, fields.slice(COUNT).map(({ id }) => id)]).toEqual([2, ['x_fax', 'x_fax2']]);
  });
});

describe('a cell', () => {
  it('[DSG-10] shown and typed again changes nothing, whichever field of the packs it is', () => {
    for (const entity of COMPANY.entities ?? []) {
      for (const field of entity.fields) {
        for (const column of FIELD_COLUMNS) {
          for (const locale of LOCALES) {
            const text = cellText(field, column, locale);
            // Rules are not typed here, and a text that only the other language has is shown in it.
            if (text === 'rule' || (column === 'label' && field.label?.[locale] === undefined)) continue;
            if (column === 'default' && typeof field.default !== 'string') continue;
            const edits = cellEdits(entity, field, { column, text, locale });
            const alone: Template = { format: 1, entities: [{ ...entity, fields: [field] }] };
            expect([entity.id, column, edited(alone, edits).entities?.[0]?.fields]).toEqual([
              entity.id,
              column,
              [field],
            ]);
          }
        }
      }
    }
  });

  it.each(PLAIN_KINDS)('[DSG-10] of type is given %s, from a choice and from a text', (kind) => {
    const options = [{ id: 'a', label: { en: 'A' } }];
    expect(typed({ id: 'x_f', type: 'enum', options }, 'type', kind)?.type).toBe(kind);
    const after = typed({ id: 'x_f', type: 'text', pattern: '^a' }, 'type', FIELD_TYPE_INFO[kind].name['zh-CN']);
    expect(kindOf(after?.type ?? '')).toBe(kind);
    expect(after?.options === undefined).toBe(kind !== 'enum' && kind !== 'multiEnum');
  });

  it('[DSG-10] of default takes a word for a text, and a formula as it is', () => {
    const text: FieldDef = { id: 'x_f', type: 'text' };
    expect(typed(text, 'default', 'none')?.default).toBe("'none'");
    expect(typed(text, 'default', "'a' ")?.default).toBe("'a'");
    expect(typed({ id: 'x_f', type: 'bool' }, 'default', '是')?.default).toBe(true);
    expect(typed({ id: 'x_f', type: 'int' }, 'default', '3')?.default).toBe('3');
    expect(typed({ ...text, default: "'a'" }, 'default', ' ')).toEqual(text);
  });

  it('[DSG-10] keeps the other language of a text', () => {
    const both: FieldDef = { id: 'x_f', type: 'text', label: { en: 'Fax', 'zh-CN': '传真' } };
    expect(typed(both, 'label', 'Telefax')?.label).toEqual({ en: 'Telefax', 'zh-CN': '传真' });
    expect(typed(both, 'label', '')?.label).toEqual({ 'zh-CN': '传真' });
  });
});
