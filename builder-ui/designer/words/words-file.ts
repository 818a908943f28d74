import { LOCALES, type Locale, type Text } from '../../../schema/core/text.ts';
import type { Edit } from '../../../schema/model/edits.ts';
import type { TextPlace } from './texts-of.ts';

/** Cells of a table of words; rows may differ in length. */
export type Cells = readonly (readonly string[])[];

/** RFC 4180 with a byte order mark, which spreadsheets need to read Chinese; no cell can be taken for a formula. */
export function csvOf(rows: Cells): string {
  const lines = rows.map((row) => row.map(csvCell).join(','));
  return `\u{FEFF}${lines.join('\r\n')}\r\n`;
}

function csvCell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * The cells of a text that a spreadsheet copied or a CSV file has (SPEC [DSG-71]): quoted cells keep their line ends.
 * What `csvOf` put before a formula goes again.
 */
export function cellsOf(text: string, separator: ',' | '\t'): Cells {
  const source = text.replace(/^\u{FEFF}/u, '');
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let isQuoted = false;
  const endRow = (): void => {
    row.push(cell);
    rows.push(row);
    row = [];
    cell = '';
  };
  for (let index = 0; index < source.length; index += 1) {
    const char = source.charAt(index);
    if (isQuoted) {
      if (char !== '"') cell += char;
      else if (source.charAt(index + 1) === '"') {
        cell += '"';
        index += 1;
      } else isQuoted = false;
    } else if (char === '"' && cell === '') isQuoted = true;
    else if (char === separator) {
      row.push(cell);
      cell = '';
    } else if (char === '\n') endRow();
    else if (char !== '\r' || source.charAt(index + 1) !== '\n') cell += char === '\r' ? ' ' : char;
  }
  if (cell !== '' || row.length > 0) endRow();
  return rows.map((cells) => cells.map((one) => one.replace(/^'(?=[=+\-@\t\r])/, '')));
}

/** The text of a place with one language set; without any language there is no text. */
export function withText(text: Text | undefined, locale: Locale, typed: string): Text | undefined {
  const { [locale]: _, ...rest } = text ?? {};
  const value = typed.trim();
  const next: Text = value === '' ? rest : { ...rest, [locale]: value };
  return Object.keys(next).length === 0 ? undefined : next;
}

/** The edit that gives a place this text. */
export function textEdit({ at, key }: Pick<TextPlace, 'at' | 'key'>, text: Text | undefined): Edit {
  return { kind: 'setProperty', at, key, ...(text === undefined ? {} : { value: text }) };
}

const HEAD = ['id', ...LOCALES] as const;

/** The words as a file: the place's id, and a column for each language. */
export function wordsCsv(places: readonly TextPlace[], wordsFor: (place: TextPlace) => string): string {
  return csvOf([
    [...HEAD, 'place'],
    ...places.map((place) => [place.id, ...LOCALES.map((one) => place.text?.[one] ?? ''), wordsFor(place)]),
  ]);
}

/** What came of a file of words. */
export interface WordsImport {
  readonly edits: readonly Edit[];
  /** Rows whose place is not in the template any more. */
  readonly unknown: readonly string[];
  /** The file has no columns `id` and a language. */
  readonly isUnreadable: boolean;
}

/** The edits of a file of words: an empty cell leaves what is there, since translators send back what they did. */
export function importWords(csv: string, places: readonly TextPlace[]): WordsImport {
  const [head = [], ...rows] = cellsOf(csv, csv.split(/\r?\n/, 1)[0]?.includes('\t') === true ? '\t' : ',');
  const idColumn = head.indexOf('id');
  const columns = LOCALES.flatMap((locale) =>
    head.includes(locale) ? [{ locale, column: head.indexOf(locale) }] : [],
  );
  if (idColumn < 0 || columns.length === 0) return { edits: [], unknown: [], isUnreadable: true };
  const byId = new Map(places.map((place) => [place.id, place]));
  const unknown: string[] = [];
  const edits = rows.flatMap((row): readonly Edit[] => {
    const id = row[idColumn] ?? '';
    if (id === '') return [];
    const place = byId.get(id);
    if (place === undefined) {
      unknown.push(id);
      return [];
    }
    const text = columns.reduce<Text | undefined>((made, { locale, column }) => {
      const cell = row[column] ?? '';
      return cell.trim() === '' ? made : withText(made, locale, cell);
    }, place.text);
    const isSame = LOCALES.every((locale) => (text?.[locale] ?? '') === (place.text?.[locale] ?? ''));
    return isSame ? [] : [textEdit(place, text)];
  });
  return { edits, unknown, isUnreadable: false };
}

/** Where a block of cells is put: the first row, and the first language. */
export interface PasteTarget {
  readonly rows: readonly TextPlace[];
  readonly from: number;
  readonly locale: Locale;
}

/** The edits of cells that were pasted into the grid; what reaches past its end is left out. */
export function pasteWords(cells: Cells, { rows, from, locale }: PasteTarget): readonly Edit[] {
  const first = LOCALES.indexOf(locale);
  return cells.flatMap((row, index): readonly Edit[] => {
    const place = rows[from + index];
    if (place === undefined) return [];
    const text = row.reduce<Text | undefined>((made, cell, column) => {
      const language = LOCALES[first + column];
      return language === undefined ? made : withText(made, language, cell);
    }, place.text);
    const isSame = LOCALES.every((one) => (text?.[one] ?? '') === (place.text?.[one] ?? ''));
    return isSame ? [] : [textEdit(place, text)];
  });
}
