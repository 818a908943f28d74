import { Select, type SelectProps } from 'antd';
import type { ReactNode } from 'react';
import { usePinyinSearch } from './pinyin-search.ts';

/** A list of choices that is searched by typing, in pinyin too (SPEC [DSG-142]); by `title` where a label is drawn. */
export function ChoiceSelect<Value>(props: SelectProps<Value>): ReactNode {
  const matches = usePinyinSearch();
  const search = {
    filterOption: (typed: string, option: { readonly label?: unknown; readonly title?: unknown } | undefined) =>
      matches(typed, [wordsOf(option?.label), wordsOf(option?.title)]),
  };
  return <Select {...props} showSearch={search} />;
}

function wordsOf(words: unknown): string {
  return typeof words === 'string' ? words : '';
}
