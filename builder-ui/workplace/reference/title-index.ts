import { typeNames } from '../../../schema/model/names.ts';
import { LIMITS } from '../../../schema/core/limits.ts';
import { askTenant } from '../../data/tenant-client.ts';
import type { Choice } from '../../form-runtime/form-sources.ts';
import { titleName } from '../documents/field-path.ts';
import type { Columning } from '../documents/list-columns.ts';
import { isApiRow, rowsOf } from '../documents/row-values.ts';
import { matchesPinyin, type Syllables } from './pinyin-match.ts';
import { choiceOf, referenceNodes } from './reference-choice.ts';

/** A row that could be chosen, with the pinyin of what names it. */
export interface IndexedTitle {
  readonly choice: Choice;
  readonly syllables: Syllables;
}

/** Of more rows than these, the first by title are found by pinyin; all are found by their characters. */
const TITLES_MAX = 20_000;

/**
 * The titles of an entity that have Chinese characters, with their pinyin (SPEC [FORM-24]). PostgreSQL knows no pinyin;
 * 10,000 titles are ten answers of 60 kB, and making their pinyin takes a quarter of a second, a page at a time.
 */
export async function readTitles(tenant: string, columning: Columning): Promise<readonly IndexedTitle[]> {
  const { pinyin } = await import('pinyin-pro');
  const { entity, locale } = columning;
  const titles: IndexedTitle[] = [];
  let after: string | null = null;
  for (let read = 0; read < TITLES_MAX; read += LIMITS.pageSizeMax) {
    const variables: Readonly<Record<string, unknown>> = {
      after,
      first: LIMITS.pageSizeMax,
      orderBy: [{ [titleName(entity)]: 'ASC' }],
    };
    const answer = await askTenant<{ readonly page?: unknown }>(tenant, {
      query: titlesDocument(columning),
      variables,
      locale,
    });
    const page = answer.ok && isApiRow(answer.data.page) ? answer.data.page : undefined;
    for (const row of rowsOf(page?.['nodes'])) {
      const choice = choiceOf(entity, row);
      if (/\p{Script=Han}/u.test(choice.title))
        titles.push({
          choice,
          syllables: pinyin(choice.title.toLowerCase(), { toneType: 'none', type: 'array', v: true }),
        });
    }
    const info = page?.['pageInfo'];
    const cursor = isApiRow(info) && info['hasNextPage'] === true ? info['endCursor'] : undefined;
    if (typeof cursor !== 'string') break;
    after = cursor;
  }
  return titles;
}

/** Those meant by what was typed; shorter titles are meant sooner. */
export function titlesByPinyin(titles: readonly IndexedTitle[], typed: string, limit: number): readonly Choice[] {
  return titles
    .filter(({ syllables }) => matchesPinyin(syllables, typed))
    .sort((a, b) => a.syllables.length - b.syllables.length)
    .slice(0, limit)
    .map(({ choice }) => choice);
}

function titlesDocument(columning: Columning): string {
  const { entity } = columning;
  const order = typeNames(entity.apiName).orderBy;
  return `query ($orderBy: [${order}!], $first: Int, $after: String) { page: ${entity.plural}(orderBy: $orderBy, first: $first, after: $after) { nodes ${referenceNodes(columning)} pageInfo { endCursor hasNextPage } } }`;
}
