import { Button, Checkbox } from 'antd';
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import type { TenantIssue } from '../../data/tenant-client.ts';
import { PersonMark } from '../people/person-mark.tsx';
import { sinceText } from '../since.ts';
import type { Box } from './inbox-documents.ts';
import type { InboxItem } from './inbox-items.ts';
import type { Reading } from '../list/cell.tsx';
import { FactAmount, FactLine, FactState } from './fact-line.tsx';
import { askedText } from './inbox-words.ts';
import type { InboxText } from './inbox-texts.ts';
import type { KnownFacts } from './use-facts.ts';

interface InboxListProps {
  readonly box: Box;
  readonly items: readonly InboxItem[];
  readonly active: string | undefined;
  readonly chosen: ReadonlySet<string>;
  readonly refused: ReadonlyMap<string, readonly TenantIssue[]>;
  readonly text: InboxText;
  readonly reading: Reading;
  readonly facts: KnownFacts;
  readonly now: string;
  readonly onOpen: (item: InboxItem) => void;
  readonly onChoose: (item: InboxItem) => void;
  readonly onMore: (() => void) | undefined;
}

/** The requests of a box, one under another; the open one is current. */
export function InboxList(props: InboxListProps): ReactNode {
  const { items, text, onMore } = props;
  return (
    <div className="inbox-items">
      <ul aria-label={text('list')}>
        {items.map((item) => (
          <InboxRow key={item.key} item={item} {...props} />
        ))}
      </ul>
      {onMore !== undefined && (
        <Button block type="text" onClick={onMore}>
          {text('more')}
        </Button>
      )}
    </div>
  );
}

function InboxRow(props: InboxListProps & { readonly item: InboxItem }): ReactNode {
  const { item, box, active, chosen, refused, text, reading, facts, now, onOpen, onChoose } = props;
  const isActive = item.key === active;
  const isChosen = chosen.has(item.key);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isActive) button.current?.scrollIntoView({ block: 'nearest' });
  }, [isActive]);
  const known = facts.of(item);
  const isRefused = refused.has(item.key);
  return (
    <li className={`inbox-item${isActive ? ' is-active' : ''}${isChosen ? ' is-chosen' : ''}`}>
      {box === 'TO_DECIDE' ? (
        <Checkbox
          className="inbox-check"
          checked={isChosen}
          tabIndex={-1}
          aria-label={text('choose', { what: `${item.group} ${item.title}` })}
          onChange={() => onChoose(item)}
        />
      ) : null}
      <button
        ref={button}
        type="button"
        className="inbox-row"
        data-key={item.key}
        aria-current={isActive ? 'true' : undefined}
        onClick={() => onOpen(item)}
        onKeyDown={(event: KeyboardEvent) => {
          if (event.key !== ' ' || box !== 'TO_DECIDE') return;
          event.preventDefault();
          onChoose(item);
        }}
      >
        <PersonMark name={item.askedBy?.name ?? ''} />
        <span className="inbox-row-lines">
          <span className="inbox-row-top">
            <strong>{item.title}</strong>
            <FactAmount {...{ item, known, reading }} />
          </span>
          <span className={`facts${facts.isAwaited(item) ? ' is-awaited' : ''}`}>
            <FactLine {...{ item, known, reading }} />
          </span>
          <span className="inbox-row-what">
            <span>
              {item.group} · {askedText(item, text)}
            </span>
            {item.isOverdue && <span className="inbox-late">{text('overdueShort')}</span>}
            <FactState {...{ known, reading }} />
            <time dateTime={item.askedAt}>{sinceText(item.askedAt, now, reading.locale)}</time>
          </span>
          {(isRefused || box !== 'TO_DECIDE') && (
            <span className="inbox-row-foot">
              {isRefused && (
                <span className="inbox-late">
                  {text('refused', { what: refused.get(item.key)?.[0]?.message ?? '' })}
                </span>
              )}
              {box !== 'TO_DECIDE' && (
                <span className={`inbox-state is-${item.state.toLowerCase()}`}>{text(`state_${item.state}`)}</span>
              )}
            </span>
          )}
        </span>
      </button>
    </li>
  );
}
