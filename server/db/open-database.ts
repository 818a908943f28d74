import path from 'node:path';
import type { Database } from './database.ts';
import { openPglite } from './pglite-database.ts';
import { openPostgres } from './postgres-database.ts';

export interface OpenOptions {
  /** `postgres://…`; without it the embedded database in `folder` is opened. */
  readonly url?: string;
  /** Data folder of the embedded database; in memory when neither is given. */
  readonly folder?: string;
  readonly poolMax?: number;
  readonly onError?: (error: Error) => void;
}

/** The database that the options name. Throws `DataFolderInUse` when another process has the folder. */
export async function openDatabase(options: OpenOptions): Promise<Database> {
  const { url, folder, poolMax, onError } = options;
  if (url !== undefined) {
    return openPostgres({
      url,
      ...(poolMax === undefined ? {} : { poolMax }),
      ...(onError === undefined ? {} : { onError }),
    });
  }
  return openPglite(folder === undefined ? {} : { folder: path.join(folder, 'database') });
}
