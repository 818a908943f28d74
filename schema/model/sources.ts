import { LIMITS } from '../core/limits.ts';
import { entityId } from '../core/ids.ts';
import { issue, pointer, type Issue } from '../core/result.ts';
import { parseFieldType } from '../template/field-types.ts';
import type { EntityDef, FieldDef, Template, WorkflowDef } from '../template/template.ts';
import { ResolveContext, unknownIssue, type EntitySource, type FieldSource, type Placed } from './context.ts';
import type { FieldType } from './model.ts';
import type { ResolveMemory } from './resolve-memory.ts';

/**
 * The template indexed: every entity with its fields' types, its workflow and its owner. Reports
 * `MODEL_FIELD_TYPE_UNKNOWN`, `MODEL_FIELD_TYPE_PARAMETERS`, `MODEL_ATTRIBUTE_MISSING` and `MODEL_ENTITY_UNKNOWN` of
 * types; the rules do the rest.
 */
export function indexTemplate(template: Template, memory?: ResolveMemory): ResolveContext {
  const defs = template.entities ?? [];
  const ids = defs.map(({ id }) => id);
  const issues: Issue[] = [];
  const workflows = new Map<string, Placed<WorkflowDef>>();
  for (const [index, def] of (template.workflows ?? []).entries()) {
    if (!workflows.has(def.of)) workflows.set(def.of, { def, path: pointer('/workflows', index) });
  }
  const fieldsByEntity = defs.map((def, index) => fieldSources(def, index, { ids, issues }));
  const owners = new Map<string, { entity: string; field: FieldSource }[]>();
  for (const [index, def] of defs.entries()) {
    for (const field of fieldsByEntity[index] ?? []) {
      if (field.type?.kind !== 'lines') continue;
      const list = owners.get(field.type.of) ?? [];
      list.push({ entity: def.id, field });
      owners.set(field.type.of, list);
    }
  }
  const entities = new Map<string, EntitySource>();
  for (const [index, def] of defs.entries()) {
    entities.set(def.id, {
      def,
      path: pointer('/entities', index),
      fields: new Map((fieldsByEntity[index] ?? []).map((field) => [field.def.id, field])),
      workflow: workflows.get(def.id),
      owners: def.kind === 'line' ? (owners.get(def.id) ?? []) : [],
    });
  }
  const context = new ResolveContext(template, entities, memory);
  context.issues.push(...issues);
  return context;
}

interface Known {
  readonly ids: readonly string[];
  readonly issues: Issue[];
}

function fieldSources(entity: EntityDef, entityIndex: number, known: Known): readonly FieldSource[] {
  return entity.fields.map((def, index) => {
    const path = pointer('/entities', entityIndex, 'fields', index);
    return { def, path, type: fieldType({ def, path }, known) };
  });
}

function fieldType({ def, path }: Placed<FieldDef>, known: Known): FieldType | undefined {
  const parsed = parseFieldType(def.type);
  if (!parsed.ok) {
    known.issues.push(...parsed.issues.map((found) => ({ ...found, path: pointer(path, 'type') })));
    return undefined;
  }
  const { kind, precision = 0, scale = 0 } = parsed.value;
  switch (kind) {
    case 'decimal':
    case 'money':
    case 'quantity':
    case 'percent':
      return { kind, precision, scale };
    case 'enum':
    case 'multiEnum':
      return { kind, options: def.options ?? [] };
    case 'ref': {
      const to = target('to', { def, path }, known);
      return to === undefined ? undefined : { kind, to: entityId(to), onDelete: def.onDelete ?? 'restrict' };
    }
    case 'multiRef': {
      const to = target('to', { def, path }, known);
      return to === undefined ? undefined : { kind, to: entityId(to) };
    }
    case 'lines': {
      const of = target('of', { def, path }, known);
      return of === undefined
        ? undefined
        : { kind, of: entityId(of), min: count(def.min, 0), max: count(def.max, LIMITS.linesPerDocumentMax) };
    }
    default:
      return { kind };
  }
}

function target(key: 'to' | 'of', { def, path }: Placed<FieldDef>, known: Known): string | undefined {
  const id = def[key];
  if (id === undefined) {
    known.issues.push(issue('MODEL_ATTRIBUTE_MISSING', path, { attribute: key, type: def.type }));
    return undefined;
  }
  if (known.ids.includes(id)) return id;
  const candidates = known.issues.length < LIMITS.issuesPerAnswerMax ? known.ids : [];
  known.issues.push(unknownIssue('MODEL_ENTITY_UNKNOWN', pointer(path, key), { id, known: candidates }));
  return undefined;
}

/** Whole numbers only; what is none is reported by the rule on bounds. */
function count(value: string | number | undefined, otherwise: number): number {
  const number = Number(value ?? otherwise);
  return Number.isInteger(number) && number >= 0 ? number : otherwise;
}
