import { LIMITS } from '../core/limits.ts';
import { pointer, type JsonPointer } from '../core/result.ts';
import { fieldKindSpec } from '../template/field-types.ts';
import type { KeyDef } from '../template/template.ts';
import { keySystemFields, type EntitySource, type FieldSource, type ResolveContext } from './context.ts';

/** Rules of whole entities: owners of lines, titles, numbers, keys and checks (SPEC [MOD-10] to [MOD-16]). */
export function checkEntities(context: ResolveContext): void {
  for (const entity of context.entities.values()) {
    checkOwners(context, entity);
    checkTitle(context, entity);
    checkNumber(context, entity);
    for (const key of ['unique', 'indexes'] as const) {
      for (const [index, def] of (entity.def[key] ?? []).entries()) {
        checkKey(context, entity, { def, path: pointer(entity.path, key, index), isUnique: key === 'unique' });
      }
    }
    checkChecks(context, entity);
  }
}

function checkOwners(context: ResolveContext, { def, path, owners }: EntitySource): void {
  if (def.kind !== 'line') return;
  const [first, ...others] = owners;
  if (first === undefined) context.add('MODEL_LINE_WITHOUT_PARENT', pointer(path, 'kind'), { id: def.id });
  for (const { field } of others) {
    context.add('MODEL_LINE_SECOND_PARENT', pointer(field.path, 'of'), { id: def.id }, [first?.field.path ?? '']);
  }
}

function checkTitle(context: ResolveContext, entity: EntitySource): void {
  const { title } = entity.def;
  if (title === undefined) return;
  const path = pointer(entity.path, 'title');
  const field = context.field(entity, title, path);
  if (field?.type !== undefined && !isTitle(field))
    context.add('MODEL_TITLE_UNFIT', path, { id: title, type: field.type.kind });
}

/** Whether a field can stand for its row: one short, open value that is no reference to yet another row. */
export function isTitle({ def, type }: FieldSource): boolean {
  if (type === undefined || def.secret === true) return false;
  return fieldKindSpec(type.kind).sortable && !['ref', 'user', 'org', 'bool'].includes(type.kind);
}

function checkNumber(context: ResolveContext, entity: EntitySource): void {
  const { number } = entity.def;
  for (const { def, path, type } of entity.fields.values()) {
    if (type?.kind === 'sequence' && number?.field !== def.id)
      context.add('MODEL_SEQUENCE_WITHOUT_NUMBER', path, { id: def.id });
  }
  if (number === undefined) return;
  const path = pointer(entity.path, 'number');
  const field = context.field(entity, number.field, pointer(path, 'field'));
  if (field?.type !== undefined && field.type.kind !== 'sequence') {
    context.add('MODEL_NUMBER_FIELD', pointer(path, 'field'), { id: number.field, type: field.type.kind });
  }
  const problem = numberProblem(number.pattern, number.per ?? []);
  if (problem !== undefined)
    context.add('MODEL_NUMBER_PATTERN', pointer(path, 'pattern'), { pattern: number.pattern, problem });
}

const PLACEHOLDER = /\{([^{}]*)\}/g;

/** Why numbers of this pattern would be wrong or repeat: each period that restarts the count must show in the number. */
function numberProblem(pattern: string, per: readonly string[]): string | undefined {
  const placeholders = [...pattern.matchAll(PLACEHOLDER)].map((match) => match[1] ?? '');
  if (/[{}]/.test(pattern.replaceAll(PLACEHOLDER, ''))) return '{ }';
  const unknown = placeholders.find((name) => !/^(yyyy|yy|MM|dd|seq(:([1-9]|1[0-2]))?)$/.test(name));
  if (unknown !== undefined) return `{${unknown}}`;
  if (placeholders.filter((name) => name.startsWith('seq')).length !== 1) return '{seq:n}';
  const has = (...names: readonly string[]): boolean => names.some((name) => placeholders.includes(name));
  if (per.length > 0 && !has('yyyy', 'yy')) return '{yyyy}';
  if ((per.includes('month') || per.includes('day')) && !has('MM')) return '{MM}';
  return per.includes('day') && !has('dd') ? '{dd}' : undefined;
}

interface PlacedKey {
  readonly def: KeyDef;
  readonly path: JsonPointer;
  readonly isUnique: boolean;
}

function checkKey(context: ResolveContext, entity: EntitySource, { def, path, isUnique }: PlacedKey): void {
  const seen = new Set<string>();
  for (const [index, id] of def.fields.entries()) {
    const here = pointer(path, 'fields', index);
    if (seen.has(id)) context.add('MODEL_KEY_FIELD_TWICE', here, { id });
    seen.add(id);
    if (keySystemFields(entity).includes(id)) continue;
    const field = context.field(entity, id, here);
    if (field?.type === undefined) continue;
    const reason = unkeyable(field, isUnique);
    if (reason !== undefined) context.add('MODEL_KEY_FIELD_UNFIT', here, { id, reason });
  }
}

/** Why a field cannot be in a key: `type`, `secret`, `computed`. */
function unkeyable({ def, type }: FieldSource, isUnique: boolean): string | undefined {
  if (type !== undefined && !fieldKindSpec(type.kind).keyable) return type.kind;
  if (def.secret === true) return 'secret';
  if (def.rollup !== undefined && def.rollup.mode !== 'stored') return 'rollup';
  if (def.rollup !== undefined && isUnique) return 'rollup';
  return def.formula !== undefined && def.stored !== true ? 'formula' : undefined;
}

function checkChecks(context: ResolveContext, entity: EntitySource): void {
  const roles = (context.template.roles ?? []).map(({ id }) => id);
  for (const [index, check] of (entity.def.checks ?? []).entries()) {
    const path = pointer(entity.path, 'checks', index);
    context.compile(check.when, pointer(path, 'when'), { scope: context.scopeOf(entity), as: { kind: 'bool' } });
    if (check.unless !== undefined && !roles.includes(check.unless.role)) {
      context.addUnknown('MODEL_ROLE_UNKNOWN', pointer(path, 'unless', 'role'), {
        id: check.unless.role,
        known: roles,
      });
    }
  }
}

/** Counts that a composed document may pass although each of its packs does not. */
export function checkCounts(context: ResolveContext): void {
  const entities = context.template.entities ?? [];
  if (entities.length > LIMITS.entitiesPerTemplateMax) {
    context.add('TEMPLATE_LIST_TOO_LONG', '/entities', { count: entities.length, max: LIMITS.entitiesPerTemplateMax });
  }
  for (const [index, { fields }] of entities.entries()) {
    if (fields.length <= LIMITS.fieldsPerEntityMax) continue;
    const path = pointer('/entities', index, 'fields');
    context.add('TEMPLATE_LIST_TOO_LONG', path, { count: fields.length, max: LIMITS.fieldsPerEntityMax });
  }
}
