import { useState, type ReactNode } from 'react';
import { isFieldKind } from '../../../../schema/template/field-types.ts';
import { cellText, type Reading } from '../../list/cell.tsx';
import type { Change, LineChange } from './timeline-entries.ts';
import { useTimelineText } from './timeline-texts.ts';

interface ChangeListProps {
  readonly changes: readonly Change[];
  readonly lines: readonly LineChange[];
  readonly reading: Reading;
  /** A record that was just created tells its values when asked. */
  readonly isFolded: boolean;
}

/** So many changes and lines are shown at once. */
const SHOWN_MAX = 6;

/** What changed, field by field and line by line; computed values that only followed stand behind a fold. */
export function ChangeList({ changes, lines, reading, isFolded }: ChangeListProps): ReactNode {
  const text = useTimelineText();
  const given = changes.filter(({ isComputed, field }) => !isComputed || field === 'state');
  const computed = changes.filter((change) => !given.includes(change));
  if (changes.length === 0 && lines.length === 0) return null;
  const body = (
    <>
      <Changes changes={given.slice(0, isFolded ? undefined : SHOWN_MAX)} reading={reading} />
      {!isFolded && given.length > SHOWN_MAX && (
        <Fold label={text('values', { count: given.length - SHOWN_MAX })}>
          <Changes changes={given.slice(SHOWN_MAX)} reading={reading} />
        </Fold>
      )}
      {lines.slice(0, SHOWN_MAX).map((line) => (
        <LineEntry key={`${line.kind} ${line.id}`} line={line} reading={reading} />
      ))}
      {lines.length > SHOWN_MAX && (
        <Fold label={text('furtherLines', { count: lines.length - SHOWN_MAX })}>
          {lines.slice(SHOWN_MAX).map((line) => (
            <LineEntry key={`${line.kind} ${line.id}`} line={line} reading={reading} />
          ))}
        </Fold>
      )}
      {computed.length > 0 && (
        <Fold label={text('recomputed', { count: computed.length })}>
          <Changes changes={computed} reading={reading} />
        </Fold>
      )}
    </>
  );
  return isFolded ? <Fold label={text('values', { count: given.length + lines.length })}>{body}</Fold> : body;
}

/** Something that is told when asked. */
function Fold({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="tl-fold">
      <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span> {label}
      </button>
      {isOpen && children}
    </div>
  );
}

function Changes({ changes, reading }: { readonly changes: readonly Change[]; readonly reading: Reading }): ReactNode {
  if (changes.length === 0) return null;
  return (
    <ul className="tl-changes">
      {changes.map((change) => (
        <li key={change.field}>
          <span className="tl-field">{change.label}</span>
          <FromTo change={change} reading={reading} />
        </li>
      ))}
    </ul>
  );
}

function FromTo({ change, reading }: { readonly change: Change; readonly reading: Reading }): ReactNode {
  const text = useTimelineText();
  const [before, after] = [valueText(change, change.before, reading), valueText(change, change.after, reading)];
  return (
    <span className="tl-values">
      {before !== '' && (
        <>
          <del>{before}</del>
          <span className="tl-arrow" aria-label={text('becomes')} role="img">
            →
          </span>
        </>
      )}
      {after === '' ? <em>{text('empty')}</em> : <ins>{after}</ins>}
    </span>
  );
}

function LineEntry({ line, reading }: { readonly line: LineChange; readonly reading: Reading }): ReactNode {
  const text = useTimelineText();
  const { kind, number, title } = line;
  const where = kind === 'MOVED' ? 'lineMoved' : 'lineChanged';
  const place = number === undefined ? text('lineGone') : text(where, { number });
  const said = kind === 'ADDED' ? text('lineAdded') : kind === 'REMOVED' ? text('lineRemoved') : place;
  const told = line.changes.filter(({ isComputed }) => !isComputed);
  const parts = told.flatMap((change) => {
    const value = valueText(change, kind === 'REMOVED' ? change.before : change.after, reading);
    return value === '' || value === title ? [] : [`${change.label} ${value}`];
  });
  return (
    <div className="tl-line" data-kind={kind}>
      <p>
        <span className="tl-line-kind">{said}</span> {title !== undefined && <strong>{title}</strong>}
        {kind !== 'CHANGED' && parts.length > 0 && <span className="tl-line-values">{parts.join(' · ')}</span>}
      </p>
      {kind === 'CHANGED' && <Changes changes={told.length > 0 ? told : line.changes} reading={reading} />}
    </div>
  );
}

/** The value as lists show values of its kind. */
function valueText({ type }: Change, value: string | undefined, reading: Reading): string {
  if (value === undefined) return '';
  const kind = isFieldKind(type) ? type : 'text';
  const end = { path: '', steps: [], owners: [], kind, label: '', isSecret: false };
  return cellText(end, kind === 'bool' ? value === 'true' : value, reading);
}
