import { sqlName, type EntityId, type FieldId, type SqlName } from '../../schema/core/ids.ts';
import type { EntityModel, FieldModel, KeyModel, Model } from '../../schema/model/model.ts';
import { columnName, derivedName, joinTableName, tableName } from './sql-name.ts';
import { JOIN_COLUMNS, SYSTEM_TABLES, columnOfField, storageOf, systemColumns } from './storage.ts';

/** The physical shape of one model: what `pg_catalog` says once it is published. Plain JSON, in a stable order. */
export interface TableSpec {
  readonly table: SqlName;
  readonly entity: EntityId;
  /** The `multiRef` field whose join table this is. */
  readonly field?: FieldId;
  readonly columns: readonly ColumnSpec[];
  readonly primaryKey: { readonly name: SqlName; readonly columns: readonly SqlName[] };
  readonly indexes: readonly IndexSpec[];
  readonly foreignKeys: readonly ForeignKeySpec[];
  readonly checks: readonly CheckSpec[];
  readonly grants: readonly TableGrant[];
}

export type TableGrant = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE';

export interface ColumnSpec {
  readonly column: SqlName;
  readonly pgType: string;
  readonly notNull: boolean;
  readonly field?: FieldId;
}

export interface IndexSpec {
  readonly name: SqlName;
  readonly columns: readonly SqlName[];
  readonly unique: boolean;
  /** Only rows that are not in the bin, so that a binned row blocks no new one. */
  readonly liveOnly: boolean;
  readonly method: 'btree' | 'gin';
}

export interface ForeignKeySpec {
  readonly name: SqlName;
  readonly column: SqlName;
  readonly target: SqlName;
  readonly onDelete: 'NO ACTION' | 'SET NULL' | 'CASCADE';
}

/** A bound of one column: its value, or the length of its text. */
export interface CheckSpec {
  readonly name: SqlName;
  readonly column: SqlName;
  readonly side: 'min' | 'max';
  readonly of: 'value' | 'length';
  readonly bound: string;
  readonly boundType: 'numeric' | 'date' | 'time' | 'timestamptz';
}

const ON_DELETE = { restrict: 'NO ACTION', setNull: 'SET NULL', cascade: 'CASCADE' } as const;
const ALL: readonly TableGrant[] = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'];

/** Every table that the model needs, entity tables and join tables, in model order. */
export function tablesOf(model: Model): readonly TableSpec[] {
  return model.entities.flatMap(tablesOfEntity);
}

const tables = new WeakMap<EntityModel, readonly TableSpec[]>();

/** Made once for each entity, which models of one template after the other share where it did not change. */
function tablesOfEntity(entity: EntityModel): readonly TableSpec[] {
  const known = tables.get(entity);
  if (known !== undefined) return known;
  const made = [entityTable(entity), ...entity.fields.flatMap((field) => joinTable(entity, field))];
  tables.set(entity, made);
  return made;
}

function entityTable(entity: EntityModel): TableSpec {
  const table = tableName(entity.id);
  const stored = entity.fields.flatMap((field) => {
    const storage = storageOf(entity, field);
    return storage.kind === 'column' ? [{ field, column: storage.column, pgType: storage.pgType }] : [];
  });
  const types = new Map<string, string>([
    ...systemColumns(entity).map(({ column, pgType }) => [column, pgType] as const),
    ...stored.map(({ column, pgType }) => [column, pgType] as const),
  ]);
  const foreignKeys = [
    ...parentKey(entity, table),
    ...stored.flatMap(({ field, column }) => foreignKey(table, field, column)),
  ];
  return {
    table,
    entity: entity.id,
    columns: [
      ...systemColumns(entity),
      ...stored.map(({ field, column, pgType }) => ({ column, pgType, notNull: isNotNull(field), field: field.id })),
    ],
    primaryKey: { name: derivedName('pk', table), columns: [sqlName('id')] },
    indexes: indexesOf(entity, table, { types, foreignKeys }),
    foreignKeys,
    checks: stored.flatMap(({ field, column }) => checksOf(table, field, column)),
    grants: entity.kind === 'log' ? ['SELECT', 'INSERT'] : ALL,
  };
}

