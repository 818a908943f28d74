import { must } from '../../schema/core/result.ts';

/** What is under way on a connection for reads. */
export interface ReadSlot {
  /** Tenant and time limit of the statement that was sent last. */
  scope: string;
  load: number;
  /** How long what is under way should take in all. */
  expectedMs: number;
  /** When an answer came last, or when it got something to do. */
  movedAt: number;
}

/** A statement that is to be sent. */
export interface SlotAsk {
  readonly scope: string;
  /** How long the statement took of late; `undefined` where nobody knows. */
  readonly expectedMs: number | undefined;
  /** Whether other tenants ask as well. */
  readonly isShared: boolean;
  /** The tenant's own connection, by its place: it keeps the tenant's statements and what PostgreSQL knows of its tables. */
  readonly home: number;
  /** As `performance.now()` gives it. */
  readonly now: number;
}

/** What takes no longer than this is short. */
export const SHORT_MS = 0.5;
/**
 * Short reads go together on a connection as long as they make each other wait no longer than this: what arrives
 * together is read, answered and sent with fewer turns of fewer processes, and PostgreSQL works on one message while the
 * server is busy with the answers of the one before. Half a millisecond, as it was, spreads the orders of sixteen clients
 * over several connections, where single ones cost PostgreSQL a quarter more.
 */
export const TOGETHER_MS = 2;
/** What has not moved for so long is stuck behind something, and nothing joins it. */
const STUCK_MS = 2 * SHORT_MS;

/** So many connections one tenant leaves to others, while others ask: what takes long stands behind its own. */
const LEFT_TO_OTHERS = 2;

/** By how much one's home goes before another connection of the same kind. */
const HOME = 0.25;

/** A connection where nothing is under way. */
export function idleSlot(): ReadSlot {
  return { scope: '', load: 0, expectedMs: 0, movedAt: 0 };
}

/**
 * Where a statement goes: to short ones of the same tenant, whose role is in force there; to a connection without work,
 * first one that was the tenant's, then its home; to short ones of others; else where least is under way. A tenant that
 * has most of the connections takes no more of them while others ask.
 */
export function chooseSlot<Slot extends ReadSlot>(slots: readonly Slot[], ask: SlotAsk): Slot {
  const own = ask.isShared ? slots.filter(({ load, scope }) => load > 0 && scope === ask.scope) : [];
  const open = own.length > 0 && own.length >= slots.length - LEFT_TO_OTHERS ? own : slots;
  let found: Slot | undefined;
  let best = Infinity;
  for (const slot of open) {
    const rank = rankOf(slot, ask) - (slot === slots[ask.home] ? HOME : 0);
    if (rank >= best) continue;
    found = slot;
    best = rank;
  }
  return must(found, 'read connection');
}

function rankOf(slot: ReadSlot, { scope, expectedMs, now }: SlotAsk): number {
  const isOwn = slot.scope === scope;
  if (slot.load === 0) return isOwn ? 1 : 2;
  const joins = slot.expectedMs + countedMs(expectedMs) <= TOGETHER_MS && now - slot.movedAt <= STUCK_MS;
  if (joins) return isOwn ? 0 : 3;
  // Of two with as much to do, one's own: nobody else waits for it.
  return 3 + slot.load - (isOwn ? 0.5 : 0);
}

/** Behind one that is not short, or that nobody knows yet, no short one waits. */
function countedMs(expectedMs = TOGETHER_MS): number {
  return expectedMs <= SHORT_MS ? expectedMs : Math.max(TOGETHER_MS, expectedMs);
}

/** Notes that the statement is sent. */
export function beginOn(slot: ReadSlot, { scope, expectedMs, now }: SlotAsk): void {
  if (slot.load === 0) slot.movedAt = now;
  slot.scope = scope;
  slot.load += 1;
  slot.expectedMs += countedMs(expectedMs);
}

/** Notes that it was answered; gives how long it took by itself, behind what was sent before it. */
export function endOn(slot: ReadSlot, { expectedMs, now: sentAt }: SlotAsk, now: number): number {
  const ms = now - Math.max(sentAt, slot.movedAt);
  slot.load -= 1;
  slot.expectedMs = slot.load === 0 ? 0 : slot.expectedMs - countedMs(expectedMs);
  slot.movedAt = now;
  return ms;
}
