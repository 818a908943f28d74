import { LIMITS } from '../../../../schema/core/limits.ts';
import { typeNames } from '../../../../schema/model/names.ts';
import { askTenant } from '../../../data/tenant-client.ts';
import { titleName } from '../../documents/field-path.ts';
import type { Columning } from '../../documents/list-columns.ts';
import { allOf } from '../../documents/list-document.ts';
import type { Where } from '../../documents/list-filter.ts';
import { isApiRow, rowsOf, textOf } from '../../documents/row-values.ts';
import { refusal } from '../../refusal.ts';
import type { Chosen } from '../use-selection.ts';

/** A row that many are changed with. */
export interface BulkTarget {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly state: string;
}

export interface BulkAsk {
  readonly tenant: string;
  readonly columning: Columning;
  readonly where: Where | undefined;
  readonly bin: 'EXCLUDE' | 'ONLY';
  /** Where the API can't say which rows the list shows: the ids that it shows. */
  readonly shown: readonly string[] | undefined;
}

/**
 * The chosen rows as they are now, at most `bulkRowsMax` (SPEC [WRK-31]): all that match the filter but those that were
 * taken out, or those that were chosen. `undefined` for more.
 */
export async function bulkTargets(ask: BulkAsk, chosen: Chosen): Promise<readonly BulkTarget[] | undefined> {
  const named = chosen.isAll ? ask.shown?.filter((id) => !chosen.ids.has(id)) : [...chosen.ids];
  if (named !== undefined && named.length > LIMITS.bulkRowsMax) return undefined;
  const targets: BulkTarget[] = [];
  let after: string | undefined;
  for (;;) {
    const where = named === undefined ? ask.where : allOf([ask.where, { id: { in: named } }]);
    const page = await targetPage(ask, where, after);
    targets.push(...page.rows.filter(({ id }) => named !== undefined || !chosen.ids.has(id)));
    if (targets.length > LIMITS.bulkRowsMax) return undefined;
    if (page.after === undefined) return targets;
    ({ after } = page);
  }
}

async function targetPage(
  { tenant, columning, bin }: BulkAsk,
  where: Where | undefined,
  after: string | undefined,
): Promise<{ readonly rows: readonly BulkTarget[]; readonly after: string | undefined }> {
  const { entity, rights, locale } = columning;
  const title = titleName(entity);
  const hasState = entity.workflow !== undefined;
  const asked = ['id', 'version', ...(rights.shows(entity, title) ? [title] : []), ...(hasState ? ['state'] : [])];
  const query = `query ($where: ${typeNames(entity.apiName).where}, $bin: BinFilter!, $after: String) { page: ${entity.plural}(where: $where, bin: $bin, first: ${LIMITS.pageSizeMax}, after: $after) { nodes { ${[...new Set(asked)].join(' ')} } pageInfo { hasNextPage endCursor } } }`;
  const variables = { where, bin, after };
  const answer = await askTenant<{ readonly page?: unknown }>(tenant, { query, variables, locale });
  if (!answer.ok) throw refusal(answer.issues);
  const { page } = answer.data;
  const info = isApiRow(page) && isApiRow(page['pageInfo']) ? page['pageInfo'] : {};
  const end = info['endCursor'];
  return {
    rows: rowsOf(isApiRow(page) ? page['nodes'] : []).map((row) => ({
      id: textOf(row['id']),
      version: Number(row['version']),
      title: textOf(row[title]) || textOf(row['id']).slice(0, 8),
      state: textOf(row['state']),
    })),
    after: info['hasNextPage'] === true && typeof end === 'string' ? end : undefined,
  };
}
