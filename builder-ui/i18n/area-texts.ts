import { useLanguage } from './locale-context.tsx';
import { textsOf, type AreaTexts, type TextOf } from './text-store.ts';

/** Registers an area's texts and gives the hook by which its components read them in the reader's language. */
export function areaTexts<const Texts extends AreaTexts>(area: string, texts: Texts): () => TextOf<Texts> {
  const inLocale = textsOf(area, texts);
  return function useAreaText() {
    return inLocale[useLanguage().locale];
  };
}
