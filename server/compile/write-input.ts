import type { EntityId, FieldId } from '../../schema/core/ids.ts';
import { LIMITS } from '../../schema/core/limits.ts';
import { issue, must, pointer, type Issue, type JsonPointer } from '../../schema/core/result.ts';
import type { EntityModel, FieldModel, Model } from '../../schema/model/model.ts';
import { givenValue, givesWholeKey, type ArgNode } from './arguments.ts';
import { keptId } from './sql-text.ts';
import { entityOf } from './storage.ts';
import { storedValue } from './write-values.ts';

/** Names one row by its id or a unique key; a part of a key may itself be a row named by its key. */
export interface RowKey {
  readonly entity: EntityId | 'user' | 'org';
  readonly parts: readonly { readonly field: FieldId | 'id' | 'name' | 'email'; readonly value: string | RowKey }[];
  readonly path: JsonPointer;
}

/** What a caller gives for one row: checked values by field id. Fields left out are absent; null empties one. */
export interface RowInput {
  readonly entity: EntityModel;
  readonly values: ReadonlyMap<FieldId, unknown>;
  readonly refs: ReadonlyMap<FieldId, RowKey | null>;
  readonly links: ReadonlyMap<FieldId, readonly RowKey[]>;
  readonly lines: ReadonlyMap<FieldId, LinesInput>;
  /** Where each field was given, for messages. */
  readonly paths: ReadonlyMap<FieldId, JsonPointer>;
  readonly path: JsonPointer;
}

export interface LinesInput {
  readonly create: readonly RowInput[];
  readonly update: readonly { readonly id: string; readonly input: RowInput }[];
  readonly delete: readonly { readonly id: string; readonly path: JsonPointer }[];
  /** Ids in the order that lines shall have; `+0` is the first of those to create. Absent: as they stand. */
  readonly order?: readonly { readonly id: string; readonly path: JsonPointer }[];
}

/** Reads inputs and collects every problem with them; the result is to be used only when there is none. */
export class InputReader {
  readonly issues: Issue[] = [];
  private readonly model: Model;

  constructor(model: Model) {
    this.model = model;
  }

  /** A create or patch input of GraphQL. */
  row(entity: EntityModel, node: ArgNode, path: JsonPointer): RowInput {
    const draft: MutableInput = {
      entity,
      values: new Map(),
      refs: new Map(),
      links: NONE,
      lines: NONE,
      paths: new Map(),
      path,
    };
    for (const given of node.kind === 'object' ? node.fields : []) {
      const target = given.plan.target;
      if (target?.kind !== 'step' || target.step.kind !== 'field') continue;
      const { field: id } = target.step;
      const field = must(fieldsOf(entity).get(id), id);
      const at = pointer(path, given.name);
      if (draft.paths.has(id)) this.issues.push(issue('VALUE_TWICE', at, { field: field.apiName }));
      draft.paths.set(id, at);
      this.field(draft, field, given.value, at);
    }
    return draft;
  }

  private field(draft: MutableInput, field: FieldModel, node: ArgNode, path: JsonPointer): void {
    const { type } = field;
    const target = type.kind === 'ref' ? type.to : type.kind === 'user' || type.kind === 'org' ? type.kind : undefined;
    if (target !== undefined) {
      draft.refs.set(field.id, node.kind === 'null' ? null : this.key(target, node, path));
      return;
    }
    if (type.kind === 'multiRef') {
      if (draft.links === NONE) draft.links = new Map();
      draft.links.set(
        field.id,
        itemsOf(node).map((item, index) => this.key(type.to, item, pointer(path, index))),
      );
      return;
    }
    if (type.kind === 'lines') {
      if (draft.lines === NONE) draft.lines = new Map();
      draft.lines.set(field.id, this.lines(entityOf(this.model, type.of), node, path));
      return;
    }
    const stored = storedValue(field, givenValue(node), path);
    if (stored.ok) draft.values.set(field.id, stored.value);
    else this.issues.push(...stored.issues);
  }

  /** A `<Entity>By` input: exactly one key. */
  key(entity: EntityId | 'user' | 'org', node: ArgNode, path: JsonPointer): RowKey {
    const none: RowKey = { entity, parts: [], path };
    const apiName = entity === 'user' ? 'User' : entity === 'org' ? 'OrgUnit' : entityOf(this.model, entity).apiName;
    const given = node.kind === 'object' ? node.fields.filter(({ value }) => value.kind !== 'null') : [];
    const [only] = given;
    if (only === undefined || given.length !== 1) {
      this.issues.push(issue('KEY_ONE_FIELD', path, { entity: apiName }));
      return none;
    }
    const { target } = only.plan;
    const fields = target?.kind === 'key' && only.value.kind === 'object' ? only.value.fields : [only];
    if (target?.kind === 'key' && !givesWholeKey(target.key, fields)) {
      this.issues.push(issue('KEY_ONE_FIELD', path, { entity: apiName }));
      return none;
    }
    return {
      ...none,
      parts: fields.flatMap((field) => this.part(field.plan.target, field.value, pointer(path, field.name))),
    };
  }

