import { useMemo } from 'react';
import { RecordCountsDocument } from '../../data/generated/graphql.ts';
import { usePlatform } from '../../data/use-platform.ts';

export interface Counted {
  readonly count: number;
  readonly isExact: boolean;
}

/** How many records each object in force has; the page is there before they are. */
export function useRecordCounts(tenant: string): ReadonlyMap<string, Counted> {
  const { data } = usePlatform(RecordCountsDocument, { topic: 'recordCounts', variables: { tenant } });
  return useMemo(() => new Map(data?.tenant?.records.map((one) => [one.entity, one])), [data]);
}
