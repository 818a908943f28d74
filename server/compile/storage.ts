import {
  SYSTEM_FIELD_IDS,
  fieldId,
  sqlName,
  type EntityId,
  type SqlName,
  type SystemFieldId,
} from '../../schema/core/ids.ts';
import { ledgerEntities } from '../../schema/model/ledger-entities.ts';
import type { EntityModel, FieldKind, FieldModel, FieldType, Model } from '../../schema/model/model.ts';
import { columnName, joinTableName, tableName } from './sql-name.ts';

/** How a field is kept: in a column of the entity's table, in a join table, or nowhere (computed, or child rows). */
export type FieldStorage =
  | { readonly kind: 'column'; readonly column: SqlName; readonly pgType: string }
  | { readonly kind: 'joinTable'; readonly table: SqlName }
  | { readonly kind: 'children'; readonly table: SqlName }
  | { readonly kind: 'computed' };

type PgType<K extends FieldKind> = (type: Extract<FieldType, { kind: K }>) => string | null;

const numeric = (type: { readonly precision: number; readonly scale: number }): string =>
  `numeric(${type.precision},${type.scale})`;

/**
 * The PostgreSQL type of each field kind's column; `null` has no column. Durations are seconds. Files keep their
 * metadata in JSON, their bytes live in the file store. Spelled as `format_type()` spells it, so that catalogues compare.
 */
const PG_TYPES = {
  text: ({ holds }) => (holds === 'id' ? 'uuid' : 'text'),
  longtext: () => 'text',
  richtext: () => 'text',
  sequence: () => 'text',
  int: () => 'integer',
  bool: () => 'boolean',
  date: () => 'date',
  time: () => 'time(0) without time zone',
  datetime: () => 'timestamp(3) with time zone',
  duration: () => 'numeric(20,3)',
  geo: () => 'jsonb',
  json: () => 'jsonb',
  decimal: numeric,
  money: numeric,
  quantity: numeric,
  percent: numeric,
  enum: () => 'text',
  multiEnum: () => 'text[]',
  ref: () => 'uuid',
  multiRef: () => null,
  lines: () => null,
  user: () => 'uuid',
  org: () => 'uuid',
  file: () => 'jsonb',
  image: () => 'jsonb',
  signature: () => 'jsonb',
} satisfies { readonly [K in FieldKind]: PgType<K> };

/** The column type of a field type, or `null` where it has none. */
export function pgTypeOf(type: FieldType): string | null {
  return (PG_TYPES[type.kind] as (type: FieldType) => string | null)(type);
}

/** Whether the field is a rollup that is computed when it is read, over rows or over a ledger's balances. */
export function isLiveRollup({ rollup }: FieldModel): boolean {
  return rollup !== undefined && rollup.mode !== 'stored';
}

/** Where a field's values are. Secrets are ciphertext; computed fields that are not stored have no place. */
export function storageOf(entity: EntityModel, field: FieldModel): FieldStorage {
  if (field.type.kind === 'multiRef') return { kind: 'joinTable', table: joinTableName(entity.id, field.id) };
  if (field.type.kind === 'lines') return { kind: 'children', table: tableName(field.type.of) };
  if (field.formula !== undefined && !field.formula.stored) return { kind: 'computed' };
  if (isLiveRollup(field)) return { kind: 'computed' };
  const pgType = field.secret ? 'bytea' : pgTypeOf(field.type);
  return pgType === null ? { kind: 'computed' } : { kind: 'column', column: columnName(field.id), pgType };
}

/** Columns that every entity table has, in order. `state` and the parent's are there when the entity has them. */
export function systemColumns(
  entity: EntityModel,
): readonly { readonly column: SqlName; readonly pgType: string; readonly notNull: boolean }[] {
  const column = (name: string, pgType: string, notNull: boolean) => ({ column: sqlName(name), pgType, notNull });
  return [
    column('id', 'uuid', true),
    column('version', 'integer', true),
    ...(entity.workflow === undefined ? [] : [column('state', 'text', true)]),
    column('created_at', 'timestamp(3) with time zone', true),
    column('created_by', 'uuid', false),
    column('updated_at', 'timestamp(3) with time zone', true),
    column('updated_by', 'uuid', false),
    column('deleted_at', 'timestamp(3) with time zone', false),
    ...(entity.parent === undefined ? [] : [column('parent_id', 'uuid', true), column('line_no', 'integer', true)]),
  ];
}