/** A formula or rollup is never required of anyone, and its value may be null. */
function isNotNull(field: FieldModel): boolean {
  return field.required && field.formula === undefined && field.rollup === undefined;
}

function parentKey(entity: EntityModel, table: SqlName): readonly ForeignKeySpec[] {
  if (entity.parent === undefined) return [];
  const column = columnOfField('parent');
  return [
    {
      name: derivedName('fk', table, '', column),
      column,
      target: tableName(entity.parent.entity),
      onDelete: 'CASCADE',
    },
  ];
}

function foreignKey(table: SqlName, field: FieldModel, column: SqlName): readonly ForeignKeySpec[] {
  if (field.secret) return [];
  const name = derivedName('fk', table, '', column);
  const { type } = field;
  if (type.kind === 'ref') return [{ name, column, target: tableName(type.to), onDelete: ON_DELETE[type.onDelete] }];
  if (type.kind === 'user') return [{ name, column, target: SYSTEM_TABLES.user, onDelete: 'NO ACTION' }];
  if (type.kind === 'org') return [{ name, column, target: SYSTEM_TABLES.org, onDelete: 'NO ACTION' }];
  return [];
}

/**
 * `uq_` from a field, `uk_` from a declared key, `ix_` from a declared index, `fi_` for a foreign key. The double
 * underscore parts table and column, which neither has inside, so no two names are alike.
 */
function indexesOf(
  entity: EntityModel,
  table: SqlName,
  {
    types,
    foreignKeys,
  }: { readonly types: ReadonlyMap<string, string>; readonly foreignKeys: readonly ForeignKeySpec[] },
): readonly IndexSpec[] {
  const live = { liveOnly: true, unique: true, method: 'btree' as const };
  const plain = { liveOnly: false, unique: false };
  const byField = entity.fields
    .filter((field) => field.unique && types.has(columnOfField(field.id)))
    .map((field) => ({
      name: derivedName('uq', table, '', columnName(field.id)),
      columns: [columnName(field.id)],
      ...live,
    }));
  const covered = new Set(byField.map(({ columns }) => columns.join()));
  const byKey = keysOf(entity.uniques, types)
    .filter(({ columns }) => !covered.has(columns.join()))
    .map(({ id, columns }) => ({ name: derivedName('uk', table, '', id), columns, ...live }));
  const rowId = columnOfField('id');
  const declared = keysOf(entity.indexes, types).map(({ id, columns }) => {
    const isList = columns.length === 1 && types.get(columns[0] ?? '')?.endsWith('[]') === true;
    return {
      name: derivedName('ix', table, '', id),
      // Every order ends with the id: with it a page is a walk along the index, without it rows of one value are sorted.
      columns: isList || columns.includes(rowId) ? columns : [...columns, rowId],
      ...plain,
      method: isList ? ('gin' as const) : ('btree' as const),
    };
  });
  const forKeys = foreignKeys.map(({ column }) => ({
    name: derivedName('fi', table, '', column),
    // Lines are read in their order, so the parent's index carries it.
    columns: column === columnOfField('parent') ? [column, columnOfField('lineNo')] : [column],
    ...plain,
    method: 'btree' as const,
  }));
  // Lists without a filter page in the order of creation.
  const created = {
    name: derivedName('ix', table, '', '', 'created'),
    columns: [columnOfField('createdAt'), columnOfField('id')],
    ...plain,
    method: 'btree' as const,
  };
  return [...byField, ...byKey, ...declared, ...forKeys, ...(entity.parent === undefined ? [created] : [])];
}

