import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState, type ClipboardEvent, type KeyboardEvent, type ReactNode } from 'react';
import { LOCALES, type Locale } from '../../../schema/core/text.ts';
import type { TextPlace } from './texts-of.ts';
import { WordCell } from './word-cell.tsx';
import { cellsOf, type Cells } from './words-file.ts';
import { useWordsText } from './words-texts.ts';

const ROW_PX = 46;

export interface WordsGridProps {
  readonly rows: readonly TextPlace[];
  readonly onSet: (place: TextPlace, locale: Locale, typed: string) => void;
  readonly onPaste: (cells: Cells, from: number, locale: Locale) => void;
  readonly onUndo: (isRedo: boolean) => void;
  readonly nameOf: (place: TextPlace) => string;
}

interface Cursor {
  readonly row: number;
  readonly column: number;
}

/** A table to type into as into a spreadsheet: one cell has the focus, and only the rows in sight are drawn. */
export function WordsGrid({ rows, onSet, onPaste, onUndo, nameOf }: WordsGridProps): ReactNode {
  const text = useWordsText();
  const scroller = useRef<HTMLDivElement>(null);
  const [cursor, setCursor] = useState<Cursor>({ row: 0, column: 0 });
  const [editing, setEditing] = useState<string>();
  const wantsFocus = useRef(false);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
  });
  const row = Math.min(cursor.row, rows.length - 1);
  useEffect(() => {
    if (!wantsFocus.current || editing !== undefined) return;
    const cell = scroller.current?.querySelector<HTMLElement>(`[data-cell="${row}.${cursor.column}"]`);
    if (cell === null || cell === undefined) return;
    wantsFocus.current = false;
    cell.focus({ preventScroll: true });
  });
  const go = (down: number, right: number): void => {
    const at = row * LOCALES.length + cursor.column + right;
    const next =
      right === 0
        ? { row: row + down, column: cursor.column }
        : { row: Math.floor(at / LOCALES.length), column: at % LOCALES.length };
    const place = { row: Math.max(0, Math.min(rows.length - 1, next.row)), column: Math.max(0, next.column) };
    wantsFocus.current = true;
    setEditing(undefined);
    setCursor(place);
    virtualizer.scrollToIndex(place.row);
  };
  const language = LOCALES[cursor.column] ?? 'en';
  const enter = (place: Cursor): void => {
    if (place.row === row && place.column === cursor.column) return;
    wantsFocus.current = true;
    setEditing(undefined);
    setCursor(place);
  };
  const keyDown = (event: KeyboardEvent): void => {
    if (editing !== undefined || event.nativeEvent.isComposing) return;
    const isCommand = event.ctrlKey || event.metaKey || event.altKey;
    const move = isCommand ? undefined : MOVES[event.key];
    if (move !== undefined) go(move[0], move[1]);
    else if (isCommand && event.key === 'Home') go(-rows.length, 0);
    else if (isCommand && event.key === 'End') go(rows.length, 0);
    else return;
    event.preventDefault();
  };
  const paste = (event: ClipboardEvent): void => {
    if (editing !== undefined) return;
    event.preventDefault();
    onPaste(cellsOf(event.clipboardData.getData('text/plain'), '\t'), row, language);
  };
  return (
    <div
      className="words-grid"
      role="grid"
      aria-label={text('gridLabel')}
      aria-rowcount={rows.length + 1}
      aria-colcount={3}
    >
      <WordsHead />
      <div ref={scroller} role="rowgroup" className="words-body" onKeyDown={keyDown} onPaste={paste}>
        <div role="presentation" className="words-space" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const place = rows[index];
            if (place === undefined) return null;
            return (
              <WordsRow
                key={place.id}
                place={place}
                index={index}
                start={start}
                name={nameOf(place)}
                hereAt={index === row ? cursor.column : undefined}
                editing={editing}
                onEnter={(column) => enter({ row: index, column })}
                onType={setEditing}
                onUndo={onUndo}
                onEnd={(locale, typed, move) => {
                  if (typed !== undefined) onSet(place, locale, typed);
                  if (move === undefined) setEditing(undefined);
                  else go(move[0], move[1]);
                }}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

function WordsHead(): ReactNode {
  const text = useWordsText();
  return (
    <div role="rowgroup" className="words-head">
      <div role="row" aria-rowindex={1} className="words-row">
        <span role="columnheader">{text('place')}</span>
        {LOCALES.map((locale) => (
          <span key={locale} role="columnheader">
            {text(locale)}
          </span>
        ))}
      </div>
    </div>
  );
}

interface WordsRowProps {
  readonly place: TextPlace;
  readonly index: number;
  /** Pixels from the top of the table. */
  readonly start: number;
  readonly name: string;
  /** The cell that one is in, where it is of this row. */
  readonly hereAt: number | undefined;
  readonly editing: string | undefined;
  readonly onEnter: (column: number) => void;
  readonly onType: (typed: string) => void;
  readonly onUndo: (isRedo: boolean) => void;
  readonly onEnd: (locale: Locale, typed: string | undefined, move: readonly [number, number] | undefined) => void;
}

function WordsRow({
  place,
  index,
  start,
  name,
  hereAt,
  editing,
  onEnter,
  onType,
  onUndo,
  onEnd,
}: WordsRowProps): ReactNode {
  const text = useWordsText();
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className="words-row is-body"
      style={{ transform: `translateY(${start}px)` }}
    >
      <span role="rowheader" className="words-place" title={name}>
        {name}
      </span>
      {LOCALES.map((locale, column) => (
        <WordCell
          key={locale}
          id={`${index}.${column}`}
          place={place}
          locale={locale}
          isHere={column === hereAt}
          editing={column === hereAt ? editing : undefined}
          label={`${name}, ${text(locale)}`}
          onEnter={() => onEnter(column)}
          onType={onType}
          onUndo={onUndo}
          onEnd={(typed, move) => onEnd(locale, typed, move)}
        />
      ))}
    </div>
  );
}

/** How far each key goes: rows down, cells on. */
const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  PageDown: [12, 0],
  PageUp: [-12, 0],
};
