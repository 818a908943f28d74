import { entityId } from '../core/ids.ts';
import { pointer, type JsonPointer } from '../core/result.ts';
import type { EntitySource, ResolveContext } from './context.ts';
import type { FieldType } from './model.ts';

/** Types of the system fields, for paths, views and filters. */
export function systemFieldType(entity: EntitySource, id: string): FieldType | undefined {
  switch (id) {
    case 'id':
      return { kind: 'text' };
    case 'version':
      return { kind: 'int' };
    case 'createdAt':
    case 'updatedAt':
    case 'deletedAt':
      return { kind: 'datetime' };
    case 'createdBy':
    case 'updatedBy':
      return { kind: 'user' };
    case 'state':
      return entity.workflow === undefined
        ? undefined
        : { kind: 'enum', options: entity.workflow.def.states.map((state) => ({ id: state.id })) };
    case 'parent': {
      const owner = entity.owners[0];
      return owner === undefined ? undefined : { kind: 'ref', to: entityId(owner.entity), onDelete: 'cascade' };
    }
    case 'lineNo':
      return entity.def.kind === 'line' ? { kind: 'int' } : undefined;
    default:
      return undefined;
  }
}

/**
 * The type at the end of a path over references (`customer.city`), or an issue: `MODEL_FIELD_UNKNOWN` for a part that
 * is no field, `MODEL_PATH_THROUGH` for a part before the last that is no reference.
 */
export function resolvePath(context: ResolveContext, start: EntitySource, place: PathPlace): FieldType | undefined {
  const parts = place.text.split('.');
  let entity = start;
  for (const [index, id] of parts.entries()) {
    const system = systemFieldType(entity, id);
    const field = system === undefined ? context.field(entity, id, place.path) : undefined;
    const type = system ?? field?.type;
    if (type === undefined) return undefined;
    if (index === parts.length - 1) return type;
    const next = type.kind === 'ref' ? context.entities.get(type.to) : undefined;
    if (next === undefined) {
      context.add('MODEL_PATH_THROUGH', place.path, { id, path: place.text, type: type.kind });
      return undefined;
    }
    entity = next;
  }
  return undefined;
}

export interface PathPlace {
  readonly text: string;
  readonly path: JsonPointer;
}

/** Fields of a list that must be an entity's own or its system fields. */
export function checkOwnFields(context: ResolveContext, entity: EntitySource, list: OwnFields): void {
  for (const [index, id] of list.ids.entries()) {
    resolvePath(context, entity, { text: id, path: pointer(list.path, index) });
  }
}

export interface OwnFields {
  readonly ids: readonly string[];
  readonly path: JsonPointer;
}
