import type { Readable } from 'node:stream';

/** Bytes are kept by tenant and by what they are: equal files of a tenant are kept once. */
export interface FileKey {
  /** The tenant's id. */
  readonly tenant: string;
  /** SHA-256 of the bytes, in lower-case hex. */
  readonly sha256: string;
}

/** Bytes from `first` to `last`, both included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** Where the bytes of files are: a folder, or a bucket. What is known about a file is in the tenant's tables. */
export interface FileStore {
  /** A folder of this server's own, for bytes that are on their way in. */
  readonly incoming: string;
  /** Keeps the bytes of a local file, which may be moved. They appear whole or not at all; keeping them again does no harm. */
  put(key: FileKey, from: string): Promise<void>;
  /** The bytes, or `undefined` where there are none. */
  read(key: FileKey, range?: ByteRange): Promise<Readable | undefined>;
  /** Also succeeds where nothing is. */
  remove(key: FileKey): Promise<void>;
}

/** The place of files does not answer, or refuses. */
export class FileStoreUnavailable extends Error {
  override readonly name = 'FileStoreUnavailable';
}

/** `<tenant>/<first two digits>/<sha256>`: folders stay small. Keys come from the database and from hashing; all else is a bug. */
export function pathOf({ tenant, sha256 }: FileKey): string {
  if (!TENANT.test(tenant) || !SHA256.test(sha256)) throw new Error('Broken invariant: not the key of a file');
  return `${tenant}/${sha256.slice(0, 2)}/${sha256}`;
}

const TENANT = /^[0-9a-f-]{36}$/;
const SHA256 = /^[0-9a-f]{64}$/;

/** A place with nothing in it, for who works where no file was ever uploaded: the tests of a template. */
export const NO_FILES: FileStore = {
  incoming: '',
  put: () => Promise.reject(new FileStoreUnavailable('Files are not kept here')),
  read: () => Promise.resolve(undefined),
  remove: () => Promise.resolve(),
};
