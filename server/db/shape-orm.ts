import { EntitySchema, MikroORM, Type, type EntityManager } from '@mikro-orm/core';
import { PgliteDriver } from '@mikro-orm/pglite';
import { PostgreSqlDriver } from '@mikro-orm/postgresql';
import { must } from '../../schema/core/result.ts';
import type { EntityId, SqlName } from '../../schema/core/ids.ts';
import type { EntityModel, Model } from '../../schema/model/model.ts';
import { tableName } from '../compile/sql-name.ts';
import { storageOf, systemColumns } from '../compile/storage.ts';
import type { Database } from './database.ts';

/** One row as MikroORM holds it: properties are field ids, system properties as in `SYSTEM_PROPERTIES`. */
export type OrmRow = Record<string, unknown> & { id: string; version: number };

/** MikroORM metadata of one shape, shared by all tenants of it: the schema is chosen per unit of work. */
export interface ShapeOrm {
  readonly fork: (schema: SqlName) => EntityManager;
  readonly schemaOf: (entity: EntityId) => EntitySchema<OrmRow>;
}

const SYSTEM_PROPERTIES: Readonly<Record<string, string>> = {
  id: 'id',
  version: 'version',
  state: 'state',
  created_at: 'createdAt',
  created_by: 'createdBy',
  updated_at: 'updatedAt',
  updated_by: 'updatedBy',
  deleted_at: 'deletedAt',
  line_no: 'lineNo',
};

/**
 * Metadata for the model on a shared pool. Values go through as the text they already are, so MikroORM rounds and
 * converts nothing. The instance is never closed: closing would end the pool that all shapes share.
 */
export async function createShapeOrm(model: Model, database: Database): Promise<ShapeOrm> {
  const schemas = new Map<EntityId, EntitySchema<OrmRow>>();
  for (const entity of model.entities) {
    schemas.set(
      entity.id,
      new EntitySchema<OrmRow>({
        name: entity.id,
        tableName: tableName(entity.id),
        schema: '*',
        properties: propertiesOf(entity, schemas),
      } as never),
    );
  }
  const orm = await MikroORM.init({
    // The two drivers differ in nothing that a shape uses; the type of one serves both.
    driver: (database.kind === 'postgres' ? PostgreSqlDriver : PgliteDriver) as typeof PostgreSqlDriver,
    dbName: 'formwork',
    driverOptions: database.kysely,
    entities: [...schemas.values()],
    forceUtcTimezone: true,
    // The database is there, and connecting must not look for it by name.
    ensureDatabase: false,
    debug: false,
    discovery: { warnWhenNoEntities: false, checkDuplicateTableNames: false },
  });
  return {
    fork: (schema) => orm.em.fork({ schema }),
    schemaOf: (entity) => must(schemas.get(entity), `metadata of ${entity}`),
  };
}

function propertiesOf(
  entity: EntityModel,
  schemas: ReadonlyMap<EntityId, EntitySchema<OrmRow>>,
): Record<string, object> {
  const properties: Record<string, object> = {};
  for (const { column, pgType } of systemColumns(entity)) {
    const name = SYSTEM_PROPERTIES[column];
    if (name !== undefined) {
      properties[name] = {
        ...typed(pgType),
        fieldName: column,
        nullable: true,
        ...(name === 'id' ? { primary: true, nullable: false } : {}),
        // We count versions ourselves; an update still names the version that it read, and fails when that is gone.
        ...(name === 'version' ? { concurrencyCheck: true, nullable: false } : {}),
      };
    }
  }
  if (entity.parent !== undefined) {
    const parent = entity.parent.entity;
    // A relation rather than a bare id, so that the unit of work writes documents before their lines.
    properties['parent'] = {
      kind: 'm:1',
      entity: () => must(schemas.get(parent), parent),
      fieldName: 'parent_id',
      mapToPk: true,
    };
  }
  for (const field of entity.fields) {
    const storage = storageOf(entity, field);
    if (storage.kind === 'column')
      properties[field.id] = { ...typed(storage.pgType), fieldName: storage.column, nullable: true };
  }
  return properties;
}

function typed(pgType: string): { readonly type: string | Type<unknown>; readonly columnType: string } {
  const type = {
    integer: 'integer',
    boolean: 'boolean',
    jsonb: 'json',
    'text[]': 'array',
    bytea: 'blob',
    uuid: 'uuid',
  }[pgType];
  return { type: type ?? new ExactText(pgType), columnType: pgType };
}

/** Numbers, dates and instants stay the text they are: MikroORM must neither parse nor compare them as its own types. */
class ExactText extends Type<string | null, string | null> {
  private readonly pgType: string;

  constructor(pgType: string) {
    super();
    this.pgType = pgType;
  }

  override getColumnType(): string {
    return this.pgType;
  }

  override get runtimeType(): string {
    return 'string';
  }

  override compareAsType(): string {
    return 'string';
  }
}
