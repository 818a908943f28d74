/** Results by name, each with what it was made of: the same dependencies give the same result, the very same object. */
export interface Memo<T> {
  /** `always` makes it anew whatever the dependencies: for what reads the clock. */
  readonly get: (name: string, deps: readonly unknown[], make: () => T, always?: boolean) => T;
}

export function newMemo<T>(): Memo<T> {
  const kept = new Map<string, { readonly deps: readonly unknown[]; readonly result: T }>();
  return {
    get(name, deps, make, always = false) {
      const last = kept.get(name);
      if (!always && last !== undefined && sameItems(last.deps, deps)) return last.result;
      const result = make();
      kept.set(name, { deps, result });
      return result;
    },
  };
}

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, index) => Object.is(item, b[index]));
}
