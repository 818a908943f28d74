import { sql } from 'kysely';
import { LIMITS } from '../../schema/core/limits.ts';
import type { SqlName } from '../../schema/core/ids.ts';
import { issue, must } from '../../schema/core/result.ts';
import type { Model } from '../../schema/model/model.ts';
import { literal, printDdl, qualified } from '../compile/ddl-text.ts';
import { SYSTEM_TABLES } from '../compile/storage.ts';
import type { Transaction } from '../db/database.ts';
import { withSealed, type KeptInput } from '../db/approval-input.ts';
import type { SecretBox } from '../db/secret-box.ts';
import type { FileStore } from '../files/file-store.ts';
import { BYTES_TABLE, BytesLoader } from './backup-bytes.ts';
import { BackupRefused, backupItems } from './backup-file.ts';
import { insertSql, storedTables, type StoredColumn, type StoredTable } from './backup-tables.ts';
import type { TenantPlace } from './provision-tenant.ts';
import { quietCopy } from './quiet-copy.ts';

export interface BackupLoad {
  readonly file: string;
  readonly model: Model;
  readonly secrets: SecretBox;
  /** Ids of people who have another id on this server. */
  readonly users: ReadonlyMap<string, string>;
  /** The tenant for whose id secrets were sealed, and the one for whom they are to be. */
  readonly tenants: { readonly from: string; readonly to: string };
  readonly withoutSecrets: boolean;
  /** Where the bytes of files are put. */
  readonly files?: FileStore;
  /** Rows in the file. */
  readonly total: number;
  readonly onProgress: (progress: { readonly rows: number; readonly total: number }) => void;
}

export interface Loaded {
  readonly rows: number;
  /** Secret values that were emptied, because no key opened them. */
  readonly emptied: number;
}

/**
 * Puts the rows of a backup into a tenant that was just published and has none, in one transaction and constant memory.
 * Foreign keys are taken off meanwhile, so that rows may come in any order and in circles; putting them back proves
 * every one. Throws `BackupRefused` and the database's errors; then nothing was put in.
 */
export async function loadBackup(place: TenantPlace, load: BackupLoad): Promise<Loaded> {
  const { schema } = place;
  return place.database.transaction({ timeoutMs: 0 }, async (tx) => {
    await tx.query({ text: 'SELECT pg_advisory_xact_lock($1)', params: [place.lockKey] });
    // What is brought back has happened before: nobody is told again.
    await tx.query({ text: "SELECT set_config('formwork.restoring', 'on', true)", params: [] });
    const tables = await storedTables(tx, schema, load.model);
    const keys = await takeOffKeys(tx, schema);
    const loaded = await loadRows(tx, { ...load, schema, tables });
    for (const text of keys) await tx.query({ text, params: [] });
    if (load.tenants.from !== load.tenants.to) await quietCopy(tx, schema);
    return loaded;
  });
}

/** Drops the schema's foreign keys and gives the statements that make them again, in PostgreSQL's own words. */
async function takeOffKeys(tx: Transaction, schema: SqlName): Promise<readonly string[]> {
  const keys = await tx.query<{ table: string; name: string; definition: string }>({
    text: `SELECT t.relname AS "table", c.conname AS name, pg_get_constraintdef(c.oid) AS definition
      FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_namespace n ON n.oid = c.connamespace
      WHERE n.nspname = $1 AND c.contype = 'f' AND c.conparentid = 0 ORDER BY t.relname, c.conname`,
    params: [schema],
  });
  for (const { table, name } of keys) {
    const text = printDdl(sql`ALTER TABLE ${qualified(schema, table)} DROP CONSTRAINT ${sql.id(name)}`);
    await tx.query({ text, params: [] });
  }
  return keys.map(({ table, name, definition }) =>
    printDdl(sql`ALTER TABLE ${qualified(schema, table)} ADD CONSTRAINT ${sql.id(name)} ${sql.raw(definition)}`),
  );
}

interface RowLoad extends BackupLoad {
  readonly schema: SqlName;
  readonly tables: readonly StoredTable[];
}

async function loadRows(tx: Transaction, load: RowLoad): Promise<Loaded> {
  const { schema, onProgress, total, files } = load;
  const bytes = new BytesLoader(files === undefined ? undefined : { files, tenant: load.tenants.to });
  let target: Target | 'bytes' | undefined;
  let [rows, emptied] = [0, 0];
  try {
    for await (const item of backupItems(load.file)) {
      if (item.kind === 'part') {
        target = targetIn(item.part, load);
        if (target !== undefined && target !== 'bytes') await continueNumbers(tx, schema, target);
        continue;
      }
      const into = must(target, 'table before its rows');
      if (into === 'bytes') {
        for (const text of item.rows) await bytes.take(text);
        continue;
      }
      for (let from = 0; from < item.rows.length; from += LIMITS.backupBatchRows) {
        const batch = item.rows.slice(from, from + LIMITS.backupBatchRows);
        const { change } = into;
        const texts = change === null ? batch : batch.map((text) => change(text, () => (emptied += 1)));
        await tx.query({ text: into.insert, params: [`[${texts.join(',')}]`] });
        rows += batch.length;
        onProgress({ rows, total });
      }
    }
    await bytes.end();
  } finally {
    await bytes.close();
  }
  return { rows, emptied };
}

function targetIn(part: Readonly<Record<string, unknown>>, load: RowLoad): Target | 'bytes' | undefined {
  if (part['kind'] !== 'table') return undefined;
  return part['table'] === BYTES_TABLE ? 'bytes' : targetOf(part, load);
}

/** Where the rows that follow go, and what is done to each on its way. */
interface Target {
  readonly table: StoredTable;
  readonly last: string | undefined;
  readonly insert: string;
  /** `null` leaves rows as they are, unparsed. */
  readonly change: RowChange | null;
}

