import type { TenantSchema } from './ddl-system.ts';

/**
 * The system tables and functions of points in a tenant's schema. Each statement may run again on a tenant that has
 * it already (`IF NOT EXISTS`, `OR REPLACE`): that is how older tenants are brought up to date.
 */
export function pointsSystemSql(_tenant: TenantSchema): readonly string[] {
  return [];
}
