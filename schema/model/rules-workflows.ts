import { pointer, type JsonPointer } from '../core/result.ts';
import { isComputed } from '../template/computed.ts';
import { exprTypeOf } from '../template/field-types.ts';
import type { FieldDef, StateDef, TransitionDef, WorkflowDef } from '../template/template.ts';
import type { EntitySource, Placed, ResolveContext } from './context.ts';
import { namesPerson } from './person-expr.ts';
import { checkEnumValue } from './rules-fields.ts';

/** Rules of workflows (SPEC [MOD-30] to [MOD-36]). */
export function checkWorkflows(context: ResolveContext): void {
  const first = new Map<string, JsonPointer>();
  for (const [index, def] of (context.template.workflows ?? []).entries()) {
    const path = pointer('/workflows', index);
    const entity = context.entity(def.of, pointer(path, 'of'));
    const other = first.get(def.of);
    if (other === undefined) first.set(def.of, path);
    else context.add('MODEL_WORKFLOW_SECOND', pointer(path, 'of'), { id: def.of }, [other]);
    if (entity !== undefined && (entity.def.kind === 'line' || entity.def.kind === 'log')) {
      context.add('MODEL_WORKFLOW_ENTITY_KIND', pointer(path, 'of'), { id: def.of, kind: entity.def.kind });
    }
    checkStates(context, { def, path });
    for (const [at, transition] of def.transitions.entries()) {
      const here = pointer(path, 'transitions', at);
      checkEnds(context, def, { def: transition, path: here });
      checkRoleNames(context, transition.roles ?? [], pointer(here, 'roles'));
      checkPostings(context, def, { def: transition, path: here });
      if (entity !== undefined) checkExpressions(context, entity, { def: transition, path: here });
    }
  }
}

function checkStates(context: ResolveContext, { def, path }: Placed<WorkflowDef>): void {
  const states = def.states.map(({ id }) => id);
  if (!states.includes(def.initial)) {
    context.addUnknown('MODEL_STATE_UNKNOWN', pointer(path, 'initial'), { id: def.initial, known: states });
  }
  const reached = reachable(def);
  for (const [index, state] of def.states.entries()) {
    const here = pointer(path, 'states', index);
    checkEnumValue(context, state.id, pointer(here, 'id'));
    if (states.includes(def.initial) && !reached.has(state.id))
      context.add('MODEL_STATE_UNREACHABLE', here, { id: state.id });
    checkDeadline(context, def, { def: state, path: here });
  }
}

function reachable(def: WorkflowDef): ReadonlySet<string> {
  const reached = new Set([def.initial]);
  for (let before = 0; before < reached.size;) {
    before = reached.size;
    for (const { from, to } of def.transitions) if (from.some((state) => reached.has(state))) reached.add(to);
  }
  return reached;
}

function checkDeadline(context: ResolveContext, workflow: WorkflowDef, { def, path }: Placed<StateDef>): void {
  if (def.deadline === undefined) return;
  const { take, notify = [] } = def.deadline;
  const here = pointer(path, 'deadline');
  checkRoleNames(context, notify, pointer(here, 'notify'));
  const leaving = workflow.transitions.filter(({ from }) => from.includes(def.id)).map(({ id }) => id);
  if (take !== undefined && !leaving.includes(take)) {
    context.addUnknown('MODEL_TRANSITION_UNKNOWN', pointer(here, 'take'), { id: take, known: leaving });
  }
}

function checkEnds(context: ResolveContext, workflow: WorkflowDef, { def, path }: Placed<TransitionDef>): void {
  const known = workflow.states.map(({ id }) => id);
  for (const [index, id] of def.from.entries()) {
    if (!known.includes(id)) context.addUnknown('MODEL_STATE_UNKNOWN', pointer(path, 'from', index), { id, known });
  }
  if (!known.includes(def.to)) context.addUnknown('MODEL_STATE_UNKNOWN', pointer(path, 'to'), { id: def.to, known });
}

/** Every role of the list exists. */
export function checkRoleNames(context: ResolveContext, roles: readonly string[], path: JsonPointer): void {
  const known = (context.template.roles ?? []).map(({ id }) => id);
  for (const [index, id] of roles.entries()) {
    if (!known.includes(id)) context.addUnknown('MODEL_ROLE_UNKNOWN', pointer(path, index), { id, known });
  }
}

function checkPostings(context: ResolveContext, workflow: WorkflowDef, { def, path }: Placed<TransitionDef>): void {
  const postings = (context.template.postings ?? []).filter(({ of }) => of === workflow.of).map(({ id }) => id);
  for (const key of ['post', 'reverse'] as const) {
    for (const [index, id] of (def[key] ?? []).entries()) {
      const here = pointer(path, key, index);
      if (!postings.includes(id)) context.addUnknown('MODEL_POSTING_UNKNOWN', here, { id, known: postings });
    }
  }
  const posted = new Set(workflow.transitions.flatMap(({ post }) => post ?? []));
  for (const [index, id] of (def.reverse ?? []).entries()) {
    if (postings.includes(id) && !posted.has(id))
      context.add('MODEL_REVERSE_NEVER_POSTED', pointer(path, 'reverse', index), { id });
  }
}

function checkExpressions(context: ResolveContext, entity: EntitySource, { def, path }: Placed<TransitionDef>): void {
  const scope = context.scopeOf(entity);
  if (def.guard !== undefined) context.compile(def.guard, pointer(path, 'guard'), { scope, as: { kind: 'bool' } });
  for (const [index, approval] of (def.approvals ?? []).entries()) {
    const here = pointer(path, 'approvals', index);
    checkRoleNames(context, approval.roles, pointer(here, 'roles'));
    checkRoleNames(context, approval.escalateTo ?? [], pointer(here, 'escalateTo'));
    checkRoleNames(context, approval.copyTo ?? [], pointer(here, 'copyTo'));
    if (approval.when !== undefined)
      context.compile(approval.when, pointer(here, 'when'), { scope, as: { kind: 'bool' } });
    if (approval.except !== undefined) {
      const at = pointer(here, 'except');
      context.compile(approval.except, at, { scope, as: { kind: 'text' } });
      const expr = context.exprs.get(at);
      if (expr !== undefined && !namesPerson(context, expr.root)) context.add('MODEL_APPROVAL_EXCEPT', at, {});
    }
  }
  for (const [id, source] of Object.entries(def.set ?? {})) {
    const here = pointer(path, 'set', id);
    const field = context.field(entity, id, here);
    if (field?.type === undefined) continue;
    if (isMade(field.def)) context.add('MODEL_SET_COMPUTED', here, { id });
    const wanted = exprTypeOf(field.type);
    context.compile(source, here, { scope, as: wanted.kind === 'row' ? 'any' : wanted });
  }
  for (const [index, id] of (def.input ?? []).entries()) {
    const here = pointer(path, 'input', index);
    const field = context.field(entity, id, here);
    if (field !== undefined && isMade(field.def)) context.add('MODEL_SET_COMPUTED', here, { id });
  }
}

function isMade(def: FieldDef): boolean {
  return isComputed(def) || def.type === 'sequence';
}