  private part(target: unknown, value: ArgNode, path: JsonPointer): RowKey['parts'] {
    const step = (
      target as {
        readonly step?: {
          readonly kind: string;
          readonly field?: string;
          readonly entity?: EntityId;
          readonly column?: string;
        };
      }
    ).step;
    if (step?.kind === 'system') return [{ field: 'id', value: keptId(text(value)) }];
    if (step?.kind === 'member') {
      const column = must(step.column, 'member column') as 'id';
      return [{ field: column, value: column === 'id' ? keptId(text(value)) : text(value) }];
    }
    const entity = entityOf(this.model, must(step?.entity, 'entity of a key'));
    const field = must(
      entity.fields.find(({ id }) => id === step?.field),
      'field of a key',
    );
    if (field.type.kind === 'ref') return [{ field: field.id, value: this.key(field.type.to, value, path) }];
    if (field.type.kind === 'user' || field.type.kind === 'org')
      return [{ field: field.id, value: this.key(field.type.kind, value, path) }];
    const stored = storedValue(field, givenValue(value), path);
    if (!stored.ok) this.issues.push(...stored.issues);
    return [{ field: field.id, value: stored.ok ? String(stored.value) : '' }];
  }

  private lines(entity: EntityModel, node: ArgNode, path: JsonPointer): LinesInput {
    if (node.kind !== 'object')
      return {
        create: itemsOf(node).map((item, index) => this.row(entity, item, pointer(path, index))),
        update: [],
        delete: [],
      };
    const part = (name: string): readonly ArgNode[] => itemsOf(node.fields.find((field) => field.name === name)?.value);
    const named = (name: string): LinesInput['delete'] =>
      part(name).map((item, index) => ({ id: keptId(text(item)), path: pointer(path, name, index) }));
    return {
      create: part('create').map((item, index) => this.row(entity, item, pointer(path, 'create', index))),
      update: part('update').flatMap((item, index) => {
        const own = (name: string): ArgNode | undefined =>
          item.kind === 'object' ? item.fields.find((field) => field.name === name)?.value : undefined;
        return [
          {
            id: keptId(text(own('id'))),
            input: this.row(entity, own('patch') ?? { kind: 'null' }, pointer(path, 'update', index, 'patch')),
          },
        ];
      }),
      delete: named('delete'),
      ...(node.fields.some(({ name, value }) => name === 'order' && value.kind !== 'null')
        ? { order: named('order') }
        : {}),
    };
  }
}

const fieldsById = new WeakMap<EntityModel, ReadonlyMap<FieldId, FieldModel>>();

/** A write asks for each value of each line. */
function fieldsOf(entity: EntityModel): ReadonlyMap<FieldId, FieldModel> {
  const known = fieldsById.get(entity) ?? new Map(entity.fields.map((field) => [field.id, field]));
  fieldsById.set(entity, known);
  return known;
}

/** Of the many rows that have no such fields; nothing is put into it. */
const NONE = new Map<FieldId, never>();

interface MutableInput extends RowInput {
  readonly values: Map<FieldId, unknown>;
  readonly refs: Map<FieldId, RowKey | null>;
  links: Map<FieldId, readonly RowKey[]>;
  lines: Map<FieldId, LinesInput>;
  readonly paths: Map<FieldId, JsonPointer>;
}

function itemsOf(node: ArgNode | undefined): readonly ArgNode[] {
  if (node?.kind === 'list') return node.items;
  if (node?.kind === 'leaves') return node.values.map((value) => ({ kind: 'leaf', value: value as string }));
  return [];
}

function text(node: ArgNode | undefined): string {
  return node?.kind === 'leaf' ? String(node.value) : '';
}

/** Refuses a list of rows longer than one transaction should hold. */
export function checkBulk(count: number, path: JsonPointer): readonly Issue[] {
  return count > LIMITS.bulkRowsMax ? [issue('BULK_TOO_MANY', path, { count, max: LIMITS.bulkRowsMax })] : [];
}

/** Every key that an input names, its lines included. */
export function keysOf(input: RowInput): readonly RowKey[] {
  const keys: RowKey[] = [];
  takeKeys(input, keys);
  return keys;
}

function takeKeys({ refs, links, lines }: RowInput, keys: RowKey[]): void {
  refs.forEach((key) => {
    if (key !== null) keys.push(key);
  });
  links.forEach((own) => keys.push(...own));
  lines.forEach(({ create, update }) => {
    for (const line of create) takeKeys(line, keys);
    for (const line of update) takeKeys(line.input, keys);
  });
}

/** The key of an upsert is also a value of the row it creates. */
export function withKey(input: RowInput, by: RowKey): RowInput {
  const values = new Map(input.values);
  const refs = new Map(input.refs);
  for (const { field, value } of by.parts) {
    if (field === 'id' || field === 'name' || field === 'email') continue;
    if (typeof value === 'string') {
      if (!values.has(field)) values.set(field, value);
    } else if (!refs.has(field)) refs.set(field, value);
  }
  return { ...input, values, refs };
}
