import type { EntityDef, FieldDef, Template } from '../template/template.ts';
import type { EntityModel, Model } from './model.ts';
import { entityAlias, formerName, nameEntities, nameFields } from './names.ts';
import { shared } from './shared.ts';

/**
 * The next template with the API names that the change leaves behind in `formerApiNames` (SPEC [NAM-8]): clients keep
 * working after a rename, and may rename back. A former name that anything alive now has is dropped. The same template
 * where nothing is left behind.
 */
export function carryAliases(previous: Model, next: Template): Template {
  if (next.entities === undefined) return next;
  const names = nameEntities(next.entities);
  const liveTypes = new Set<string>();
  const liveRoots = new Set<string>();
  for (const { apiName, singular, plural } of names.values()) {
    liveTypes.add(apiName);
    liveRoots.add(singular).add(plural);
  }
  const entities = next.entities.map((entity) => {
    const before = previous.entities.find(({ id }) => id === entity.id);
    const fields = withFieldAliases(entity.fields, before);
    const now = names.get(entity.id);
    const wanted = [...(entity.formerApiNames ?? []), ...(before === undefined ? [] : [formerName(before)])];
    const kept = [...new Set(wanted)].filter((former) => {
      const { apiName, singular, plural } = entityAlias(former);
      const typeTaken = liveTypes.has(apiName) && apiName !== now?.apiName;
      const rootsTaken = [singular, plural].some(
        (root) => liveRoots.has(root) && root !== now?.singular && root !== now?.plural,
      );
      const same = apiName === now?.apiName && plural === now?.plural;
      return !typeTaken && !rootsTaken && !same;
    });
    return withFormerNames({ ...entity, fields }, distinctRoots(kept, liveRoots));
  });
  return shared(next, { ...next, entities });
}

/** One former name for each root field; a later former name gives way to an earlier one. Roots of others are taken. */
function distinctRoots(formers: readonly string[], roots: Set<string>): readonly string[] {
  const mine = new Set<string>();
  const kept: string[] = [];
  for (const former of formers) {
    const { singular, plural } = entityAlias(former);
    const fresh = [singular, plural].filter((root) => !roots.has(root));
    if (fresh.length === 0 || fresh.some((root) => mine.has(root))) continue;
    for (const root of fresh) mine.add(root);
    kept.push(former);
  }
  for (const root of mine) roots.add(root);
  return kept;
}

function withFormerNames(entity: EntityDef, formers: readonly string[]): EntityDef {
  const { formerApiNames: _, ...rest } = entity;
  return formers.length === 0 ? rest : { ...rest, formerApiNames: formers };
}

function withFieldAliases(fields: readonly FieldDef[], before: EntityModel | undefined): readonly FieldDef[] {
  const names = nameFields(fields);
  const taken = new Set(names.values());
  return fields.map((field) => {
    const { formerApiNames = [], ...rest } = field;
    const old = before?.fields.find(({ id }) => id === field.id)?.apiName;
    const formers = [...new Set([...formerApiNames, ...(old === undefined ? [] : [old])])].filter(
      (name) => !taken.has(name),
    );
    for (const name of formers) taken.add(name);
    return formers.length === 0 ? rest : { ...rest, formerApiNames: formers };
  });
}