type RowChange = (row: string, onEmptied: () => void) => string;

function targetOf(part: Readonly<Record<string, unknown>>, load: RowLoad): Target {
  const name = textOf(part['table']);
  const table = load.tables.find((one) => one.table === name);
  const columns = listOf(part['columns']).map((text) => {
    const column = table?.columns.find((one) => one.column === text);
    if (column === undefined) throw new BackupRefused(issue('BACKUP_SHAPE', '', { table: name, column: textOf(text) }));
    return column;
  });
  if (table === undefined) throw new BackupRefused(issue('BACKUP_SHAPE', '', { table: name, column: '*' }));
  const last = textOf(part['last']);
  return {
    table,
    last: /^\d+$/.test(last) ? last : undefined,
    insert: insertSql(load.schema, table.table, columns),
    change: rowChange(table, columns, load),
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Seals secrets anew and gives people their ids of this server; most tables need neither. */
function rowChange(table: StoredTable, columns: readonly StoredColumn[], load: RowLoad): RowChange | null {
  const changes = columns.flatMap((column, index) => {
    const change = valueChange(table, column, load);
    return change === null ? [] : [{ index, change }];
  });
  const approvals = table.table === SYSTEM_TABLES.approval ? inputChange(columns, load) : null;
  if (changes.length === 0 && approvals === null) return null;
  return (row, onEmptied) => {
    const values: unknown[] = JSON.parse(row) as unknown[];
    approvals?.(values, onEmptied);
    for (const { index, change } of changes) {
      const value = values[index];
      if (typeof value === 'string') values[index] = change(value, onEmptied);
    }
    return JSON.stringify(values);
  };
}

/** What waits for an approval may hold sealed values within its JSON. It stays byte by byte where it holds none. */
function inputChange(
  columns: readonly StoredColumn[],
  load: RowLoad,
): ((values: unknown[], onEmptied: () => void) => void) | null {
  const [entityAt, inputAt] = ['entity', 'input'].map((name) => columns.findIndex(({ column }) => column === name));
  const column = columns[inputAt ?? -1];
  if (entityAt === undefined || inputAt === undefined || column === undefined) return null;
  return (values, onEmptied) => {
    const text = values[inputAt];
    const entity = load.model.entities.find(({ id }) => id === values[entityAt]);
    if (typeof text !== 'string' || entity === undefined) return;
    let isSealed = false;
    const change = (sealed: string): string | null => {
      isSealed = true;
      return sealedAnew(sealed, { table: SYSTEM_TABLES.approval, column, load, onEmptied });
    };
    const kept = withSealed(load.model, entity, { kept: JSON.parse(text) as KeptInput, change });
    if (isSealed) values[inputAt] = JSON.stringify(kept);
  };
}

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

const LEDGER_TABLES: ReadonlySet<string> = new Set([
  'fw_balance',
  'fw_posting',
  'fw_movement',
  'fw_lot',
  'fw_override',
]);

type ValueChange = (value: string, onEmptied: () => void) => string | null;

function valueChange({ table }: StoredTable, column: StoredColumn, load: RowLoad): ValueChange | null {
  const { users } = load;
  if (column.pgType === 'bytea') return (value, onEmptied) => sealAnew(value, { table, column, load, onEmptied });
  if (users.size === 0) return null;
  if (column.pgType === 'uuid') return (value) => users.get(value) ?? value;
  if (column.pgType === 'uuid[]') return (value) => value.replaceAll(UUID, (id) => users.get(id) ?? id);
  // Events tell who stood in a field before and after. No two things share a UUID, so its text is enough.
  // Ledgers write the ids of a balance into its key.
  const isText = column.pgType === 'jsonb' || (LEDGER_TABLES.has(table) && column.pgType === 'text');
  return isText ? (value) => value.replaceAll(UUID, (id) => users.get(id) ?? id) : null;
}

interface Sealing {
  readonly table: string;
  readonly column: StoredColumn;
  readonly load: RowLoad;
  readonly onEmptied: () => void;
}

/** A value in PostgreSQL's hex format (`\x…`) sealed for the new tenant. */
function sealAnew(value: string, at: Sealing): string | null {
  const bytes = (sealed: string): string => String.raw`\x` + Buffer.from(sealed, 'base64').toString('hex');
  const sealed = sealedAnew(Buffer.from(value.slice(2), 'hex').toString('base64'), at);
  if (sealed !== null) return bytes(sealed);
  return at.column.notNull ? bytes(at.load.secrets.seal('', at.load.tenants.to)) : null;
}

/** A sealed value for the new tenant; also proves that the key is the right one. `null`: emptied. */
function sealedAnew(value: string, { table, column, load, onEmptied }: Sealing): string | null {
  const { secrets, tenants, withoutSecrets } = load;
  const opened = secrets.open(value, tenants.from);
  // Sealed for this very tenant: the bytes stay as they are.
  if (opened !== null) return tenants.from === tenants.to ? value : secrets.seal(opened, tenants.to);
  if (!withoutSecrets) throw new BackupRefused(issue('BACKUP_SECRETS', '', { table, column: column.column }));
  onEmptied();
  return null;
}

/** The next row gets the number after the last one given out, of which rows may be gone. */
async function continueNumbers(tx: Transaction, schema: SqlName, { table, last }: Target): Promise<void> {
  if (last === undefined || table.identity === undefined) return;
  const name = literal(printDdl(qualified(schema, table.table)));
  await tx.query({
    text: printDdl(
      sql`SELECT setval(pg_get_serial_sequence(${name}, ${literal(table.identity)})::regclass, ${sql.raw(last)})`,
    ),
    params: [],
  });
}
