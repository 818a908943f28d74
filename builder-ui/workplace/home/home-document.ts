import { LIMITS } from '../../../schema/core/limits.ts';
import type { EntityModel } from '../../../schema/model/model.ts';
import { isApiRow, rowsOf, textOf } from '../documents/row-values.ts';

/** How many rows an entity has, and how many of them are in each state. */
export interface EntityCount {
  readonly count: number;
  readonly states: ReadonlyMap<string, number>;
}

/** Documents that count the rows of these entities, as many at once as one may ask for. */
export function countDocuments(entities: readonly EntityModel[]): readonly string[] {
  const size = LIMITS.queryRootFieldsMax;
  const chunks = Array.from({ length: Math.ceil(entities.length / size) }, (_, index) =>
    entities.slice(index * size, (index + 1) * size),
  );
  return chunks.map((chunk) => {
    const asked = chunk.map(({ plural, workflow }) =>
      workflow === undefined
        ? `${plural}Aggregate { count }`
        : `${plural}Aggregate(groupBy: [{ state: VALUE }]) { count key { state } }`,
    );
    return `{ ${asked.join(' ')} }`;
  });
}

/** The counts in the answers, by entity id. */
export function countsIn(
  entities: readonly EntityModel[],
  answers: readonly unknown[],
): ReadonlyMap<string, EntityCount> {
  const all = Object.fromEntries(answers.filter(isApiRow).flatMap((answer) => Object.entries(answer)));
  return new Map(
    entities.map(({ id, plural }) => {
      const groups = rowsOf(all[`${plural}Aggregate`]);
      const states = groups.flatMap(({ key, count }) => {
        const state = isApiRow(key) ? key['state'] : undefined;
        return typeof state === 'string' ? [[state, Number(count)] as const] : [];
      });
      return [id, { count: groups.reduce((sum, { count }) => sum + Number(count), 0), states: new Map(states) }];
    }),
  );
}

/** What waits for the caller's decision. */
export const INBOX_DOCUMENT =
  '{ inbox(box: TO_DECIDE, first: 6) { totalCount nodes { id entity recordId recordTitle transitionLabel askedAt askedBy { name } } } }';

/** Something that somebody asks the caller to approve. */
export interface WaitingRequest {
  readonly id: string;
  /** API name of the entity. */
  readonly entity: string;
  readonly recordId: string;
  readonly recordTitle: string;
  readonly transition: string;
  readonly askedAt: string;
  readonly askedBy: string;
}

export interface Waiting {
  readonly total: number;
  readonly requests: readonly WaitingRequest[];
}

/** The requests in the answer to `INBOX_DOCUMENT`. */
export function waitingIn(answer: unknown): Waiting {
  const inbox = isApiRow(answer) ? answer['inbox'] : undefined;
  if (!isApiRow(inbox)) return { total: 0, requests: [] };
  const requests = rowsOf(inbox['nodes']).map((row): WaitingRequest => {
    const { askedBy } = row;
    return {
      id: textOf(row['id']),
      entity: textOf(row['entity']),
      recordId: textOf(row['recordId']),
      recordTitle: textOf(row['recordTitle']),
      transition: textOf(row['transitionLabel']),
      askedAt: textOf(row['askedAt']),
      askedBy: isApiRow(askedBy) ? textOf(askedBy['name']) : '',
    };
  });
  return { total: Number(inbox['totalCount'] ?? 0), requests };
}
