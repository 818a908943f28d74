import { entityId, fieldId, isTenantId } from '../core/ids.ts';
import { must, pointer, type JsonPointer } from '../core/result.ts';
import type { Expr } from '../expr/ast.ts';
import { isComputed } from '../template/computed.ts';
import { fieldKindSpec } from '../template/field-types.ts';
import type { BalanceDef, FieldDef, GrantDef, KeyDef, OpaqueDef, RoleDef } from '../template/template.ts';
import type { LedgerDef } from '../template/template-rules.ts';
import { buildBehaviour } from './build-behaviour.ts';
import type { EntitySource, FieldSource, ResolveContext } from './context.ts';
import { humanText } from './labels.ts';
import type {
  BalanceModel,
  CheckModel,
  EntityAlias,
  EntityModel,
  FieldModel,
  GrantModel,
  KeyModel,
  Model,
  RoleModel,
  RollupModel,
} from './model.ts';
import { changeFields, LEDGER_ROWS, ledgerEntityId } from './ledger-entities.ts';
import { ledgerRollupOf } from './ledger-sources.ts';
import { sortedKeys } from './sorted-keys.ts';
import { entityAlias, nameEntities, nameFields } from './names.ts';
import { LEDGER_RIGHTS } from './rules-access.ts';
import { boundText } from './rules-fields.ts';
import { isTitle } from './rules-entities.ts';

/** Sections kept as authored, in this order. */
const KEPT_SECTIONS = [
  'ledgers',
  'postings',
  'tables',
  'awards',
  'rewards',
  'leaderboards',
  'automations',
  'schedules',
  'reports',
  'tests',
] as const;

/** The model of a template in which every rule holds. */
export function buildModel(context: ResolveContext): Model {
  const { template } = context;
  const names = nameEntities([...context.entities.values()].map(({ def }) => def));
  const sources = [...context.entities.values()];
  const kept: Record<string, readonly OpaqueDef[]> = {};
  for (const section of KEPT_SECTIONS) {
    const items: readonly OpaqueDef[] = template[section] ?? [];
    if (items.length > 0) kept[section] = items;
  }
  if (template.tiers !== undefined) kept['tiers'] = [{ id: 'tiers', ...template.tiers }];
  return {
    format: 1,
    packs: template.packs ?? [{ pack: template.pack, version: template.version }],
    entities: sources.map((source) =>
      entityModel(context, source, must(names.get(source.def.id), 'names of an entity')),
    ),
    roles: (template.roles ?? []).map((role, index) => roleModel(context, role, pointer('/roles', index))),
    views: template.views ?? [],
    workflows: template.workflows ?? [],
    records: template.records ?? [],
    kept,
    behaviour: buildBehaviour(context),
  };
}

function entityModel(context: ResolveContext, source: EntitySource, names: EntityAlias): EntityModel {
  const { def, path, owners, workflow } = source;
  const fieldNames = nameFields(def.fields);
  const origin = originOf(context, def);
  const owner = owners[0];
  return {
    id: entityId(def.id),
    kind: def.kind,
    ...names,
    aliases: (def.formerApiNames ?? []).map(entityAlias),
    label: def.label ?? humanText(def.id),
    ...(def.help === undefined ? {} : { help: def.help }),
    title: fieldId(titleOf(source)),
    ...(def.number === undefined
      ? {}
      : {
          number: {
            field: fieldId(def.number.field),
            pattern: def.number.pattern,
            per: def.number.per ?? [],
            gapless: def.number.gapless ?? false,
          },
        }),
    fields: [...source.fields.values()].map((field) =>
      fieldModel(context, field, { apiName: must(fieldNames.get(field.def.id), 'name of a field'), origin }),
    ),
    ...(owner === undefined ? {} : { parent: { entity: entityId(owner.entity), field: fieldId(owner.field.def.id) } }),
    uniques: (def.unique ?? []).map(keyModel),
    indexes: (def.indexes ?? []).map(keyModel),
    checks: (def.checks ?? []).map((check, index): CheckModel => {
      const when = must(context.exprs.get(pointer(path, 'checks', index, 'when')), 'expression of a check');
      return {
        id: check.id,
        when,
        ...(check.unless === undefined ? {} : { unlessRole: check.unless.role }),
        message: check.message ?? { en: `Must hold: ${when.source}`, 'zh-CN': `必须满足：${when.source}` },
      };
    }),
    ...(workflow === undefined ? {} : { workflow: workflow.def.id }),
    origin,
  };
}

