import type { ReactNode } from 'react';
import { isRecord } from '../../../schema/template/item-key.ts';
import { useChangesText } from './changes-texts.ts';

/** What the server will do to the database, for who wants to know exactly. */
export function StepList({ steps }: { readonly steps: unknown }): ReactNode {
  const text = useChangesText();
  const list = Array.isArray(steps) ? steps : [];
  if (list.length === 0) return null;
  return (
    <details className="panel">
      <summary className="panel-head">
        <h2>{text('steps')}</h2>
        <span className="soft">{text('stepCount', { count: list.length })}</span>
      </summary>
      <ol className="step-list">
        {list.map((step: unknown, index) => (
          // Steps are told in the order in which they run.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index}>
            <code>{stepWords(step)}</code>
          </li>
        ))}
      </ol>
    </details>
  );
}

function stepWords(step: unknown): string {
  if (!isRecord(step)) return JSON.stringify(step);
  const { kind, ...rest } = step;
  const sql = rest['sql'] ?? rest['text'];
  if (typeof sql === 'string') return sql;
  const parts = Object.entries(rest).flatMap(([key, value]) =>
    typeof value === 'string' || typeof value === 'number' ? [`${key} ${value}`] : [],
  );
  return [typeof kind === 'string' ? kind : '', ...parts].filter((part) => part !== '').join(' · ');
}
