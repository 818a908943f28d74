import type { Locale } from '../../../schema/core/text.ts';
import type { LayoutNode, SectionNode } from '../../../schema/template/template-views.ts';
import type { FormDesignText } from './form-texts.ts';
import { nodeId } from './layout-edits.ts';
import type { Part } from './palette-items.ts';

/** A part of the layout as it begins, in the reader's words. */
export function newPart(
  part: Part,
  taken: readonly string[],
  { text, locale }: { readonly text: FormDesignText; readonly locale: Locale },
): LayoutNode {
  const id = nodeId(part, taken);
  switch (part) {
    case 'section':
      return { kind: 'section', id, label: { [locale]: text('newSection') }, children: [] };
    case 'columns':
      return { kind: 'columns', id, children: [] };
    case 'text':
      return { kind: 'text', id, text: { [locale]: text('newText') } };
    case 'tabs': {
      const first = nodeId('tab', [...taken, id]);
      const second = nodeId('tab', [...taken, id, first]);
      const tab = (tabId: string, number: number): SectionNode => ({
        kind: 'section',
        id: tabId,
        label: { [locale]: text('newTab', { number }) },
        children: [],
      });
      return { kind: 'tabs', id, children: [tab(first, 1), tab(second, 2)] };
    }
  }
}

/** A copy of a section holds its texts and rows: a field stands in a form once. */
export function withoutFields(node: LayoutNode): LayoutNode {
  if (!('children' in node)) return node;
  const children = node.children
    .filter(({ kind }) => kind !== 'field' && kind !== 'childGrid')
    .map((child) => withoutFields(child));
  return { ...node, children };
}