/** The pack of an item, `tenant` for what the tenant added, else what the item above it has. */
function originOf(
  context: ResolveContext,
  item: { readonly id: string; readonly origin?: string },
  above?: string,
): string {
  if (item.origin !== undefined) return item.origin;
  return isTenantId(item.id) ? 'tenant' : (above ?? context.template.pack);
}

const TITLE_NAMES = ['name', 'title', 'number', 'code', 'subject', 'label'];

function titleOf({ def, fields }: EntitySource): string {
  if (def.title !== undefined) return def.title;
  const fit = [...fields.values()].filter(isTitle);
  const texts = fit.filter(({ type }) => type?.kind === 'text');
  const number = fit.find((field) => field.def.id === def.number?.field);
  const named = fit.find((field) => TITLE_NAMES.includes(field.def.id));
  const required = texts.find((field) => field.def.required === true);
  return (number ?? named ?? required ?? texts[0])?.def.id ?? 'id';
}

function keyModel({ id, fields }: KeyDef): KeyModel {
  return { id, fields: fields.map(fieldId) };
}

interface FieldNaming {
  readonly apiName: string;
  readonly origin: string;
}

function fieldModel(context: ResolveContext, field: FieldSource, { apiName, origin }: FieldNaming): FieldModel {
  const { def, path } = field;
  const type = must(field.type, 'type of a field');
  const exprAt = (key: string): Expr | undefined => context.exprs.get(pointer(path, key));
  const bounded = fieldKindSpec(type.kind).bounds !== 'rows';
  const min = def.min === undefined || !bounded ? undefined : boundText(def.min, type);
  const max = def.max === undefined || !bounded ? undefined : boundText(def.max, type);
  const formula = exprAt('formula');
  const readonlyWhen = exprAt('readonly');
  const visibleWhen = exprAt('visible');
  const requiredWhen = exprAt('required');
  const choices = exprAt('choices');
  const defaultExpr = exprAt('default');
  return {
    id: fieldId(def.id),
    apiName,
    aliases: def.formerApiNames ?? [],
    label: def.label ?? humanText(def.id),
    ...(def.help === undefined ? {} : { help: def.help }),
    type,
    required: def.required === true,
    unique: def.unique ?? false,
    secret: def.secret ?? false,
    readonly: def.readonly === true || isComputed(def) || type.kind === 'sequence',
    ...(defaultExpr === undefined ? {} : { default: defaultExpr }),
    ...(formula === undefined ? {} : { formula: { expr: formula, stored: def.stored ?? false } }),
    ...(def.rollup === undefined ? {} : { rollup: rollupModel(context, def.rollup, pointer(path, 'rollup')) }),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(def.pattern === undefined ? {} : { pattern: def.pattern }),
    ...(def.unit === undefined ? {} : { unit: def.unit }),
    ...(def.currency === undefined ? {} : { currency: def.currency }),
    editableAfterPost: def.editableAfterPost ?? false,
    ...(visibleWhen === undefined ? {} : { visibleWhen }),
    ...(readonlyWhen === undefined ? {} : { readonlyWhen }),
    ...(requiredWhen === undefined ? {} : { requiredWhen }),
    ...(choices === undefined ? {} : { choices }),
    ...(def.balance === undefined ? {} : { balance: balanceModel(context, def.balance, pointer(path, 'balance')) }),
    origin: originOf(context, def, origin),
  };
}

