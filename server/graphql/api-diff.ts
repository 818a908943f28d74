import { findBreakingChanges, findDangerousChanges } from 'graphql';
import { apiChanges } from './api-changes.ts';
import type { TenantApi } from './tenant/tenant-api.ts';

/** A difference of two APIs in a sentence. */
export interface ApiDifference {
  readonly kind: 'breaking' | 'dangerous' | 'safe';
  readonly text: string;
}

/**
 * What a publication changes for clients: what breaks and what may surprise, as graphql-js judges and words it; then
 * what is new, which graphql-js does not tell.
 */
export function apiDiff(before: TenantApi, after: TenantApi): readonly ApiDifference[] {
  const told =
    (kind: ApiDifference['kind']) =>
    ({ description }: { readonly description: string }): ApiDifference => ({ kind, text: description });
  const added = apiChanges(before.plan, after.plan).filter(({ kind, isBreaking }) => kind === 'added' && !isBreaking);
  return [
    ...findBreakingChanges(before.schema, after.schema).map(told('breaking')),
    ...findDangerousChanges(before.schema, after.schema).map(told('dangerous')),
    ...added.map(({ path, to }): ApiDifference => ({ kind: 'safe', text: `${path}: ${to ?? ''} was added.` })),
  ];
}
