import type { EntityId } from '../../schema/core/ids.ts';
import { must } from '../../schema/core/result.ts';
import type { EntityModel, Model } from '../../schema/model/model.ts';
import { planFetch, type PathTree } from '../compile/row-fetch.ts';
import type { SqlTemplate } from '../compile/sql-text.ts';
import type { RowState } from '../compile/row-state.ts';
import type { WriteUnit } from './write-unit.ts';

/** Rows of a fetch plan, as expressions read them. */
export async function fetchRows(
  unit: WriteUnit,
  plan: SqlTemplate,
  ids: readonly string[],
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const rows = await unit.look(plan, { ids });
  return JSON.parse(must(rows, 'fetched rows')) as Readonly<Record<string, unknown>>[];
}

/** Fetches the rows behind references, as far as expressions read them: one statement per entity pointed at. */
export function relateRows(
  unit: WriteUnit,
  states: readonly RowState[],
  treeOf: (entity: EntityModel) => PathTree,
): readonly Promise<void>[] {
  const needs = new Map<
    EntityId,
    {
      readonly tree: PathTree;
      readonly uses: { readonly state: RowState; readonly field: string; readonly id: string }[];
      readonly key: string;
    }[]
  >();
  const visit = (state: RowState, tree: PathTree): void => {
    for (const field of state.entity.fields) {
      const below = tree[field.id];
      if (below === undefined) continue;
      if (field.type.kind === 'lines') for (const line of state.lines.get(field.id) ?? []) visit(line, below);
      const id = state.values[field.id];
      if (field.type.kind !== 'ref' || Object.keys(below).length === 0 || typeof id !== 'string') continue;
      const list = needs.get(field.type.to) ?? [];
      needs.set(field.type.to, list);
      const key = JSON.stringify(below);
      const need = list.find((own) => own.key === key) ?? { tree: below, uses: [], key };
      if (!list.includes(need)) list.push(need);
      need.uses.push({ state, field: field.id, id });
    }
  };
  for (const state of states) visit(state, treeOf(state.entity));
  return [...needs].flatMap(([entity, list]) =>
    list.map(async ({ tree, uses, key }) => {
      const plan = cachedFetch(unit.model, `${entity}|${key}`, () =>
        planFetch(unit.model, entity, { tree, stored: false }),
      );
      const rows = new Map(
        (await fetchRows(unit, plan, [...new Set(uses.map(({ id }) => id))])).map((row) => [row['id'], row]),
      );
      for (const { state, field, id } of uses) state.related[field] = rows.get(id) ?? id;
    }),
  );
}

const fetchPlans = new WeakMap<Model, Map<string, SqlTemplate>>();

/** A fetch plan, made once per model. */
export function cachedFetch(model: Model, key: string, make: () => SqlTemplate): SqlTemplate {
  const plans = fetchPlans.get(model) ?? new Map<string, SqlTemplate>();
  fetchPlans.set(model, plans);
  const plan = plans.get(key) ?? make();
  plans.set(key, plan);
  return plan;
}