function balanceModel(context: ResolveContext, { ledger, measure, key }: BalanceDef, path: JsonPointer): BalanceModel {
  const keys = sortedKeys(key).flatMap((dimension) => {
    const value = context.exprs.get(pointer(path, 'key', dimension));
    return value === undefined ? [] : [{ dimension, value }];
  });
  return { ledger, measure, key: keys };
}

function rollupModel(context: ResolveContext, rollup: NonNullable<FieldDef['rollup']>, path: JsonPointer): RollupModel {
  const ledger = rollup.mode === 'ledger' ? ledgerRollupOf(context.template, rollup.of) : undefined;
  const [entity = '', by = ''] =
    ledger === undefined ? rollup.of.split('.') : [ledgerEntityId(ledger.ledger, 'balance'), ledger.by];
  const where = context.exprs.get(pointer(path, 'where'));
  return {
    entity: entityId(entity),
    by: fieldId(by),
    ...(ledger?.account === undefined ? {} : { account: ledger.account }),
    ...(rollup.via === undefined ? {} : { via: fieldId(rollup.via) }),
    fn: rollup.fn,
    ...(rollup.field === undefined ? {} : { field: fieldId(rollup.field) }),
    ...(where === undefined ? {} : { where }),
    mode: rollup.mode ?? 'live',
  };
}

/**
 * A grant for all stands for a grant for each entity and ledger that the role says nothing of; lines follow their
 * document. A ledger is granted as its balances and its movements.
 */
function roleModel(context: ResolveContext, role: RoleDef, path: JsonPointer): RoleModel {
  const named = new Set(role.grants.map(({ entity }) => entity));
  const others = [...context.entities.values()].filter(({ def }) => def.kind !== 'line' && !named.has(def.id));
  const namedLedgers = new Set(role.grants.map(({ ledger }) => ledger));
  const otherLedgers = (context.template.ledgers ?? []).filter(({ id }) => !namedLedgers.has(id));
  const ofEntities = (grant: GrantDef): readonly string[] =>
    grant.entity === '*' ? others.map(({ def }) => def.id) : grant.entity === undefined ? [] : [grant.entity];
  const ofLedgers = (grant: GrantDef): readonly LedgerDef[] =>
    grant.entity === '*'
      ? otherLedgers
      : (context.template.ledgers ?? []).filter(({ id }) => grant.entity === undefined && id === grant.ledger);
  return {
    id: role.id,
    label: role.label ?? humanText(role.id),
    grants: role.grants.flatMap((grant, index) => {
      const rows = context.exprs.get(pointer(path, 'grants', index, 'rows'));
      return [
        ...ofEntities(grant).map((entity) => grantModel(grant, entity, rows)),
        ...ofLedgers(grant).flatMap((ledger) => ledgerGrants(grant, ledger, rows)),
      ];
    }),
  };
}

/** Who may not see a measure sees neither its changes nor what they lead to. */
function ledgerGrants(grant: GrantDef, ledger: LedgerDef, rows: Expr | undefined): readonly GrantModel[] {
  const can = grant.can.filter((right) => LEDGER_RIGHTS.includes(right));
  if (can.length === 0) return [];
  const hide = grant.hide ?? [];
  const measures = new Set(ledger.mode === 'balance' ? ledger.measures.map(({ id }) => id) : ['amount']);
  const hidden = hide.flatMap((id) => (measures.has(id) ? Object.values(changeFields(id)) : [id]));
  return LEDGER_ROWS.map((kind) =>
    grantModel({ can, hide: kind === 'balance' ? hide : hidden }, ledgerEntityId(ledger.id, kind), rows),
  );
}

function grantModel(grant: GrantDef, entity: string, rows: Expr | undefined): GrantModel {
  return {
    entity: entityId(entity),
    can: [...new Set(grant.can)],
    ...(rows === undefined ? {} : { rows }),
    hide: (grant.hide ?? []).map(fieldId),
    mask: (grant.mask ?? []).map(fieldId),
    lock: (grant.lock ?? []).map(fieldId),
  };
}
