import type { ModelChange } from '../../../schema/model/changes.ts';
import { diffModels } from '../../../schema/model/diff.ts';
import type { Model } from '../../../schema/model/model.ts';

const cache = new WeakMap<Model, { readonly base: Model; readonly changes: readonly ModelChange[] }>();

/** What publishing the draft would change, in the order of the template. Compared once for each state of the draft. */
export function changesSince(base: Model, draft: Model): readonly ModelChange[] {
  const known = cache.get(draft);
  if (known?.base === base) return known.changes;
  const changes = base === draft ? [] : diffModels(base, draft);
  cache.set(draft, { base, changes });
  return changes;
}
