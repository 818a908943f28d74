import { LIMITS } from '../../../schema/core/limits.ts';
import type { EntityModel, FieldModel } from '../../../schema/model/model.ts';
import { isUuid } from '../../compile/sql-text.ts';
import { entityOf } from '../../compile/storage.ts';
import { readerOfRequest } from '../tenant/approval-views.ts';
import type { ServiceCall } from '../tenant/services.ts';
import { nodesOf, readAsCaller } from './read-as-caller.ts';

/** What ids stand for: titles of rows that the caller may read, names of people and departments. */
export type ShownNames = ReadonlyMap<string, string>;

/** Ids by what they point at; collected first, so that each kind is asked for once. */
export class WantedNames {
  readonly rows = new Map<string, { readonly entity: EntityModel; readonly ids: Set<string> }>();
  readonly people = new Set<string>();
  readonly departments = new Set<string>();
  readonly call: Pick<ServiceCall, 'request' | 'caller'>;

  constructor(call: Pick<ServiceCall, 'request' | 'caller'>) {
    this.call = call;
  }

  /** Whatever the value of the field points at. */
  add({ type }: FieldModel, value: unknown): void {
    const ids = idsIn(value);
    if (ids.length === 0) return;
    if (type.kind === 'user') for (const id of ids) this.people.add(id);
    if (type.kind === 'org') for (const id of ids) this.departments.add(id);
    if (type.kind !== 'ref' && type.kind !== 'multiRef') return;
    const entity = entityOf(this.call.request.shape.model, type.to);
    const known = this.rows.get(entity.id) ?? { entity, ids: new Set<string>() };
    for (const id of ids) known.ids.add(id);
    this.rows.set(entity.id, known);
  }

  person(id: string | null): void {
    if (id !== null) this.people.add(id);
  }

  async read(): Promise<ShownNames> {
    const [titles, members] = await Promise.all([this.titles(), this.members()]);
    return new Map([...titles, ...members]);
  }

  private async titles(): Promise<readonly (readonly [string, string])[]> {
    const { access } = this.call.caller;
    const asked = [...this.rows.values()].filter(
      ({ entity }) =>
        entity.kind !== 'line' &&
        access.meets({ entity: entity.id, right: 'read' }) &&
        access.meets({ entity: entity.id, field: entity.title, use: 'compare' }),
    );
    const found = await Promise.all(asked.map(({ entity, ids }) => this.titlesOf(entity, [...ids])));
    return found.flat();
  }

  private async titlesOf(entity: EntityModel, ids: readonly string[]): Promise<readonly (readonly [string, string])[]> {
    const title = entity.fields.find(({ id }) => id === entity.title)?.apiName;
    if (title === undefined) return [];
    const query = `query ($ids: [ID!]) { rows: ${entity.plural}(where: { id: { in: $ids } }, first: ${String(LIMITS.pageSizeMax)}, bin: INCLUDE) { nodes { id ${title} } } }`;
    const data = await readAsCaller(this.call, query, { ids: ids.slice(0, LIMITS.pageSizeMax) });
    return nodesOf(data, 'rows').flatMap((row) => {
      const text = row[title];
      return typeof text === 'string' || typeof text === 'number' ? [[String(row['id']), String(text)] as const] : [];
    });
  }

  private async members(): Promise<readonly (readonly [string, string])[]> {
    if (this.people.size === 0 && this.departments.size === 0) return [];
    const rows = await readerOfRequest(this.call.request).rows<{ readonly id: string; readonly name: string }>(
      `select u.id, u.name from "@tenant".fw_user u where u.id = any($1::uuid[])
       union all select o.id, o.name from "@tenant".fw_org o where o.id = any($2::uuid[])`,
      [[...this.people], [...this.departments]],
    );
    return rows.map(({ id, name }) => [id, name] as const);
  }
}

/** Ids of what a reference, several of them, or an object with an id point at. */
export function idsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return isUuid(value) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(idsIn);
  return typeof value === 'object' && value !== null && 'id' in value ? idsIn(value.id) : [];
}
