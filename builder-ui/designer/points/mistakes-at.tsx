import type { ReactNode } from 'react';
import type { JsonPointer } from '../../../schema/core/result.ts';
import { toldIssue } from '../changes/told-issue.ts';
import { useIssueReader } from '../changes/use-issue-reader.ts';
import { useDraft } from '../session/draft-context.tsx';
import '../parts/parts.css';

export interface MistakesAtProps {
  readonly path: JsonPointer;
  /** Not those of places below it. */
  readonly isExact?: boolean;
  /** An editor of expressions tells its own mistakes; those of the model are still to be told. */
  readonly hasEditor?: boolean;
}

/** What is wrong with a setting of the draft, below it: what, and what to do. */
export function MistakesAt({ path, isExact = false, hasEditor = false }: MistakesAtProps): ReactNode {
  const reader = useIssueReader();
  const all = useDraft(({ compiled }) => compiled.issues);
  const found = all.filter(
    (issue) =>
      (issue.path === path || (!isExact && issue.path.startsWith(`${path}/`))) &&
      (!hasEditor || !issue.code.startsWith('EXPR_')),
  );
  return found.map((issue) => {
    const { message, cure } = toldIssue(issue, reader);
    return (
      <p key={`${issue.code} ${issue.path}`} className="mistake-at">
        {message} <span>{cure}</span>
      </p>
    );
  });
}

/** How many mistakes an item has. */
export function useMistakeCount(path: JsonPointer): number {
  return useDraft(({ compiled }) => compiled.issues.filter((issue) => `${issue.path}/`.startsWith(`${path}/`)).length);
}
