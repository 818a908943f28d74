import { useEffect, useId, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { Choice } from '../form-runtime/form-sources.ts';
import { usePointsText } from './points-texts.ts';

interface FinderProps {
  readonly label: string;
  readonly hint?: string;
  readonly chosen: Choice | undefined;
  readonly onChoose: (choice: Choice | undefined) => void;
  /** Found for what is typed, also for nothing. Keep it the same function while it finds in the same place. */
  readonly find: (typed: string) => Promise<readonly Choice[]>;
}

/** Finds one of many by typing: the ARIA combobox pattern over a plain input. */
export function Finder({ label, hint, chosen, onChoose, find }: FinderProps): ReactNode {
  const text = usePointsText();
  const id = useId();
  const [typed, setTyped] = useState('');
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const found = useFound(find, typed, isOpen);
  const options = found ?? [];
  const choose = (choice: Choice | undefined): void => {
    if (choice === undefined) return;
    onChoose(choice);
    setTyped('');
    setOpen(false);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 } as const;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      setActive((at) => (isOpen ? Math.max(0, Math.min(options.length - 1, at + steps[event.key as 'ArrowUp'])) : 0));
    } else if (event.key === 'Enter' && isOpen) {
      event.preventDefault();
      choose(options[active]);
    } else if (event.key === 'Escape' && isOpen) {
      event.stopPropagation();
      setOpen(false);
    }
  };
  return (
    <div className="pts-finder">
      <label className="pts-label" htmlFor={`${id}-input`}>
        {label}
      </label>
      <input
        id={`${id}-input`}
        className="pts-input"
        type="text"
        role="combobox"
        autoComplete="off"
        aria-expanded={isOpen}
        aria-controls={isOpen ? `${id}-list` : undefined}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && options[active] !== undefined ? `${id}-${active}` : undefined}
        placeholder={hint}
        value={isOpen || chosen === undefined ? typed : chosen.title}
        onChange={({ target }) => {
          setTyped(target.value);
          setActive(0);
          setOpen(true);
          if (chosen !== undefined) onChoose(undefined);
        }}
        onFocus={() => setOpen(true)}
        onClick={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      {isOpen && (
        <ul id={`${id}-list`} className="pts-finder-list" role="listbox" aria-label={label}>
          {found !== undefined && options.length === 0 && (
            <li className="pts-finder-none" role="option" aria-selected={false} aria-disabled>
              {text('nothingFound')}
            </li>
          )}
          {options.map((choice, index) => (
            // The keyboard is the input's: aria-activedescendant.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
            <li
              key={choice.id}
              id={`${id}-${index}`}
              role="option"
              aria-selected={choice.id === chosen?.id}
              className={index === active ? 'is-active' : ''}
              onMouseDown={(event) => event.preventDefault()}
              onMouseEnter={() => setActive(index)}
              onClick={() => choose(choice)}
            >
              {choice.title}
              {choice.subtitle !== undefined && <small>{choice.subtitle}</small>}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const TYPING_MS = 180;

function useFound(find: FinderProps['find'], typed: string, isWanted: boolean): readonly Choice[] | undefined {
  const [found, setFound] = useState<readonly Choice[]>();
  useEffect(() => {
    if (!isWanted) return undefined;
    let isOver = false;
    const timer = setTimeout(
      () => {
        void find(typed).then((choices) => {
          if (!isOver) setFound(choices);
        });
      },
      typed === '' ? 0 : TYPING_MS,
    );
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [find, typed, isWanted]);
  return found;
}
