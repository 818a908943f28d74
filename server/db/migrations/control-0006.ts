import { Migration } from '@mikro-orm/migrations';

/** What goes on with a tenant's backups, so that every process of the server tells the same (SPEC [ADM-43]). */
export class Control0006 extends Migration {
  override name = 'control-0006';

  override up(): void {
    for (const statement of [TABLE, ...GUARDS]) this.addSql(statement);
  }
}

const TABLE = `CREATE TABLE IF NOT EXISTS formwork.backup_run (
  tenant_id uuid PRIMARY KEY REFERENCES formwork.tenant ON DELETE CASCADE, id uuid NOT NULL, kind text NOT NULL,
  name text, state text NOT NULL, done bigint NOT NULL, total bigint NOT NULL, issues jsonb NOT NULL,
  beat_at timestamptz NOT NULL, ended_at timestamptz)`;

const CONDITION = `tenant_id = nullif(current_setting('formwork.tenant', true), '')::uuid OR current_setting('formwork.scope', true) = 'system'`;

/** As the other tables that many tenants share: a tenant's scope shows its own rows alone. */
const GUARDS: readonly string[] = [
  'ALTER TABLE formwork.backup_run ENABLE ROW LEVEL SECURITY',
  'ALTER TABLE formwork.backup_run FORCE ROW LEVEL SECURITY',
  'DROP POLICY IF EXISTS backup_run_scope ON formwork.backup_run',
  `CREATE POLICY backup_run_scope ON formwork.backup_run USING (${CONDITION}) WITH CHECK (${CONDITION})`,
  'GRANT SELECT, INSERT, UPDATE, DELETE ON formwork.backup_run TO formwork_app',
];
