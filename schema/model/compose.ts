import semver from 'semver';
import { isTenantId } from '../core/ids.ts';
import { issue, ok, pointer, refused, type Issue, type Result } from '../core/result.ts';
import { itemKey } from '../template/item-key.ts';
import type { EntityDef, EntityExtendDef, ExtendDef, RoleDef, RoleExtendDef, Template } from '../template/template.ts';
import { unknownIssue } from './context.ts';

/** The `pack` of a composed document and of every tenant's template; no shipped pack may be called so. */
export const TENANT_PACK = 'tenant';

/** Lists of items, in the order in which a composed document carries them. */
export const ITEM_SECTIONS = [
  'entities',
  'views',
  'workflows',
  'ledgers',
  'postings',
  'tables',
  'awards',
  'rewards',
  'leaderboards',
  'automations',
  'schedules',
  'reports',
  'roles',
  'records',
  'tests',
] as const;
export type ItemSection = (typeof ITEM_SECTIONS)[number];

/**
 * The packs as one document (SPEC [MOD-70] to [MOD-75]): in the order of their requirements, extensions applied, every
 * item with its pack in `origin`, and `packs` saying what it is made of. Pointers of issues begin with the pack's
 * place in `packs`: `/1/requires/core`.
 */
export function composePacks(packs: readonly Template[]): Result<Template> {
  const issues: Issue[] = [];
  checkPackNames(packs, issues);
  checkRequirements(packs, issues);
  for (const [index, pack] of packs.entries()) checkPackIds(pack, pointer('', index), issues);
  if (issues.length > 0) return refused(issues);
  const ordered = inRequiredOrder(packs, issues);
  if (issues.length > 0) return refused(issues);
  const composition = new Composition(packs, issues);
  for (const pack of ordered) composition.add(pack);
  for (const pack of ordered) composition.extend(pack);
  return issues.length > 0 ? refused(issues) : ok(composition.document(ordered));
}

function checkPackNames(packs: readonly Template[], issues: Issue[]): void {
  const first = new Map<string, number>();
  for (const [index, { pack }] of packs.entries()) {
    const other = first.get(pack);
    const path = pointer('', index, 'pack');
    if (pack === TENANT_PACK) issues.push(issue('MODEL_PACK_NAME_RESERVED', path, { pack }));
    if (other === undefined) first.set(pack, index);
    else issues.push(issue('MODEL_PACK_TWICE', path, { pack }, [pointer('', other, 'pack')]));
  }
}

/** Ranges are of npm's semver; pre-releases satisfy the ranges they lie in, since consultants try them out. */
function checkRequirements(packs: readonly Template[], issues: Issue[]): void {
  for (const [index, { pack, requires = {} }] of packs.entries()) {
    for (const [needed, range] of Object.entries(requires)) {
      const path = pointer('', index, 'requires', needed);
      const found = packs.find((other) => other.pack === needed);
      if (semver.validRange(range) === null) issues.push(issue('MODEL_PACK_RANGE', path, { range }));
      else if (found === undefined) issues.push(issue('MODEL_PACK_MISSING', path, { pack, needed, range }));
      else if (!semver.satisfies(found.version, range, { includePrerelease: true })) {
        issues.push(issue('MODEL_PACK_VERSION', path, { pack, needed, range, found: found.version }));
      }
    }
  }
}

/** Packs use no `x_` ids, at any depth: a tenant's item can never meet one of a later pack version. */
function checkPackIds(value: unknown, path: string, issues: Issue[]): void {
  if (typeof value !== 'object' || value === null) return;
  const id = 'id' in value ? value.id : undefined;
  if (typeof id === 'string' && isTenantId(id))
    issues.push(issue('MODEL_PACK_ID_RESERVED', pointer(path, 'id'), { id }));
  for (const [key, child] of Object.entries(value)) {
    if (key !== 'rows' && key !== 'given' && key !== 'input') checkPackIds(child, pointer(path, key), issues);
  }
}

