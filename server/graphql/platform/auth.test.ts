import { scryptSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../../schema/core/limits.ts';
import { rolesWithin } from './caller.ts';
import { hashPassword, isOutdatedHash, passwordIssues, verifyPassword } from './password.ts';
import {
  isApiToken,
  isExtensionDue,
  isSessionToken,
  newApiToken,
  newSessionToken,
  sessionEnd,
  tokenHash,
} from './secret-token.ts';
import { signInThrottle } from './sign-in-throttle.ts';

describe('passwords', () => {
  it('[AUT-1] are stored as scrypt with their parameters and a salt of their own', async () => {
    const [one, two] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')]);
    expect(one).toMatch(/^scrypt\$15\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
    expect(one).not.toBe(two);
    expect(await verifyPassword('correct horse', one)).toBe(true);
    expect(await verifyPassword('correct horsf', one)).toBe(false);
    expect(isOutdatedHash(one)).toBe(false);
  });

  it('[AUT-1] of weaker parameters still open, and are to be made anew', async () => {
    const salt = Buffer.alloc(16, 7);
    const key = scryptSync('correct horse', salt, 32, { N: 2 ** 12, r: 8, p: 1 });
    const weak = `scrypt$12$8$1$${salt.toString('base64url')}$${key.toString('base64url')}`;
    expect(isOutdatedHash(weak)).toBe(true);
    expect(await verifyPassword('correct horse', weak)).toBe(true);
    expect(await verifyPassword('anything', weak)).toBe(false);
    for (const broken of ['', 'plain', 'scrypt$15$8$1$$', weak.slice(0, -1)])
      expect(await verifyPassword('correct horse', broken)).toBe(false);
  });

  it('[AUT-1] are the same however their letters are composed', async () => {
    const hash = await hashPassword('caf\u00e9 au lait');
    expect(await verifyPassword('cafe\u0301 au lait', hash)).toBe(true);
  });

  it('[AUT-2] take as long to refuse for an address that is not there', async () => {
    const hash = await hashPassword('correct horse');
    const time = async (stored: string | null): Promise<number> => {
      const startedAt = performance.now();
      await verifyPassword('wrong', stored);
      return performance.now() - startedAt;
    };
    const known = Math.min(await time(hash), await time(hash), await time(hash));
    const unknown = Math.min(await time(null), await time(null), await time(null));
    // Not looking at all takes a thousandth; how busy the machine is makes it two or three times as long.
    expect(unknown / known).toBeGreaterThan(0.1);
    expect(unknown / known).toBeLessThan(10);
  });

  it.each([
    [LIMITS.passwordCharsMin - 1, ['PASSWORD_TOO_SHORT']],
    [LIMITS.passwordCharsMin, []],
    [LIMITS.passwordCharsMax, []],
    [LIMITS.passwordCharsMax + 1, ['PASSWORD_TOO_LONG']],
    [LIMITS.passwordCharsMax * 100, ['PASSWORD_TOO_LONG']],
  ])('of %i characters give %j', (length, codes) => {
    expect(passwordIssues('密'.repeat(length), '/next').map(({ code }) => code)).toEqual(codes);
  });
});

describe('tokens', () => {
  it('[AUT-3] have 256 random bits, a form that scanners find, and are kept as hashes', () => {
    const { token, prefix } = newApiToken();
    expect(isApiToken(token)).toBe(true);
    expect(token.startsWith(`${prefix}_`)).toBe(true);
    expect(isSessionToken(newSessionToken())).toBe(true);
    expect(tokenHash(token)).toMatch(/^[0-9a-f]{64}$/);
    for (const wrong of ['', 'fw_', `${token}x`, `${token}\n`, token.toUpperCase()])
      expect([wrong, isApiToken(wrong)]).toEqual([wrong, false]);
  });

  it('[AUT-7] never carry a role that their person does not have, but an owner’s may carry any', () => {
    expect(rolesWithin(['sales', 'finance'], ['sales'])).toEqual(['sales']);
    expect(rolesWithin(['owner'], ['sales'])).toEqual([]);
    expect(rolesWithin(['sales', 'owner'], ['owner'])).toEqual(['sales', 'owner']);
  });
});

describe('[AUT-5] sessions', () => {
  const hour = 3_600_000;
  const start = new Date('2026-03-01T08:00:00Z');
  const after = (hours: number): Date => new Date(start.getTime() + hours * hour);

  it('slide 12 hours and end after 30 days whatever happens', () => {
    expect(sessionEnd(start, start)).toEqual(after(12));
    expect(sessionEnd(start, after(100))).toEqual(after(112));
    expect(sessionEnd(start, after(719))).toEqual(after(720));
    expect(sessionEnd(start, after(900))).toEqual(after(720));
  });

  it('are written down again at most each half hour', () => {
    const session = { createdAt: start, expiresAt: after(12) };
    expect(isExtensionDue(session, after(0.5))).toBe(false);
    expect(isExtensionDue(session, after(0.51))).toBe(true);
    expect(isExtensionDue({ createdAt: start, expiresAt: after(720) }, after(719))).toBe(false);
  });
});

describe('[AUT-9] sign-in attempts', () => {
  const at = (seconds: number): Date => new Date(Date.parse('2026-03-01T08:00:00Z') + seconds * 1_000);
  const anna = { email: 'anna@example.com', address: '10.0.0.1' };

  it('are counted per person and address, and may go on when the window has passed', () => {
    const throttle = signInThrottle();
    for (let n = 0; n < LIMITS.signInFailuresMax; n += 1) expect(throttle.attempt(anna, at(n))).toBe(0);
    expect(throttle.attempt({ ...anna, email: ' ANNA@example.com' }, at(10))).toBe(LIMITS.signInWindowMs / 1_000 - 10);
    expect(throttle.attempt({ ...anna, address: '10.0.0.2' }, at(10))).toBe(0);
    expect(throttle.attempt(anna, at(LIMITS.signInWindowMs / 1_000 + 1))).toBe(0);
  });

  it('count as none when they succeed', () => {
    const throttle = signInThrottle();
    for (let n = 0; n < 200; n += 1) {
      expect(throttle.attempt(anna, at(n))).toBe(0);
      throttle.succeeded(anna);
    }
  });

  it('of one address at many people, and of many addresses at one person, are bounded too', () => {
    const spray = signInThrottle();
    const sprayed = Array.from({ length: 200 }, (_, n) =>
      spray.attempt({ email: `user${n}@example.com`, address: '10.0.0.9' }, at(0)),
    );
    expect(sprayed.filter((seconds) => seconds === 0)).toHaveLength(LIMITS.signInFailuresPerAddressMax);
    const botnet = signInThrottle();
    const tried = Array.from({ length: 200 }, (_, n) =>
      botnet.attempt({ email: 'anna@example.com', address: `10.0.1.${n}` }, at(0)),
    );
    expect(tried.filter((seconds) => seconds === 0)).toHaveLength(LIMITS.signInFailuresPerAddressMax);
  });

  it('never let more through in a window than allowed, whatever the times', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4_000 }), { maxLength: 60 }), (times) => {
        const throttle = signInThrottle();
        const passed = times.toSorted((a, b) => a - b).filter((seconds) => throttle.attempt(anna, at(seconds)) === 0);
        const windowSeconds = LIMITS.signInWindowMs / 1_000;
        return passed.every(
          (from) =>
            passed.filter((time) => time >= from && time < from + windowSeconds).length <= LIMITS.signInFailuresMax,
        );
      }),
      { numRuns: 100, interruptAfterTimeLimit: 3_000 },
    );
  });
});
