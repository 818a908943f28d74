/**
 * Lets at most so many into each key at a time. PostgreSQL's queue for one row gets slower with every waiter
 * (measured: 64 clients on one balance reach half of what 4 reach); waiting here costs nothing.
 */
export interface KeyGate {
  /** Runs the work when there is room in all of the keys. */
  readonly through: <T>(keys: readonly string[], work: () => Promise<T>) => Promise<T>;
  /** Goes in where there is room in all of the keys now; gives how to leave. */
  readonly tryEnter: (keys: readonly string[]) => (() => void) | undefined;
}

/** A gate of this process. `limit`: how many may be in one key. */
export function keyGate(limit: number): KeyGate {
  const inside = new Map<string, { count: number; readonly waiting: (() => void)[] }>();

  async function enter(key: string): Promise<void> {
    const place = inside.get(key) ?? { count: 0, waiting: [] };
    inside.set(key, place);
    if (place.count < limit) {
      place.count += 1;
      return;
    }
    // Whoever leaves gives his place on, so nobody overtakes.
    await new Promise<void>((resolve) => place.waiting.push(resolve));
  }

  function leave(key: string): void {
    const place = inside.get(key);
    const next = place?.waiting.shift();
    if (next !== undefined) return next();
    if (place !== undefined && --place.count === 0) inside.delete(key);
  }

  return {
    tryEnter(keys) {
      const wanted = [...new Set(keys)];
      if (wanted.some((key) => (inside.get(key)?.count ?? 0) >= limit)) return undefined;
      // There is room, so nobody waits and nothing is awaited here.
      for (const key of wanted) void enter(key);
      return () => wanted.forEach(leave);
    },
    async through(keys, work) {
      // One order for all: nobody waits for a key while holding a later one.
      const ordered = [...new Set(keys)].sort();
      const held: string[] = [];
      try {
        for (const key of ordered) {
          await enter(key);
          held.push(key);
        }
        return await work();
      } finally {
        held.forEach(leave);
      }
    },
  };
}
