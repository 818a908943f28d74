import { isTenantId, SYSTEM_FIELD_IDS } from '../core/ids.ts';
import { LIMITS } from '../core/limits.ts';
import { must, pointer, type JsonPointer } from '../core/result.ts';
import type { LedgerDef } from '../template/template-rules.ts';
import type { EntitySource, ResolveContext } from './context.ts';
import { ACCOUNT_FIELD, ledgerEntityId, MOVEMENT_FIELD_IDS } from './ledger-entities.ts';
import type { EntityAlias } from './model.ts';
import {
  derivedTypeNames,
  entityAlias,
  enumTypeName,
  ledgerQueryNames,
  mutationNames,
  nameEntities,
  nameFields,
  nameLedgers,
  namesOfParts,
  queryNames,
  keyInputName,
  RESERVED_FIELD_NAMES,
  RESERVED_MUTATION_NAMES,
  RESERVED_ROOT_NAMES,
  RESERVED_TYPE_NAMES,
  transitionInputName,
  transitionName,
  transitionsName,
  transitionsQueryName,
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
  const mutations = new NameTable(context, RESERVED_MUTATION_NAMES);
  for (const ours of namedEntities(context, names)) {
    types.take(derivedTypeNames(ours.names.apiName), ours.path);
    queries.take(queryNames(ours.names), ours.path);
    mutations.take(mutationNames(ours.names, []), ours.path);
  }
  for (const ours of namedEntities(context, names)) takeTransitions({ mutations, queries, types }, ours);
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
  takeLedgers(context, { types, queries });
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
function takeTransitions(
  tables: { readonly mutations: NameTable; readonly queries: NameTable; readonly types: NameTable },
  { entity, names }: NamedEntity,
): void {
  const { workflow } = entity;
  if (workflow === undefined) return;
  tables.queries.take([transitionsQueryName(names.singular)], workflow.path);
  for (const [index, { id, input = [] }] of workflow.def.transitions.entries()) {
    const path = pointer(workflow.path, 'transitions', index);
    tables.mutations.take([transitionName(id, names.apiName), transitionsName(id, names.plural)], path);
    if (input.length > 0) tables.types.take([transitionInputName(id, names.apiName)], path);
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

/** Balances and movements are read like entities, and so have the names of two (SPEC [LGQ-4]). */
function takeLedgers(
  context: ResolveContext,
  { types, queries }: { readonly types: NameTable; readonly queries: NameTable },
): void {
  const entities = nameEntities([...context.entities.values()].map(({ def }) => def));
  const sources = [...entities.values()].map(({ apiName }) => `from${apiName}`);
  const ledgers = context.template.ledgers ?? [];
  const named = nameLedgers(ledgers.map(({ id }) => id));
  for (const [index, ledger] of ledgers.entries()) {
    const path = pointer('/ledgers', index);
    const names = must(named.get(ledger.id), 'names of a ledger');
    const roots = ledgerQueryNames(names);
    queries.take(roots, path);
    // A root field is a key of the answer, and those have as many bytes as a name in SQL.
    if (roots.some((name) => name.length > LIMITS.sqlNameBytesMax))
      context.add('MODEL_LEDGER_NAME_LONG', path, { id: ledger.id });
    for (const { apiName } of Object.values(names)) {
      const account = enumTypeName(apiName, ACCOUNT_FIELD);
      types.take(
        [...derivedTypeNames(apiName), ...(ledger.mode === 'double' ? [account, `${account}Filter`] : [])],
        path,
      );
    }
    takeParts(context, ledger, { path, sources });
  }
}

/** A balance shows dimensions and measures side by side, a movement what it tells of its posting as well. */
function takeParts(
  context: ResolveContext,
  ledger: LedgerDef,
  { path, sources }: { readonly path: JsonPointer; readonly sources: readonly string[] },
): void {
  const own = MOVEMENT_FIELD_IDS.filter((id) => id !== ACCOUNT_FIELD || ledger.mode === 'double');
  const table = new NameTable(context, new Set([...SYSTEM_FIELD_IDS, ...RESERVED_FIELD_NAMES, ...own, ...sources]));
  const source = must(context.ledgers.get(ledgerEntityId(ledger.id, 'balance')), 'balances of a ledger');
  const parts = [...source.fields.values()].filter(({ def }) => def.id !== ACCOUNT_FIELD || ledger.mode === 'balance');
  const names = namesOfParts(parts.map(({ def }) => def.id));
  for (const part of parts) {
    const name = must(names.get(part.def.id), 'name of a part');
    const measure = part.path.startsWith(`${path}/measures`) ? [`${name}Change`, `${name}After`] : [];
    table.take([name, ...measure], part.path);
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
