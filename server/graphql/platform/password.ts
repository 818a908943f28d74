import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { LIMITS } from '../../../schema/core/limits.ts';
import { issue, type Issue, type JsonPointer } from '../../../schema/core/result.ts';

interface ScryptCost {
  /** N as its base-2 logarithm. */
  readonly log2: number;
  readonly r: number;
  readonly p: number;
}

/** OWASP password storage: N=2^15, r=8 (32 MB of memory); about 80 ms a check. */
const COST: ScryptCost = { log2: 15, r: 8, p: 1 };
const KEY_BYTES = 32;
const SALT_BYTES = 16;
const FORM = /^scrypt\$(\d{1,2})\$(\d{1,2})\$(\d{1,2})\$([\w-]+)\$([\w-]+)$/;

/** `scrypt$15$8$1$<salt>$<key>`: the parameters travel with the hash, so they can be raised without a migration. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, salt, COST);
  return ['scrypt', COST.log2, COST.r, COST.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/**
 * Whether the password is the one of the hash. Without a hash (no such user, or one without a password) the same work
 * is done against a hash of nothing, so that the time of an answer does not tell which addresses exist.
 */
export async function verifyPassword(password: string, hash: string | null | undefined): Promise<boolean> {
  const stored = hash === null || hash === undefined ? undefined : FORM.exec(hash);
  if (stored === null || stored === undefined) {
    await derive(password, NO_SALT, COST);
    return false;
  }
  const [, log2, r, p, salt = '', key = ''] = stored;
  const expected = Buffer.from(key, 'base64url');
  const found = await derive(password, Buffer.from(salt, 'base64url'), {
    log2: Number(log2),
    r: Number(r),
    p: Number(p),
  });
  return expected.length === found.length && timingSafeEqual(expected, found);
}

/** Whether the hash was made with weaker parameters than today's and should be made anew at the next sign-in. */
export function isOutdatedHash(hash: string): boolean {
  const [, log2, r] = FORM.exec(hash) ?? [];
  return Number(log2) < COST.log2 || Number(r) < COST.r;
}

/** What is wrong with a password to be set: PASSWORD_TOO_SHORT, PASSWORD_TOO_LONG. Lengths in code points (NIST SP 800-63B §5.1.1.2). */
export function passwordIssues(password: string, path: JsonPointer): readonly Issue[] {
  const length = [...password.slice(0, LIMITS.passwordCharsMax * 2 + 2)].length;
  if (length < LIMITS.passwordCharsMin) return [issue('PASSWORD_TOO_SHORT', path, { min: LIMITS.passwordCharsMin })];
  if (length > LIMITS.passwordCharsMax) return [issue('PASSWORD_TOO_LONG', path, { max: LIMITS.passwordCharsMax })];
  return [];
}

const NO_SALT = Buffer.alloc(SALT_BYTES);

/** Text that looks the same but is composed otherwise (é, full-width letters) is the same password (NFKC). */
async function derive(password: string, salt: Buffer, { log2, r, p }: ScryptCost): Promise<Buffer> {
  const text = password.slice(0, LIMITS.passwordCharsMax * 2).normalize('NFKC');
  const N = 2 ** log2;
  return new Promise((resolve, reject) => {
    scrypt(text, salt, KEY_BYTES, { N, r, p, maxmem: 256 * N * r }, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}
