import { Migration } from '@mikro-orm/migrations';

/** Who is designing, publications for later, and what-if questions under way. */
export class Control0004 extends Migration {
  override name = 'control-0004';

  override up(): void {
    for (const statement of [...TABLES, ...guards()]) this.addSql(statement);
  }
}

/** What only says what goes on right now is not worth a log: after a crash it is empty, and soon right again. */
const TABLES: readonly string[] = [
  `CREATE UNLOGGED TABLE IF NOT EXISTS formwork.presence (
     tenant_id uuid NOT NULL REFERENCES formwork.tenant ON DELETE CASCADE,
     user_id uuid NOT NULL REFERENCES formwork.app_user ON DELETE CASCADE,
     client text NOT NULL, draft text NOT NULL, place text NOT NULL, since timestamptz NOT NULL,
     seen_at timestamptz NOT NULL, PRIMARY KEY (tenant_id, user_id, client))`,
  `CREATE TABLE IF NOT EXISTS formwork.scheduled_publication (
     id uuid PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES formwork.tenant ON DELETE CASCADE, draft text NOT NULL,
     revision integer NOT NULL, base_version integer NOT NULL, document jsonb NOT NULL, note text NOT NULL,
     despite_tests text, author uuid, at timestamptz NOT NULL, state text NOT NULL, issues jsonb NOT NULL,
     version integer, created_at timestamptz NOT NULL, claimed_at timestamptz, ended_at timestamptz)`,
  `CREATE UNIQUE INDEX IF NOT EXISTS scheduled_publication_open ON formwork.scheduled_publication (tenant_id, draft)
     WHERE state IN ('waiting', 'running')`,
  `CREATE INDEX IF NOT EXISTS scheduled_publication_due ON formwork.scheduled_publication (at) WHERE state IN ('waiting', 'running')`,
  `CREATE INDEX IF NOT EXISTS scheduled_publication_tenant ON formwork.scheduled_publication (tenant_id, created_at)`,
  `CREATE UNLOGGED TABLE IF NOT EXISTS formwork.lab_run (
     id uuid PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES formwork.tenant ON DELETE CASCADE, author uuid,
     state text NOT NULL, done integer NOT NULL, total integer NOT NULL, answer jsonb NOT NULL,
     created_at timestamptz NOT NULL, beat_at timestamptz NOT NULL, ended_at timestamptz)`,
  `CREATE INDEX IF NOT EXISTS lab_run_tenant ON formwork.lab_run (tenant_id, created_at)`,
];

/** As the other tables that many tenants share: a tenant's scope shows its own rows alone. */
function guards(): readonly string[] {
  const condition = `tenant_id = nullif(current_setting('formwork.tenant', true), '')::uuid OR current_setting('formwork.scope', true) = 'system'`;
  return ['presence', 'scheduled_publication', 'lab_run'].flatMap((table) => [
    `ALTER TABLE formwork.${table} ENABLE ROW LEVEL SECURITY`,
    `ALTER TABLE formwork.${table} FORCE ROW LEVEL SECURITY`,
    `DROP POLICY IF EXISTS ${table}_scope ON formwork.${table}`,
    `CREATE POLICY ${table}_scope ON formwork.${table} USING (${condition}) WITH CHECK (${condition})`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON formwork.${table} TO formwork_app`,
  ]);
}
