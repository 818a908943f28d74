import type { Edit, Json } from '../../../../schema/model/edits.ts';
import type { FieldKind } from '../../../../schema/model/model.ts';
import { fieldKindSpec, parseFieldType, TYPED_ATTRIBUTES } from '../../../../schema/template/field-types.ts';
import type { EntityDef, FieldDef, Template } from '../../../../schema/template/template.ts';
import { refTargets } from '../field-additions.ts';
import { toJson } from '../to-json.ts';

/** Sets a property of a field, or takes it away. */
export function setOnField(
  entity: string,
  field: string,
  { key, value }: { readonly key: string; readonly value: Json | undefined },
): Edit {
  return {
    kind: 'setProperty',
    at: ['entities', entity, 'fields', field],
    key,
    ...(value === undefined ? {} : { value }),
  };
}

/** What a field that is not filled in can't have besides. */
const NOT_COMPUTED = ['required', 'default', 'unique', 'min', 'max', 'pattern'] as const;

/** Makes a field say what is computed or read for it; what it can't have besides goes in the same step. */
export function computedEdits(
  entity: string,
  field: FieldDef,
  { key, value }: { readonly key: 'formula' | 'rollup' | 'balance'; readonly value: Json },
): readonly [Edit, ...Edit[]] {
  const dropped = NOT_COMPUTED.filter((one) => field[one] !== undefined);
  return [
    setOnField(entity, field.id, { key, value }),
    ...dropped.map((one) => setOnField(entity, field.id, { key: one, value: undefined })),
  ];
}

/**
 * Makes a field another type (SPEC [DSG-37]): what the new type doesn't know goes, what it can't be without comes. The
 * settings that go come back when the step is undone.
 */
export function changeType(
  template: Template,
  entity: EntityDef,
  { field, kind }: { readonly field: FieldDef; readonly kind: FieldKind },
): readonly Edit[] {
  const { attributes } = fieldKindSpec(kind);
  const gone = TYPED_ATTRIBUTES.filter((key) => field[key] !== undefined && !attributes.includes(key));
  // A default of one type is no default of another, nor is a length a number or a day.
  const before = parseFieldType(field.type);
  const isSameBounds = before.ok && fieldKindSpec(before.value.kind).bounds === fieldKindSpec(kind).bounds;
  const stale = (['default', 'min', 'max'] as const).filter(
    (key) => field[key] !== undefined && !gone.includes(key) && (key === 'default' || !isSameBounds),
  );
  const set = (key: string, value: Json | undefined): Edit => setOnField(entity.id, field.id, { key, value });
  const [target] = refTargets(template, entity);
  const needsOptions = attributes.includes('options') && field.options === undefined;
  const needsTarget = attributes.includes('to') && field.to === undefined;
  return [
    ...[...gone, ...stale].map((key) => set(key, undefined)),
    set('type', kind),
    ...(needsOptions
      ? [set('options', toJson([{ id: 'option1', label: { en: 'Option 1', 'zh-CN': '选项一' } }]))]
      : []),
    ...(needsTarget && target !== undefined ? [set('to', target.id)] : []),
  ];
}

/** The types that a field can be changed to: what only comes with other things is added, not changed to. */
export function typesFor(field: FieldDef, kinds: readonly FieldKind[]): readonly FieldKind[] {
  return kinds.filter((kind) => field.type.startsWith(kind) || (kind !== 'lines' && kind !== 'sequence'));
}
