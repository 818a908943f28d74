import { useMemo, useRef, useState } from 'react';

/** Which rows are chosen: some by their ids, or all that the list shows but some. */
export interface Chosen {
  readonly isAll: boolean;
  /** Chosen rows; of all, those that are not. */
  readonly ids: ReadonlySet<string>;
}

export interface Selection extends Chosen {
  readonly has: (id: string) => boolean;
  readonly countOf: (total: number) => number;
  /** Chooses a row or lets go of it; a range goes from the row that was touched last. */
  readonly toggle: (index: number, isRange: boolean) => void;
  readonly all: () => void;
  readonly only: (ids: readonly string[]) => void;
  readonly clear: () => void;
}

const NONE: Chosen = { isAll: false, ids: new Set() };

/**
 * The rows that are chosen (SPEC [WRK-31]). Under another key (another filter, another view) nothing is; a range takes
 * in the rows that were read, and `idsIn` gives those of a stretch.
 */
export function useSelection(key: string, idsIn: (from: number, to: number) => readonly string[]): Selection {
  const [held, setHeld] = useState({ key, chosen: NONE });
  if (held.key !== key) setHeld({ key, chosen: NONE });
  const { chosen } = held.key === key ? held : { chosen: NONE };
  const anchor = useRef(0);
  const latest = useRef(idsIn);
  latest.current = idsIn;
  return useMemo<Selection>(() => {
    const set = (next: Chosen): void => setHeld({ key, chosen: next });
    const has = (id: string): boolean => chosen.ids.has(id) !== chosen.isAll;
    return {
      ...chosen,
      has,
      countOf: (total) => (chosen.isAll ? Math.max(0, total - chosen.ids.size) : chosen.ids.size),
      toggle: (index, isRange) => {
        const [first] = latest.current(index, index);
        if (first === undefined) return;
        const isOn = isRange ? has(latest.current(anchor.current, anchor.current)[0] ?? first) : !has(first);
        const touched = isRange
          ? latest.current(Math.min(anchor.current, index), Math.max(anchor.current, index))
          : [first];
        const ids = new Set(chosen.ids);
        for (const id of touched) {
          if (isOn === chosen.isAll) ids.delete(id);
          else ids.add(id);
        }
        if (!isRange) anchor.current = index;
        set({ isAll: chosen.isAll, ids });
      },
      all: () => set({ isAll: true, ids: new Set() }),
      only: (ids) => set({ isAll: false, ids: new Set(ids) }),
      clear: () => set(NONE),
    };
  }, [chosen, key]);
}
