declare const brand: unique symbol;
type Brand<Name extends string> = string & { readonly [brand]: Name };

/** Immutable ids of template items. `x_` marks what a tenant added; no pack can use it. */
export type EntityId = Brand<'EntityId'>;
export type FieldId = Brand<'FieldId'>;
/** A PostgreSQL identifier of at most 63 bytes, made only by `server/compile/sql-name.ts`. */
export type SqlName = Brand<'SqlName'>;
export type TenantId = Brand<'TenantId'>;
export type UserId = Brand<'UserId'>;
/** `sha256:` + hex of the canonical JSON of what affects execution. */
export type ShapeHash = Brand<'ShapeHash'>;

export const ENTITY_ID_PATTERN = /^(x_)?[A-Z][A-Za-z0-9]{0,47}$/;
export const FIELD_ID_PATTERN = /^(x_)?[a-z][A-Za-z0-9]{0,47}$/;
/** Other items (views, roles, checks, options, …); dots allowed in roles as in `sales.manager`. */
export const ITEM_ID_PATTERN = /^(x_)?[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)*$/;
/** Tenant names appear in URLs and, with a prefix, as schema and role names. */
export const TENANT_NAME_PATTERN = /^[a-z][a-z0-9-]{1,39}$/;
/** Characters of such a name. */
export const TENANT_NAME_MAX = 40;

/** Whether a tenant (not a pack) added the item. */
export function isTenantId(id: string): boolean {
  return id.startsWith('x_');
}

/** The only places a checked string becomes an id; callers have validated the pattern. */
export function entityId(text: string): EntityId {
  return text as EntityId;
}
export function fieldId(text: string): FieldId {
  return text as FieldId;
}
export function sqlName(text: string): SqlName {
  return text as SqlName;
}
export function tenantId(text: string): TenantId {
  return text as TenantId;
}
export function userId(text: string): UserId {
  return text as UserId;
}
export function shapeHash(text: string): ShapeHash {
  return text as ShapeHash;
}

/** Fields that every entity has without being told; no template field may take these ids. */
export const SYSTEM_FIELD_IDS = [
  'id',
  'version',
  'state',
  'createdAt',
  'createdBy',
  'updatedAt',
  'updatedBy',
  'deletedAt',
  'parent',
  'lineNo',
] as const;
export type SystemFieldId = (typeof SYSTEM_FIELD_IDS)[number];