/** Packs after what they require; packs that do not need each other keep the order given. */
function inRequiredOrder(packs: readonly Template[], issues: Issue[]): readonly Template[] {
  const ordered = new Set<Template>();
  const visit = (pack: Template, trail: readonly string[]): void => {
    if (ordered.has(pack)) return;
    if (trail.includes(pack.pack)) {
      const cycle = [...trail.slice(trail.indexOf(pack.pack)), pack.pack];
      issues.push(issue('MODEL_PACK_CYCLE', pointer('', packs.indexOf(pack), 'requires'), { cycle }));
      return;
    }
    for (const needed of Object.keys(pack.requires ?? {}).sort()) {
      const found = packs.find((other) => other.pack === needed);
      if (found !== undefined && issues.length === 0) visit(found, [...trail, pack.pack]);
    }
    ordered.add(pack);
  };
  for (const pack of packs) if (issues.length === 0) visit(pack, []);
  return [...ordered];
}

interface Item {
  readonly origin?: string;
  readonly ifPack?: string;
}

/** The growing document: which item came from which pack, and what is said twice. */
class Composition {
  readonly #packs: readonly Template[];
  readonly #issues: Issue[];
  readonly #sections = new Map<ItemSection, Map<string, Item>>();
  #tiers: Template['tiers'];

  constructor(packs: readonly Template[], issues: Issue[]) {
    this.#packs = packs;
    this.#issues = issues;
    for (const section of ITEM_SECTIONS) this.#sections.set(section, new Map());
  }

  add(pack: Template): void {
    const at = this.#packs.indexOf(pack);
    for (const section of ITEM_SECTIONS) {
      const items: readonly Item[] = pack[section] ?? [];
      for (const [index, { ifPack, ...item }] of items.entries()) {
        if (!this.#isHere(ifPack)) continue;
        this.#addItem(
          section,
          { ...item, origin: pack.pack },
          { pack: pack.pack, path: pointer('', at, section, index) },
        );
      }
    }
    if (pack.tiers === undefined) return;
    if (this.#tiers === undefined) this.#tiers = { ...pack.tiers, origin: pack.pack };
    else this.#taken('tiers', pack.pack, { other: this.#tiers.origin ?? '', path: pointer('', at, 'tiers') });
  }

  /** What is for a pack that is not there is left out (SPEC [MOD-76]). */
  #isHere(name: string | undefined): boolean {
    return name === undefined || this.#packs.some(({ pack }) => pack === name);
  }

