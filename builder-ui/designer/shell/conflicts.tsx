import { lazy, Suspense, type ReactNode } from 'react';
import { useDraft } from '../session/draft-context.tsx';

/** Tells places in words, which only who has conflicts waits for. */
const ConflictList = lazy(async () => ({ default: (await import('./conflict-list.tsx')).ConflictList }));

/** What a colleague and I both changed, where there is such a thing. */
export function Conflicts(): ReactNode {
  const has = useDraft(({ conflicts }) => conflicts.length > 0);
  return has ? (
    <Suspense fallback={null}>
      <ConflictList />
    </Suspense>
  ) : null;
}
