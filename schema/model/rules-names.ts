import { isTenantId, SYSTEM_FIELD_IDS } from '../core/ids.ts';
import { must, pointer, type JsonPointer } from '../core/result.ts';
import type { EntitySource, ResolveContext } from './context.ts';
import type { EntityAlias } from './model.ts';
import {
  derivedTypeNames,
  entityAlias,
  enumTypeName,
  ledgerQueryNames,
  mutationNames,
  nameEntities,
  nameFields,
  queryNames,
  keyInputName,
  RESERVED_FIELD_NAMES,
  RESERVED_ROOT_NAMES,
  RESERVED_TYPE_NAMES,
  transitionName,
} from './names.ts';

/** Who says a name first, and who says it again: one table for types, one for each root type, one for each entity. */
class NameTable {
  readonly #context: ResolveContext;
  readonly #taken = new Map<string, JsonPointer>();
  readonly #reserved: ReadonlySet<string>;

  constructor(context: ResolveContext, reserved: ReadonlySet<string>) {
    this.#context = context;
    this.#reserved = reserved;
  }

  /** Takes the names for the item at `path`, or says with whom they collide; at most one issue an item. */
  take(names: readonly string[], path: JsonPointer): void {
    const reserved = names.find((name) => this.#reserved.has(name));
    if (reserved !== undefined) return this.#report('MODEL_NAME_RESERVED', path, { name: reserved });
    const clash = names.find((name) => this.#taken.has(name) && this.#taken.get(name) !== path);
    if (clash !== undefined) {
      const other = must(this.#taken.get(clash), 'the name just found');
      return this.#report('MODEL_NAME_TAKEN', path, { name: clash, other });
    }
    for (const name of names) this.#taken.set(name, path);
  }

  /** One wrong name spoils many derived names; the first says enough. */
  #report(code: 'MODEL_NAME_RESERVED' | 'MODEL_NAME_TAKEN', path: JsonPointer, found: Clash): void {
    if (this.#context.issues.some((known) => known.path === path && known.code === code)) return;
    this.#context.add(code, path, { name: found.name }, found.other === undefined ? undefined : [found.other]);
  }
}

interface Clash {
  readonly name: string;
  readonly other?: JsonPointer;
}

/** Rules of API names (SPEC [NAM-1] to [NAM-7]): every name that the API derives is unique and not its own. */
export function checkNames(context: ResolveContext): void {
  const names = nameEntities([...context.entities.values()].map(({ def }) => def));
  const types = new NameTable(context, RESERVED_TYPE_NAMES);
  const queries = new NameTable(context, RESERVED_ROOT_NAMES);
  const mutations = new NameTable(context, new Set());
  for (const ours of namedEntities(context, names)) {
    types.take(derivedTypeNames(ours.names.apiName), ours.path);
    queries.take(queryNames(ours.names), ours.path);
    mutations.take(mutationNames(ours.names, []), ours.path);
  }
  for (const ours of namedEntities(context, names)) takeTransitions(mutations, ours);
  for (const ours of namedEntities(context, names)) {
    const fieldNames = nameFields(ours.entity.def.fields);
    for (const { def, type, path } of ours.entity.fields.values()) {
      if (type?.kind !== 'enum' && type?.kind !== 'multiEnum') continue;
      const name = enumTypeName(ours.names.apiName, fieldNames.get(def.id) ?? def.id);
      types.take([name, `${name}Filter`], path);
    }
    for (const [index, key] of (ours.entity.def.unique ?? []).entries()) {
      if (key.fields.length > 1)
        types.take([keyInputName(ours.names.apiName, key.id).type], pointer(ours.path, 'unique', index));
    }
  }
  for (const [index, { id }] of (context.template.ledgers ?? []).entries()) {
    queries.take(ledgerQueryNames(id), pointer('/ledgers', index));
  }
  for (const entity of context.entities.values()) {
    checkFieldNames(context, entity);
    checkAliases(context, entity, { names: must(names.get(entity.def.id), 'names of an entity'), types, queries });
  }
}

interface NamedEntity {
  readonly entity: EntitySource;
  readonly names: EntityAlias;
  readonly path: JsonPointer;
}

/** Packs' entities first: what a tenant adds is what gives way. */
function namedEntities(context: ResolveContext, names: ReadonlyMap<string, EntityAlias>): readonly NamedEntity[] {
  const named = [...context.entities.values()].map((entity) => ({
    entity,
    names: must(names.get(entity.def.id), 'names of an entity'),
    path: entity.path,
  }));
  return [...named.filter(isOfPack), ...named.filter((one) => !isOfPack(one))];
}

function isOfPack({ entity }: NamedEntity): boolean {
  return !isTenantId(entity.def.id);
}

/** A transition is a mutation too: `confirmSalesOrder`; none may be called `create`. */
function takeTransitions(mutations: NameTable, { entity, names }: NamedEntity): void {
  for (const [index, { id }] of (entity.workflow?.def.transitions ?? []).entries()) {
    mutations.take([transitionName(id, names.apiName)], pointer(entity.workflow?.path ?? '', 'transitions', index));
  }
}

function checkFieldNames(context: ResolveContext, { def, fields }: EntitySource): void {
  const table = new NameTable(context, new Set([...SYSTEM_FIELD_IDS, ...RESERVED_FIELD_NAMES]));
  const names = nameFields(def.fields);
  const ordered = [...fields.values()].sort((a, b) => Number(isTenantId(a.def.id)) - Number(isTenantId(b.def.id)));
  for (const field of ordered) {
    if (SYSTEM_FIELD_IDS.some((id) => id === field.def.id)) continue;
    table.take([must(names.get(field.def.id), 'name of a field')], field.path);
  }
}

interface AliasTables {
  readonly names: EntityAlias;
  readonly types: NameTable;
  readonly queries: NameTable;
}

/** Former names must not be anybody's present name; `carryAliases` drops those, so only hand-made documents fail. */
function checkAliases(context: ResolveContext, entity: EntitySource, { names, types, queries }: AliasTables): void {
  for (const [index, former] of (entity.def.formerApiNames ?? []).entries()) {
    const path = pointer(entity.path, 'formerApiNames', index);
    const alias = entityAlias(former);
    const roots = [alias.singular, alias.plural].filter((name) => name !== names.singular && name !== names.plural);
    queries.take(roots, path);
    if (alias.apiName !== names.apiName) types.take([alias.apiName], path);
  }
  const live = new Set(nameFields(entity.def.fields).values());
  for (const { def, path } of entity.fields.values()) {
    for (const [index, former] of (def.formerApiNames ?? []).entries()) {
      if (live.has(former)) context.add('MODEL_NAME_TAKEN', pointer(path, 'formerApiNames', index), { name: former });
    }
  }
}
