import { sql } from 'kysely';
import type { TenantSchema } from './ddl-system.ts';
import { printDdl, qualified, type SqlFragment } from './ddl-text.ts';
import { SYSTEM_TABLES } from './storage.ts';

/**
 * The system tables and columns of workflows in a tenant's schema. Each statement may run again on a tenant that has
 * it already (`IF NOT EXISTS`): that is how older tenants are brought up to date.
 */
export function workflowSystemSql({ schema, role }: TenantSchema): readonly string[] {
  const t = SYSTEM_TABLES;
  const alter = (name: typeof t.user, change: SqlFragment): string =>
    printDdl(sql`ALTER TABLE ${qualified(schema, name)} ${change}`);
  const grant = (rights: string, name: typeof t.user): string =>
    printDdl(sql`GRANT ${sql.raw(rights)} ON ${qualified(schema, name)} TO ${sql.id(role)}`);
  return [
    // Who holds which role: a copy of the memberships, which approvals are given out by.
    alter(t.user, sql`ADD COLUMN IF NOT EXISTS roles text[] NOT NULL DEFAULT '{}'`),
    alter(
      t.event,
      sql`ADD COLUMN IF NOT EXISTS transition text, ADD COLUMN IF NOT EXISTS reason text, ADD COLUMN IF NOT EXISTS snapshot jsonb`,
    ),
    alter(t.idempotency, sql`ADD COLUMN IF NOT EXISTS refusal text`),
    printDdl(
      sql`CREATE TABLE IF NOT EXISTS ${qualified(schema, t.approval)} (id uuid PRIMARY KEY, entity text NOT NULL, record_id uuid NOT NULL, transition text NOT NULL, record_version integer NOT NULL, state text NOT NULL CHECK (state IN ('pending', 'approved', 'rejected', 'sentBack', 'withdrawn', 'lapsed')), input jsonb, reason text, asked_by uuid, asked_roles text[] NOT NULL DEFAULT '{}', asked_at timestamp(3) with time zone NOT NULL, ended_at timestamp(3) with time zone, step integer NOT NULL DEFAULT 0, steps jsonb NOT NULL, template_version integer NOT NULL)`,
    ),
    // A record waits for one decision at a time.
    printDdl(
      sql`CREATE UNIQUE INDEX IF NOT EXISTS ux_fw_approval_pending ON ${qualified(schema, t.approval)} (record_id) WHERE state = 'pending'`,
    ),
    printDdl(
      sql`CREATE INDEX IF NOT EXISTS ix_fw_approval_asker ON ${qualified(schema, t.approval)} (asked_by, asked_at)`,
    ),
    printDdl(
      sql`CREATE TABLE IF NOT EXISTS ${qualified(schema, t.approvalTask)} (id uuid PRIMARY KEY, request uuid NOT NULL REFERENCES ${qualified(schema, t.approval)} (id), step integer NOT NULL, user_id uuid NOT NULL, role text NOT NULL, position integer NOT NULL, escalation boolean NOT NULL DEFAULT false, state text NOT NULL CHECK (state IN ('waiting', 'open', 'approved', 'rejected', 'sentBack', 'delegated', 'skipped', 'escalated')), due_at timestamp(3) with time zone, overdue boolean NOT NULL DEFAULT false, decided_by uuid, decided_at timestamp(3) with time zone, comment text, delegated_from uuid)`,
    ),
    printDdl(
      sql`CREATE INDEX IF NOT EXISTS ix_fw_approval_task_request ON ${qualified(schema, t.approvalTask)} (request, step)`,
    ),
    printDdl(
      sql`CREATE INDEX IF NOT EXISTS ix_fw_approval_task_user ON ${qualified(schema, t.approvalTask)} (user_id, state)`,
    ),
    printDdl(
      sql`CREATE INDEX IF NOT EXISTS ix_fw_approval_task_due ON ${qualified(schema, t.approvalTask)} (due_at) WHERE state = 'open' AND due_at IS NOT NULL`,
    ),
    // What became of a state's deadline: one row for each time that a row has been in the state for too long.
    printDdl(
      sql`CREATE TABLE IF NOT EXISTS ${qualified(schema, t.deadline)} (record_id uuid NOT NULL, entered_at timestamp(3) with time zone NOT NULL, entity text NOT NULL, state text NOT NULL, tries integer NOT NULL DEFAULT 0, next_at timestamp(3) with time zone, done_at timestamp(3) with time zone, issues jsonb, PRIMARY KEY (record_id, entered_at))`,
    ),
    grant('SELECT, INSERT, UPDATE', t.approval),
    grant('SELECT, INSERT, UPDATE', t.deadline),
    grant('SELECT, INSERT, UPDATE', t.approvalTask),
  ];
}
