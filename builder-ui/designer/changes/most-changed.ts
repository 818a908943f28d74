import type { ModelChange } from '../../../schema/model/changes.ts';

/** The entity that most changes are about; of equals the first. */
export function mostChanged(changes: readonly ModelChange[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { entity } of changes) if (entity !== undefined) counts.set(entity, (counts.get(entity) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0];
}
