import { Button } from 'antd';
import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { usePinyinSearch } from '../../../designer/parts/pinyin-search.ts';
import { mentionAt, stillMentioned } from './comment-text.ts';
import { NeedsServer } from '../../../offline/needs-server.tsx';
import type { Person } from './timeline-entries.ts';
import { useTimelineText } from './timeline-texts.ts';
import type { TimelinePlace } from './history-ask.ts';
import { useCommentWriting, usePeople } from './use-timeline.ts';

interface ComposerProps {
  readonly place: TimelinePlace;
  /** The comment that is changed; absent for a new one. */
  readonly stored?: { readonly body: string; readonly mentions: readonly Person[] };
  readonly onSend: (words: { readonly body: string; readonly mentions: readonly string[] }) => {
    readonly query: string;
    readonly variables: Readonly<Record<string, unknown>>;
  };
  readonly onDone?: () => void;
}

/** So many people are offered at once. */
const OFFERED_MAX = 6;

/** Where a comment is written: `@` offers colleagues who may read the record, Ctrl+Enter sends (SPEC [WRK-51]). */
export function CommentComposer({ place, stored, onSend, onDone }: ComposerProps): ReactNode {
  const text = useTimelineText();
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const [body, setBody] = useState(stored?.body ?? '');
  const [chosen, setChosen] = useState<readonly Person[]>(stored?.mentions ?? []);
  const { isSending, issues, write } = useCommentWriting(place);
  const offer = useOffer(place, area, body);
  const send = async (): Promise<void> => {
    if (body.trim() === '' || isSending) return;
    const mentions = stillMentioned(body, chosen).map((person) => person.id);
    const { query, variables } = onSend({ body, mentions });
    if (!(await write(query, variables))) return;
    setBody('');
    setChosen([]);
    onDone?.();
  };
  const choose = (person: Person): void => {
    const caret = area.current?.selectionStart ?? body.length;
    const at = mentionAt(body, caret);
    if (at === undefined) return;
    const before = `${body.slice(0, at.from)}@${person.name} `;
    // At once: the caret stands after the name before the next key comes.
    flushSync(() => {
      setBody(before + body.slice(caret));
      setChosen([...chosen, person]);
      offer.close();
    });
    area.current?.setSelectionRange(before.length, before.length);
  };
  const press = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      // The form behind would take the same keys as its own.
      event.stopPropagation();
      void send();
      return;
    }
    if (offer.press(event, choose)) return;
    if (event.key === 'Escape') onDone?.();
  };
  return (
    <div className="tl-composer">
      <NeedsServer />
      <textarea
        ref={area}
        rows={stored === undefined ? 2 : 3}
        value={body}
        maxLength={4_000}
        aria-label={text('write')}
        aria-autocomplete="list"
        aria-controls={offer.isOpen ? `${id}-people` : undefined}
        aria-activedescendant={offer.active === undefined ? undefined : `${id}-${offer.active.id}`}
        placeholder={text('writeHint')}
        onChange={({ target }) => {
          setBody(target.value);
          offer.look(target.value, target.selectionStart);
        }}
        onKeyDown={press}
        onBlur={offer.close}
        autoFocus={stored !== undefined}
      />
      {offer.isOpen && (
        <ul id={`${id}-people`} className="tl-people" role="listbox" aria-label={text('mention')}>
          {offer.people.map((person) => (
            <li
              key={person.id}
              id={`${id}-${person.id}`}
              role="option"
              aria-selected={person === offer.active}
              onPointerDown={(event) => {
                event.preventDefault();
                choose(person);
              }}
            >
              <span className="cell-initial" aria-hidden="true">
                {[...person.name][0]}
              </span>
              {person.name}
            </li>
          ))}
        </ul>
      )}
      {offer.isFruitless && <p className="tl-nobody">{text('mentionNobody')}</p>}
      {issues.map(({ message, cure }) => (
        <p key={message} className="tl-issue" role="alert">
          {message} {cure}
        </p>
      ))}
      <div className="tl-send">
        <span>{body === '' ? '' : text('sendKeys')}</span>
        {onDone !== undefined && (
          <Button size="small" onClick={onDone}>
            {text('cancel')}
          </Button>
        )}
        <Button
          size="small"
          type="primary"
          loading={isSending}
          disabled={body.trim() === ''}
          onClick={() => void send()}
        >
          {text(stored === undefined ? 'send' : 'save')}
        </Button>
      </div>
    </div>
  );
}

interface Offer {
  readonly isOpen: boolean;
  readonly isFruitless: boolean;
  readonly people: readonly Person[];
  readonly active: Person | undefined;
  readonly look: (body: string, caret: number) => void;
  readonly close: () => void;
  /** Whether the key was for the list. */
  readonly press: (event: KeyboardEvent, choose: (person: Person) => void) => boolean;
}

/** The people whose names begin, or in pinyin begin, with what stands after the `@`. */
function useOffer(place: TimelinePlace, area: { readonly current: HTMLTextAreaElement | null }, body: string): Offer {
  const [at, setAt] = useState<{ readonly search: string }>();
  const [wasAsked, setAsked] = useState(false);
  const [index, setIndex] = useState(0);
  const people = usePeople(place, wasAsked);
  const matches = usePinyinSearch();
  const found = at === undefined ? [] : people.filter(({ name }) => matches(at.search, [name])).slice(0, OFFERED_MAX);
  const active = found[Math.min(index, found.length - 1)];
  const close = (): void => setAt(undefined);
  return {
    isOpen: found.length > 0,
    isFruitless:
      at !== undefined && at.search.length > 1 && people.length > 0 && found.length === 0 && !at.search.includes(' '),
    people: found,
    active,
    close,
    look: (now, caret) => {
      const next = mentionAt(now, caret);
      setAt(next);
      setIndex(0);
      if (next !== undefined) setAsked(true);
    },
    press: (event, choose) => {
      if (active === undefined || area.current === null || body === '') return false;
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
      if (step !== 0) setIndex((index + step + found.length) % found.length);
      else if (event.key === 'Enter' || event.key === 'Tab') choose(active);
      else if (event.key === 'Escape') close();
      else return false;
      event.preventDefault();
      event.stopPropagation();
      return true;
    },
  };
}
