import { issue, ok, refused, type Result } from '../../../schema/core/result.ts';
import type { EntityModel, FieldModel, Model } from '../../../schema/model/model.ts';
import type { Access, RowRule } from '../../compile/access.ts';
import { planFetch, type PathTree } from '../../compile/row-fetch.ts';
import { isUuid } from '../../compile/sql-text.ts';
import { entityOf } from '../../compile/storage.ts';
import { readerOfRequest, type ViewReader } from '../tenant/approval-views.ts';
import type { ServiceCall } from '../tenant/services.ts';

/** How a field of a record may be shown to the caller: in full, as dots, or not at all. */
export type Sight = 'full' | 'masked' | 'none';

/** A line of a record as it stands now. */
export interface SeenLine {
  readonly id: string;
  readonly number: number;
  readonly title: unknown;
}

/** A record that the caller may read. */
export interface SeenRecord {
  readonly entity: EntityModel;
  readonly id: string;
  readonly isBinned: boolean;
  /** The stored value of the field that names it; null where the caller may not see that. */
  readonly title: unknown;
  readonly sight: (entity: EntityModel, field: FieldModel) => Sight;
  readonly lines: ReadonlyMap<string, SeenLine>;
}

/** The entity that an API name stands for, former names too; lines have no records of their own. */
export function entityNamed({ entities }: Model, name: string): EntityModel | undefined {
  return entities.find(
    ({ kind, apiName, aliases }) =>
      kind !== 'line' && (apiName === name || aliases.some((alias) => alias.apiName === name)),
  );
}

/**
 * The record that `entity` and `id` name, in the bin or not, with what the caller may see of it: row rules and rights
 * to fields are judged on the row as it is now. NOT_FOUND for what is not there and for what is out of sight alike.
 */
export async function seenRecord(
  call: Pick<ServiceCall, 'request' | 'caller'>,
  { entity: name, id }: { readonly entity: string; readonly id: string },
  reader: ViewReader = readerOfRequest(call.request),
): Promise<Result<SeenRecord>> {
  const { model } = call.request.shape;
  const { access } = call.caller;
  const unknown = refused([issue('NOT_FOUND', '/id', { entity: name, index: 0 })]);
  const entity = entityNamed(model, name);
  if (entity === undefined || !isUuid(id) || !access.meets({ entity: entity.id, right: 'read' })) return unknown;
  const rules = fieldRules(model, access, entity);
  const may = Object.fromEntries(rules.conditional.map(({ rule }, index) => [`f${String(index)}`, rule]));
  const plan = planFetch(model, entity.id, {
    tree: titleTree(model, entity),
    stored: false,
    may: { read: access.rows(entity.id, 'read'), ...may },
  });
  const [row] = await reader.fetch(plan, [id]);
  if (row === undefined || row['may:read'] !== true) return unknown;
  const open = new Set(
    rules.conditional.filter((_, index) => row[`may:f${String(index)}`] === true).map(({ key }) => key),
  );
  const sight = (of: EntityModel, field: FieldModel): Sight => {
    const key = `${of.id}.${field.id}`;
    const known = rules.settled.get(key) ?? 'none';
    return open.has(key) ? 'full' : known;
  };
  const title = entity.fields.find((field) => field.id === entity.title);
  return ok({
    entity,
    id: id.toLowerCase(),
    isBinned: row['deletedAt'] !== null,
    title: title !== undefined && sight(entity, title) === 'full' ? row[title.id] : null,
    sight,
    lines: linesOf(model, entity, row),
  });
}

/** The field that says what a line is of: the first thing that it refers to, else its title. */
export function lineTitle(line: EntityModel): FieldModel | undefined {
  return line.fields.find(({ type }) => type.kind === 'ref') ?? line.fields.find(({ id }) => id === line.title);
}

function titleTree(model: Model, entity: EntityModel): PathTree {
  const tree: Record<string, PathTree> = { deletedAt: {}, [entity.title]: {} };
  for (const { id, type } of entity.fields) {
    if (type.kind !== 'lines') continue;
    const title = lineTitle(entityOf(model, type.of));
    tree[id] = title === undefined ? {} : { [title.id]: {} };
  }
  return tree;
}

function linesOf(
  model: Model,
  entity: EntityModel,
  row: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, SeenLine> {
  const found = new Map<string, SeenLine>();
  for (const { id, type } of entity.fields) {
    const rows: unknown = row[id];
    if (type.kind !== 'lines' || !Array.isArray(rows)) continue;
    const title = lineTitle(entityOf(model, type.of));
    for (const [index, line] of rows.entries()) {
      if (!isObject(line)) continue;
      const key = String(line['id']);
      found.set(key, { id: key, number: index + 1, title: title === undefined ? null : line[title.id] });
    }
  }
  return found;
}

interface FieldRules {
  readonly settled: ReadonlyMap<string, Sight>;
  /** Fields that are open on some rows only. */
  readonly conditional: readonly { readonly key: string; readonly rule: RowRule }[];
}

function fieldRules(model: Model, access: Access, entity: EntityModel): FieldRules {
  const lines = entity.fields.flatMap(({ type }) => (type.kind === 'lines' ? [entityOf(model, type.of)] : []));
  const settled = new Map<string, Sight>();
  const conditional: { readonly key: string; readonly rule: RowRule }[] = [];
  for (const of of [entity, ...lines]) {
    for (const field of of.fields) {
      const key = `${of.id}.${field.id}`;
      if (!access.meets({ entity: of.id, field: field.id, use: 'show' }) || !leadsSomewhere(access, field)) continue;
      const rule = access.fieldRows(of.id, field.id, 'show');
      const closed = field.secret || access.isMasked(of.id, field.id) ? 'masked' : 'none';
      if (field.secret) settled.set(key, 'masked');
      else if (rule === 'all') settled.set(key, 'full');
      else {
        settled.set(key, closed);
        if (rule !== 'none') conditional.push({ key, rule });
      }
    }
  }
  return { settled, conditional };
}

/** References to what the caller may not read are not in his API (SPEC [ACC-5]). */
function leadsSomewhere(access: Access, { type }: FieldModel): boolean {
  if (type.kind === 'ref' || type.kind === 'multiRef') return access.meets({ entity: type.to, right: 'read' });
  return type.kind !== 'lines' || access.meets({ entity: type.of, right: 'read' });
}

/** What names the record in words; null where its title is no plain value or out of sight. */
export function titleText({ title }: SeenRecord): string | null {
  return typeof title === 'string' || typeof title === 'number' ? String(title) : null;
}

/** Whether a value out of JSON is an object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text, a number or a truth value as text; `''` for anything else. */
export function plainText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
