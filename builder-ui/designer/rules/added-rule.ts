import { isComputed } from '../../../schema/template/computed.ts';
import type { Edit } from '../../../schema/model/edits.ts';
import { fieldKindSpec, parseFieldType, TYPED_ATTRIBUTES } from '../../../schema/template/field-types.ts';
import type { EntityDef, FieldDef, Template } from '../../../schema/template/template.ts';
import { firstBalance } from '../form/properties/balance-edits.ts';
import { computedEdits } from '../form/properties/field-setters.ts';
import { toJson } from '../form/to-json.ts';
import { newId } from '../parts/new-id.ts';

/** Rules that a key user adds here; steps, points and roles have pages of their own. */
export const ADDED_KINDS = [
  'check',
  'required',
  'visible',
  'readonly',
  'choices',
  'formula',
  'balance',
  'default',
] as const;
export type AddedKind = (typeof ADDED_KINDS)[number];

/**
 * The edits that add a rule which is true for every record, to be made narrower; `undefined` where it has one, or can't
 * have it.
 */
export function addedRule(
  entity: EntityDef,
  kind: AddedKind,
  { field, template }: { readonly field: string | undefined; readonly template: Template },
): readonly [Edit, ...Edit[]] | undefined {
  if (kind === 'check') {
    const taken = (entity.checks ?? []).map(({ id }) => id);
    const id = newId({ label: undefined, taken, style: 'camel', fallback: 'check' });
    return [{ kind: 'addItem', list: ['entities', entity.id, 'checks'], item: { id, when: 'true' } }];
  }
  const found = entity.fields.find(({ id }) => id === field);
  if (found === undefined || !fits(found, kind)) return undefined;
  if (typeof found[kind] === 'string' || typeof found[kind] === 'object') return undefined;
  const at = ['entities', entity.id, 'fields', found.id];
  if (kind === 'formula') return computedEdits(entity.id, found, { key: kind, value: 'null' });
  if (kind === 'balance') {
    const value = firstBalance(template, entity);
    return value && computedEdits(entity.id, found, { key: kind, value: toJson(value) });
  }
  return [{ kind: 'setProperty', at, key: kind, value: kind === 'default' ? 'null' : 'true' }];
}

/** Whether a field of this type can have the rule, beside what it has. */
function fits(field: FieldDef, kind: Exclude<AddedKind, 'check'>): boolean {
  const type = parseFieldType(field.type);
  const attribute = TYPED_ATTRIBUTES.find((one) => one === kind);
  if (attribute !== undefined && !(type.ok && fieldKindSpec(type.value.kind).attributes.includes(attribute)))
    return false;
  return kind === 'visible' || kind === 'choices' || !isComputed(field);
}
