import { pointer, type JsonPointer } from '../core/result.ts';
import { parseFieldType } from '../template/field-types.ts';
import type { AwardDef, TableDef } from '../template/template-rules.ts';
import type { EntitySource, Placed, ResolveContext } from './context.ts';
import { checkRoleNames } from './rules-workflows.ts';

/** Rules of tables, awards, tiers and rewards (SPEC [MOD-50] to [MOD-54]): what they name exists. */
export function checkPoints(context: ResolveContext): void {
  for (const [index, def] of (context.template.tables ?? []).entries()) {
    checkTable(context, { def, path: pointer('/tables', index) });
  }
  for (const [index, def] of (context.template.awards ?? []).entries()) {
    checkAward(context, { def, path: pointer('/awards', index) });
  }
  const workflows = (context.template.workflows ?? []).map(({ id }) => id);
  for (const [index, { fulfil }] of (context.template.rewards ?? []).entries()) {
    if (fulfil !== undefined && !workflows.includes(fulfil.workflow)) {
      const path = pointer('/rewards', index, 'fulfil', 'workflow');
      context.addUnknown('MODEL_WORKFLOW_UNKNOWN', path, { id: fulfil.workflow, known: workflows });
    }
  }
}

function checkTable(context: ResolveContext, { def, path }: Placed<TableDef>): void {
  const columns = Object.entries(def.in);
  for (const [name, type] of columns) checkColumnType(context, type, pointer(path, 'in', name));
  checkColumnType(context, def.out, pointer(path, 'out'));
  for (const [index, row] of def.rows.entries()) {
    if (row.length === columns.length + 1) continue;
    context.add('MODEL_TABLE_ROW', pointer(path, 'rows', index), { count: row.length, wanted: columns.length + 1 });
  }
}

function checkColumnType(context: ResolveContext, text: string, path: JsonPointer): void {
  const parsed = parseFieldType(text);
  if (!parsed.ok) context.issues.push(...parsed.issues.map((found) => ({ ...found, path })));
}

function checkAward(context: ResolveContext, { def, path }: Placed<AwardDef>): void {
  if ((def.on === undefined) === (def.manual === undefined)) context.add('MODEL_AWARD_TRIGGER', path, { id: def.id });
  checkRoleNames(context, def.manual?.by ?? [], pointer(path, 'manual', 'by'));
  for (const [index, { roles }] of (def.manual?.approvals ?? []).entries()) {
    checkRoleNames(context, roles, pointer(path, 'manual', 'approvals', index, 'roles'));
  }
  const ledgers = (context.template.ledgers ?? []).map(({ id }) => id);
  if (def.ledger !== undefined && !ledgers.includes(def.ledger)) {
    context.addUnknown('MODEL_LEDGER_UNKNOWN', pointer(path, 'ledger'), { id: def.ledger, known: ledgers });
  }
  checkTablesUsed(context, { def, path });
  if (def.on?.entity === undefined) return;
  const entity = context.entity(def.on.entity, pointer(path, 'on', 'entity'));
  if (entity !== undefined) checkEntityAward(context, entity, { def, path });
}

function checkEntityAward(context: ResolveContext, entity: EntitySource, { def, path }: Placed<AwardDef>): void {
  const known = entity.workflow?.def.transitions.map(({ id }) => id) ?? [];
  const named: readonly (readonly [string | undefined, JsonPointer])[] = [
    [def.on?.transition, pointer(path, 'on', 'transition')],
    [def.pending?.until?.transition, pointer(path, 'pending', 'until', 'transition')],
    ...(def.clawback?.on ?? []).map((id, index) => [id, pointer(path, 'clawback', 'on', index)] as const),
  ];
  for (const [id, here] of named) {
    if (id !== undefined && !known.includes(id)) context.addUnknown('MODEL_TRANSITION_UNKNOWN', here, { id, known });
  }
  const scope = context.scopeOf(entity);
  if (def.when !== undefined) context.compile(def.when, pointer(path, 'when'), { scope, as: { kind: 'bool' } });
  if (def.to !== undefined) context.compile(def.to, pointer(path, 'to'), { scope, as: { kind: 'text' } });
}

/** Decision tables are looked up by name inside amounts, which the points compiler types. */
function checkTablesUsed(context: ResolveContext, { def, path }: Placed<AwardDef>): void {
  const known = (context.template.tables ?? []).map(({ id }) => id);
  for (const match of (def.amount ?? '').matchAll(/\btable\( *(?:'([^']*)'|"([^"]*)")/g)) {
    const id = match[1] ?? match[2] ?? '';
    if (!known.includes(id)) context.addUnknown('MODEL_TABLE_UNKNOWN', pointer(path, 'amount'), { id, known });
  }
}
