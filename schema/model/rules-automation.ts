import { pointer, type JsonPointer } from '../core/result.ts';
import { isComputed } from '../template/computed.ts';
import { exprTypeOf } from '../template/field-types.ts';
import type { ActionDef } from '../template/template-rules.ts';
import type { RecordSetDef } from '../template/template.ts';
import { keySystemFields, type EntitySource, type Placed, type ResolveContext } from './context.ts';
import { checkExplain } from './explain-parts.ts';
import { checkOwnFields } from './paths.ts';
import { checkTest } from './rules-tests.ts';
import { checkRoleNames } from './rules-workflows.ts';

/** Rules of automations, schedules, records and tests (SPEC [MOD-60] to [MOD-64]). */
export function checkAutomation(context: ResolveContext): void {
  for (const [index, def] of (context.template.automations ?? []).entries()) {
    const path = pointer('/automations', index);
    const entity = context.entity(def.on.entity, pointer(path, 'on', 'entity'));
    if (entity === undefined) continue;
    checkOwnEvents(context, entity, pointer(path, 'on', 'entity'));
    checkTransition(context, entity, { def: def.on.transition, path: pointer(path, 'on', 'transition') });
    checkOwnFields(context, entity, { ids: def.on.fields ?? [], path: pointer(path, 'on', 'fields') });
    checkCondition(context, entity, { def: def.when, path: pointer(path, 'when') });
    checkActions(context, entity, { def: def.do, path: pointer(path, 'do') });
  }
  for (const [index, def] of (context.template.schedules ?? []).entries()) {
    const path = pointer('/schedules', index);
    if (def.timeZone !== undefined && !isTimeZone(def.timeZone))
      context.add('MODEL_TIME_ZONE_UNKNOWN', pointer(path, 'timeZone'), { id: def.timeZone });
    const entity = def.of === undefined ? undefined : context.entity(def.of, pointer(path, 'of'));
    if (entity !== undefined) checkOwnEvents(context, entity, pointer(path, 'of'));
    if (entity !== undefined) checkCondition(context, entity, { def: def.where, path: pointer(path, 'where') });
    checkActions(context, entity, { def: def.do, path: pointer(path, 'do') });
  }
  for (const [index, def] of (context.template.records ?? []).entries()) {
    checkRecords(context, { def, path: pointer('/records', index) });
  }
  for (const [index, def] of (context.template.tests ?? []).entries()) {
    checkTest(context, { def, path: pointer('/tests', index) }, checkCell);
  }
}

/** Lines change with their document, in its events and by its writes: a rule is about the document. */
function checkOwnEvents(context: ResolveContext, entity: EntitySource, path: JsonPointer): void {
  if (entity.def.kind === 'line') context.add('MODEL_RULE_OF_LINES', path, { entity: entity.def.id });
}

function checkTransition(
  context: ResolveContext,
  entity: EntitySource,
  { def, path }: Placed<string | undefined>,
): void {
  const known = entity.workflow?.def.transitions.map(({ id }) => id) ?? [];
  if (def !== undefined && !known.includes(def))
    context.addUnknown('MODEL_TRANSITION_UNKNOWN', path, { id: def, known });
}

function checkCondition(
  context: ResolveContext,
  entity: EntitySource,
  { def, path }: Placed<string | undefined>,
): void {
  if (def !== undefined) context.compile(def, path, { scope: context.scopeOf(entity), as: { kind: 'bool' } });
}

function checkActions(
  context: ResolveContext,
  entity: EntitySource | undefined,
  { def, path }: Placed<readonly ActionDef[]>,
): void {
  for (const [index, action] of def.entries()) {
    const here = pointer(path, index);
    switch (action.kind) {
      case 'set':
        checkValues(context, { from: entity, to: entity }, { def: action.values, path: pointer(here, 'values') });
        break;
      case 'create': {
        const target = context.entity(action.entity, pointer(here, 'entity'));
        checkValues(context, { from: entity, to: target }, { def: action.values, path: pointer(here, 'values') });
        break;
      }
      case 'transition':
        if (entity === undefined) context.add('MODEL_ACTION_NO_ENTITY', here, { id: action.id });
        else checkTransition(context, entity, { def: action.transition, path: pointer(here, 'transition') });
        break;
      case 'notify':
        checkRoleNames(context, action.roles ?? [], pointer(here, 'roles'));
        checkExplain(context, entity === undefined ? context.scope({}) : context.scopeOf(entity), {
          def: action.message,
          path: pointer(here, 'message'),
        });
        if (entity !== undefined && action.to !== undefined) {
          context.compile(action.to, pointer(here, 'to'), { scope: context.scopeOf(entity), as: 'any' });
        }
        break;
      case 'webhook':
        break;
    }
    if (action.kind === 'set' && entity === undefined) context.add('MODEL_ACTION_NO_ENTITY', here, { id: action.id });
  }
}

interface Flow {
  readonly from: EntitySource | undefined;
  readonly to: EntitySource | undefined;
}

function checkValues(
  context: ResolveContext,
  flow: Flow,
  { def, path }: Placed<Readonly<Record<string, string>>>,
): void {
  if (flow.to === undefined) return;
  const scope = flow.from === undefined ? context.scope({}) : context.scopeOf(flow.from);
  for (const [id, source] of Object.entries(def)) {
    const here = pointer(path, id);
    const field = context.field(flow.to, id, here);
    if (field?.type === undefined) continue;
    if (isComputed(field.def)) context.add('MODEL_SET_COMPUTED', here, { id });
    const wanted = exprTypeOf(field.type);
    context.compile(source, here, { scope, as: wanted.kind === 'row' ? 'any' : wanted });
  }
}

/** Rows are recognised again by a key, so the key is one that keeps rows apart. */
function checkRecords(context: ResolveContext, { def, path }: Placed<RecordSetDef>): void {
  const entity = context.entity(def.entity, pointer(path, 'entity'));
  if (entity === undefined) return;
  for (const [index, id] of def.by.entries()) context.field(entity, id, pointer(path, 'by', index));
  const wanted = [...def.by].sort().join(' ');
  const keys = [
    ...(entity.def.unique ?? []).map(({ fields }) => fields),
    ...[...entity.fields.values()].filter((field) => field.def.unique === true).map((field) => [field.def.id]),
  ];
  if (!keys.some((fields) => [...fields].sort().join(' ') === wanted)) {
    context.add('MODEL_RECORDS_KEY', pointer(path, 'by'), { by: def.by, entity: def.entity });
  }
  for (const [index, row] of def.rows.entries()) {
    const here = pointer(path, 'rows', index);
    for (const id of Object.keys(row)) checkCell(context, entity, { def: id, path: pointer(here, id) });
    for (const id of def.by) if (row[id] === undefined) context.add('MODEL_RECORD_WITHOUT_KEY', here, { id });
  }
}

/** Records carry fields that input can carry, and `state` where there is a workflow. */
function checkCell(context: ResolveContext, entity: EntitySource, { def: id, path }: Placed<string>): void {
  if (id === 'state' && keySystemFields(entity).includes('state')) return;
  const field = context.field(entity, id, path);
  if (field !== undefined && isComputed(field.def)) context.add('MODEL_SET_COMPUTED', path, { id });
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    // RangeError: ECMA-402 has no such zone.
    return false;
  }
}
