import { textIn } from '../../../schema/core/text.ts';
import type { EntityModel, FieldKind } from '../../../schema/model/model.ts';
import { fieldKindSpec } from '../../../schema/template/field-types.ts';
import { pathEnd } from '../../workplace/documents/field-path.ts';
import { pathLabel, type ViewDesign } from './use-view-design.ts';

/** A field to choose, with the object that it belongs to where it is another's. */
export interface FieldOption {
  readonly value: string;
  readonly label: string;
  readonly kind: FieldKind;
}

const SYSTEM = ['state', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy'] as const;

/** All that a column can show: own fields, what every record has, and the fields of what it refers to. */
export function columnOptions(
  design: ViewDesign,
): readonly { readonly label: string; readonly options: readonly FieldOption[] }[] {
  const { model, entity, locale } = design;
  if (entity === undefined) return [];
  const own = entity.fields.filter(({ type }) => type.kind !== 'lines').map(({ id }) => option(design, entity, id));
  const system = SYSTEM.filter((id) => id !== 'state' || entity.workflow !== undefined).map((id) =>
    option(design, entity, id),
  );
  const further = entity.fields.flatMap((field) => {
    const target =
      field.type.kind === 'ref'
        ? model.entities.find(({ id }) => 'to' in field.type && id === field.type.to)
        : undefined;
    if (target === undefined) return [];
    const options = target.fields
      .filter(({ type, secret }) => fieldKindSpec(type.kind).sortable && !secret)
      .map(({ id }) => option(design, entity, `${field.id}.${id}`));
    return [{ label: textIn(field.label, locale), options }];
  });
  return [{ label: textIn(entity.label, locale), options: [...own, ...system] }, ...further];
}

function option({ model, locale }: ViewDesign, entity: EntityModel, path: string): FieldOption {
  const end = pathEnd(model, entity, { path, locale });
  return { value: path, label: pathLabel(model, entity, { path, locale }), kind: end?.kind ?? 'text' };
}

/** Own fields and facts of the record that rows can be put in order by. */
export function sortOptions(design: ViewDesign): readonly FieldOption[] {
  return (columnOptions(design)[0]?.options ?? []).filter(({ kind }) => fieldKindSpec(kind).sortable);
}

const FILTERED: ReadonlySet<FieldKind> = new Set([
  'enum',
  'multiEnum',
  'ref',
  'user',
  'org',
  'date',
  'datetime',
  'bool',
  'text',
  'int',
  'money',
  'decimal',
  'quantity',
]);

/** What is of use as a quick filter. */
export function filterOptions(design: ViewDesign): readonly FieldOption[] {
  return (columnOptions(design)[0]?.options ?? []).filter(({ kind }) => FILTERED.has(kind));
}
