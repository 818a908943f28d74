import { areaTexts } from './area-texts.ts';

const useFewText = areaTexts('fewNames', {
  andMore: { en: '{names} and {count} more', 'zh-CN': '{names}等，另有 {count} 个' },
  comma: { en: ', ', 'zh-CN': '、' },
});

/** Gives the first of some names in one line, and how many more there are. */
export function useFewNames(): (names: readonly string[], max: number) => string {
  const text = useFewText();
  return (names, max) => {
    const shown = names.slice(0, max).join(text('comma'));
    return names.length > max ? text('andMore', { names: shown, count: names.length - max }) : shown;
  };
}
