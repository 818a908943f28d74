import { useSyncExternalStore } from 'react';

/** Whether one of the texts is meant by what was typed: as it stands, in pinyin, or by the first letters of pinyin. */
export type Matches = (typed: string, texts: readonly string[]) => boolean;

let loaded: Matches | undefined;
let loading: Promise<void> | undefined;
const listeners = new Set<() => void>();

/**
 * Search that also finds 字段 by `ziduan` and `zd`. The table of pinyin is large: it is fetched when something is
 * searched for, and until it is there texts alone are searched.
 */
export function usePinyinSearch(): Matches {
  return useSyncExternalStore(subscribe, () => loaded ?? fetchingByText);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

async function load(): Promise<void> {
  const { match } = await import('pinyin-pro');
  loaded = (typed, texts) =>
    byText(typed, texts) || texts.some((text) => match(text, typed.trim(), { continuous: true }) !== null);
  for (const listener of listeners) listener();
}

function fetchingByText(typed: string, texts: readonly string[]): boolean {
  if (typed.trim() !== '') loading ??= load();
  return byText(typed, texts);
}

function byText(typed: string, texts: readonly string[]): boolean {
  const wanted = typed.trim().toLowerCase();
  return wanted === '' || texts.some((text) => text.toLowerCase().includes(wanted));
}
