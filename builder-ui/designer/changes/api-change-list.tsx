import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useChangesText } from './changes-texts.ts';

/** What a client of the API would notice of one thing. */
export interface ApiChangeView {
  readonly path: string;
  readonly kind: string;
  readonly from?: string | null | undefined;
  readonly to?: string | null | undefined;
  readonly isBreaking: boolean;
}

const KINDS: Readonly<Record<string, 'added' | 'removed' | 'changed'>> = {
  added: 'added',
  removed: 'removed',
  changed: 'changed',
};

/** One field that goes is gone in many places of the API. */
const SHOWN = 6;

/** What programs will notice, what may break first. */
export function ApiChangeList({
  changes,
  isOpen = false,
}: {
  readonly changes: readonly ApiChangeView[];
  readonly isOpen?: boolean;
}): ReactNode {
  const text = useChangesText();
  const [isAll, setAll] = useState(false);
  const breaking = changes.filter(({ isBreaking }) => isBreaking);
  const others = changes.filter(({ isBreaking }) => !isBreaking);
  if (changes.length === 0) return null;
  const sorted = [...breaking, ...others];
  const shown = isAll ? sorted : sorted.slice(0, SHOWN);
  return (
    <details className="panel api-changes" open={isOpen}>
      <summary className="panel-head">
        <h2>{text('apiChanges')}</h2>
        <span className="soft">
          {breaking.length > 0
            ? text('apiBreaking', { count: breaking.length })
            : text('apiSafe', { count: others.length })}
        </span>
      </summary>
      <ul className="change-list">
        {shown.map(({ path, kind, from, to, isBreaking }) => (
          <li key={`${kind} ${path}`} className="api-change">
            <span className={`api-kind is-${kind}`}>{text(KINDS[kind] ?? 'changed')}</span>
            <code>{path}</code>
            {(from ?? to) !== null && (from ?? to) !== undefined && (
              <code className="soft">
                {[from, to].filter((one) => one !== null && one !== undefined && one !== '').join(' → ')}
              </code>
            )}
            {isBreaking && <span className="class-tag is-breaking">{text('isBreaking')}</span>}
          </li>
        ))}
        {shown.length < sorted.length && (
          <li>
            <Button type="link" size="small" onClick={() => setAll(true)}>
              {text('andMore', { count: sorted.length - shown.length })}
            </Button>
          </li>
        )}
      </ul>
    </details>
  );
}
