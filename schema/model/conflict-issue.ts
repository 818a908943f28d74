import type { IssueCode } from '../core/issues.ts';
import { issue, pointer, type Issue } from '../core/result.ts';
import type { Json } from './edits.ts';
import type { MergeConflict } from './merge.ts';

const CODES = {
  bothChanged: 'UPGRADE_BOTH_CHANGED',
  bothAdded: 'UPGRADE_BOTH_ADDED',
  bothMoved: 'UPGRADE_BOTH_MOVED',
  oursRemoved: 'UPGRADE_OURS_REMOVED',
  theirsRemoved: 'UPGRADE_THEIRS_REMOVED',
} as const satisfies Readonly<Record<MergeConflict['kind'], IssueCode>>;

/** Characters of a value that a sentence shows; the conflict itself keeps it whole. */
const SHOWN_MAX = 60;

/** The conflict to be told to people (SPEC [UPG-3]): where, and base, ours and theirs shortened. It refuses nothing. */
export function conflictIssue({ kind, path, base, ours, theirs }: MergeConflict): Issue {
  const sides = { base: shortened(base), ours: shortened(ours), theirs: shortened(theirs) };
  return issue(CODES[kind], pointer('', ...path), { place: path.join(' › '), ...sides });
}

/** A value in one line of at most 60 characters; `–` where there is none. */
function shortened(value: Json | undefined): string {
  if (value === undefined) return '–';
  // By code points: half of a character would be none.
  const text = [...JSON.stringify(value)];
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX - 1).join('')}…` : text.join('');
}
