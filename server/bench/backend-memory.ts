import { readFileSync } from 'node:fs';
import { asOwner } from './ground.ts';

/** Memory of one PostgreSQL backend: its own, and all that it has mapped, shared buffers among it. */
export interface BackendMemory {
  readonly privateMb: number;
  /** Shared memory counted in parts. */
  readonly proportionalMb: number;
  readonly residentMb: number;
}

/** Memory of all connections to the database but the asking one; nothing where the system does not tell. */
export async function memoryOfBackends(databaseUrl: string): Promise<readonly BackendMemory[]> {
  const pids = await asOwner(databaseUrl, async (client) => {
    const { rows } = await client.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND datname = current_database()`,
    );
    return rows.map(({ pid }) => pid);
  });
  return pids.flatMap(memoryOfBackend);
}

function memoryOfBackend(pid: number): readonly BackendMemory[] {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  } catch {
    return [];
  }
  const mb = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) / 1_024;
  return [
    {
      privateMb: mb('Private_Clean') + mb('Private_Dirty'),
      proportionalMb: mb('Pss'),
      residentMb: mb('Rss'),
    },
  ];
}
