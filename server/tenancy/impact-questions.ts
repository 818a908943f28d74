import { sql } from 'kysely';
import type { SqlName } from '../../schema/core/ids.ts';
import { pointer, type JsonPointer } from '../../schema/core/result.ts';
import type { EntityModel, FieldModel, Model } from '../../schema/model/model.ts';
import { presetPattern } from '../../schema/template/patterns.ts';
import { brokenRowsSql } from '../compile/ddl-checks.ts';
import { brokenCheckSql, fieldValueSql, heldSql } from '../compile/ddl-expr.ts';
import { planDdl } from '../compile/ddl-plan.ts';
import type { DdlContext } from '../compile/ddl-sql.ts';
import type { DataCheck, Quarantined } from '../compile/ddl-steps.ts';
import { tablesOf } from '../compile/ddl-tables.ts';
import { literal, type SqlFragment } from '../compile/ddl-text.ts';
import { checkedSqlName, columnName, tableName } from '../compile/sql-name.ts';
import { storageOf } from '../compile/storage.ts';
import { canRead } from './failing-checks.ts';

/** What kind of change asks something of the rows there are. */
export const IMPACT_KINDS = [
  'check',
  'required',
  'unique',
  'bound',
  'pattern',
  'conversion',
  'option',
  'reference',
  'removed',
  'computed',
] as const;
export type ImpactKind = (typeof IMPACT_KINDS)[number];

/** One question to the present rows of an entity. */
export interface ImpactQuestion {
  /** As the change has it: `/entities/SalesOrder/checks/dueLater`. */
  readonly path: JsonPointer;
  readonly kind: ImpactKind;
  /** As it is today. */
  readonly entity: EntityModel;
  /** Whose values tell why. */
  readonly fields: readonly FieldModel[];
  readonly table: SqlName;
  /** `fails`: rows that would not satisfy it; `changes`: rows whose value becomes another; `drops`: values put aside. */
  readonly counts: 'fails' | 'changes' | 'drops';
  /** Whether rows that fail stop the publication; else it binds at the next change of the row. */
  readonly blocks: boolean;
  /** Whether a sample tells too few: rows clash with rows that are not in it. */
  readonly needsAll: boolean;
  /** Only rows that are not in the bin. */
  readonly liveOnly: boolean;
  /** The ids of the rows that count; `null` when the database can't be asked before the change is made. */
  readonly ids: ((rows: SqlFragment) => SqlFragment) | null;
}

interface Models {
  readonly before: Model;
  readonly after: Model;
}

/** Everything that the difference of two models asks of the rows there are. */
export function impactQuestions(
  models: Models,
  { context, quarantined }: { readonly context: DdlContext; readonly quarantined: readonly Quarantined[] },
): readonly ImpactQuestion[] {
  const { before, after } = models;
  const plan = planDdl(before, after, { stamp: '20000101000000', quarantined, emptyTables: new Set() });
  const there = new Set(tablesOf(before).map(({ table }) => table));
  return [
    ...plan.checks.filter(({ table }) => there.has(table)).flatMap((check) => ofDataCheck(check, models, context)),
    ...before.entities.flatMap((entity) => {
      const now = after.entities.find(({ id }) => id === entity.id);
      if (now === undefined) return [removedEntity(entity)];
      const pair = { old: entity, now };
      return [...newChecks(pair, models, context), ...fieldQuestions(pair, models, context)];
    }),
  ];
}

const KINDS = {
  anyRow: 'required',
  null: 'required',
  bound: 'bound',
  duplicate: 'unique',
  dangling: 'reference',
  cast: 'conversion',
  optionInUse: 'option',
  manyRefs: 'conversion',
} as const satisfies Readonly<Record<DataCheck['question']['kind'], ImpactKind>>;

function ofDataCheck(check: DataCheck, { before }: Models, context: DdlContext): readonly ImpactQuestion[] {
  const entity = before.entities.find(({ id }) => id === check.entity);
  if (entity === undefined) return [];
  const named = check.field.split(', ');
  const { kind } = check.question;
  return [
    {
      path: pointer('/entities', entity.id, 'fields', named[0] ?? check.field),
      kind: check.code === 'DATA_NOT_UNIQUE' ? 'unique' : KINDS[kind],
      entity,
      fields: entity.fields.filter((field) => named.some((name) => name === field.id || name === columnName(field.id))),
      table: check.table,
      counts: 'fails',
      blocks: true,
      needsAll: kind === 'duplicate' || kind === 'manyRefs',
      liveOnly: check.question.kind === 'duplicate' && check.question.liveOnly,
      ids: (rows) => brokenRowsSql(check, context, rows),
    },
  ];
}

