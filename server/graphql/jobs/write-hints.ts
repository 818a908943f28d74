/** Which tenants this process has just written to: a hint that they may have work, never the truth about it. */
export interface WriteHints {
  /** Called after each write that was committed. */
  readonly touch: (tenant: string) => void;
  /** Calls the listener with the tenant's id at each write, until the returned function is called. */
  readonly listen: (listener: (tenant: string) => void) => () => void;
}

/** Hints within one process; other processes' writes are found by the sweep. */
export function openWriteHints(): WriteHints {
  const listeners = new Set<(tenant: string) => void>();
  return {
    touch: (tenant) => {
      for (const listener of listeners) listener(tenant);
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