  #addItem(section: ItemSection, item: Item, from: { readonly pack: string; readonly path: string }): void {
    // Record sets have no id of their own until two packs ship rows of one entity.
    const key = section === 'records' ? `${from.pack}/${itemKey(item) ?? ''}` : (itemKey(item) ?? '');
    const items = this.#sections.get(section);
    const other = items?.get(key);
    if (other !== undefined) return this.#taken(key, from.pack, { other: other.origin ?? '', path: from.path });
    items?.set(key, item);
  }

  #taken(id: string, pack: string, { other, path }: { readonly other: string; readonly path: string }): void {
    this.#issues.push(issue('MODEL_ID_TAKEN', path, { id, pack, other }));
  }

  extend(pack: Template): void {
    const at = this.#packs.indexOf(pack);
    for (const [index, extension] of (pack.extends ?? []).entries()) {
      if (!this.#isHere(extension.ifPack)) continue;
      const path = pointer('', at, 'extends', index);
      if ('entity' in extension) this.#extendEntity(pack, extension, path);
      else this.#extendRole(pack, extension, path);
    }
  }

  #extendEntity(pack: Template, extension: EntityExtendDef, path: string): void {
    const entity = this.#find<EntityDef>('entities', extension.entity, {
      pack,
      extension,
      path: pointer(path, 'entity'),
    });
    if (entity === undefined) return;
    const merged: Partial<Record<'fields' | 'unique' | 'indexes' | 'checks', readonly Keyed[]>> = {};
    for (const key of ['fields', 'unique', 'indexes', 'checks'] as const) {
      const added: readonly Keyed[] = extension[key] ?? [];
      if (added.length > 0)
        merged[key] = this.#joined(entity[key] ?? [], added, { pack, owner: entity, path: pointer(path, key) });
    }
    this.#sections.get('entities')?.set(entity.id, { ...entity, ...merged });
  }

  #extendRole(pack: Template, extension: RoleExtendDef, path: string): void {
    const role = this.#find<RoleDef>('roles', extension.role, { pack, extension, path: pointer(path, 'role') });
    if (role === undefined) return;
    const grants = this.#joined(role.grants, extension.grants, { pack, owner: role, path: pointer(path, 'grants') });
    this.#sections.get('roles')?.set(role.id, { ...role, ...{ grants } });
  }

  /** The item that a pack extends; the pack must require, at least through others, the pack that brings it. */
  #find<T extends Item>(section: ItemSection, id: string, { pack, extension, path }: Finding): T | undefined {
    const { ifPack } = extension;
    const items = this.#sections.get(section);
    const found = items?.get(id);
    if (found === undefined) {
      const code = section === 'entities' ? 'MODEL_ENTITY_UNKNOWN' : 'MODEL_ROLE_UNKNOWN';
      this.#issues.push(unknownIssue(code, path, { id, known: items?.keys() ?? [] }));
      return undefined;
    }
    const needed = found.origin ?? '';
    if (needed !== ifPack && !requiredBy(pack, this.#packs).has(needed)) {
      this.#issues.push(issue('MODEL_PACK_NOT_REQUIRED', path, { pack: pack.pack, id, needed }));
    }
    // Items of a section all have that section's type: they were put there by `add`.
    return found as T;
  }

  #joined(had: readonly Keyed[], added: readonly Keyed[], from: Joining): readonly Keyed[] {
    const joined = [...had];
    for (const [index, item] of added.entries()) {
      const key = itemKey(item) ?? '';
      const other = joined.find((one) => itemKey(one) === key);
      if (other === undefined) joined.push({ ...item, origin: from.pack.pack });
      else {
        const owner = other.origin ?? from.owner.origin ?? '';
        this.#taken(key, from.pack.pack, { other: owner, path: pointer(from.path, index) });
      }
    }
    return joined;
  }

  document(ordered: readonly Template[]): Template {
    const sections: Partial<Record<ItemSection, readonly Item[]>> = {};
    for (const section of ITEM_SECTIONS) {
      const items = [...(this.#sections.get(section)?.values() ?? [])];
      if (items.length > 0) sections[section] = section === 'records' ? distinctRecords(items) : items;
    }
    const document: object = {
      format: 1,
      pack: TENANT_PACK,
      version: '1.0.0',
      packs: ordered.map(({ pack, version }) => ({ pack, version })),
      ...sections,
      ...(this.#tiers === undefined ? {} : { tiers: this.#tiers }),
    };
    // Made of the sections of templates, hence one.
    return document as Template;
  }
}

interface Keyed extends Item {
  readonly id?: string;
}

interface Finding {
  readonly pack: Template;
  readonly extension: ExtendDef;
  readonly path: string;
}

interface Joining {
  readonly pack: Template;
  readonly owner: Item;
  readonly path: string;
}

/** Two packs may ship rows of one entity: their sets stay apart by an id. */
function distinctRecords(items: readonly Item[]): readonly Item[] {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(itemKey(item) ?? '', (counts.get(itemKey(item) ?? '') ?? 0) + 1);
  return items.map((item) => {
    const key = itemKey(item) ?? '';
    return (counts.get(key) ?? 0) > 1 ? { ...item, id: `${key}.${(item.origin ?? '').replaceAll('-', '_')}` } : item;
  });
}

function requiredBy(pack: Template, packs: readonly Template[]): ReadonlySet<string> {
  const names = new Set([pack.pack]);
  for (const name of names) {
    const found = packs.find((other) => other.pack === name);
    for (const needed of Object.keys(found?.requires ?? {})) names.add(needed);
  }
  return names;
}