interface EntityPair {
  readonly old: EntityModel;
  readonly now: EntityModel;
}

const ROW = checkedSqlName('doc');

function rowOf({ schema, timeZone }: DdlContext) {
  return { schema, alias: ROW, timeZone };
}

/** Rows out of the bin of which the condition holds. */
function liveWhere(condition: SqlFragment): (rows: SqlFragment) => SqlFragment {
  return (rows) => sql`SELECT doc.id FROM ${rows} AS doc WHERE doc.deleted_at IS NULL AND (${condition})`;
}

function newChecks({ old, now }: EntityPair, models: Models, context: DdlContext): readonly ImpactQuestion[] {
  return now.checks.flatMap((check): readonly ImpactQuestion[] => {
    if (old.checks.some(({ id, when }) => id === check.id && sameJson(when.root, check.when.root))) return [];
    const broken = canRead(check.when, now, models)
      ? brokenCheckSql(models.after, { entity: now, expr: check.when }, rowOf(context))
      : null;
    const read = new Set(check.when.reads.map(([first]) => first));
    return [
      {
        ...base(old),
        path: pointer('/entities', old.id, 'checks', check.id),
        kind: 'check',
        fields: old.fields.filter(({ id }) => read.has(id)),
        ids: broken === null ? null : liveWhere(broken),
      },
    ];
  });
}

function base(entity: EntityModel) {
  const table = tableName(entity.id);
  return { entity, table, counts: 'fails', blocks: false, needsAll: false, liveOnly: true } as const;
}

function removedEntity(entity: EntityModel): ImpactQuestion {
  return {
    ...base(entity),
    path: pointer('/entities', entity.id),
    kind: 'removed',
    fields: [],
    counts: 'drops',
    ids: liveWhere(sql`true`),
  };
}

function fieldQuestions(pair: EntityPair, models: Models, context: DdlContext): readonly ImpactQuestion[] {
  const known = new Set(pair.old.fields.map(({ id }) => id));
  const added = pair.now.fields.filter(({ id }) => !known.has(id));
  const ofAdded = added.flatMap((field) => addedRequiredWhen(pair, field, { models, context }));
  const ofKnown = pair.old.fields.flatMap((field) => {
    const now = pair.now.fields.find(({ id }) => id === field.id);
    if (now === undefined) return removedField(pair.old, field);
    return [
      ...requiredWhen(pair, { field, now }, { models, context }),
      ...pattern(pair.old, { field, now }),
      ...computed(pair, { field, now }, { models, context }),
    ];
  });
  return [...ofKnown, ...ofAdded];
}

interface FieldPair {
  readonly field: FieldModel;
  readonly now: FieldModel;
}

interface Asked {
  readonly models: Models;
  readonly context: DdlContext;
}

function removedField(entity: EntityModel, field: FieldModel): readonly ImpactQuestion[] {
  const storage = storageOf(entity, field);
  if (storage.kind !== 'column') return [];
  const place = { path: pointer('/entities', entity.id, 'fields', field.id), fields: [field] };
  const ids = liveWhere(sql`doc.${sql.id(storage.column)} IS NOT NULL`);
  return [{ ...base(entity), ...place, kind: 'removed', counts: 'drops', ids }];
}

/** A field that becomes required under a condition: rows of which the condition holds and that have nothing in it. */
function requiredWhen(
  { old, now: entity }: EntityPair,
  { field, now }: FieldPair,
  { models, context }: Asked,
): readonly ImpactQuestion[] {
  const when = now.requiredWhen;
  if (when === undefined || sameJson(field.requiredWhen?.root, when.root) || field.required) return [];
  const storage = storageOf(old, field);
  if (storage.kind !== 'column') return [];
  const held = canRead(when, entity, models) ? heldSql(models.after, { entity, expr: when }, rowOf(context)) : null;
  const place = { path: pointer('/entities', old.id, 'fields', field.id), fields: [field] };
  const ids = held === null ? null : liveWhere(sql`${held} AND doc.${sql.id(storage.column)} IS NULL`);
  return [{ ...base(old), ...place, kind: 'required', ids }];
}

