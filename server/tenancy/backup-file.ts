import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { pipeline as joined, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { LIMITS } from '../../schema/core/limits.ts';
import { issue, ok, refused, type Issue, type Result } from '../../schema/core/result.ts';
import { isTimeZone } from '../../schema/expr/calendar.ts';
import { isRecord } from '../../schema/template/item-key.ts';
import { isUuid } from '../compile/sql-text.ts';
import type { JsonDocument } from '../db/control-entities.ts';

/** The format that is written, and the only one that is read. */
export const BACKUP_FORMAT = 1;

/** First line: whose backup it is, and how much is in it. */
export interface BackupHeader {
  readonly kind: 'formwork-backup';
  readonly format: typeof BACKUP_FORMAT;
  readonly tenant: { readonly id: string; readonly name: string; readonly label: string; readonly timeZone: string };
  /** The version in force and its shape. */
  readonly version: number;
  readonly shapeHash: string;
  readonly createdAt: string;
  /** Rows by table. */
  readonly rows: Readonly<Record<string, number>>;
}

/** Second line: the template in force and what it came from. */
export interface BackupTemplate {
  readonly kind: 'template';
  readonly document: JsonDocument;
  readonly baseDocument: JsonDocument;
  readonly note: string;
}

/** Who belongs to the tenant. Passwords are no part of a backup. */
export interface BackupMember {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly roles: readonly string[];
}

export interface BackupMembers {
  readonly kind: 'members';
  readonly members: readonly BackupMember[];
}

/** Before the rows of a table; each row is an array of texts in this order, `null` for NULL. */
export interface BackupTable {
  readonly kind: 'table';
  readonly table: string;
  readonly columns: readonly string[];
  /** The last number that the table's identity column gave out. */
  readonly last?: string;
}

/** Last line: SHA-256 of all bytes before it, uncompressed, so that a cut or changed file is known. */
interface BackupFooter {
  readonly kind: 'footer';
  readonly rows: number;
  readonly sha256: string;
}

export type BackupPart = BackupHeader | BackupTemplate | BackupMembers | BackupTable;

/** What stands before the rows. */
export interface BackupSummary {
  readonly header: BackupHeader;
  readonly template: BackupTemplate;
  readonly members: readonly BackupMember[];
}

/** Ends reading or loading from within a stream; never leaves this folder. */
export class BackupRefused extends Error {
  override readonly name = 'BackupRefused';
  readonly found: Issue;
  constructor(found: Issue) {
    super(found.code);
    this.found = found;
  }
}

/**
 * Writes the lines and their footer, gzipped when the name ends in `.gz`. The file gets its name when it is whole and
 * on disk; until then it is `<file>.part`. Only its owner can read it. Lines come in groups of whole lines, each with
 * how many rows it holds.
 */
export async function writeBackup(
  file: string,
  groups: AsyncIterable<{ readonly text: string; readonly rows: number }>,
): Promise<{ readonly rows: number; readonly sha256: string }> {
  const hash = createHash('sha256');
  let [rows, sha256] = [0, ''];
  async function* withFooter(): AsyncGenerator<string> {
    for await (const group of groups) {
      hash.update(group.text);
      rows += group.rows;
      yield group.text;
    }
    sha256 = hash.digest('hex');
    yield line({ kind: 'footer', rows, sha256 } satisfies BackupFooter);
  }
  const part = `${file}.part`;
  try {
    const source = Readable.from(withFooter(), { objectMode: true, highWaterMark: 1 });
    const target = createWriteStream(part, { mode: 0o600 });
    await (file.endsWith('.gz') ? pipeline(source, createGzip(), target) : pipeline(source, target));
    const handle = await open(part, 'r+');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  return { rows, sha256 };
}

/** One part as its line. */
export function line(part: BackupPart | BackupFooter): string {
  return `${JSON.stringify(part)}\n`;
}

const HEAD_KINDS: ReadonlySet<unknown> = new Set(['formwork-backup', 'template', 'members']);

/**
 * Reads all of the file and gives what stands before its rows. BACKUP_FILE_MISSING, BACKUP_FORMAT, BACKUP_CUT,
 * BACKUP_CHANGED, and FILE_TOO_LARGE where its rows unpack to more than `bytesMax`.
 */
export async function checkBackup(
  file: string,
  { bytesMax = Infinity }: { readonly bytesMax?: number } = {},
): Promise<Result<BackupSummary>> {
  try {
    const parts = new Map<string, Readonly<Record<string, unknown>>>();
    let chars = 0;
    for await (const item of backupItems(file)) {
      if (item.kind === 'rows') for (const row of item.rows) chars += row.length;
      // A file of a few bytes can say that it unpacks to any number of them.
      if (chars > bytesMax) return refused([issue('FILE_TOO_LARGE', '', { max: bytesMax })]);
      if (item.kind === 'part' && HEAD_KINDS.has(item.part['kind'])) parts.set(String(item.part['kind']), item.part);
    }
    const [header, template, members] = ['formwork-backup', 'template', 'members'].map((kind) => parts.get(kind));
    // The hash says that nothing was lost on the way, not who wrote it.
    if (!isHeader(header) || !isTemplate(template) || !isMembers(members))
      return refused([issue('BACKUP_FORMAT', '', { format: BACKUP_FORMAT })]);
    return ok({
      header: header as unknown as BackupHeader,
      template: template as unknown as BackupTemplate,
      members: (members as unknown as BackupMembers).members,
    });
  } catch (error) {
    if (error instanceof BackupRefused) return refused([error.found]);
    throw error;
  }
}

function isHeader(header: unknown): boolean {
  if (!isRecord(header)) return false;
  const { tenant, version, createdAt, rows } = header;
  return (
    isRecord(tenant) &&
    isUuid(String(tenant['id'])) &&
    typeof tenant['name'] === 'string' &&
    typeof tenant['label'] === 'string' &&
    typeof tenant['timeZone'] === 'string' &&
    isTimeZone(tenant['timeZone']) &&
    Number.isSafeInteger(version) &&
    typeof createdAt === 'string' &&
    !Number.isNaN(Date.parse(createdAt)) &&
    isRecord(rows) &&
    Object.values(rows).every((count) => Number.isSafeInteger(count))
  );
}

function isTemplate(template: unknown): boolean {
  if (!isRecord(template)) return false;
  const { document, baseDocument, note } = template;
  return isRecord(document) && isRecord(baseDocument) && typeof note === 'string';
}

function isMembers(part: unknown): boolean {
  const members = isRecord(part) ? part['members'] : undefined;
  return (
    Array.isArray(members) &&
    members.every((member: unknown) => {
      if (!isRecord(member)) return false;
      const { id, email, name, roles } = member;
      return (
        typeof id === 'string' &&
        isUuid(id) &&
        typeof email === 'string' &&
        typeof name === 'string' &&
        Array.isArray(roles) &&
        roles.every((role) => typeof role === 'string')
      );
    })
  );
}

/** A line that says something, or rows of the table last named, each as the JSON it is in the file. */
export type BackupItem =
  | { readonly kind: 'part'; readonly part: Readonly<Record<string, unknown>> }
  | { readonly kind: 'rows'; readonly rows: readonly string[] };

/** The file in order, in constant memory; throws `BackupRefused` at the latest at its end. */
export async function* backupItems(file: string): AsyncGenerator<BackupItem> {
  const hash = createHash('sha256');
  let [isFirst, isEnded, count] = [true, false, 0];
  for await (const group of lineGroups(file)) {
    let rows: string[] = [];
    for (const text of group) {
      if (isEnded) throw new BackupRefused(issue('BACKUP_CHANGED', ''));
      if (text.startsWith('[') && !isFirst) {
        hash.update(text).update('\n');
        rows.push(text);
        continue;
      }
      if (rows.length > 0) yield { kind: 'rows', rows };
      count += rows.length;
      rows = [];
      const part = partOf(text, isFirst);
      isFirst = false;
      if (part['kind'] === 'footer') {
        isEnded = true;
        if (part['sha256'] !== hash.digest('hex') || part['rows'] !== count)
          throw new BackupRefused(issue('BACKUP_CHANGED', ''));
      } else {
        hash.update(text).update('\n');
        yield { kind: 'part', part };
      }
    }
    if (rows.length > 0) yield { kind: 'rows', rows };
    count += rows.length;
  }
  if (!isEnded) throw new BackupRefused(issue('BACKUP_CUT', ''));
}

function partOf(text: string, isFirst: boolean): Readonly<Record<string, unknown>> {
  const value = jsonOf(text);
  if (isFirst) {
    const isOurs = isRecord(value) && value['kind'] === 'formwork-backup' && value['format'] === BACKUP_FORMAT;
    if (!isOurs) throw new BackupRefused(issue('BACKUP_FORMAT', '', { format: BACKUP_FORMAT }));
  }
  if (!isRecord(value)) throw new BackupRefused(issue('BACKUP_CHANGED', ''));
  return value;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whole lines, as many as came together. What has no line end at the end of the file was cut. */
async function* lineGroups(file: string): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest: string[] = [];
  let held = 0;
  try {
    for await (const chunk of await contentOf(file)) {
      const lines = decoder.decode(chunk, { stream: true }).split('\n');
      const last = lines.pop() ?? '';
      if (lines.length === 0) {
        rest.push(last);
        held += last.length;
        // No line that was written is so long: what goes on without an end is none of ours.
        if (held > LIMITS.backupLineCharsMax) throw new BackupRefused(issue('BACKUP_CHANGED', ''));
        continue;
      }
      const [first = ''] = lines;
      // Pieces of a long line are joined once, when its end is there.
      yield [rest.join('') + first, ...lines.slice(1)];
      rest = [last];
      held = last.length;
    }
  } catch (error) {
    throw refusalOf(error, file) ?? error;
  }
  const left = rest.join('');
  if (left !== '') yield* leftOver(left);
}

/** A file without any line end is no backup; one that ends within a line was cut. */
function* leftOver(text: string): Generator<readonly string[]> {
  if (!text.startsWith('{"kind":')) yield [text];
  throw new BackupRefused(issue('BACKUP_CUT', ''));
}

/** By its first two bytes, not its name, which people change (RFC 1952 §2.3.1). */
async function contentOf(file: string): Promise<AsyncIterable<Buffer>> {
  const handle = await open(file, 'r');
  const start = Buffer.alloc(2);
  try {
    await handle.read(start, 0, start.length, 0);
  } finally {
    await handle.close();
  }
  const source = createReadStream(file);
  if (start[0] !== 0x1f || start[1] !== 0x8b) return source;
  // Failures come out of the last stream; when it is left early, the file is closed with it.
  return joined(source, createGunzip(), () => undefined);
}

/** What the file system says of a file that can't be used there. */
export const FILE_CODES: ReadonlySet<string> = new Set([
  'ENOENT',
  'EISDIR',
  'ENOTDIR',
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOSPC',
  'ENAMETOOLONG',
]);

function refusalOf(error: unknown, file: string): BackupRefused | undefined {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  if (typeof code === 'string' && FILE_CODES.has(code))
    return new BackupRefused(issue('BACKUP_FILE_MISSING', '', { file }));
  if (code === 'Z_BUF_ERROR') return new BackupRefused(issue('BACKUP_CUT', ''));
  const isBroken = typeof code === 'string' && (code.startsWith('Z_') || code === 'ERR_ENCODING_INVALID_ENCODED_DATA');
  return isBroken ? new BackupRefused(issue('BACKUP_CHANGED', '')) : undefined;
}
