import { randomBytes } from 'node:crypto';

/** Bytes that are drawn at once: each draw from the system costs more than an id. */
const POOL_BYTES = 4_096;
const ID_DIGITS = 12;

let pool = '';
let at = 0;
let last = 0;
let sequence = 0;

/**
 * The id of a new row: a UUID of version 7 (RFC 9562 §5.7). Those of one process go up, also within a millisecond, by
 * a counter of 32 bits that begins anew at random (§6.2, method 1).
 */
export function newRowId(): string {
  const now = Date.now();
  const random = digits();
  if (now > last) {
    last = now;
    // Room to count: the highest bit is left.
    sequence = Number.parseInt(digits().slice(0, 8), 16) >>> 1;
  } else {
    sequence = (sequence + 1) >>> 0;
    if (sequence === 0) last += 1;
  }
  const time = last.toString(16).padStart(12, '0');
  const high = hex(0x7000 + (sequence >>> 20), 4);
  const middle = hex(0x8000 + ((sequence >>> 6) & 0x3fff), 4);
  const low = hex(((sequence & 0x3f) << 2) + (Number.parseInt(random.slice(0, 1), 16) & 3), 2);
  return `${time.slice(0, 8)}-${time.slice(8)}-${high}-${middle}-${low}${random.slice(1, 11)}`;
}

function hex(value: number, length: number): string {
  return value.toString(16).padStart(length, '0');
}

function digits(): string {
  if (at + ID_DIGITS > pool.length) {
    pool = randomBytes(POOL_BYTES).toString('hex');
    at = 0;
  }
  at += ID_DIGITS;
  return pool.slice(at - ID_DIGITS, at);
}
