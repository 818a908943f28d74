import { useEffect, useRef, useState } from 'react';
import type { Choice } from '../form-sources.ts';

/** A choice with its colour, as options of a field have one. */
export interface ColoredChoice extends Choice {
  readonly color?: string | undefined;
}

/** Finds choices for a text, here or by asking the server. */
export type Find = (text: string, limit: number) => Promise<readonly ColoredChoice[]> | readonly ColoredChoice[];

/** What was found. */
export interface Found {
  /** What was sought; another text than the one asked for while its answer is on its way. */
  readonly text: string;
  readonly choices: readonly ColoredChoice[];
  readonly status: 'searching' | 'found' | 'failed';
}

const SEARCH_MS = 120;

/** The choices for a text, while the list is open; an answer that comes after a later question is not shown. */
export function useChoices(
  find: Find,
  { text, isOpen, limit }: { readonly text: string; readonly isOpen: boolean; readonly limit: number },
): Found & { readonly isFresh: boolean } {
  const [found, setFound] = useState<Found>({ text: '', choices: [], status: 'searching' });
  const latest = useRef(find);
  latest.current = find;
  useEffect(() => {
    if (!isOpen) return undefined;
    let isWanted = true;
    const show = (next: Found): void => {
      if (isWanted) setFound(next);
    };
    const ask = (): void => {
      const answer = latest.current(text, limit);
      if (!(answer instanceof Promise)) {
        show({ text, choices: answer, status: 'found' });
        return;
      }
      setFound((last) => ({ text, choices: text === '' ? last.choices : [], status: 'searching' }));
      answer.then(
        (choices) => show({ text, choices, status: 'found' }),
        () => show({ text, choices: [], status: 'failed' }),
      );
    };
    // The first list comes at once; while somebody types, the server is asked when he pauses.
    const timer = window.setTimeout(ask, text === '' ? 0 : SEARCH_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [text, isOpen, limit]);
  return { ...found, isFresh: found.text === text && found.status === 'found' };
}
