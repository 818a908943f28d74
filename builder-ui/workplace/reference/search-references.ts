import type { QueryClient } from '@tanstack/react-query';
import { askTenant } from '../../data/tenant-client.ts';
import type { Choice } from '../../form-runtime/form-sources.ts';
import { titleName } from '../documents/field-path.ts';
import type { Columning } from '../documents/list-columns.ts';
import { referenceDocument, referenceWhere } from '../documents/list-document.ts';
import type { Where } from '../documents/list-filter.ts';
import { isApiRow, rowsOf } from '../documents/row-values.ts';
import { typedPinyin } from './pinyin-match.ts';
import { recentChoices } from './recent-choices.ts';
import { choiceOf } from './reference-choice.ts';
import type { IndexedTitle } from './title-index.ts';

/** Who seeks, and what. */
export interface Search {
  readonly client: QueryClient;
  readonly tenant: string;
  readonly columning: Columning;
}

/** How long the pinyin of an entity's titles is good for; rows written here are asked for anew at once. */
const TITLES_MS = 5 * 60_000;

/** Under this key the titles of an entity are kept. */
export function titlesKey(tenant: string, entity: string): readonly string[] {
  return ['titles', tenant, entity];
}

/**
 * Rows to choose from (SPEC [WRK-8], [FORM-24]): without a text those chosen lately come first; with one, those whose
 * title or number holds it, then those whose title sounds so.
 */
export async function searchReferences(search: Search, text: string, limit: number): Promise<readonly Choice[]> {
  const { columning, tenant } = search;
  const { entity, rights } = columning;
  const where = referenceWhere({ entity, rights }, text);
  const recent = text.trim() === '' ? recentChoices(tenant, entity.id) : [];
  const [first, found] = await Promise.all([
    recent.length === 0 ? [] : choicesById(search, recent),
    rowsWhere(search, where, limit),
  ]);
  const known = [...first].sort((a, b) => recent.indexOf(a.id) - recent.indexOf(b.id));
  const typed = typedPinyin(text);
  const heard = typed === undefined || found.length >= limit ? [] : await heardAs(search, typed, limit);
  return once([...known, ...found, ...heard]).slice(0, limit);
}

/** Rows by their ids, as far as the reader may see them. */
export function choicesById(search: Search, ids: readonly string[]): Promise<readonly Choice[]> {
  return rowsWhere(search, { id: { in: ids } }, ids.length);
}

async function rowsWhere(
  { tenant, columning }: Search,
  where: Where | undefined,
  first: number,
): Promise<readonly Choice[]> {
  const { entity, rights, locale } = columning;
  const answer = await askTenant<{ readonly page?: unknown }>(tenant, {
    query: referenceDocument({ entity, rights }),
    variables: { where, orderBy: [{ [titleName(entity)]: 'ASC' }], first },
    locale,
  });
  if (!answer.ok) return [];
  const { page } = answer.data;
  return rowsOf(isApiRow(page) ? page['nodes'] : []).map((row) => choiceOf(entity, row));
}

async function heardAs(
  { client, tenant, columning }: Search,
  typed: string,
  limit: number,
): Promise<readonly Choice[]> {
  const { entity, rights } = columning;
  if (!rights.shows(entity, titleName(entity)) || !rights.orders(entity, titleName(entity))) return [];
  const { readTitles, titlesByPinyin } = await import('./title-index.ts');
  const titles = await client.fetchQuery<readonly IndexedTitle[]>({
    queryKey: titlesKey(tenant, entity.id),
    queryFn: () => readTitles(tenant, columning),
    staleTime: TITLES_MS,
  });
  return titlesByPinyin(titles, typed, limit);
}

function once(choices: readonly Choice[]): readonly Choice[] {
  return [...new Map(choices.map((choice) => [choice.id, choice])).values()];
}
