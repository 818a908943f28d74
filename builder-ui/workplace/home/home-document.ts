import { LIMITS } from '../../../schema/core/limits.ts';
import type { EntityModel } from '../../../schema/model/model.ts';
import { isApiRow, rowsOf } from '../documents/row-values.ts';

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
