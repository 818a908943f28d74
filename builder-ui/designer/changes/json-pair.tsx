import type { ReactNode } from 'react';
import { useChangesText } from './changes-texts.ts';

/** Two values side by side; lines that only one of them has are marked. */
export function JsonPairView({ from, to }: { readonly from: unknown; readonly to: unknown }): ReactNode {
  const text = useChangesText();
  const [before, after] = [linesOf(from), linesOf(to)];
  return (
    <div className="json-pair">
      <JsonSide label={text('before')} lines={before} others={new Set(after)} mark="is-gone" />
      <JsonSide label={text('after')} lines={after} others={new Set(before)} mark="is-new" />
    </div>
  );
}

function JsonSide({
  label,
  lines,
  others,
  mark,
}: {
  readonly label: string;
  readonly lines: readonly string[];
  readonly others: ReadonlySet<string>;
  readonly mark: string;
}): ReactNode {
  return (
    <figure>
      <figcaption>{label}</figcaption>
      {/* It scrolls, so the keyboard must reach it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre role="region" tabIndex={0} aria-label={label}>
        {lines.map((line, index) => (
          // Lines have no identity but their place.
          // oxlint-disable-next-line react/no-array-index-key
          <span key={index} className={others.has(line) ? 'json-line' : `json-line ${mark}`}>
            {line}
            {'\n'}
          </span>
        ))}
      </pre>
    </figure>
  );
}

function linesOf(value: unknown): readonly string[] {
  return value === undefined ? [] : JSON.stringify(value, null, 2).split('\n');
}
