import type { TenantPlace } from '../tenancy/provision-tenant.ts';

/** What `pg_catalog` says of a tenant's tables, without what was put aside and the order of columns. */
export interface Catalogue {
  readonly columns: readonly string[];
  readonly indexes: readonly string[];
  readonly constraints: readonly string[];
  readonly triggers: readonly string[];
  readonly functions: readonly string[];
  readonly grants: readonly string[];
}

/** The catalogue as sorted lines; the schema's name is left out, so that tenants compare. */
export async function catalogueOf(place: TenantPlace): Promise<Catalogue> {
  const lines = async (text: string): Promise<readonly string[]> => {
    const rows = await place.database.query<{ line: string }>({ text, params: [place.schema] });
    return rows.map(({ line }) => line.replaceAll(`"${place.schema}"`, '@').replaceAll(place.schema, '@')).sort();
  };
  const tables = `pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = $1 AND c.relkind = 'r' AND c.relname !~ '^q_[0-9]{14}_'`;
  return {
    columns: await lines(
      `SELECT format('%s.%s %s%s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN ' not null' END, ' default ' || pg_get_expr(d.adbin, d.adrelid)) AS line FROM ${tables} JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attname !~ '^q_[0-9]{14}_' LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum`,
    ),
    indexes: await lines(
      `SELECT format('%s %s', pg_get_indexdef(i.indexrelid), CASE WHEN NOT i.indisvalid THEN 'INVALID' END) AS line FROM ${tables} JOIN pg_index i ON i.indrelid = c.oid`,
    ),
    constraints: await lines(
      `SELECT format('%s %s %s%s', c.relname, k.conname, pg_get_constraintdef(k.oid), CASE WHEN NOT k.convalidated THEN ' UNVALIDATED' END) AS line FROM ${tables} JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype <> 'n'`,
    ),
    triggers: await lines(
      `SELECT pg_get_triggerdef(t.oid) AS line FROM ${tables} JOIN pg_trigger t ON t.tgrelid = c.oid AND NOT t.tgisinternal`,
    ),
    functions: await lines(
      `SELECT p.proname AS line FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace AND n.nspname = $1`,
    ),
    grants: await lines(
      `SELECT format('%s %s', c.relname, x.privilege_type) AS line FROM ${tables} CROSS JOIN LATERAL aclexplode(c.relacl) x JOIN pg_roles r ON r.oid = x.grantee AND r.rolname = $1`,
    ),
  };
}