const INSTANT = 'timestamp(3) with time zone';

/** The system fields: their columns and types. */
const SYSTEM_FIELDS = {
  id: { column: sqlName('id'), pgType: 'uuid' },
  version: { column: sqlName('version'), pgType: 'integer' },
  state: { column: sqlName('state'), pgType: 'text' },
  createdAt: { column: sqlName('created_at'), pgType: INSTANT },
  createdBy: { column: sqlName('created_by'), pgType: 'uuid' },
  updatedAt: { column: sqlName('updated_at'), pgType: INSTANT },
  updatedBy: { column: sqlName('updated_by'), pgType: 'uuid' },
  deletedAt: { column: sqlName('deleted_at'), pgType: INSTANT },
  parent: { column: sqlName('parent_id'), pgType: 'uuid' },
  lineNo: { column: sqlName('line_no'), pgType: 'integer' },
} as const satisfies Record<SystemFieldId, { readonly column: SqlName; readonly pgType: string }>;

/** Where a system field is kept, and as what. */
export function systemField(field: SystemFieldId): { readonly column: SqlName; readonly pgType: string } {
  return SYSTEM_FIELDS[field];
}

/** The system field of that id, if there is one. */
export function findSystemField(id: string): { readonly column: SqlName; readonly pgType: string } | undefined {
  const known = SYSTEM_FIELD_IDS.find((one) => one === id);
  return known === undefined ? undefined : SYSTEM_FIELDS[known];
}

/** The column of a field id that may be one of the system's (`state`, `createdAt`, `parent`). */
export function columnOfField(field: string): SqlName {
  return findSystemField(field)?.column ?? columnName(fieldId(field));
}

/** The two columns of a `multiRef` join table, and its order column. */
export const JOIN_COLUMNS = {
  owner: sqlName('owner_id'),
  target: sqlName('target_id'),
  position: sqlName('position'),
} as const;

/** Tables that every tenant schema has, made when the tenant is made and written by the server alone. */
export const SYSTEM_TABLES = {
  user: sqlName('fw_user'),
  org: sqlName('fw_org'),
  event: sqlName('fw_event'),
  outbox: sqlName('fw_outbox'),
  idempotency: sqlName('fw_idempotency'),
  sequence: sqlName('fw_sequence'),
  meta: sqlName('fw_meta'),
  publication: sqlName('fw_publication'),
  quarantine: sqlName('fw_quarantine'),
  import: sqlName('fw_import'),
  approval: sqlName('fw_approval'),
  approvalTask: sqlName('fw_approval_task'),
  deadline: sqlName('fw_deadline'),
  ledgerColumn: sqlName('fw_ledger_column'),
  file: sqlName('fw_file'),
  fileUse: sqlName('fw_file_use'),
} as const;

/** All that is read like an entity: entities, then the balances and movements of ledgers. */
export function readableEntities(model: Model): readonly EntityModel[] {
  return [...model.entities, ...ledgerEntities(model).map(({ entity }) => entity)];
}

const entitiesOf = new WeakMap<Model, ReadonlyMap<EntityId, EntityModel>>();

/** The entity of a model by id, balances and movements of ledgers included; the model was resolved, so it is there. */
export function entityOf(model: Model, id: EntityId): EntityModel {
  const index = entitiesOf.get(model) ?? new Map(readableEntities(model).map((entity) => [entity.id, entity]));
  entitiesOf.set(model, index);
  const found = index.get(id);
  if (found === undefined) throw new Error(`Broken invariant: entity ${id} is not in the model`);
  return found;
}
