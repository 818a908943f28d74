import type { ListSearch } from '../documents/list-search.ts';

/** Where a record was opened from: the list, and the rows around it, for the way on and back. */
export interface ListTrail {
  readonly entity: string;
  readonly search: ListSearch;
  readonly ids: readonly string[];
}

let trail: ListTrail | undefined;

/** Remembers the list that a record is opened from; it lives as long as the page does. */
export function leaveTrail(next: ListTrail): void {
  trail = next;
}

/** The list that records of this entity were opened from last. */
export function trailOf(entity: string): ListTrail | undefined {
  return trail?.entity === entity ? trail : undefined;
}

/** The rows before and after one. */
export function neighbours({ ids }: ListTrail, id: string): { readonly before?: string; readonly after?: string } {
  const at = ids.indexOf(id);
  if (at < 0) return {};
  const [before, after] = [ids[at - 1], ids[at + 1]];
  return { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}
