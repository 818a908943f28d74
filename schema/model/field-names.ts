import { issue, ok, refused, type Result } from '../core/result.ts';
import { suggest } from '../core/suggest.ts';
import { isComputed } from '../template/computed.ts';
import type { EntityModel, FieldModel, Model } from './model.ts';

/** What is left of a name when case, spaces and punctuation are taken away: `Order Date`, `order_date` and `orderDate` are one. */
export function nameKey(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/**
 * The field that a name means: its id, its API name, a former API name or a label in any language. What is said
 * exactly wins over what is only alike.
 */
export function findField(entity: EntityModel, name: string): FieldModel | undefined {
  const { fields } = entity;
  const exact = fields.find(({ id }) => id === name) ?? fields.find(({ apiName }) => apiName === name);
  if (exact !== undefined) return exact;
  const key = nameKey(name);
  if (key === '') return undefined;
  const alike = (names: (field: FieldModel) => readonly string[]): FieldModel | undefined =>
    fields.find((field) => names(field).some((own) => nameKey(own) === key));
  return (
    alike(({ apiName }) => [apiName]) ??
    alike(({ label }) => Object.values(label)) ??
    alike(({ aliases }) => aliases) ??
    alike(({ id }) => [id])
  );
}

/**
 * The entity of an id, an API name, a former one, a plural or a label: `IMPORT_ENTITY_UNKNOWN`. What is only read, such
 * as the balances of a ledger, is found where `among` has it.
 */
export function findEntity(
  model: Model,
  name: string,
  among: readonly EntityModel[] = model.entities,
): Result<EntityModel> {
  const key = nameKey(name);
  const found =
    among.find(({ id }) => id === name) ??
    among.find(({ apiName }) => nameKey(apiName) === key) ??
    among.find(({ plural, label, aliases }) =>
      [plural, ...Object.values(label), ...aliases.flatMap((alias) => [alias.apiName, alias.plural])].some(
        (own) => nameKey(own) === key,
      ),
    );
  if (found !== undefined) return ok(found);
  const names = among.map(({ apiName }) => apiName);
  return refused([
    issue('IMPORT_ENTITY_UNKNOWN', '', {
      entity: name,
      suggestion: suggest(name, names) ?? names.slice(0, 12).join(', '),
    }),
  ]);
}

/** Fields whose value alone names a row, in display order; those whose values people know come before references. */
export function uniqueFields(entity: EntityModel): readonly FieldModel[] {
  const alone = new Set<string>(
    entity.uniques.filter(({ fields }) => fields.length === 1).flatMap(({ fields }) => fields),
  );
  const unique = entity.fields.filter((field) => (field.unique || alone.has(field.id)) && !field.secret);
  const isPlain = ({ type }: FieldModel): boolean => !['ref', 'user', 'org'].includes(type.kind);
  return unique.filter(isPlain);
}

/** Whether an import passes the field over: the server computes it, or it holds other rows. */
export function isComputedField(field: FieldModel): boolean {
  return isComputed(field) || (field.readonly && field.type.kind !== 'sequence');
}
