import { findBreakingChanges, findDangerousChanges } from 'graphql';
import type { GraphqlPlan } from '../compile/graphql-plan-types.ts';
import { apiChanges } from './api-changes.ts';
import { buildSchema } from './tenant/build-schema.ts';

/** A difference of two APIs in a sentence. */
export interface ApiDifference {
  readonly kind: 'breaking' | 'dangerous' | 'safe';
  readonly text: string;
}

/**
 * What a publication changes for clients: what breaks and what may surprise, as graphql-js judges and words it; then
 * what is new, which graphql-js does not tell.
 */
export function apiDiff(before: GraphqlPlan, after: GraphqlPlan): readonly ApiDifference[] {
  const [old, now] = [buildSchema(before), buildSchema(after)];
  const told =
    (kind: ApiDifference['kind']) =>
    ({ description }: { readonly description: string }): ApiDifference => ({ kind, text: description });
  const added = apiChanges(before, after).filter(({ kind, isBreaking }) => kind === 'added' && !isBreaking);
  return [
    ...findBreakingChanges(old, now).map(told('breaking')),
    ...findDangerousChanges(old, now).map(told('dangerous')),
    ...added.map(({ path, to }): ApiDifference => ({ kind: 'safe', text: `${path}: ${to ?? ''} was added.` })),
  ];
}
