import { useState } from 'react';
import { areaTexts } from '../../i18n/area-texts.ts';
import type { PageAction } from './page-keys.ts';

/** A key, and what it does. */
export type KeyLine = Pick<PageAction, 'id' | 'label' | 'keys'>;

const usePartText = areaTexts('partKeys', {
  list: { en: 'In a list', 'zh-CN': '列表中' },
  move: { en: 'Row by row', 'zh-CN': '上下移动' },
  side: { en: 'Cell by cell', 'zh-CN': '左右移动' },
  page: { en: 'Page by page', 'zh-CN': '翻页' },
  ends: { en: 'To the first or last row', 'zh-CN': '到首行或末行' },
  open: { en: 'Open the row', 'zh-CN': '打开当前行' },
  edit: { en: 'Type into the cell', 'zh-CN': '编辑单元格' },
  choose: { en: 'Choose the row', 'zh-CN': '选择当前行' },
  all: { en: 'Choose all rows', 'zh-CN': '全选' },
  form: { en: 'In a form', 'zh-CN': '表单中' },
  why: { en: 'Why this value?', 'zh-CN': '为什么是这个值？' },
  lines: { en: 'In lines', 'zh-CN': '明细中' },
  nextCell: { en: 'To the next cell, at the end to a new line', 'zh-CN': '下一格；在末尾新增一行' },
  below: { en: 'To the cell below', 'zh-CN': '下方单元格' },
  paste: { en: 'Paste rows from a spreadsheet', 'zh-CN': '粘贴表格中的多行' },
} as const);

interface Parts {
  readonly hasList: boolean;
  readonly maySelect: boolean;
  readonly hasForm: boolean;
  readonly hasLines: boolean;
}

/** What stands on the page behind the dialog. */
function partsHere(): Parts {
  const has = (query: string): boolean => document.querySelector(query) !== null;
  return {
    hasList: has('.grid[role="grid"]'),
    maySelect: has('.grid[aria-multiselectable="true"]'),
    hasForm: has('.record form, .record .fw-form'),
    hasLines: has('.record .fw-cell'),
  };
}

/** The keys that lists, forms and their lines answer by themselves, of what is on the page (SPEC [WRK-144]). */
export function usePartKeys(): readonly { readonly label: string; readonly own: readonly KeyLine[] }[] {
  const text = usePartText();
  const [{ hasList, maySelect, hasForm, hasLines }] = useState(partsHere);
  const line = (id: string, label: string, ...keys: readonly string[]): KeyLine => ({ id, label, keys });
  return [
    {
      label: text('list'),
      own: hasList
        ? [
            line('move', text('move'), 'ArrowUp', 'ArrowDown'),
            line('side', text('side'), 'ArrowLeft', 'ArrowRight'),
            line('page', text('page'), 'PageUp', 'PageDown'),
            line('ends', text('ends'), 'Home', 'End'),
            line('open', text('open'), 'Enter'),
            line('edit', text('edit'), 'F2'),
            ...(maySelect ? [line('choose', text('choose'), ' '), line('all', text('all'), 'mod+a')] : []),
          ]
        : [],
    },
    { label: text('form'), own: hasForm ? [line('why', text('why'), 'F1')] : [] },
    {
      label: text('lines'),
      own: hasLines
        ? [
            line('nextCell', text('nextCell'), 'Tab'),
            line('below', text('below'), 'Enter'),
            line('paste', text('paste'), 'mod+v'),
          ]
        : [],
    },
  ];
}
