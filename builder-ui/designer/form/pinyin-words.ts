type ToWords = (text: string) => string | undefined;

let toWords: ToWords | undefined;

/** Fetches the table of pinyin, so that it is there when a Chinese label becomes an id. */
export async function loadPinyin(): Promise<void> {
  const { pinyin } = await import('pinyin-pro');
  toWords = (text) =>
    /\p{Script=Han}/u.test(text) ? pinyin(text, { toneType: 'none', type: 'array' }).join(' ') : undefined;
}

/**
 * Fetches the table where it will be needed: at once for who reads Chinese, for others when they begin to write it.
 * What comes back stops waiting for that.
 */
export function loadPinyinWhenNeeded(): () => void {
  if (document.documentElement.lang.startsWith('zh')) {
    void loadPinyin();
    return () => {};
  }
  const begin = (): void => {
    stop();
    void loadPinyin();
  };
  const stop = (): void => {
    for (const name of SIGNS) removeEventListener(name, begin);
  };
  for (const name of SIGNS) addEventListener(name, begin);
  return stop;
}

/** An input method is at work, or something is brought from elsewhere. */
const SIGNS = ['compositionstart', 'paste'] as const;

/** The pinyin of a Chinese text, words apart; `undefined` where it has no Chinese or the table is not there yet. */
export function pinyinWords(text: string): string | undefined {
  return toWords?.(text);
}
