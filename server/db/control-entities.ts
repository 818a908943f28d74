import { Type, defineEntity, p, type InferEntity } from '@mikro-orm/core';

/**
 * The control plane: who the tenants are, where they live, who may enter, and every version of every template. Rows of
 * many tenants share these tables, so row-level security guards them; a tenant's own records are never here.
 */
const schema = 'formwork';

/** A document as JSON says it; its own parser checks it. */
export type JsonDocument = Readonly<Record<string, unknown>>;

/** `jsonb` as the text that connections of ours give; MikroORM's own type expects a driver that has parsed it. */
class JsonColumn extends Type<JsonDocument, string> {
  override convertToDatabaseValue(value: JsonDocument): string {
    return JSON.stringify(value);
  }
  override convertToJSValue(value: string): JsonDocument {
    return JSON.parse(value) as JsonDocument;
  }
  override getColumnType(): string {
    return 'jsonb';
  }
}

export const CellEntity = defineEntity({
  name: 'Cell',
  tableName: 'cell',
  schema,
  properties: {
    name: p.string().primary(),
    state: p.string().$type<'open' | 'full' | 'closed'>(),
    createdAt: p.datetime(),
  },
});

export const TenantEntity = defineEntity({
  name: 'Tenant',
  tableName: 'tenant',
  schema,
  properties: {
    id: p.uuid().primary(),
    name: p.string(),
    label: p.string(),
    cell: p.string(),
    timeZone: p.string(),
    state: p.string().$type<'active' | 'frozen' | 'dropped'>(),
    createdAt: p.datetime(),
  },
});

export const AppUserEntity = defineEntity({
  name: 'AppUser',
  tableName: 'app_user',
  schema,
  properties: {
    id: p.uuid().primary(),
    email: p.string(),
    name: p.string(),
    passwordHash: p.string().nullable(),
    /** May make and drop tenants. */
    isOperator: p.boolean(),
    createdAt: p.datetime(),
    /** To some minutes; null until the first sign-in. */
    lastSeenAt: p.datetime().nullable(),
  },
});

export const MembershipEntity = defineEntity({
  name: 'Membership',
  tableName: 'membership',
  schema,
  properties: {
    tenantId: p.uuid().primary(),
    userId: p.uuid().primary(),
    roles: p.array().$type<string[]>(),
    createdAt: p.datetime(),
  },
});

export const SessionEntity = defineEntity({
  name: 'Session',
  tableName: 'session',
  schema,
  properties: {
    /** Hex SHA-256 of the token; the token itself is with the browser alone. */
    tokenHash: p.string().primary(),
    userId: p.uuid(),
    createdAt: p.datetime(),
    expiresAt: p.datetime(),
  },
});

export const ApiTokenEntity = defineEntity({
  name: 'ApiToken',
  tableName: 'api_token',
  schema,
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid(),
    userId: p.uuid().nullable(),
    label: p.string(),
    /** The first characters, by which a person recognises it. */
    prefix: p.string(),
    tokenHash: p.string(),
    roles: p.array().$type<string[]>(),
    createdAt: p.datetime(),
    expiresAt: p.datetime().nullable(),
    lastUsedAt: p.datetime().nullable(),
  },
});

export const PackEntity = defineEntity({
  name: 'Pack',
  tableName: 'pack',
  schema,
  properties: {
    name: p.string().primary(),
    version: p.string().primary(),
    document: p.type(JsonColumn).$type<JsonDocument>(),
    createdAt: p.datetime(),
  },
});

export const TemplateVersionEntity = defineEntity({
  name: 'TemplateVersion',
  tableName: 'template_version',
  schema,
  properties: {
    tenantId: p.uuid().primary(),
    number: p.integer().primary(),
    document: p.type(JsonColumn).$type<JsonDocument>(),
    /** The packs composed, unedited: what a three-way merge starts from. */
    baseDocument: p.type(JsonColumn).$type<JsonDocument>(),
    shapeHash: p.string(),
    note: p.text(),
    /** Why it was published although tests of the template fail. */
    despiteTests: p.text().nullable(),
    author: p.uuid().nullable(),
    publicationId: p.uuid(),
    at: p.datetime(),
  },
});

export const DraftEntity = defineEntity({
  name: 'Draft',
  tableName: 'draft',
  schema,
  properties: {
    tenantId: p.uuid().primary(),
    name: p.string().primary(),
    baseVersion: p.integer(),
    document: p.type(JsonColumn).$type<JsonDocument>(),
    /** Rises by one with each save; a save names the one it saw. */
    revision: p.integer(),
    updatedBy: p.uuid().nullable(),
    updatedAt: p.datetime(),
  },
});

export const PublicationEntity = defineEntity({
  name: 'Publication',
  tableName: 'publication',
  schema,
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid(),
    state: p.string().$type<PublicationState>(),
    number: p.integer(),
    baseVersion: p.integer(),
    document: p.type(JsonColumn).$type<JsonDocument>(),
    baseDocument: p.type(JsonColumn).$type<JsonDocument>(),
    shapeHash: p.string(),
    note: p.text(),
    despiteTests: p.text().nullable(),
    author: p.uuid().nullable(),
    /** Why it was undone. */
    failure: p.text().nullable(),
    createdAt: p.datetime(),
    endedAt: p.datetime().nullable(),
  },
});

/** `running` covers what happens in the tenant's schema, where the exact step is written down. */
export type PublicationState = 'running' | 'done' | 'aborted';

