import { textIn, type Locale, type Text } from '../../../schema/core/text.ts';
import type { Edit } from '../../../schema/model/edits.ts';
import type { FieldKind } from '../../../schema/model/model.ts';
import type { EntityDef, FieldDef, OptionDef, Template } from '../../../schema/template/template.ts';
import type { LayoutNode } from '../../../schema/template/template-views.ts';
import { FIELD_TYPE_INFO } from '../parts/field-type-info.tsx';
import { newId } from '../parts/new-id.ts';
import { nodeId } from './layout-edits.ts';
import { toJson } from './to-json.ts';

/** A field to add: its type, what it is called, and where it leads when it is a reference. */
export interface NewField {
  readonly kind: FieldKind;
  readonly label: Text;
  /** Of a Chinese label, words apart by spaces. */
  readonly pinyin?: string;
  /** The object that a reference leads to. */
  readonly to?: string;
}

/** What adding a field to an object takes, and the field as it will be. */
export interface FieldAddition {
  readonly edits: readonly Edit[];
  readonly field: FieldDef;
}

/**
 * Adds a field with what its type can't be without (SPEC [DSG-35]): two options, an object of lines, a pattern of
 * numbers. `undefined` for a type that the object can't have.
 */
export function addField(template: Template, entity: EntityDef, added: NewField): FieldAddition | undefined {
  const { kind, label, pinyin } = added;
  const id = newId({
    label,
    ...(pinyin === undefined ? {} : { pinyin }),
    taken: entity.fields.map((field) => field.id),
    style: 'camel',
    fallback: kind,
  });
  const base = { id, type: kind, label };
  const list = ['entities', entity.id, 'fields'];
  const addition = (field: FieldDef, more: readonly Edit[] = []): FieldAddition => ({
    field,
    edits: [...more, { kind: 'addItem', list, item: toJson(field) }],
  });
  switch (kind) {
    case 'enum':
    case 'multiEnum':
      return addition({ ...base, options: FIRST_OPTIONS });
    case 'ref':
    case 'multiRef': {
      const to = added.to ?? refTargets(template, entity)[0]?.id;
      return to === undefined ? undefined : addition({ ...base, to });
    }
    case 'lines':
      return mayHaveLines(entity) ? addLines(template, entity, { base, addition }) : undefined;
    case 'sequence': {
      if (entity.number !== undefined) return undefined;
      const number = { field: id, pattern: `${initials(entity)}-{yyyy}{MM}-{seq:4}`, per: ['month'] };
      const made = addition(base);
      const set: Edit = { kind: 'setProperty', at: ['entities', entity.id], key: 'number', value: toJson(number) };
      return { field: made.field, edits: [...made.edits, set] };
    }
    default:
      return addition(base);
  }
}

const FIRST_OPTIONS: readonly OptionDef[] = [
  { id: 'option1', label: { en: 'Option 1', 'zh-CN': '选项一' } },
  { id: 'option2', label: { en: 'Option 2', 'zh-CN': '选项二' } },
];

function addLines(
  template: Template,
  entity: EntityDef,
  {
    base,
    addition,
  }: { readonly base: FieldDef; readonly addition: (field: FieldDef, more: readonly Edit[]) => FieldAddition },
): FieldAddition {
  const of = newId({
    label: undefined,
    taken: (template.entities ?? []).map((other) => other.id),
    style: 'pascal',
    fallback: `${entity.id.replace(/^x_/, '')} line`,
  });
  const label: Text = {
    en: `${textIn(entity.label, 'en') || entity.id} line`,
    'zh-CN': `${textIn(entity.label, 'zh-CN') || entity.id}明细`,
  };
  const lines: EntityDef = {
    id: of,
    kind: 'line',
    label,
    fields: [
      { id: 'x_description', type: 'text', label: { en: 'Description', 'zh-CN': '说明' } },
      { id: 'x_quantity', type: 'quantity', label: { en: 'Quantity', 'zh-CN': '数量' } },
    ],
  };
  return addition({ ...base, of }, [{ kind: 'addItem', list: ['entities'], item: toJson(lines) }]);
}

/** The objects that a reference of this one may lead to; the nearest are those it knows already. */
export function refTargets(template: Template, entity: EntityDef): readonly EntityDef[] {
  const known = new Set(entity.fields.flatMap(({ to }) => (to === undefined ? [] : [to])));
  const fits = (template.entities ?? []).filter(({ kind }) => kind !== 'line');
  return [...fits.filter(({ id }) => known.has(id)), ...fits.filter(({ id }) => !known.has(id))];
}

/** Lines of lines there are none. */
export function mayHaveLines({ kind }: Pick<EntityDef, 'kind'>): boolean {
  return kind === 'master' || kind === 'document';
}

function initials({ id }: EntityDef): string {
  const capitals = id.replace(/^x_/, '').replaceAll(/[^A-Z]/g, '');
  return capitals.slice(0, 3) || 'N';
}

/** The node that shows a field: rows in a grid, what is long over the whole width. */
export function nodeOf(
  template: Template,
  field: Pick<FieldDef, 'id' | 'type' | 'of'>,
  taken: readonly string[],
): LayoutNode {
  const id = nodeId(field.id, taken);
  if (field.type === 'lines') {
    const lines = template.entities?.find((entity) => entity.id === field.of);
    const columns = (lines?.fields ?? []).filter(({ type }) => !WIDE.has(type)).map((column) => ({ id: column.id }));
    return { kind: 'childGrid', id, field: field.id, ...(columns.length === 0 ? {} : { columns }) };
  }
  return { kind: 'field', id, field: field.id, width: WIDE.has(field.type) ? 'full' : 'half' };
}

const WIDE: ReadonlySet<string> = new Set([
  'longtext',
  'richtext',
  'file',
  'image',
  'signature',
  'geo',
  'json',
  'multiRef',
]);

/** A label that no field of the object has yet: `Text`, `Text 2`, … */
export function freeLabel(entity: EntityDef, kind: FieldKind, locale: Locale): Text {
  return numbered(entity, FIELD_TYPE_INFO[kind].name[locale], locale);
}

/** A label made different from those of the object by a number. */
export function numbered(entity: EntityDef, wanted: string, locale: Locale): Text {
  const taken = new Set(entity.fields.map((field) => textIn(field.label, locale)));
  for (let number = 1; ; number += 1) {
    const label = number === 1 ? wanted : `${wanted} ${number}`;
    if (!taken.has(label)) return { [locale]: label };
  }
}

/** A field like another, under an id and label of its own; `undefined` where there can be but one. */
export function copyField(entity: EntityDef, field: FieldDef, locale: Locale): FieldAddition | undefined {
  if (field.type === 'sequence' || field.type === 'lines') return undefined;
  const { id, origin: _o, apiName: _a, formerApiNames: _f, ...rest } = field;
  const label = numbered(entity, textIn(field.label, locale) || id, locale);
  const copied: FieldDef = {
    ...rest,
    id: newId({
      label: undefined,
      taken: entity.fields.map((one) => one.id),
      style: 'camel',
      fallback: id.replace(/^x_/, ''),
    }),
    label: { ...field.label, ...label },
  };
  const next = entity.fields[entity.fields.findIndex((one) => one.id === id) + 1];
  return {
    field: copied,
    edits: [
      {
        kind: 'addItem',
        list: ['entities', entity.id, 'fields'],
        item: toJson(copied),
        ...(next === undefined ? {} : { before: next.id }),
      },
    ],
  };
}
