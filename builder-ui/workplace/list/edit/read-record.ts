import { viewsFor } from '../../../../schema/model/views.ts';
import { ServerError } from '../../../data/platform-client.ts';
import { askTenant } from '../../../data/tenant-client.ts';
import type { Columning } from '../../documents/list-columns.ts';
import { recordDocument } from '../../documents/record-document.ts';
import { formRecord, isApiRow, rowsOf } from '../../documents/row-values.ts';
import { formPaths, fullPath, withPaths } from '../../record/form-paths.ts';
import type { StoredRecord } from '../../record/use-record-row.ts';
import { refusal } from '../../refusal.ts';
import type { Reading } from '../cell.tsx';

export interface RecordPlace {
  readonly tenant: string;
  readonly columning: Columning;
  readonly reading: Reading;
}

/**
 * The whole record behind a row, as it is now: conditions of one field read others. `null` where it is gone. With
 * `mayBeKept`, as this device knows it where the server can't be reached.
 */
export async function readRecord(
  { tenant, columning, reading }: RecordPlace,
  id: string,
  mayBeKept = false,
): Promise<StoredRecord | null> {
  const { model, entity, locale } = columning;
  const paths = formPaths(viewsFor(model, entity.id).form);
  const query = recordDocument(columning, entity, paths.map(fullPath));
  const answer = await askTenant<{ readonly rows?: unknown }>(tenant, { query, variables: { id }, locale });
  if (!answer.ok) throw refusal(answer.issues);
  // What is merged with it must be what the server has now.
  if (answer.asOf !== undefined && !mayBeKept) throw new ServerError('', 'NETWORK', '');
  const { rows } = answer.data;
  const row = rowsOf(isApiRow(rows) ? rows['nodes'] : [])[0];
  if (row === undefined) return null;
  const value = withPaths({ model, entity, reading }, paths, { row, record: formRecord(model, entity, row) });
  return { row, value, version: Number(row['version']), isBinned: typeof row['deletedAt'] === 'string' };
}
