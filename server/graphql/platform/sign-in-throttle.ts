import { LRUCache } from 'lru-cache';
import { LIMITS } from '../../../schema/core/limits.ts';

/** Counts failed sign-ins of the last while, in this process. */
export interface SignInThrottle {
  /** Seconds to wait, or 0 when the attempt may be made. An attempt counts as failed until `succeeded` takes it back. */
  attempt(who: SignInAttempt, now: Date): number;
  succeeded(who: SignInAttempt): void;
}

export interface SignInAttempt {
  readonly email: string;
  /** Where the request came from. */
  readonly address: string;
}

const KEYS_MAX = 50_000;

/**
 * Three counters: one person from one address, one address, and one person from anywhere. The last is the loosest, so
 * that who knows an address of a colleague can't lock them out from afar with a few requests.
 */
export function signInThrottle(): SignInThrottle {
  const attempts = new LRUCache<string, readonly number[]>({ max: KEYS_MAX, ttl: LIMITS.signInWindowMs });
  const countersOf = ({ email, address }: SignInAttempt): readonly { readonly key: string; readonly max: number }[] => {
    const person = email.trim().toLowerCase();
    return [
      { key: `both ${address} ${person}`, max: LIMITS.signInFailuresMax },
      { key: `address ${address}`, max: LIMITS.signInFailuresPerAddressMax },
      { key: `person ${person}`, max: LIMITS.signInFailuresPerAddressMax },
    ];
  };
  return {
    attempt(who, now) {
      const since = now.getTime() - LIMITS.signInWindowMs;
      const counters = countersOf(who).map((counter) => ({
        ...counter,
        times: (attempts.get(counter.key) ?? []).filter((time) => time > since),
      }));
      const waits = counters.map(({ times, max }) => (times.length < max ? 0 : (times.at(-max) ?? 0) - since));
      const waitMs = Math.max(...waits);
      if (waitMs > 0) return Math.ceil(waitMs / 1_000);
      for (const { key, times } of counters) attempts.set(key, [...times, now.getTime()]);
      return 0;
    },
    succeeded(who) {
      const [both, address, person] = countersOf(who);
      if (both !== undefined) attempts.delete(both.key);
      // The shared counters only get this attempt back: a success of one's own must not wash away guesses at others.
      for (const counter of [address, person]) {
        if (counter !== undefined) attempts.set(counter.key, (attempts.get(counter.key) ?? []).slice(0, -1));
      }
    },
  };
}
