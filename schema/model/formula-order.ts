import { must, pointer, type JsonPointer } from '../core/result.ts';
import type { Expr, ReadPath } from '../expr/ast.ts';
import type { RollupDef } from '../template/template.ts';
import type { EntitySource, FieldSource, ResolveContext } from './context.ts';
import { ledgerEntityId } from './ledger-entities.ts';
import { ledgerRollupOf } from './ledger-sources.ts';
import type { EntityModel, FieldModel } from './model.ts';

/** The entity's formula fields, each after the formulas that it reads (SPEC [MOD-7]). */
export function formulaOrder(entity: EntityModel): readonly FieldModel[] {
  return inReadOrder(entity, (field) => field.formula?.expr);
}

/** The entity's fields with defaults, each after the fields with defaults that it reads. */
export function defaultOrder(entity: EntityModel): readonly FieldModel[] {
  return inReadOrder(entity, (field) => field.default);
}

function inReadOrder(entity: EntityModel, exprOf: (field: FieldModel) => Expr | undefined): readonly FieldModel[] {
  const byId = new Map<string, FieldModel>(entity.fields.map((field) => [field.id, field]));
  const ordered = new Set<FieldModel>();
  const visit = (field: FieldModel): void => {
    const expr = exprOf(field);
    if (expr === undefined || ordered.has(field)) return;
    for (const [first = ''] of entity.kind === 'line' ? expr.lineReads : expr.reads) {
      const read = byId.get(first);
      if (read !== undefined && read !== field) visit(read);
    }
    ordered.add(field);
  };
  for (const field of entity.fields) visit(field);
  return [...ordered];
}

/**
 * Reports `MODEL_FORMULA_CYCLE` for every field whose value would need itself, over formulas, rollups and defaults of
 * all entities: `manager.level + 1` as the formula of `level` is a cycle too, since rows would decide whether it ends.
 */
export function checkCycles(context: ResolveContext): void {
  const edges = readEdges(context);
  const state = new Map<string, 'open' | 'done'>();
  const visit = (node: string, trail: readonly string[]): void => {
    state.set(node, 'open');
    for (const next of edges.get(node)?.reads ?? []) {
      if (state.get(next) === 'open') {
        const cycle = [...trail.slice(trail.indexOf(next)), next];
        context.add('MODEL_FORMULA_CYCLE', must(edges.get(node), 'a node of the graph').path, { cycle });
      } else if (!state.has(next) && edges.has(next)) visit(next, [...trail, next]);
    }
    state.set(node, 'done');
  };
  for (const node of edges.keys()) if (!state.has(node)) visit(node, [node]);
}

interface Reader {
  readonly path: JsonPointer;
  readonly reads: readonly string[];
}

/** `Entity.field` of every computed field, with the `Entity.field`s that it reads. */
function readEdges(context: ResolveContext): ReadonlyMap<string, Reader> {
  const edges = new Map<string, Reader>();
  for (const entity of context.entities.values()) {
    for (const field of entity.fields.values()) {
      const reader = readerOf(context, entity, field);
      if (reader !== undefined) edges.set(`${entity.def.id}.${field.def.id}`, reader);
    }
  }
  return edges;
}

function readerOf(context: ResolveContext, entity: EntitySource, { def, path }: FieldSource): Reader | undefined {
  for (const key of ['formula', 'default'] as const) {
    const here = pointer(path, key);
    const expr = context.exprs.get(here);
    if (expr !== undefined) return { path: here, reads: exprReads(context, entity, expr) };
  }
  if (def.balance !== undefined) {
    const keys = Object.keys(def.balance.key).map((id) => context.exprs.get(pointer(path, 'balance', 'key', id)));
    const reads = keys.flatMap((expr) => (expr === undefined ? [] : exprReads(context, entity, expr)));
    return { path: pointer(path, 'balance'), reads };
  }
  if (def.rollup === undefined) return undefined;
  const here = pointer(path, 'rollup');
  const source = rollupSource(context, def.rollup);
  if (source === undefined) return undefined;
  const where = context.exprs.get(pointer(here, 'where'));
  return {
    path: here,
    reads: [
      ...(def.rollup.field === undefined ? [] : [`${source.def.id}.${def.rollup.field}`]),
      ...(where === undefined ? [] : exprReads(context, source, where)),
    ],
  };
}

/** Where a rollup's rows are: an entity, or the balances of a ledger, whose dimensions lead on to rows. */
function rollupSource(context: ResolveContext, { of, mode }: RollupDef): EntitySource | undefined {
  if (mode !== 'ledger') return context.entities.get(of.split('.')[0] ?? '');
  const ledger = ledgerRollupOf(context.template, of)?.ledger;
  return ledger === undefined ? undefined : context.ledgers.get(ledgerEntityId(ledger, 'balance'));
}

function exprReads(context: ResolveContext, entity: EntitySource, expr: Expr): readonly string[] {
  const owner = entity.owners[0]?.entity;
  const doc = entity.def.kind === 'line' && owner !== undefined ? owner : entity.def.id;
  return [
    ...expr.reads.flatMap((path) => walk(context, doc, path)),
    ...expr.lineReads.flatMap((path) => walk(context, entity.def.id, path)),
  ];
}

/** Each hop of a path reads one field of one entity. */
function walk(context: ResolveContext, start: string, path: ReadPath): readonly string[] {
  const reads: string[] = [];
  let entity = context.entities.get(start) ?? context.ledgers.get(start);
  for (const id of path) {
    if (entity === undefined) break;
    reads.push(`${entity.def.id}.${id}`);
    const type = entity.fields.get(id)?.type;
    const next: string | undefined =
      id === 'parent'
        ? entity.owners[0]?.entity
        : type?.kind === 'lines'
          ? type.of
          : type !== undefined && 'to' in type
            ? type.to
            : undefined;
    entity = next === undefined ? undefined : context.entities.get(next);
  }
  return reads;
}
