import type { QueryClient } from '@tanstack/react-query';
import { askTenant } from '../../data/tenant-client.ts';
import type { EvalContext } from '../../../schema/expr/evaluate.ts';
import type { Choice, Choosing } from '../../form-runtime/form-sources.ts';
import { choicesWhere } from '../documents/choices-where.ts';
import { titleName } from '../documents/field-path.ts';
import type { Columning } from '../documents/list-columns.ts';
import { allOf, referenceDocument, referenceWhere } from '../documents/list-document.ts';
import type { Where } from '../documents/list-filter.ts';
import { recordFacts } from '../documents/record-facts.ts';
import { isApiRow, rowsOf } from '../documents/row-values.ts';
import { typedPinyin } from './pinyin-match.ts';
import { recentChoices } from './recent-choices.ts';
import type { Reading } from '../list/cell.tsx';
import { choiceNodes, hasFacts, toldChoice } from './reference-choice.ts';
import type { IndexedTitle } from './title-index.ts';

/** Who seeks, and what. */
export interface Search {
  readonly client: QueryClient;
  readonly tenant: string;
  readonly columning: Columning;
  readonly reading: Reading;
}

/** How many are sought, and which of them can be chosen. */
export interface Seeking {
  readonly limit: number;
  readonly choosing?: Choosing | undefined;
  readonly context: EvalContext;
}

/** How long the pinyin of an entity's titles is good for; rows written here are asked for anew at once. */
const TITLES_MS = 5 * 60_000;

/** Under this key the titles of an entity are kept. */
export function titlesKey(tenant: string, entity: string): readonly string[] {
  return ['titles', tenant, entity];
}

/**
 * Rows to choose from (SPEC [WRK-8], [FORM-24], [FORM-28]): without a text those chosen lately come first; with one,
 * those whose title or number holds it, documents about whom it names too, then those whose title sounds so. Of
 * documents the latest come first.
 */
export async function searchReferences(
  search: Search,
  text: string,
  { limit, choosing, context }: Seeking,
): Promise<readonly Choice[]> {
  const { columning, tenant } = search;
  const { entity } = columning;
  const among = choosing === undefined ? undefined : choicesWhere(choosing, columning, context);
  const party = hasFacts(entity) ? recordFacts(columning).party : undefined;
  const recent = text.trim() === '' ? recentChoices(tenant, entity.id) : [];
  const [first, found] = await Promise.all([
    recent.length === 0 ? [] : choicesById(search, recent, among),
    rowsWhere(search, allOf([referenceWhere(columning, text, party), among]), limit),
  ]);
  const known = [...first].sort((a, b) => recent.indexOf(a.id) - recent.indexOf(b.id));
  const typed = typedPinyin(text);
  const heard = typed === undefined || found.length >= limit ? [] : await heardAs(search, typed, { limit, among });
  return once([...known, ...found, ...heard]).slice(0, limit);
}

/** Rows by their ids, as far as the reader may see them and they can be chosen. */
export function choicesById(search: Search, ids: readonly string[], among?: Where): Promise<readonly Choice[]> {
  return rowsWhere(search, allOf([{ id: { in: ids } }, among]), ids.length);
}

async function rowsWhere(
  { tenant, columning, reading }: Search,
  where: Where | undefined,
  first: number,
): Promise<readonly Choice[]> {
  const { entity, locale } = columning;
  const answer = await askTenant<{ readonly page?: unknown }>(tenant, {
    query: referenceDocument(entity, choiceNodes(columning)),
    variables: { where, orderBy: [{ [titleName(entity)]: hasFacts(entity) ? 'DESC' : 'ASC' }], first },
    locale,
  });
  if (!answer.ok) return [];
  const { page } = answer.data;
  return rowsOf(isApiRow(page) ? page['nodes'] : []).map((row) => toldChoice(columning, row, reading));
}

async function heardAs(
  search: Search,
  typed: string,
  { limit, among }: { readonly limit: number; readonly among: Where | undefined },
): Promise<readonly Choice[]> {
  const { client, tenant, columning } = search;
  const { entity, rights } = columning;
  if (entity.fields.some(({ id, type }) => id === entity.title && type.kind === 'sequence')) return [];
  if (!rights.shows(entity, titleName(entity)) || !rights.orders(entity, titleName(entity))) return [];
  const { readTitles, titlesByPinyin } = await import('./title-index.ts');
  const titles = await client.fetchQuery<readonly IndexedTitle[]>({
    queryKey: titlesKey(tenant, entity.id),
    queryFn: () => readTitles(tenant, columning),
    staleTime: TITLES_MS,
  });
  const heard = titlesByPinyin(titles, typed, limit);
  // What is kept of them says no more than their names, and not whether they can be chosen.
  if (heard.length === 0 || (among === undefined && !hasFacts(entity))) return heard;
  const ids = heard.map(({ id }) => id);
  const open = await choicesById(search, ids, among);
  return [...open].sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
}

function once(choices: readonly Choice[]): readonly Choice[] {
  return [...new Map(choices.map((choice) => [choice.id, choice])).values()];
}
