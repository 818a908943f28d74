import type { Expr, ExprNode, ReadPath } from '../../schema/expr/ast.ts';
import type { AwardModel, PostingModel, WorkflowModel } from '../../schema/model/behaviour.ts';
import type { EntityModel, Model } from '../../schema/model/model.ts';
import type { PathTree } from './row-fetch.ts';
import { boundExprs } from './posting-bounds.ts';
import { entityOf } from './storage.ts';

/** The workflow of an entity, compiled. */
export function workflowOf(model: Model, entity: EntityModel): WorkflowModel | undefined {
  return model.behaviour.workflows.find((workflow) => workflow.entity === entity.id);
}

/** The awards that events of the entity's rows may earn. */
export function awardsOf(model: Model, entity: EntityModel): readonly AwardModel[] {
  return model.behaviour.awards.filter(({ on }) => 'entity' in on && on.entity === entity.id);
}

/** Whether events of the entity keep the row as it was then, for awards, automation and what-if. */
export function keepsSnapshots(model: Model, entity: EntityModel): boolean {
  return (
    workflowOf(model, entity) !== undefined ||
    awardsOf(model, entity).length > 0 ||
    conditionsOf(model, entity).length > 0
  );
}

/** The conditions of automations that events of the entity's rows may start. */
function conditionsOf(model: Model, entity: EntityModel): readonly Expr[] {
  return model.behaviour.automations.flatMap(({ on, when }) =>
    on.entity === entity.id && when !== undefined ? [when] : [],
  );
}

/** The paths that workflow, postings and awards of an entity read, seen from its row. */
export function behaviourReads(model: Model, entity: EntityModel): readonly ReadPath[] {
  const transitions = workflowOf(model, entity)?.transitions ?? [];
  const own = transitions.flatMap(({ guard, set, approvals }) => [
    ...(guard === undefined ? [] : [guard]),
    ...set.map(({ value }) => value),
    ...approvals.flatMap(({ when, except }) => [when, except].filter((expr) => expr !== undefined)),
  ]);
  const postings = model.behaviour.postings.filter((posting) => posting.entity === entity.id);
  return [
    ...own.flatMap(({ reads }) => reads),
    ...postings.flatMap((posting) => postingReads(model, posting)),
    ...awardsOf(model, entity)
      .flatMap(awardExprs)
      .flatMap(({ reads }) => reads),
    ...conditionsOf(model, entity).flatMap(({ reads }) => reads),
  ];
}

function awardExprs({ to, when, amount, once, limits, explainParts }: AwardModel): readonly Expr[] {
  const parts = limits.flatMap(({ per }) => per.flatMap((part) => (part.kind === 'value' ? [part.value] : [])));
  const told = Object.values(explainParts ?? {})
    .flat()
    .flatMap((part) => (part.kind === 'value' ? [part.value] : []));
  return [to, when, amount, ...once, ...parts, ...told].filter((expr) => expr !== undefined);
}

function postingReads(model: Model, posting: PostingModel): readonly ReadPath[] {
  const { each, when, key, move, entries, at, cost } = posting;
  const exprs = [
    ...[each, when, at, cost === 'auto' ? undefined : cost].filter((expr) => expr !== undefined),
    ...key.map(({ value }) => value),
    ...move.map(({ value }) => value),
    ...entries.flatMap((entry) => [entry.amount, ...entry.key.map(({ value }) => value)]),
    ...boundExprs(model, posting).map(({ value }) => value),
  ];
  const list = each === undefined ? undefined : listPath(each.root, new Map());
  return exprs.flatMap(({ reads, lineReads }) => [
    ...reads,
    ...(list === undefined ? [] : lineReads.map((path) => [...list, ...path])),
  ]);
}

/** Where the rows of a list come from, seen from the document. */
function listPath(node: ExprNode, bound: ReadonlyMap<string, ReadPath>): ReadPath | undefined {
  switch (node.kind) {
    case 'variable':
      return bound.get(node.name) ?? [];
    case 'field': {
      const of = listPath(node.of, bound);
      return of && [...of, node.field];
    }
    case 'each': {
      const list = listPath(node.list, bound);
      if (list === undefined || node.fn === 'filter') return list;
      return node.fn === 'map' ? listPath(node.body, new Map([...bound, [node.variable, list]])) : undefined;
    }
    default:
      return undefined;
  }
}

/**
 * The part of a tree that a row does not keep and no writer computes: rollups, its own and its lines'. They are read
 * with the row, since nothing else will bring them.
 */
export function rollupTree(model: Model, entity: EntityModel, tree: PathTree): PathTree {
  const found: Record<string, PathTree> = {};
  for (const field of entity.fields) {
    const below = tree[field.id];
    if (below === undefined) continue;
    if (field.rollup !== undefined) found[field.id] = {};
    if (field.type.kind !== 'lines') continue;
    const inner = rollupTree(model, entityOf(model, field.type.of), below);
    if (Object.keys(inner).length > 0) found[field.id] = inner;
  }
  return found;
}
