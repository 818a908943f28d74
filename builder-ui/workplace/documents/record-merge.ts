import type { EntityModel, FieldModel, Model } from '../../../schema/model/model.ts';
import { plainText, type FieldValue, type RecordValue } from '../../form-runtime/form-value.ts';
import { entityById } from './field-path.ts';
import { isSameValue, recordsIn } from './write-input.ts';

/** Where a conflict is: a field, or a field of a line (by the line's id). */
export interface MergePlace {
  readonly field: FieldModel;
  readonly line?: { readonly id: string; readonly number: number; readonly of: FieldModel };
}

/** Both changed the same value, differently. */
export interface MergeConflict {
  readonly place: MergePlace;
  readonly base: FieldValue;
  readonly mine: FieldValue;
  readonly theirs: FieldValue;
}

export interface MergedRecord {
  /** Everything that one side alone changed, of both sides; where both did, mine. */
  readonly value: RecordValue;
  readonly conflicts: readonly MergeConflict[];
  /** Fields that only the others changed. */
  readonly taken: readonly FieldModel[];
}

export interface ThreeRecords {
  readonly base: RecordValue;
  readonly mine: RecordValue;
  readonly theirs: RecordValue;
}

/** Merges a record that was changed here and elsewhere, field by field and line by line (SPEC [WRK-12]). */
export function mergeRecord(model: Model, entity: EntityModel, records: ThreeRecords): MergedRecord {
  const merged: Record<string, FieldValue> = { ...records.theirs };
  const conflicts: MergeConflict[] = [];
  const taken: FieldModel[] = [];
  for (const field of entity.fields) {
    const values = valuesAt(records, field);
    const lines = field.type.kind === 'lines' ? entityById(model, field.type.of) : undefined;
    if (lines !== undefined) {
      const rows = mergeRows(lines, { values, field });
      merged[field.apiName] = rows.rows;
      conflicts.push(...rows.conflicts);
      if (rows.isTaken) taken.push(field);
      continue;
    }
    const outcome = mergeValue(field, values);
    merged[field.apiName] = outcome.value;
    if (outcome.kind === 'conflict') conflicts.push({ place: { field }, ...values });
    if (outcome.kind === 'theirs') taken.push(field);
  }
  return { value: merged, conflicts, taken };
}

interface ThreeValues {
  readonly base: FieldValue;
  readonly mine: FieldValue;
  readonly theirs: FieldValue;
}

function valuesAt({ base, mine, theirs }: ThreeRecords, { apiName }: FieldModel): ThreeValues {
  return { base: base[apiName] ?? null, mine: mine[apiName] ?? null, theirs: theirs[apiName] ?? null };
}

interface Outcome {
  readonly kind: 'same' | 'mine' | 'theirs' | 'conflict';
  readonly value: FieldValue;
}

function mergeValue(field: FieldModel, { base, mine, theirs }: ThreeValues): Outcome {
  // What nobody types follows the server.
  if (field.readonly || isSameValue(field, mine, theirs)) return { kind: 'same', value: theirs };
  if (isSameValue(field, base, mine)) return { kind: 'theirs', value: theirs };
  return { kind: isSameValue(field, base, theirs) ? 'mine' : 'conflict', value: mine };
}

interface MergedRows {
  readonly rows: readonly FieldValue[];
  readonly conflicts: readonly MergeConflict[];
  readonly isTaken: boolean;
}

/**
 * Lines that the others added come in, those that they took away go unless they were changed here; mine that are new
 * stay, those that I took away stay away.
 */
