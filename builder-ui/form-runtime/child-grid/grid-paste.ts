import type { FormField } from '../form-plan.ts';
import { referenceOf, type Choice, type FormSources } from '../form-sources.ts';
import type { FieldValue, RowValue } from '../form-value.ts';
import { typedDuration } from '../duration-text.ts';
import { typedDate } from '../moment-text.ts';
import { numberForm } from '../shown-value.tsx';
import { typedNumber } from '../number-text.ts';
import { parseDecimal } from '../../../schema/core/decimal.ts';
import { parseTime } from '../../../schema/expr/calendar.ts';
import type { GridColumn } from '../form-layout.ts';

/** Cells as spreadsheets put them on the clipboard: tab between cells, quotes around what holds tabs or lines. */
export function clipboardCells(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^\t\r\n]*))(\t|\r?\n|\r|$)/gy;
  while (cell.lastIndex <= text.length) {
    const match = cell.exec(text);
    if (match === null) break;
    const [whole, quoted, plain = '', end] = match;
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '\t') continue;
    rows.push(row);
    row = [];
    if (end === '' || whole === '') break;
  }
  // Spreadsheets end with a line break, which begins no row.
  const last = rows.at(-1);
  return last?.length === 1 && last[0] === '' ? rows.slice(0, -1) : rows;
}

/** What was pasted and what did not fit. */
export interface Pasted {
  readonly rows: readonly RowValue[];
  readonly cells: number;
  readonly misfits: readonly Misfit[];
  /** Rows for which there was no room. */
  readonly rowsOver: number;
}

export interface Misfit {
  readonly row: number;
  readonly label: string;
  readonly text: string;
}

export interface Pasting {
  readonly cells: readonly (readonly string[])[];
  /** The rows as they are when all references were looked up: somebody may have typed meanwhile. */
  readonly rows: () => readonly RowValue[];
  readonly columns: readonly GridColumn[];
  readonly at: { readonly row: number; readonly column: number };
  readonly rowsMax: number;
  readonly sources: FormSources;
  readonly newRow: () => RowValue;
  readonly words: { readonly yes: string; readonly no: string };
}

/**
 * Lays cells over the rows from one place on, adding rows as needed (SPEC [FORM-11]). A cell that can't be read as its
 * column's kind is left as it was and told; columns that can't be changed are passed over.
 */
export async function pasteCells(pasting: Pasting): Promise<Pasted> {
  const { cells, columns, at, rowsMax } = pasting;
  const room = Math.max(0, rowsMax - at.row);
  const fitting = cells.slice(0, room);
  const found = await foundReferences(pasting, fitting);
  const next = [...pasting.rows()];
  while (next.length < at.row + fitting.length) next.push(pasting.newRow());
  const misfits: Misfit[] = [];
  let taken = 0;
  for (const [offset, texts] of fitting.entries()) {
    const index = at.row + offset;
    const values: Record<string, FieldValue> = {};
    for (const [place, text] of texts.entries()) {
      const column = columns[at.column + place];
      if (column?.field === undefined || column.field.lock !== undefined) {
        if (column === undefined && text !== '') misfits.push({ row: index + 1, label: '—', text });
        continue;
      }
      const value = typedCell(column.field, text.trim(), { found, words: pasting.words });
      if (value === undefined) misfits.push({ row: index + 1, label: column.label, text });
      else {
        values[column.apiName] = value;
        taken += 1;
      }
    }
    const row = next[index];
    if (row !== undefined) next[index] = { ...row, ...values };
  }
  return { rows: next, cells: taken, misfits, rowsOver: cells.length - fitting.length };
}

interface Typing {
  readonly found: ReadonlyMap<string, Choice>;
  readonly words: Pasting['words'];
}

/** The value that a text means in a column; `undefined` where it means nothing there. */
function typedCell(field: FormField, text: string, { found, words }: Typing): FieldValue | undefined {
  if (text === '') return null;
  switch (field.widget) {
    case 'number':
    case 'decimal': {
      const typed = typedNumber(text, numberForm(field));
      // `15%` and `15` are the same percent, as they are when typed.
      if (parseDecimal(typed) === undefined) return undefined;
      if (field.widget === 'decimal') return typed;
      return Number.isSafeInteger(Number(typed)) ? Number(typed) : undefined;
    }
    case 'checkbox':
      return typedBool(text, words);
    case 'date':
      return typedDate(text);
    case 'time':
      return parseTime(text);
    case 'duration':
      return typedDuration(text);
    case 'select':
      return optionValue(field, text);
    case 'multiSelect': {
      const values = text.split(/[,;、，；]\s*/).map((one) => optionValue(field, one));
      const known = values.filter((one) => one !== undefined);
      return known.length === values.length ? known : undefined;
    }
    case 'reference':
    case 'member':
    case 'department': {
      const choice = found.get(soughtKey(field, text));
      return choice === undefined ? undefined : referenceOf(choice);
    }
    case 'text':
    case 'textarea':
    case 'richtext':
      return text;
    default:
      return undefined;
  }
}

function typedBool(text: string, { yes, no }: Pasting['words']): boolean | undefined {
  const word = text.toLowerCase();
  if (['true', 'yes', 'y', '1', '是', '√', '✓', yes.toLowerCase()].includes(word)) return true;
  return ['false', 'no', 'n', '0', '否', '×', no.toLowerCase()].includes(word) ? false : undefined;
}

function optionValue({ options }: FormField, text: string): string | undefined {
  const sought = text.toLowerCase();
  return options?.find(({ value, label }) => label.toLowerCase() === sought || value.toLowerCase() === sought)?.value;
}

function soughtKey({ widget, of }: FormField, text: string): string {
  return `${widget} ${of?.entity ?? ''} ${text.toLowerCase()}`;
}

/** Every name that was pasted into a reference is asked for once; it must be the name of exactly one row. */
async function foundReferences(
  { columns, at, sources }: Pasting,
  cells: readonly (readonly string[])[],
): Promise<ReadonlyMap<string, Choice>> {
  const asked = new Map<string, { readonly field: FormField; readonly text: string }>();
  for (const texts of cells) {
    for (const [place, given] of texts.entries()) {
      const field = columns[at.column + place]?.field;
      const text = given.trim();
      if (field !== undefined && text !== '' && ['reference', 'member', 'department'].includes(field.widget))
        asked.set(soughtKey(field, text), { field, text });
    }
  }
  const found = new Map<string, Choice>();
  const questions = [...asked];
  for (let start = 0; start < questions.length; start += ASKED_AT_ONCE) {
    const answers = questions.slice(start, start + ASKED_AT_ONCE).map(async ([key, { field, text }]) => {
      const choices = await search(sources, field, text);
      const same = choices.filter(({ title }) => title.toLowerCase() === text.toLowerCase());
      const [first] = same;
      if (first !== undefined && same.length === 1) found.set(key, first);
    });
    await Promise.all(answers);
  }
  return found;
}

const ASKED_AT_ONCE = 6;

async function search(sources: FormSources, field: FormField, text: string): Promise<readonly Choice[]> {
  if (field.widget === 'member') return sources.members(text);
  if (field.widget === 'department') return sources.departments(text);
  return sources.searchReference(field.of?.entity ?? '', text, { limit: 5 });
}
