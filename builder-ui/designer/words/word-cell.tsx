import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import type { Locale } from '../../../schema/core/text.ts';
import type { TextPlace } from './texts-of.ts';
import { useWordsText } from './words-texts.ts';

/** Rows down and cells on. */
type Move = readonly [number, number];

export interface WordCellProps {
  /** Row and column, by which the grid finds it. */
  readonly id: string;
  readonly place: TextPlace;
  readonly locale: Locale;
  /** The one cell that the keyboard reaches. */
  readonly isHere: boolean;
  /** What is being typed; absent while one only looks. */
  readonly editing: string | undefined;
  readonly label: string;
  readonly onEnter: () => void;
  readonly onType: (typed: string) => void;
  /** Ctrl-Z and its like take back steps of the draft while one does not type. */
  readonly onUndo: (isRedo: boolean) => void;
  /** The text that was typed, if it is to be kept, and where to go on. */
  readonly onEnd: (typed: string | undefined, move: Move | undefined) => void;
}

/**
 * One text in one language. The cell that one is in is a field whose text is selected: what is typed takes its place,
 * and an input method begins in it with the first key.
 */
export function WordCell(props: WordCellProps): ReactNode {
  const { place, locale, isHere, onEnter } = props;
  const text = useWordsText();
  const value = place.text?.[locale] ?? '';
  const look = value === '' ? 'words-cell is-missing' : 'words-cell';
  if (isHere) {
    return (
      <div role="gridcell" className={`${look} is-here`}>
        <WordField {...props} value={value} />
      </div>
    );
  }
  return (
    // The keyboard comes by the arrows of the grid.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div role="gridcell" tabIndex={-1} lang={locale} className={look} onClick={onEnter}>
      <span className="words-clip">{value === '' ? text('empty') : value}</span>
    </div>
  );
}

function WordField({
  id,
  locale,
  value,
  editing,
  label,
  onEnter,
  onType,
  onUndo,
  onEnd,
}: WordCellProps & { readonly value: string }): ReactNode {
  const text = useWordsText();
  const field = useRef<HTMLTextAreaElement>(null);
  const isEditing = editing !== undefined;
  useEffect(() => {
    const element = field.current;
    if (isEditing || element === null || document.activeElement !== element) return;
    element.select();
  }, [isEditing, value]);
  const keyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing) return;
    const { key, shiftKey } = event;
    const isCommand = event.ctrlKey || event.metaKey;
    if (!isEditing && isCommand && /^[zy]$/i.test(key)) onUndo(shiftKey || key.toLowerCase() === 'y');
    else if (!isEditing && (key === 'Enter' || key === 'F2')) {
      onType(value);
      event.currentTarget.setSelectionRange(value.length, value.length);
    } else if (!isEditing && (key === 'Delete' || key === 'Backspace')) onEnd('', undefined);
    else if (isEditing && key === 'Escape') onEnd(undefined, undefined);
    else if (isEditing && key === 'Enter' && !event.altKey) onEnd(editing, [shiftKey ? -1 : 1, 0]);
    else if (isEditing && key === 'Tab') onEnd(editing, [0, shiftKey ? -1 : 1]);
    else {
      // While one types, arrows belong to the text.
      if (isEditing) event.stopPropagation();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <textarea
      ref={field}
      data-cell={id}
      lang={locale}
      aria-label={label}
      className={isEditing ? 'is-editing' : ''}
      value={editing ?? value}
      placeholder={text('empty')}
      rows={1}
      onFocus={(event) => {
        onEnter();
        if (!isEditing) event.target.select();
      }}
      onChange={(event) => onType(event.target.value)}
      onDoubleClick={() => onType(value)}
      onBlur={() => isEditing && onEnd(editing, undefined)}
      onKeyDown={keyDown}
    />
  );
}