export const TenantVersionEntity = defineEntity({
  name: 'TenantVersion',
  tableName: 'tenant_version',
  schema,
  properties: {
    tenantId: p.uuid().primary(),
    /** From one sequence for all tenants, so that one question finds every change since the last. */
    seq: p.bigint('string'),
    number: p.integer(),
    shapeHash: p.string(),
    /** Null in rows from before there was one: nobody shares with those. */
    textsHash: p.string().nullable(),
  },
});

export const AuditEntity = defineEntity({
  name: 'AuditEntry',
  tableName: 'audit_entry',
  schema,
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid().nullable(),
    actor: p.uuid().nullable(),
    action: p.string(),
    detail: p.type(JsonColumn).$type<JsonDocument>(),
    at: p.datetime(),
  },
});

/** Who has a tenant's designer open, in which draft and where in it. One row a tab of a browser. */
export const PresenceEntity = defineEntity({
  name: 'Presence',
  tableName: 'presence',
  schema,
  properties: {
    tenantId: p.uuid().primary(),
    userId: p.uuid().primary(),
    client: p.string().primary(),
    draft: p.string(),
    place: p.string(),
    /** When they came to this place. */
    since: p.datetime(),
    seenAt: p.datetime(),
  },
});

/** A draft as it was when its publication was put off, and what became of it. */
export const ScheduledPublicationEntity = defineEntity({
  name: 'ScheduledPublication',
  tableName: 'scheduled_publication',
  schema,
  properties: {
    /** Of the publication too, once it begins: so it is never carried out twice. */
    id: p.uuid().primary(),
    tenantId: p.uuid(),
    draft: p.string(),
    revision: p.integer(),
    baseVersion: p.integer(),
    document: p.type(JsonColumn).$type<JsonDocument>(),
    note: p.text(),
    despiteTests: p.text().nullable(),
    author: p.uuid().nullable(),
    at: p.datetime(),
    state: p.string().$type<ScheduledState>(),
    /** `{ issues: [...] }`: why it failed. */
    issues: p.type(JsonColumn).$type<JsonDocument>(),
    /** The version that it made. */
    version: p.integer().nullable(),
    createdAt: p.datetime(),
    claimedAt: p.datetime().nullable(),
    endedAt: p.datetime().nullable(),
  },
});

export type ScheduledState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';

/** A what-if question that takes its time. */
export const LabRunEntity = defineEntity({
  name: 'LabRun',
  tableName: 'lab_run',
  schema,
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid(),
    author: p.uuid().nullable(),
    state: p.string().$type<'running' | 'done' | 'failed'>(),
    done: p.integer(),
    total: p.integer(),
    /** `{ answer }` or `{ issues }`, once it has ended. */
    answer: p.type(JsonColumn).$type<JsonDocument>(),
    createdAt: p.datetime(),
    beatAt: p.datetime(),
    endedAt: p.datetime().nullable(),
  },
});

export const BackupRunEntity = defineEntity({
  name: 'BackupRun',
  tableName: 'backup_run',
  schema,
  properties: {
    tenantId: p.uuid().primary(),
    id: p.uuid(),
    kind: p.string().$type<'backup' | 'restore'>(),
    name: p.string().nullable(),
    state: p.string().$type<'running' | 'done' | 'failed'>(),
    done: p.bigint('number'),
    total: p.bigint('number'),
    /** `{ issues }`, once it has ended. */
    issues: p.type(JsonColumn).$type<JsonDocument>(),
    beatAt: p.datetime(),
    endedAt: p.datetime().nullable(),
  },
});

export type Tenant = InferEntity<typeof TenantEntity>;
export type AppUser = InferEntity<typeof AppUserEntity>;
export type Membership = InferEntity<typeof MembershipEntity>;
export type Session = InferEntity<typeof SessionEntity>;
export type ApiToken = InferEntity<typeof ApiTokenEntity>;
export type Pack = InferEntity<typeof PackEntity>;
export type TemplateVersion = InferEntity<typeof TemplateVersionEntity>;
export type Draft = InferEntity<typeof DraftEntity>;
export type Publication = InferEntity<typeof PublicationEntity>;
export type TenantVersion = InferEntity<typeof TenantVersionEntity>;
export type AuditEntry = InferEntity<typeof AuditEntity>;
export type ScheduledPublication = InferEntity<typeof ScheduledPublicationEntity>;
export type LabRun = InferEntity<typeof LabRunEntity>;
/** Rows for lists: everything but the documents. */
export type TemplateVersionSummary = Pick<
  TemplateVersion,
  'tenantId' | 'number' | 'shapeHash' | 'note' | 'despiteTests' | 'author' | 'at'
>;
export type PublicationSummary = Pick<
  Publication,
  | 'id'
  | 'tenantId'
  | 'state'
  | 'number'
  | 'baseVersion'
  | 'shapeHash'
  | 'note'
  | 'author'
  | 'failure'
  | 'createdAt'
  | 'endedAt'
>;
export type DraftSummary = Pick<Draft, 'name' | 'baseVersion' | 'revision' | 'updatedBy' | 'updatedAt'>;
export type PackSummary = Pick<Pack, 'name' | 'version' | 'createdAt'>;

export const CONTROL_ENTITIES = [
  CellEntity,
  TenantEntity,
  AppUserEntity,
  MembershipEntity,
  SessionEntity,
  ApiTokenEntity,
  PackEntity,
  TemplateVersionEntity,
  DraftEntity,
  PublicationEntity,
  TenantVersionEntity,
  AuditEntity,
  PresenceEntity,
  ScheduledPublicationEntity,
  LabRunEntity,
  BackupRunEntity,
];
