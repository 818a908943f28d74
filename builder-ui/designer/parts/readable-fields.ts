import type { EntityDef, FieldDef } from '../../../schema/template/template.ts';

/** Fields whose value reads well in a sentence. */
const READABLE = /^(text|int|decimal|money|quantity|percent|date|datetime|time|enum|sequence|ref|user|duration)/;
const FIELDS_MAX = 30;

/** Fields that a text about a record can name, those of secrets left out. */
export function readableFields(entity: EntityDef | undefined): readonly FieldDef[] {
  if (entity === undefined || entity.kind === 'line') return [];
  return entity.fields.filter(({ type, secret }) => READABLE.test(type) && secret !== true).slice(0, FIELDS_MAX);
}
