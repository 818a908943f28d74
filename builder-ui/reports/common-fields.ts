import type { EntityModel, Model } from '../../schema/model/model.ts';
import type { Locale } from '../../schema/core/text.ts';
import { pathEnd, type PathEnd } from '../workplace/documents/field-path.ts';
import type { Condition } from '../workplace/documents/list-search.ts';

/** A field that tiles have in common: departments, or references to the same kind of record. */
export interface CommonField {
  /** `org`, or the entity that is referred to. */
  readonly key: string;
  /** As one of the entities has it; what to choose from is the same in all. */
  readonly end: PathEnd;
  /** The field of each entity that is filtered, by the entity's id. */
  readonly fieldOf: ReadonlyMap<string, string>;
}

/**
 * A department is offered wherever a tile has one; references where kinds of records share them, or where they reach
 * half of the tiles.
 */
export function commonFields(
  entities: readonly EntityModel[],
  {
    model,
    locale,
    tiles,
  }: {
    readonly model: Model;
    readonly locale: Locale;
    /** The entity of each tile that has one. */
    readonly tiles: readonly string[];
  },
): readonly CommonField[] {
  const found = new Map<string, { readonly end: PathEnd; readonly fieldOf: Map<string, string> }>();
  for (const entity of entities) {
    for (const { id } of entity.fields) {
      const end = pathEnd(model, entity, { path: id, locale });
      const key = end === undefined ? undefined : keyOf(end);
      if (end === undefined || key === undefined) continue;
      const known = found.get(key) ?? { end: { ...end, path: key }, fieldOf: new Map<string, string>() };
      if (!known.fieldOf.has(entity.id)) known.fieldOf.set(entity.id, id);
      found.set(key, known);
    }
  }
  const reached = (fieldOf: ReadonlyMap<string, string>): number => tiles.filter((id) => fieldOf.has(id)).length;
  return [...found]
    .filter(([key, { fieldOf }]) => key === 'org' || fieldOf.size > 1 || reached(fieldOf) * 2 >= tiles.length)
    .map(([key, { end, fieldOf }]) => ({ key, end, fieldOf }))
    .sort(
      (left, right) =>
        Number(right.key === 'org') - Number(left.key === 'org') || reached(right.fieldOf) - reached(left.fieldOf),
    )
    .slice(0, COMMON_MAX);
}

const COMMON_MAX = 4;

function keyOf({ kind, isSecret, target }: PathEnd): string | undefined {
  if (isSecret) return undefined;
  if (kind === 'org') return 'org';
  // Nobody looks at a company by one document.
  return kind === 'ref' && target?.entity.kind === 'master' ? target.entity.id : undefined;
}

/** The dashboard's conditions in the fields of one entity, and those that it has no field for. */
export function conditionsFor(
  where: readonly Condition[],
  fields: readonly CommonField[],
  entity: string,
): { readonly conditions: readonly Condition[]; readonly missed: readonly string[] } {
  const conditions: Condition[] = [];
  const missed: string[] = [];
  for (const condition of where) {
    const known = fields.find(({ key }) => key === condition.field);
    const field = known?.fieldOf.get(entity);
    if (field !== undefined) conditions.push({ ...condition, field });
    else if (known !== undefined) missed.push(known.end.label);
  }
  return { conditions, missed };
}
