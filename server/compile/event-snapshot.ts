import { fieldId } from '../../schema/core/ids.ts';
import { isRow } from '../../schema/expr/values.ts';
import type { Model } from '../../schema/model/model.ts';
import { eachOpenValue, snapshotOf } from './row-changes.ts';
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
  const { createdAt, createdBy } = state.values;
  const doc = restOf(model, state, (name, value) => {
    const change = changes[name];
    if (isToldPlainly(change)) return change[1] === value;
    return createdAt !== undefined && isAsMade(name, value, { createdAt, createdBy });
  });
  for (const [field, rows] of state.lines) {
    const told = state.before === null ? rowsOf(changes[field]) : [];
    const isTold = told.length === rows.length && told.length > 0;
    const rests = rows.map((row, index) => lineRest(model, row, { doc: state, told: told[index], isTold, index }));
    if (!isTold || rests.some((rest) => Object.keys(rest).length > 0)) doc[field] = rests;
  }
  return { doc, lines: [...state.lines.keys()] };
}

interface LinePlace {
  readonly doc: RowState;
  readonly told: Row | undefined;
  readonly isTold: boolean;
  readonly index: number;
}

/** As `lineBefore` would have it, without making it: most writes have lines. */
function lineRest(model: Model, line: RowState, { doc, told, isTold, index }: LinePlace): Row {
  const { createdAt = doc.values['createdAt'], createdBy = doc.values['createdBy'] } = line.values;
  const added = isTold && isRow(told?.['added']) ? told['added'] : undefined;
  const rest = restOf(model, line, (name, value) => {
    if (isTold && name === 'id') return value === told?.['id'];
    if (isTold && name === 'lineNo') return value === index + 1;
    const change = added?.[name];
    if (Array.isArray(change) && change[0] === null) return change[1] === value;
    if (name === 'createdAt' || name === 'createdBy') return value === doc.values[name];
    return isAsMade(name, value, { createdAt, createdBy });
  });
  for (const [field, rows] of line.lines) rest[field] = rows.map((row) => snapshotOf(model, row));
  return rest;
}

/** What a row is that nobody changed since it was made. */
function isAsMade(
  name: string,
  value: unknown,
  { createdAt, createdBy }: { readonly createdAt: unknown; readonly createdBy: unknown },
): boolean {
  switch (name) {
    case 'version':
      return value === 1;
    case 'updatedAt':
      return value === createdAt;
    case 'updatedBy':
      return value === createdBy;
    case 'deletedAt':
      return value === null;
    default:
      return false;
  }
}

/** The row's own open values that are not known otherwise. */
function restOf(
  model: Model,
  state: RowState,
  isKnown: (name: string, value: unknown) => boolean,
): Record<string, unknown> {
  const rest: Record<string, unknown> = {};
  eachOpenValue(model, state, (name, value) => {
    if (value !== undefined && !state.lines.has(fieldId(name)) && !isKnown(name, value)) rest[name] = value;
  });
  return rest;
}

/** The document that an event kept, whole. */
export function wholeDocument(kept: { readonly doc: Row; readonly lines?: readonly string[] }, changes: unknown): Row {
  const { doc, lines = [] } = kept;
  const whole: Record<string, unknown> = { ...documentBefore(doc, changes), ...doc };
  for (const field of lines) {
    const told = toldLines(changes, field, { isNew: whole['version'] === 1 });
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

/** The lines of a new document, as its changes tell them; of another one they tell only some. */
function toldLines(changes: unknown, field: string, { isNew }: { readonly isNew: boolean }): readonly Row[] {
  return isNew && isRow(changes) ? addedLines(changes[field]) : [];
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
