import type { ExprType } from '../../../schema/expr/ast.ts';
import { textSource } from '../../../schema/expr/condition.ts';
import { TEXT } from '../../../schema/expr/types.ts';
import { exprScopeOf } from '../../../schema/model/expr-words.ts';
import { humanText } from '../../../schema/model/labels.ts';
import { isComputed } from '../../../schema/template/computed.ts';
import type { FieldKind } from '../../../schema/model/model.ts';
import { parseFieldType } from '../../../schema/template/field-types.ts';
import type { EntityDef, FieldDef, Template } from '../../../schema/template/template.ts';

/** What an action can't put a value into: numbers of a sequence, rows of a document, files, structures. */
const UNSET: ReadonlySet<FieldKind> = new Set(['sequence', 'lines', 'file', 'image', 'signature', 'geo', 'json']);

/** Kinds of fields that a value goes between as it is. */
const ALIKE: readonly ReadonlySet<FieldKind>[] = [
  new Set<FieldKind>(['text', 'longtext', 'richtext', 'sequence']),
  new Set<FieldKind>(['decimal', 'money', 'quantity', 'percent']),
];

/** What a field holds; `undefined` where its type is none. */
export function kindOf({ type }: FieldDef): FieldKind | undefined {
  const parsed = parseFieldType(type);
  return parsed.ok ? parsed.value.kind : undefined;
}

/** Fields that an action can give a value. */
export function settableFields(entity: EntityDef | undefined): readonly FieldDef[] {
  return (entity?.fields ?? []).filter((field) => {
    const kind = kindOf(field);
    return kind !== undefined && !UNSET.has(kind) && !isComputed(field);
  });
}

/** Fields without which no record is made, and that nothing else fills. */
export function neededFields(entity: EntityDef | undefined): readonly FieldDef[] {
  return settableFields(entity).filter((field) => field.required === true && field.default === undefined);
}

/** Fields of the record at hand whose value a field can take as it is. */
export function sameFields(field: FieldDef, from: EntityDef | undefined): readonly FieldDef[] {
  const kind = kindOf(field);
  if (kind === undefined || kind === 'enum' || kind === 'bool') return [];
  return (from?.fields ?? []).filter((one) => {
    const other = kindOf(one);
    if (other === undefined || one.secret === true || one === field) return false;
    if (kind === 'ref') return other === 'ref' && one.to === field.to;
    return other === kind || ALIKE.some((kinds) => kinds.has(kind) && kinds.has(other));
  });
}

/** Where a record of the same kind is at hand: the record itself, one that it refers to, one that is behind that. */
export function recordPaths(
  template: Template,
  field: FieldDef,
  from: EntityDef | undefined,
): readonly { readonly source: string; readonly path: readonly FieldDef[] }[] {
  if (field.type !== 'ref' || from === undefined) return [];
  const refs = from.fields.filter((one) => one.type === 'ref' && one.secret !== true);
  const behind = refs.flatMap((one) =>
    (template.entities?.find(({ id }) => id === one.to)?.fields ?? [])
      .filter((far) => far.type === 'ref' && far.to === field.to && far.secret !== true)
      .map((far) => ({ source: `doc.${one.id}.${far.id}`, path: [one, far] })),
  );
  return [
    ...(field.to === from.id ? [{ source: 'doc', path: [] }] : []),
    ...sameFields(field, from).map((one) => ({ source: `doc.${one.id}`, path: [one] })),
    ...behind,
  ];
}

/**
 * What a field gets until somebody says otherwise: the record at hand where it fits, else the first that is right.
 * `undefined` for a reference to what the record leads nowhere near.
 */
export function firstValue(template: Template, field: FieldDef, from: EntityDef | undefined): string | undefined {
  if (field.type === 'ref') return recordPaths(template, field, from)[0]?.source;
  const [same] = sameFields(field, from);
  if (same !== undefined) return `doc.${same.id}`;
  const [option] = field.options ?? [];
  switch (kindOf(field)) {
    case 'enum':
      return option === undefined ? 'null' : textSource(option.id);
    case 'bool':
      return 'true';
    case 'date':
      return 'today()';
    case 'datetime':
      return 'now()';
    case 'user':
      return from === undefined ? 'null' : 'doc.createdBy';
    case 'int':
    case 'decimal':
    case 'money':
    case 'quantity':
    case 'percent':
      return '0';
    case 'text':
    case 'longtext':
      return field.required === true ? textSource((field.label ?? humanText(field.id)).en ?? field.id) : 'null';
    default:
      return 'null';
  }
}

/** The values with which a record of an object is made: those that it needs, and the one that leads back. */
export function firstValues(
  template: Template,
  target: EntityDef,
  from: EntityDef | undefined,
): Readonly<Record<string, string>> {
  const back = settableFields(target).find(({ type, to }) => type === 'ref' && from !== undefined && to === from.id);
  const fields = [...neededFields(target), ...(back === undefined ? [] : [back])];
  return Object.fromEntries(
    fields.flatMap((field) => {
      const value = firstValue(template, field, from);
      return value === undefined ? [] : [[field.id, value] as const];
    }),
  );
}

/** What an expression for a field must give; a reference takes a record or its id. */
export function expectedOf(template: Template, entity: EntityDef, field: FieldDef): ExprType | 'any' {
  const type = exprScopeOf(template, entity.id)?.fieldsOf(entity.id)?.get(field.id)?.type ?? TEXT;
  return type.kind === 'row' ? 'any' : type;
}
