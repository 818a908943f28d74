import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import { viewsFor } from '../../../schema/model/views.ts';
import type { ServerError } from '../../data/platform-client.ts';
import { askTenant } from '../../data/tenant-client.ts';
import type { RecordValue } from '../../form-runtime/form-value.ts';
import type { Columning } from '../documents/list-columns.ts';
import { recordDocument } from '../documents/record-document.ts';
import { formRecord, isApiRow, rowsOf, type ApiRow } from '../documents/row-values.ts';
import type { Reading } from '../list/cell.tsx';
import { refusal } from '../refusal.ts';
import { rowsKey } from '../use-api-rights.ts';
import { formPaths, fullPath, withPaths } from './form-paths.ts';

/** A record as the API gave it, and as a form holds it. */
export interface StoredRecord {
  readonly row: ApiRow;
  readonly value: RecordValue;
  readonly version: number;
  readonly isBinned: boolean;
}

export interface RecordRow {
  readonly query: UseQueryResult<ApiRow | null, ServerError>;
  /** `undefined` while it is on its way, `null` where there is none. */
  readonly stored: StoredRecord | null | undefined;
  /** The record as it is now. */
  readonly renew: () => Promise<StoredRecord | null>;
}

export interface RecordAsk {
  readonly tenant: string;
  readonly columning: Columning;
  readonly reading: Reading;
  readonly id: string;
  readonly isWanted: boolean;
}

/**
 * The stored record. When the version of the template changes it is asked for in its new shape, and the former answer
 * stands until then.
 */
export function useRecordRow({ tenant, columning, reading, id, isWanted }: RecordAsk): RecordRow {
  const { model, entity, locale } = columning;
  const paths = useMemo(() => formPaths(viewsFor(model, entity.id).form), [model, entity.id]);
  const text = useMemo(() => recordDocument(columning, entity, paths.map(fullPath)), [columning, entity, paths]);
  const query = useQuery<ApiRow | null, ServerError>({
    queryKey: [...rowsKey(tenant, entity.id), 'row', id, text],
    queryFn: async () => {
      const answer = await askTenant<{ readonly rows?: unknown }>(tenant, { query: text, variables: { id }, locale });
      if (!answer.ok) throw refusal(answer.issues);
      const { rows } = answer.data;
      return rowsOf(isApiRow(rows) ? rows['nodes'] : [])[0] ?? null;
    },
    enabled: isWanted,
    placeholderData: (last, before) => (before?.queryKey[4] === id ? last : undefined),
  });
  const { data, refetch } = query;
  return useMemo(() => {
    const made = (row: ApiRow | null): StoredRecord | null => {
      if (row === null) return null;
      const value = withPaths({ model, entity, reading }, paths, { row, record: formRecord(model, entity, row) });
      return { row, value, version: Number(row['version']), isBinned: typeof row['deletedAt'] === 'string' };
    };
    return {
      query,
      stored: data === undefined ? undefined : made(data),
      renew: async () => made((await refetch()).data ?? null),
    };
    // The query object is new each time; what is made of it is not.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [data, refetch, query.error, model, entity, reading, paths]);
}
