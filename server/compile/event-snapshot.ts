import { isRow } from '../../schema/expr/values.ts';
import type { Model } from '../../schema/model/model.ts';
import { snapshotOf } from './row-changes.ts';
import type { RowState } from './row-state.ts';

type Row = Readonly<Record<string, unknown>>;

/** A document as an event keeps it. What its lines are without being told is left out, which is most of them. */
export interface KeptDocument {
  readonly doc: Row;
  /** The fields whose lines are short; a document that was kept whole has no such list. */
  readonly lines: readonly string[];
}

/**
 * The row as expressions saw it (`snapshotOf`) without what `wholeDocument` knows: plain values that `changes` tells
 * already, those of its lines where the document is new, and values that a line has from its document. Two thirds of an
 * event were this.
 */
export function keptDocument(model: Model, state: RowState, changes: Row): KeptDocument {
  const whole = snapshotOf(model, state);
  const lines = [...state.lines.keys()];
  const doc: Record<string, unknown> = restOf(whole, documentBefore(whole, changes));
  for (const field of lines) {
    const rows = rowsOf(doc[field]);
    const told = toldLines(changes, field, { isNew: state.before === null, count: rows.length });
    const rests = rows.map((line, index) => restOf(line, lineBefore(doc, line, told[index])));
    if (told.length > 0 && rests.every((rest) => Object.keys(rest).length === 0)) delete doc[field];
    else doc[field] = rests;
  }
  return { doc, lines };
}

/** The document that an event kept, whole. */
export function wholeDocument(kept: { readonly doc: Row; readonly lines?: readonly string[] }, changes: unknown): Row {
  const { doc, lines = [] } = kept;
  const whole: Record<string, unknown> = { ...documentBefore(doc, changes), ...doc };
  for (const field of lines) {
    const told = toldLines(changes, field, { isNew: whole['version'] === 1, count: undefined });
    const rests = doc[field] === undefined ? told.map(() => ({})) : rowsOf(doc[field]);
    whole[field] = rests.map((rest, index) => {
      const known = told.length === rests.length ? told[index] : undefined;
      return { ...lineBefore(doc, rest, known), ...rest };
    });
  }
  return whole;
}

/** What a document is where nothing else is said: as it was made, with what its changes made of it. */
function documentBefore({ createdAt, createdBy }: Row, changes: unknown): Row {
  const told = Object.entries(isRow(changes) ? changes : {}).flatMap(([name, change]) =>
    isToldPlainly(change) ? [[name, change[1]] as const] : [],
  );
  const made = { version: 1, updatedAt: createdAt, updatedBy: createdBy, deletedAt: null };
  return { ...(createdAt === undefined ? {} : made), ...Object.fromEntries(told) };
}

/** A change of a plain value, and not of a secret, which is told as the same before and after. */
function isToldPlainly(change: unknown): change is readonly [unknown, string | number | boolean] {
  if (!Array.isArray(change) || change.length !== 2) return false;
  const [before, after]: readonly unknown[] = change;
  return after !== before && ['string', 'number', 'boolean'].includes(typeof after);
}

/** What a line is where nothing else is said. */
function lineBefore(doc: Row, line: Row, told: Row | undefined): Row {
  const { createdAt = doc['createdAt'], createdBy = doc['createdBy'] } = line;
  return {
    version: 1,
    createdAt: doc['createdAt'],
    createdBy: doc['createdBy'],
    updatedAt: createdAt,
    updatedBy: createdBy,
    deletedAt: null,
    ...told,
  };
}

function restOf(line: Row, known: Row): Row {
  return Object.fromEntries(Object.entries(line).filter(([name, value]) => known[name] !== value));
}

/** The lines of a new document, as its changes tell them; of another one they tell only some. */
function toldLines(
  changes: unknown,
  field: string,
  { isNew, count }: { readonly isNew: boolean; readonly count: number | undefined },
): readonly Row[] {
  const told = isNew && isRow(changes) ? addedLines(changes[field]) : [];
  return count === undefined || told.length === count ? told : [];
}

/** The values of lines that were added, as `changesOf` tells them, each with its number. */
function addedLines(changes: unknown): readonly Row[] {
  return rowsOf(changes).map(({ id, added }, index) => ({
    id,
    lineNo: index + 1,
    ...Object.fromEntries(
      Object.entries(isRow(added) ? added : {}).flatMap(([name, change]) =>
        Array.isArray(change) && change[0] === null ? [[name, change[1]]] : [],
      ),
    ),
  }));
}

function rowsOf(value: unknown): readonly Row[] {
  return Array.isArray(value) ? value.filter(isRow) : [];
}