function mergeRows(
  lines: EntityModel,
  { values, field }: { readonly values: ThreeValues; readonly field: FieldModel },
): MergedRows {
  const [base, mine, theirs] = [byId(values.base), byId(values.mine), byId(values.theirs)];
  const conflicts: MergeConflict[] = [];
  let isTaken = false;
  const sent = sentRows(values, base);
  const kept = recordsIn(values.theirs).flatMap((row, index): readonly RecordValue[] => {
    const id = plainText(row['id']);
    const [was, my] = sent.get(id) ?? [base.get(id), mine.get(id)];
    if (was === undefined) isTaken = true;
    if (my === undefined) return was === undefined ? [row] : [];
    const next: Record<string, FieldValue> = { ...row, ...('$key' in my ? { $key: my['$key'] ?? null } : {}) };
    for (const column of lines.fields) {
      const cell = valuesAt({ base: was ?? row, mine: my, theirs: row }, column);
      const outcome = mergeValue(column, cell);
      next[column.apiName] = outcome.value;
      if (outcome.kind === 'theirs') isTaken = true;
      if (outcome.kind === 'conflict')
        conflicts.push({ place: { field: column, line: { id, number: index + 1, of: field } }, ...cell });
    }
    return [next];
  });
  for (const id of base.keys()) if (!theirs.has(id)) isTaken = true;
  const isSent = keysOf(recordsIn(values.base));
  const added = recordsIn(values.mine).filter(({ id, $key }) => typeof id !== 'string' && !isSent.has($key ?? null));
  return { rows: inMyOrder([...kept, ...added], values), conflicts, isTaken };
}

/** Rows that were moved here stand as they were moved; what the others added stays behind the row that it came after. */
function inMyOrder(rows: readonly RecordValue[], { base, mine }: ThreeValues): readonly RecordValue[] {
  const name = ({ id, $key }: RecordValue): string => plainText(typeof id === 'string' ? id : $key);
  const [were, are] = [recordsIn(base).map(name), recordsIn(mine).map(name)];
  const stood = were.filter((one) => are.includes(one));
  const isMoved = [...stood, ...are.filter((one) => !stood.includes(one))].some((one, index) => one !== are[index]);
  if (!isMoved) return rows;
  const place = (row: RecordValue): number => Math.max(are.indexOf(name(row)), are.indexOf(plainText(row['$key'])));
  let last = -1;
  return rows
    .map((row) => {
      const own = place(row);
      // Right behind the one before it, which may itself have been moved.
      last = own < 0 ? last : own;
      return { row, at: own < 0 ? last + 0.5 : own };
    })
    .sort((a, b) => a.at - b.at)
    .map(({ row }) => row);
}

/**
 * New lines that the base already holds were sent and are stored by now, in their order: each is the same line as the
 * one that has an id, and is not added a second time.
 */
function sentRows(
  { base, mine, theirs }: ThreeValues,
  known: ReadonlyMap<string, RecordValue>,
): ReadonlyMap<string, readonly [RecordValue, RecordValue | undefined]> {
  const sent = recordsIn(base).filter(({ id }) => typeof id !== 'string');
  const arrived = recordsIn(theirs).filter(({ id }) => !known.has(plainText(id)));
  const pairs = sent.flatMap((row, index) => {
    const id = arrived[index]?.['id'];
    const now = recordsIn(mine).find(({ $key }) => $key !== undefined && $key === row['$key']);
    return typeof id === 'string' ? [[id, [row, now]] as const] : [];
  });
  return new Map(pairs);
}

function keysOf(rows: readonly RecordValue[]): ReadonlySet<FieldValue> {
  return new Set(rows.flatMap(({ id, $key }) => (typeof id === 'string' || $key === undefined ? [] : [$key])));
}

function byId(value: FieldValue): ReadonlyMap<string, RecordValue> {
  return new Map(recordsIn(value).flatMap((row) => (typeof row['id'] === 'string' ? [[row['id'], row] as const] : [])));
}

/** The record with theirs where the reader chose theirs. */
export function settleConflicts(
  merged: RecordValue,
  conflicts: readonly MergeConflict[],
  takesTheirs: (conflict: MergeConflict) => boolean,
): RecordValue {
  let value = merged;
  for (const conflict of conflicts) {
    if (!takesTheirs(conflict)) continue;
    const { field, line } = conflict.place;
    if (line === undefined) {
      value = { ...value, [field.apiName]: conflict.theirs };
      continue;
    }
    const rows = recordsIn(value[line.of.apiName]).map((row) =>
      row['id'] === line.id ? { ...row, [field.apiName]: conflict.theirs } : row,
    );
    value = { ...value, [line.of.apiName]: rows };
  }
  return value;
}
