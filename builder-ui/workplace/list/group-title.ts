import { bucketText, type Grouping, type GroupRow } from '../documents/list-group.ts';
import { cellText, type Reading } from './cell.tsx';
import type { LookText } from './look-texts.ts';

interface GroupNaming {
  readonly grouping: Grouping;
  readonly text: LookText;
  readonly reading: Reading;
}

/** What a group is called. */
export function groupTitle({ value, title }: GroupRow, { grouping, text, reading }: GroupNaming): string {
  if (value === null) return text('without');
  if (title !== null) return title;
  if (grouping.bucket !== undefined) return bucketText(value, grouping.bucket);
  return cellText(grouping.end, grouping.end.kind === 'bool' ? value === 'true' : value, reading);
}
