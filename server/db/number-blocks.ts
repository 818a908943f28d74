import type { SqlName } from '../../schema/core/ids.ts';
import { quoteIdentifier } from '../compile/sql-text.ts';
import { LIMITS } from '../../schema/core/limits.ts';
import type { Database } from './database.ts';

/** Numbers of one sequence and period that this process may give, and how fast it has been giving them. */
interface Block {
  next: number;
  /** The first number that is not of the block. */
  end: number;
  /** How many were asked for since `since`. */
  asked: number;
  since: number;
  lastAsked: number;
  isAsking: boolean;
}

/** Which sequence: of an entity, in a tenant's schema, for a period. */
export interface SequenceKey {
  readonly schema: SqlName;
  readonly sequence: string;
  readonly period: string;
}

const WINDOW_MS = 100;
/** So many in a window, and waiting for each other's commits is what takes the time. */
const BUSY_MIN = 6;
/** What was not given by then is given up: a number that comes much later would stand out of order. */
const IDLE_MS = 1_000;

/**
 * Blocks of numbers for sequences that may have gaps. The row of a sequence is locked from the statement that takes a
 * number to its commit, so writes of one tenant would go one after the other. Where they come fast, some numbers are
 * taken beforehand; where they do not, none is, and there are no gaps. Nobody ever waits for a block.
 */
export class NumberBlocks {
  private readonly database: Database;
  private readonly now: () => number;
  private readonly blocks = new Map<string, Block>();

  constructor(database: Database, now: () => number = Date.now) {
    this.database = database;
    this.now = now;
  }

  /** A number that was taken beforehand; `undefined` where the write has to take its own. */
  take(key: SequenceKey): number | undefined {
    const block = this.blockOf(key);
    const now = this.now();
    if (now - block.lastAsked > IDLE_MS) block.next = block.end;
    block.lastAsked = now;
    if (now - block.since > WINDOW_MS) {
      block.since = now;
      block.asked = 0;
    }
    block.asked += 1;
    const left = block.end - block.next;
    if (block.asked >= BUSY_MIN && left <= LIMITS.numberBlockMax / 2 && !block.isAsking) void this.refill(key, block);
    if (left <= 0) return undefined;
    block.next += 1;
    return block.next - 1;
  }

  private blockOf({ schema, sequence, period }: SequenceKey): Block {
    const name = `${schema} ${sequence} ${period}`;
    const known = this.blocks.get(name);
    if (known !== undefined) return known;
    // Sequences of tenants and periods that are over: what they had left is a gap.
    if (this.blocks.size >= LIMITS.tenantNamesMax) this.blocks.clear();
    const block: Block = { next: 0, end: 0, asked: 0, since: 0, lastAsked: 0, isAsking: false };
    this.blocks.set(name, block);
    return block;
  }

  /** What is left of the former block is given first. */
  private async refill({ schema, sequence, period }: SequenceKey, block: Block): Promise<void> {
    block.isAsking = true;
    try {
      const [row] = await this.database.query<{ readonly next: string }>({
        text: `insert into ${quoteIdentifier(schema)}.fw_sequence as s (key, period, next) values ($1, $2, $3::bigint + 1)
          on conflict (key, period) do update set next = s.next + $3::bigint returning next::text`,
        params: [sequence, period, LIMITS.numberBlockMax],
      });
      if (row === undefined) return;
      const end = Number(row.next);
      const first = end - LIMITS.numberBlockMax;
      // Others took numbers in between: their neighbours in the former block are left out.
      if (block.end !== first) block.next = first;
      block.end = end;
    } catch {
      // The tenant may be gone, or the database away: writes take their own numbers and say so if they cannot.
    } finally {
      block.isAsking = false;
    }
  }
}

const known = new WeakMap<Database, NumberBlocks>();

/** The blocks of a database; none where there is one connection, and so nobody to wait for. */
export function numberBlocksOf(database: Database): NumberBlocks | undefined {
  if (database.kind !== 'postgres') return undefined;
  const blocks = known.get(database) ?? new NumberBlocks(database);
  known.set(database, blocks);
  return blocks;
}
