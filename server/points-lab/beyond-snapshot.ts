import type { EntityId } from '../../schema/core/ids.ts';
import { must } from '../../schema/core/result.ts';
import type { ReadPath } from '../../schema/expr/ast.ts';
import { dateText, localDate, parseInstant } from '../../schema/expr/calendar.ts';
import type { EntityModel, Model } from '../../schema/model/model.ts';
import { awardsOf } from '../compile/behaviour-reads.ts';
import { bindRead } from '../compile/read-plan.ts';
import { pathTree, planFetch, type PathTree } from '../compile/row-fetch.ts';
import { textFor } from '../compile/sql-text.ts';
import { entityOf } from '../compile/storage.ts';
import type { Execute } from '../db/points-awards.ts';
import type { LabPlace } from './lab-place.ts';
import type { KeptEvent } from './read-timeline.ts';

/** Rows of the snapshot are completed in place of a copy of the document. */
type Doc = Record<string, unknown>;

/** One value that a snapshot lacks: rows of an entity, and where what they have is put. */
interface Need {
  readonly entity: EntityId;
  readonly tree: PathTree;
  readonly uses: { readonly id: string; readonly put: (row: Doc) => void }[];
}

/**
 * Completes events by what the awards of models read and the snapshots do not have; the models differ in awards alone.
 * Rows behind references are read as they are now, by the reference that was kept. `asOfNow` collects what was read so, as `Entity.path` (SPEC [LAB-4]).
 */
export function beyondSnapshots(
  models: readonly Model[],
  at: { readonly place: LabPlace; readonly now: string; readonly asOfNow: Set<string> },
): (execute: Execute, events: readonly KeptEvent[]) => Promise<readonly KeptEvent[]> {
  const model = must(models[0], 'a model');
  const paths = (entity: EntityModel): readonly ReadPath[] => models.flatMap((one) => awardPaths(one, entity));
  const trees = new Map(model.entities.map((entity) => [entity.id, pathTree(paths(entity))]));
  return async (execute, events) => {
    const needs = new Map<string, Need>();
    const completed = events.map((kept) => {
      const entity = entityOf(model, kept.event.entity);
      const tree = trees.get(entity.id) ?? {};
      const note = (path: ReadPath): void => void at.asOfNow.add([entity.id, ...path].join('.'));
      const doc = missesAny(kept.event.doc, tree) ? structuredClone(kept.event.doc) : kept.event.doc;
      if (doc !== kept.event.doc) collect(model, needs, { entity, doc, tree, path: [], note });
      return { ...kept, event: { ...kept.event, doc } };
    });
    for (const need of needs.values()) await fill(execute, model, { need, ...at });
    return completed;
  };
}

function awardPaths(model: Model, entity: EntityModel): readonly ReadPath[] {
  return awardsOf(model, entity).flatMap(({ to, when, amount, once, limits }) => {
    const values = limits.flatMap(({ per }) => per.flatMap((part) => (part.kind === 'value' ? [part.value] : [])));
    return [to, when, amount, ...once, ...values].flatMap((expr) => expr?.reads ?? []);
  });
}

function missesAny(value: unknown, tree: PathTree): boolean {
  const steps = Object.keys(tree);
  if (steps.length === 0 || value === null || value === undefined) return false;
  if (Array.isArray(value)) return value.some((item) => missesAny(item, tree));
  if (typeof value !== 'object') return steps.some((step) => step !== 'id');
  const row = value as Doc;
  return steps.some((step) => !(step in row) || missesAny(row[step], tree[step] ?? {}));
}

/** Finds what is missing below a row and who is to be asked for it. */
function collect(
  model: Model,
  needs: Map<string, Need>,
  at: {
    readonly entity: EntityModel;
    readonly doc: Doc;
    readonly tree: PathTree;
    readonly path: ReadPath;
    readonly note: (path: ReadPath) => void;
  },
): void {
  const { entity, doc, tree, path, note } = at;
  for (const [step, below] of Object.entries(tree)) {
    const here = [...path, step];
    const field = entity.fields.find(({ id }) => id === step);
    const value = doc[step];
    if (!(step in doc)) {
      // Computed when it is read, so no row keeps it.
      if (typeof doc['id'] !== 'string') continue;
      note(here);
      ask(needs, entity.id, {
        tree: { [step]: below },
        id: doc['id'],
        put: (row) => void (doc[step] = row[step] ?? null),
      });
    } else if (field?.type.kind === 'lines' && Array.isArray(value)) {
      const line = entityOf(model, field.type.of);
      for (const item of value)
        collect(model, needs, { ...at, entity: line, doc: item as Doc, tree: below, path: here });
    } else if (field?.type.kind === 'ref' && typeof value === 'string') {
      const wanted = leaves(below).filter((leaf) => leaf.join('.') !== 'id');
      if (wanted.length === 0) continue;
      for (const leaf of wanted) note([...here, ...leaf]);
      ask(needs, field.type.to, { tree: below, id: value, put: (row) => void (doc[step] = row) });
    } else if (field?.type.kind === 'ref' && typeof value === 'object' && value !== null) {
      collect(model, needs, {
        ...at,
        entity: entityOf(model, field.type.to),
        doc: value as Doc,
        tree: below,
        path: here,
      });
    }
  }
}

function ask(
  needs: Map<string, Need>,
  entity: EntityId,
  use: { readonly tree: PathTree; readonly id: string; readonly put: (row: Doc) => void },
): void {
  const key = `${entity}|${JSON.stringify(use.tree)}`;
  const need = needs.get(key) ?? { entity, tree: use.tree, uses: [] };
  needs.set(key, need);
  need.uses.push(use);
}

function leaves(tree: PathTree): readonly ReadPath[] {
  return Object.entries(tree).flatMap(([step, below]) => {
    const deeper = leaves(below);
    return deeper.length === 0 ? [[step]] : deeper.map((path) => [step, ...path]);
  });
}

async function fill(
  execute: Execute,
  model: Model,
  at: { readonly need: Need; readonly place: LabPlace; readonly now: string },
): Promise<void> {
  const { need, place, now } = at;
  const { timeZone, schema } = place;
  const template = planFetch(model, need.entity, { tree: need.tree, stored: false });
  const instant = must(parseInstant(now), 'an instant');
  const ids = [...new Set(need.uses.map(({ id }) => id))];
  const bound = bindRead(
    { template, checks: [] },
    {
      variables: {},
      actor: { id: null, name: '', email: '', role: '', roles: [], departments: [] },
      now,
      today: dateText(localDate(instant, timeZone)),
      timeZone,
      given: { ids },
    },
  );
  if (!bound.ok) throw new Error('Broken invariant: a plan of ours with a cursor');
  const [answer] = await execute<{ readonly rows: string }>(textFor(template, schema), bound.value);
  const rows = new Map((JSON.parse(must(answer, 'rows').rows) as readonly Doc[]).map((row) => [row['id'], row]));
  for (const { id, put } of need.uses) {
    const row = rows.get(id);
    if (row !== undefined) put(structuredClone(row));
  }
}
