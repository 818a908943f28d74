import { Migration } from '@mikro-orm/migrations';

const TENANT_TABLES = [
  'membership',
  'api_token',
  'template_version',
  'draft',
  'publication',
  'tenant_version',
  'audit_entry',
];
const SYSTEM_TABLES = ['cell', 'tenant', 'app_user', 'session', 'pack'];
/** History is written once. */
const APPEND_ONLY = new Set(['template_version', 'audit_entry']);

/** The control plane from nothing. */
export class Control0001 extends Migration {
  override name = 'control-0001';

  override up(): void {
    for (const statement of [...appRoleSql('formwork_app'), ...schema(), ...TABLES, ...guards()])
      this.addSql(statement);
  }
}

/**
 * The server works under this role, which row-level security binds; its login role owns the tables and may be a
 * superuser, whom nothing binds. One that is none may grant the role it makes, and not yet work under it (PostgreSQL 16,
 * `createrole_self_grant`). Roles belong to the whole cluster, so another database may have made it.
 */
export function appRoleSql(name: string): readonly string[] {
  return [
    `DO $$ BEGIN CREATE ROLE ${name} NOLOGIN NOINHERIT; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`,
    `DO $$ BEGIN IF NOT pg_has_role(current_user, '${name}', 'SET') THEN GRANT ${name} TO CURRENT_USER; END IF; END $$`,
  ];
}

function schema(): readonly string[] {
  return [
    `CREATE SCHEMA IF NOT EXISTS formwork`,
    `REVOKE ALL ON SCHEMA formwork FROM PUBLIC`,
    `GRANT USAGE ON SCHEMA formwork TO formwork_app`,
  ];
}

const TABLES: readonly string[] = [
  `CREATE TABLE formwork.cell (name text PRIMARY KEY, state text NOT NULL, created_at timestamptz NOT NULL)`,
  `CREATE TABLE formwork.tenant (
     id uuid PRIMARY KEY, name text NOT NULL UNIQUE, label text NOT NULL, cell text NOT NULL, time_zone text NOT NULL,
     state text NOT NULL, created_at timestamptz NOT NULL)`,
  `CREATE TABLE formwork.app_user (
     id uuid PRIMARY KEY, email text NOT NULL, name text NOT NULL, password_hash text, is_operator boolean NOT NULL,
     created_at timestamptz NOT NULL)`,
  `CREATE UNIQUE INDEX app_user_email ON formwork.app_user (lower(email))`,
  `CREATE TABLE formwork.membership (
     tenant_id uuid NOT NULL REFERENCES formwork.tenant ON DELETE CASCADE,
     user_id uuid NOT NULL REFERENCES formwork.app_user ON DELETE CASCADE,
     roles text[] NOT NULL, created_at timestamptz NOT NULL, PRIMARY KEY (tenant_id, user_id))`,
  `CREATE INDEX membership_user ON formwork.membership (user_id)`,
  `CREATE TABLE formwork.session (
     token_hash text PRIMARY KEY, user_id uuid NOT NULL REFERENCES formwork.app_user ON DELETE CASCADE,
     created_at timestamptz NOT NULL, expires_at timestamptz NOT NULL)`,
  `CREATE INDEX session_user_id ON formwork.session (user_id)`,
  `CREATE TABLE formwork.api_token (
     id uuid PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES formwork.tenant ON DELETE CASCADE,
     user_id uuid REFERENCES formwork.app_user ON DELETE CASCADE, label text NOT NULL, prefix text NOT NULL,
     token_hash text NOT NULL UNIQUE, roles text[] NOT NULL, created_at timestamptz NOT NULL, expires_at timestamptz,
     last_used_at timestamptz)`,
  `CREATE INDEX api_token_tenant ON formwork.api_token (tenant_id)`,
  `CREATE TABLE formwork.pack (
     name text, version text, document jsonb NOT NULL, created_at timestamptz NOT NULL, PRIMARY KEY (name, version))`,
  `CREATE TABLE formwork.publication (
     id uuid PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES formwork.tenant ON DELETE CASCADE, state text NOT NULL,
     number integer NOT NULL, base_version integer NOT NULL, document jsonb NOT NULL, base_document jsonb NOT NULL,
     shape_hash text NOT NULL, note text NOT NULL, author uuid, failure text, created_at timestamptz NOT NULL,
     ended_at timestamptz)`,
  `CREATE INDEX publication_tenant ON formwork.publication (tenant_id, created_at)`,
  // The one running publication of a tenant, and the short list that a start looks through.
  `CREATE UNIQUE INDEX publication_running ON formwork.publication (tenant_id) WHERE state = 'running'`,
  `CREATE TABLE formwork.template_version (
     tenant_id uuid NOT NULL REFERENCES formwork.tenant ON DELETE CASCADE, number integer NOT NULL,
     document jsonb NOT NULL, base_document jsonb NOT NULL, shape_hash text NOT NULL, note text NOT NULL, author uuid,
     publication_id uuid NOT NULL, at timestamptz NOT NULL, PRIMARY KEY (tenant_id, number))`,
  `CREATE TABLE formwork.draft (
     tenant_id uuid NOT NULL REFERENCES formwork.tenant ON DELETE CASCADE, name text NOT NULL, base_version integer NOT NULL,
     document jsonb NOT NULL, revision integer NOT NULL, updated_by uuid, updated_at timestamptz NOT NULL,
     PRIMARY KEY (tenant_id, name))`,
  `CREATE SEQUENCE formwork.tenant_version_seq`,
  `CREATE TABLE formwork.tenant_version (
     tenant_id uuid PRIMARY KEY REFERENCES formwork.tenant ON DELETE CASCADE,
     seq bigint NOT NULL DEFAULT nextval('formwork.tenant_version_seq'), number integer NOT NULL, shape_hash text NOT NULL)`,
  `CREATE INDEX tenant_version_seq_index ON formwork.tenant_version (seq)`,
  `CREATE TABLE formwork.audit_entry (
     id uuid PRIMARY KEY, tenant_id uuid REFERENCES formwork.tenant ON DELETE CASCADE, actor uuid, action text NOT NULL,
     detail jsonb NOT NULL, at timestamptz NOT NULL)`,
  `CREATE INDEX audit_entry_tenant ON formwork.audit_entry (tenant_id, at)`,
];

/** A tenant sees its own rows; what belongs to no tenant is for the system's own work alone. */
function guards(): readonly string[] {
  const isSystem = `current_setting('formwork.scope', true) = 'system'`;
  const isMine = `tenant_id = nullif(current_setting('formwork.tenant', true), '')::uuid`;
  const guard = (table: string, condition: string): readonly string[] => [
    `ALTER TABLE formwork.${table} ENABLE ROW LEVEL SECURITY`,
    `ALTER TABLE formwork.${table} FORCE ROW LEVEL SECURITY`,
    `CREATE POLICY ${table}_scope ON formwork.${table} USING (${condition}) WITH CHECK (${condition})`,
    `GRANT SELECT, INSERT${APPEND_ONLY.has(table) ? '' : ', UPDATE, DELETE'} ON formwork.${table} TO formwork_app`,
  ];
  return [
    ...TENANT_TABLES.flatMap((table) => guard(table, `${isMine} OR ${isSystem}`)),
    ...SYSTEM_TABLES.flatMap((table) => guard(table, isSystem)),
    `GRANT USAGE ON SEQUENCE formwork.tenant_version_seq TO formwork_app`,
  ];
}
