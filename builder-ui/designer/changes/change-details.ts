import type { ModelChange } from '../../../schema/model/changes.ts';
import type { Json } from '../../../schema/model/edits.ts';
import { isRecord } from '../../../schema/template/item-key.ts';
import { editsOfChange, nodeAt, type TemplatePair } from './change-edits.ts';

/** One property that a change sets: what it was, and what it will be. */
export interface ChangeDetail {
  /** The property as the template calls it, with the way to it inside the item: `number.pattern`. */
  readonly key: string;
  readonly before: unknown;
  readonly after: Json | undefined;
}

/** What a change does, property by property; nothing for what comes, goes or moves as a whole. */
export function changeDetails(change: ModelChange, { from, to }: TemplatePair): readonly ChangeDetail[] {
  const depth = change.path.split('/').length - 1;
  return editsOfChange(change, { from, to }).flatMap((edit): readonly ChangeDetail[] => {
    if (edit.kind !== 'setProperty') return [];
    const node = nodeAt(from, edit.at);
    const before = isRecord(node) ? node[edit.key] : undefined;
    const key = [...edit.at.slice(depth), edit.key].join('.');
    return [{ key, before, after: edit.value }];
  });
}