/** Keys over columns that are stored; a computed field or a join table can't be indexed. */
function keysOf(
  keys: readonly KeyModel[],
  types: ReadonlyMap<string, string>,
): readonly { readonly id: string; readonly columns: readonly SqlName[] }[] {
  return keys
    .map(({ id, fields }) => ({ id, columns: fields.map((field) => columnOfField(field)) }))
    .filter(({ columns }) => columns.length > 0 && columns.every((column) => types.has(column)));
}

function checksOf(table: SqlName, field: FieldModel, column: SqlName): readonly CheckSpec[] {
  const measured = field.secret ? null : boundOf(field);
  if (measured === null) return [];
  return (['min', 'max'] as const).flatMap((side) => {
    const bound = field[side];
    const text = bound === undefined ? null : measured.read(bound);
    return text === null
      ? []
      : [
          {
            name: derivedName('ck', table, '', column, side),
            column,
            side,
            of: measured.of,
            bound: text,
            boundType: measured.boundType,
          },
        ];
  });
}

interface Measure {
  readonly of: CheckSpec['of'];
  readonly boundType: CheckSpec['boundType'];
  readonly read: (bound: string) => string | null;
}

const asNumber = (text: string): string | null => (/^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text) ? text : null);
const asWritten = (text: string): string | null => text;

/** What a bound of the field measures; `null` where bounds mean nothing to the database. */
function boundOf(field: FieldModel): Measure | null {
  switch (field.type.kind) {
    case 'text':
    case 'longtext':
    case 'richtext':
    case 'sequence':
      return { of: 'length', boundType: 'numeric', read: asNumber };
    case 'int':
    case 'decimal':
    case 'money':
    case 'quantity':
    case 'percent':
      return { of: 'value', boundType: 'numeric', read: asNumber };
    case 'duration':
      return { of: 'value', boundType: 'numeric', read: secondsOf };
    case 'date':
      return { of: 'value', boundType: 'date', read: asWritten };
    case 'time':
      return { of: 'value', boundType: 'time', read: asWritten };
    case 'datetime':
      return { of: 'value', boundType: 'timestamptz', read: asWritten };
    default:
      return null;
  }
}

/** Seconds of an ISO 8601 duration without months and years, whose length varies; or of a plain number. */
export function secondsOf(text: string): string | null {
  const iso = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,3}))?S)?)?$/.exec(text);
  if (iso === null) return asNumber(text);
  const [, weeks, days, hours, minutes, seconds, fraction] = iso;
  const whole =
    BigInt(weeks ?? 0) * 604_800n +
    BigInt(days ?? 0) * 86_400n +
    BigInt(hours ?? 0) * 3_600n +
    BigInt(minutes ?? 0) * 60n +
    BigInt(seconds ?? 0);
  return fraction === undefined ? String(whole) : `${whole}.${fraction}`;
}

/** A `multiRef` is a table of pairs; removing either end removes the pair. */
function joinTable(entity: EntityModel, field: FieldModel): readonly TableSpec[] {
  if (field.type.kind !== 'multiRef') return [];
  const table = joinTableName(entity.id, field.id);
  const { owner, target, position } = JOIN_COLUMNS;
  const key = (column: SqlName, to: EntityId): ForeignKeySpec => ({
    name: derivedName('fk', table, '', column),
    column,
    target: tableName(to),
    onDelete: 'CASCADE',
  });
  return [
    {
      table,
      entity: entity.id,
      field: field.id,
      columns: [
        { column: owner, pgType: 'uuid', notNull: true },
        { column: target, pgType: 'uuid', notNull: true },
        { column: position, pgType: 'integer', notNull: true },
      ],
      primaryKey: { name: derivedName('pk', table), columns: [owner, target] },
      indexes: [
        {
          name: derivedName('fi', table, '', target),
          columns: [target],
          unique: false,
          liveOnly: false,
          method: 'btree',
        },
      ],
      foreignKeys: [key(owner, entity.id), key(target, field.type.to)],
      checks: [],
      grants: ALL,
    },
  ];
}
