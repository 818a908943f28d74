import { must } from '../../schema/core/result.ts';
import type { EntityId } from '../../schema/core/ids.ts';
import type { PostRefusal } from '../compile/post-request.ts';
import type { Access } from '../compile/access.ts';
import { planFetch } from '../compile/row-fetch.ts';
import { entityOf } from '../compile/storage.ts';
import { dimensionsOf } from './post-ledger.ts';
import type { WriteUnit } from './write-unit.ts';

/** The names, by id, of the rows and people whose balances a ledger refused: those that the caller may read. */
export async function refusalTitles(
  unit: WriteUnit,
  access: Access,
  refusals: readonly PostRefusal[],
): Promise<ReadonlyMap<string, string>> {
  const books = unit.model.behaviour.ledgers.flatMap((ledger) => ledger.books);
  const parts = refusals.flatMap(({ params: { book: id, key } }) => {
    const book = books.find((one) => one.id === id);
    return book === undefined || typeof key !== 'string' ? [] : dimensionsOf(book, key);
  });
  const titles = new Map<string, string>();
  const rows = parts.flatMap(([{ entity }, value]) => (entity === undefined ? [] : [{ entity, value }]));
  for (const [entity, list] of Map.groupBy(rows, (one) => one.entity))
    for (const [id, title] of await titlesOf(unit, { access, entity, ids: list.map(({ value }) => value) }))
      titles.set(id, title);
  const people = parts.flatMap(([{ kind }, value]) => (kind === 'user' ? [value] : []));
  if (people.length === 0) return titles;
  const found = await unit.execute<{ readonly id: string; readonly name: string }>(
    'select id, name from "@tenant".fw_user where id = any($1::uuid[])',
    [[...new Set(people)]],
  );
  for (const { id, name } of found) titles.set(id, name);
  return titles;
}

async function titlesOf(
  unit: WriteUnit,
  { access, entity: id, ids }: { readonly access: Access; readonly entity: EntityId; readonly ids: readonly string[] },
): Promise<readonly (readonly [string, string])[]> {
  const entity = entityOf(unit.model, id);
  if (!access.meets({ entity: id, field: entity.title, use: 'compare' })) return [];
  const may = { show: access.fieldRows(id, entity.title, 'show') };
  const plan = planFetch(unit.model, id, { tree: { [entity.title]: {} }, stored: false, may });
  const [row] = await unit.run<{ readonly rows: string }>(plan, { ids: [...new Set(ids)] });
  const found = JSON.parse(must(row, 'fetched rows').rows) as readonly Readonly<Record<string, unknown>>[];
  return found.flatMap((one) => {
    const title = one[entity.title];
    const isText = typeof title === 'string' || typeof title === 'number';
    return one['may:show'] === true && isText ? [[String(one['id']), String(title)] as const] : [];
  });
}
