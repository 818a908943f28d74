import { pgFailureOf } from '../../db/pg-errors.ts';
import { StaleRow } from '../../db/write-persist.ts';

const FIRST_MS = 5_000;
const LONGEST_MS = 6 * 3_600_000;

/** When the next attempt is due after so many: 5 s, then three times as long each time, 6 hours at most. */
export function backoffUntil(now: Date, attempts: number): string {
  const waitMs = Math.min(LONGEST_MS, FIRST_MS * 3 ** Math.max(0, attempts - 1));
  return new Date(now.getTime() + waitMs).toISOString();
}

/**
 * Whether the same may well succeed later: locks, deadlocks, serialization, a server that shuts down or has no room
 * (PostgreSQL appendix A: classes 08, 40, 53, 55, 57), a version that another writer took, a network that failed.
 */
export function isTemporary(error: unknown): boolean {
  const state = pgFailureOf(error)?.sqlState;
  if (state !== undefined) return TEMPORARY.some((prefix) => state.startsWith(prefix));
  if (!(error instanceof Error)) return false;
  const code: unknown = Reflect.get(error, 'code');
  return error instanceof StaleRow || (typeof code === 'string' && NETWORK.has(code));
}

const TEMPORARY = ['08', '40', '53', '55', '57'] as const;
const NETWORK: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN']);