/** A new field, required under a condition and begun with nothing: rows of which the condition holds. */
function addedRequiredWhen(
  { old, now: entity }: EntityPair,
  field: FieldModel,
  { models, context }: Asked,
): readonly ImpactQuestion[] {
  const when = field.requiredWhen;
  if (when === undefined || field.default !== undefined || storageOf(entity, field).kind !== 'column') return [];
  const held = canRead(when, entity, models) ? heldSql(models.after, { entity, expr: when }, rowOf(context)) : null;
  const read = new Set(when.reads.map(([first]) => first));
  return [
    {
      ...base(old),
      path: pointer('/entities', old.id, 'fields', field.id),
      kind: 'required',
      fields: old.fields.filter(({ id }) => read.has(id)),
      ids: held === null ? null : liveWhere(held),
    },
  ];
}

/** Patterns are the same in PostgreSQL's dialect as in JavaScript. */
function pattern(entity: EntityModel, { field, now }: FieldPair): readonly ImpactQuestion[] {
  const preset = now.pattern === undefined || now.pattern === field.pattern ? undefined : presetPattern(now.pattern);
  const storage = storageOf(entity, field);
  if (preset === undefined || storage.kind !== 'column' || storage.pgType !== 'text') return [];
  const place = { path: pointer('/entities', entity.id, 'fields', field.id), fields: [field] };
  const ids = liveWhere(sql`doc.${sql.id(storage.column)} !~ ${literal(preset.pattern)}`);
  return [{ ...base(entity), ...place, kind: 'pattern', ids }];
}

/** A formula or rollup that becomes another: rows in which that makes a difference. */
function computed(
  { old, now: entity }: EntityPair,
  { field, now }: FieldPair,
  { models, context }: Asked,
): readonly ImpactQuestion[] {
  const source = ({ formula, rollup }: FieldModel): unknown => [formula?.expr.root ?? null, rollup ?? null];
  if ((now.formula ?? now.rollup) === undefined || sameJson(source(field), source(now))) return [];
  const place = { path: pointer('/entities', old.id, 'fields', field.id), fields: [field] };
  return [{ ...base(old), ...place, kind: 'computed', counts: 'changes', ids: changed() }];

  function changed(): ImpactQuestion['ids'] {
    if (!sameJson(field.type, now.type)) return null;
    const next = now.formula?.expr;
    // A stored formula is computed as a live one is; what is kept of it is its former value.
    const live = next === undefined ? now : { ...now, formula: { expr: next, stored: false } };
    const isAskable = next === undefined ? isRollupReadable(now, models) : canRead(next, entity, models);
    const [was, becomes] = isAskable
      ? [
          fieldValueSql(models.before, { entity: old, field }, rowOf(context)),
          fieldValueSql(models.after, { entity, field: withoutStoring(live) }, rowOf(context)),
        ]
      : [null, null];
    return was === null || becomes === null ? null : liveWhere(sql`${was} IS DISTINCT FROM ${becomes}`);
  }
}

function withoutStoring(field: FieldModel): FieldModel {
  return field.rollup?.mode === 'stored' ? { ...field, rollup: { ...field.rollup, mode: 'live' } } : field;
}

/** Whether all that the rollup goes over is there today as it will be. */
function isRollupReadable({ rollup }: FieldModel, models: Models): boolean {
  if (rollup === undefined || rollup.mode === 'ledger') return false;
  const source = models.after.entities.find(({ id }) => id === rollup.entity);
  if (source === undefined) return false;
  const fields = [rollup.by, ...(rollup.field === undefined ? [] : [rollup.field])];
  const sameFields = fields.every((id) => {
    const [was, is] = [models.before, models.after].map((model) =>
      model.entities.find((one) => one.id === source.id)?.fields.find((one) => one.id === id),
    );
    return sameJson([was?.type, was?.formula?.expr.root], [is?.type, is?.formula?.expr.root]);
  });
  return sameFields && (rollup.where === undefined || canRead(rollup.where, source, models));
}

function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
