import { LIMITS } from '../../schema/core/limits.ts';
import { issue, type Issue } from '../../schema/core/result.ts';

/** By line, at most as many as an answer holds, then how many more there are. */
export function boundedIssues(issues: readonly Issue[]): readonly Issue[] {
  const sorted = sortedIssues(issues);
  const more = sorted.length - LIMITS.issuesPerAnswerMax;
  return more <= 0
    ? sorted
    : [...sorted.slice(0, LIMITS.issuesPerAnswerMax), issue('IMPORT_MORE_ISSUES', '', { count: more })];
}

/** All of them with their places, by line; what has none comes last. */
export function sortedIssues(issues: readonly Issue[]): readonly Issue[] {
  return issues
    .map(withPlace)
    .sort((a, b) => Number(a.params['line'] ?? Infinity) - Number(b.params['line'] ?? Infinity));
}

const PLACE = /^\/(lines|details)\/(\d+)(?:\/([^/]+))?/;

/** The issue with the line and the column of its path among its params, where tables and messages look for them. */
export function withPlace(found: Issue): Issue {
  const match = PLACE.exec(found.path);
  if (match === null) return found;
  const [, root, line = '0', column] = match;
  const name = column?.replaceAll('~1', '/').replaceAll('~0', '~');
  return {
    ...found,
    params: {
      ...found.params,
      line: Number(line),
      ...(name === undefined ? {} : { column: name }),
      ...(root === 'details' ? { file: 'details' } : {}),
    },
  };
}
