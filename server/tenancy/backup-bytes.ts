import { createHash, randomUUID, type Hash } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import type { SqlName } from '../../schema/core/ids.ts';
import { issue } from '../../schema/core/result.ts';
import { printDdl, qualified } from '../compile/ddl-text.ts';
import { SYSTEM_TABLES } from '../compile/storage.ts';
import type { Transaction } from '../db/database.ts';
import type { FileStore } from '../files/file-store.ts';
import { BackupRefused, line } from './backup-file.ts';

/** Under this name the bytes of files stand in a backup, as rows of a hash and a piece in base64 (SPEC [BAK-9]). */
export const BYTES_TABLE = 'fw_file_bytes';
const PIECE_BYTES = 48 * 1024;

/** Where bytes are read from or put. */
export interface TenantBytes {
  readonly files: FileStore;
  readonly tenant: string;
}

interface KeptBytes {
  readonly sha256: string;
  readonly name: string;
  readonly isPreview: boolean;
}

/**
 * The bytes of every file that records use, each once, as lines of a backup. Throws `BackupRefused` with
 * BACKUP_FILE_BYTES where some are gone or are not what was uploaded; a small picture may be missing.
 */
export async function* bytesOf(
  tx: Transaction,
  schema: SqlName,
  bytes: TenantBytes | undefined,
): AsyncGenerator<{ readonly text: string; readonly rows: number }> {
  const table = qualified(schema, SYSTEM_TABLES.file);
  const kept = await tx.query<KeptBytes>({
    text: printDdl(
      sql`SELECT DISTINCT ON (sha256) sha256, name, is_preview AS "isPreview" FROM (SELECT sha256, name, false AS is_preview FROM ${table} WHERE used UNION ALL SELECT preview_sha256, name, true FROM ${table} WHERE used AND preview_sha256 IS NOT NULL) AS f ORDER BY sha256, is_preview`,
    ),
    params: [],
  });
  if (kept.length === 0) return;
  yield { text: line({ kind: 'table', table: BYTES_TABLE, columns: ['sha256', 'piece'] }), rows: 0 };
  for (const one of kept) yield* piecesOf(one, bytes);
}

async function* piecesOf(
  { sha256, name, isPreview }: KeptBytes,
  bytes: TenantBytes | undefined,
): AsyncGenerator<{ readonly text: string; readonly rows: number }> {
  const gone = (): BackupRefused => new BackupRefused(issue('BACKUP_FILE_BYTES', '', { name }));
  const found = await bytes?.files.read({ tenant: bytes.tenant, sha256 });
  if (found === undefined) {
    if (isPreview) return;
    throw gone();
  }
  const hash = createHash('sha256');
  for await (const chunk of found) {
    if (!(chunk instanceof Uint8Array)) throw gone();
    hash.update(chunk);
    const whole = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const texts: string[] = [];
    for (let at = 0; at < whole.length; at += PIECE_BYTES)
      texts.push(`${JSON.stringify([sha256, whole.subarray(at, at + PIECE_BYTES).toString('base64')])}\n`);
    yield { text: texts.join(''), rows: texts.length };
  }
  if (hash.digest('hex') !== sha256) throw gone();
}

/** Puts the bytes of a backup where files are kept, each file when its last piece has come and its hash is right. */
export class BytesLoader {
  private readonly bytes: TenantBytes | undefined;
  private current:
    { readonly sha256: string; readonly file: string; readonly handle: FileHandle; readonly hash: Hash } | undefined;

  constructor(bytes: TenantBytes | undefined) {
    this.bytes = bytes;
  }

  /** A line of the file. */
  async take(text: string): Promise<void> {
    const row: unknown = JSON.parse(text);
    const [sha256, piece]: readonly unknown[] = Array.isArray(row) ? row : [];
    if (typeof sha256 !== 'string' || typeof piece !== 'string') throw new BackupRefused(issue('BACKUP_CHANGED', ''));
    if (this.current !== undefined && this.current.sha256 !== sha256) await this.end();
    const current = this.current ?? (await this.begin(sha256));
    const bytes = Buffer.from(piece, 'base64');
    current.hash.update(bytes);
    await current.handle.writeFile(bytes);
  }

  /** After the last line. */
  async end(): Promise<void> {
    const { current, bytes } = this;
    this.current = undefined;
    if (current === undefined || bytes === undefined) return;
    await current.handle.close();
    try {
      if (current.hash.digest('hex') !== current.sha256) throw new BackupRefused(issue('BACKUP_CHANGED', ''));
      await bytes.files.put({ tenant: bytes.tenant, sha256: current.sha256 }, current.file);
    } finally {
      await rm(current.file, { force: true });
    }
  }

  /** Leaves nothing behind when loading ends early. */
  async close(): Promise<void> {
    await this.current?.handle.close();
    if (this.current !== undefined) await rm(this.current.file, { force: true });
    this.current = undefined;
  }

  private async begin(sha256: string): Promise<NonNullable<BytesLoader['current']>> {
    const { bytes } = this;
    if (bytes === undefined) throw new BackupRefused(issue('BACKUP_FILE_BYTES', '', { name: sha256.slice(0, 12) }));
    const file = path.join(bytes.files.incoming, randomUUID());
    this.current = { sha256, file, handle: await open(file, 'wx', 0o600), hash: createHash('sha256') };
    return this.current;
  }
}
