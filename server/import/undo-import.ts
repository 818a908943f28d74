import type { EntityId, FieldId } from '../../schema/core/ids.ts';
import { issue, type Issue } from '../../schema/core/result.ts';
import type { EntityModel, FieldModel, Model } from '../../schema/model/model.ts';
import { isRecord } from '../../schema/template/item-key.ts';
import { entityOf } from '../compile/storage.ts';
import type { LinesInput, RowInput, RowKey } from '../compile/write-input.ts';
import { writeRows, type RowOperation } from '../db/write-rows.ts';
import type { WriteUnit } from '../db/write-unit.ts';
import type { ImportContext } from './import-context.ts';
import { inImportUnit, writesAs } from './import-unit.ts';
import { issuesOf, type WriteAs } from './import-writer.ts';
import type { KeptImport } from './kept-imports.ts';
import { scalarText } from './scalar-text.ts';
import { causeOf, Interrupted, type Pace } from './write-import.ts';

interface ImportedRow {
  readonly id: string;
  /** Of what was made because rows refer to it. */
  readonly entity: string | null;
  readonly line: number;
  readonly kind: 'created' | 'updated';
  readonly version: number;
  /** What the import's events say of it, in their order; of those that it changed. */
  readonly changes: readonly Readonly<Record<string, unknown>>[];
}

/** Rows taken back in one transaction. */
const BATCH_ROWS = 200;

/**
 * Takes an import back: what it changed gets the values that it had, what it made goes to the bin. A record that was
 * changed since, or that something else refers to, stays and is told. Each batch is noted in its own transaction.
 * Gives whether it has come to its end. SPEC [IMP-33].
 */
export async function undoImport(
  context: ImportContext,
  { kept, entity, pace }: { readonly kept: KeptImport; readonly entity: EntityModel; readonly pace: Pace },
): Promise<boolean> {
  const as: WriteAs = { ...writesAs(context, `importUndo:${kept.id}`), takesBack: true };
  let used = Number.MAX_SAFE_INTEGER;
  for (;;) {
    if (pace.isOver()) return false;
    let isEmpty = false;
    await inImportUnit(context, async (unit) => {
      // Whoever took this over, or is taken over, waits here: each row is taken back once and told once.
      const claimed = await unit.execute(CLAIM, [kept.id, pace.claimUntil()]);
      if (claimed.length === 0) throw new Interrupted();
      const rows = await nextRows(unit, kept);
      isEmpty = rows.length === 0;
      if (isEmpty) return;
      const found = await takeBack(unit, { as, entity, rows });
      await unit.execute(NOTE, [kept.id, JSON.stringify(rows.map(({ id }) => ({ id, issue: found.get(id) ?? null })))]);
    });
    if (!isEmpty) continue;
    used = await tryUsedAgain(context, kept, used);
    if (used === 0) return true;
  }
}

/**
 * What was changed goes back first: it may refer to what was made. Of that the last lines first, and last of all what
 * they refer to.
 */
async function nextRows(unit: WriteUnit, { id }: KeptImport): Promise<readonly ImportedRow[]> {
  const rows = await unit.execute<{ readonly row: string }>(
    `select json_build_object('id', w.record_id, 'entity', w.entity, 'line', w.line, 'kind', w.kind, 'version', w.version, 'changes',
        case when w.kind = 'updated' then (select coalesce(json_agg(e.changes order by e.seq), '[]') from "@tenant".fw_event e where e.record_id = w.record_id and e.cause = $2) else '[]'::json end)::text as row
      from "@tenant".fw_import_row w where w.run = $1::uuid and w.undone is null order by w.entity is not null, w.kind desc, w.line desc limit ${String(BATCH_ROWS)}`,
    [id, causeOf({ id })],
  );
  return rows.map(({ row }) => JSON.parse(row) as ImportedRow);
}

const NOTE = `update "@tenant".fw_import_row w set undone = (j.issue is null or j.issue = 'null'::jsonb), issue = nullif(j.issue, 'null'::jsonb)
  from jsonb_to_recordset($2::jsonb) as j(id uuid, issue jsonb) where w.run = $1::uuid and w.record_id = j.id`;

const CLAIM = `update "@tenant".fw_import_run set claimed_until = $2::timestamptz where id = $1::uuid and state = 'undoing' returning id`;

/**
 * Rows that others of the same import referred to may go once those are gone: they are tried again, as long as there
 * are fewer of them each time. Gives how many there are.
 */
async function tryUsedAgain(context: ImportContext, { id }: KeptImport, before: number): Promise<number> {
  let used = 0;
  await inImportUnit(context, async (unit) => {
    const rows = await unit.execute<{ readonly used: number }>(
      `with kept as (select record_id, count(*) over () as used from "@tenant".fw_import_row where run = $1::uuid and not undone and issue ->> 'code' = 'RECORD_IN_USE')
        update "@tenant".fw_import_row w set undone = null, issue = null from kept k
        where w.run = $1::uuid and w.record_id = k.record_id and k.used < $2 returning k.used::int as used`,
      [id, before],
    );
    used = rows.length;
  });
  return used;
}

interface Undoing {
  readonly as: WriteAs;
  readonly entity: EntityModel;
  readonly rows: readonly ImportedRow[];
}

/** Takes back what can be; for the rest why not, by record. */
async function takeBack(unit: WriteUnit, { as, entity, rows }: Undoing): Promise<ReadonlyMap<string, Issue>> {
  const found = new Map<string, Issue>();
  for (const [id, some] of Map.groupBy(rows, (row) => row.entity ?? entity.id)) {
    const own = unit.model.entities.find((one) => one.id === id);
    // Without its entity a record can be neither found nor changed.
    if (own === undefined) for (const row of some) note(found, row, issue('IMPORT_UNDO_CHANGED', ''));
    else await takeBackOf(unit, { as, entity: own, rows: some }, found);
  }
  return found;
}

async function takeBackOf(unit: WriteUnit, { as, entity, rows }: Undoing, found: Map<string, Issue>): Promise<void> {
  const versions = await versionsOf(unit, entity, rows);
  const open = rows.filter((row) => {
    const version = versions.get(row.id);
    // What somebody has put into the bin already is where it is to go.
    if (version === undefined) return row.kind === 'updated' && note(found, row, issue('IMPORT_UNDO_CHANGED', ''));
    return version === row.version || note(found, row, issue('IMPORT_UNDO_CHANGED', ''));
  });
  const gone = open.filter(({ kind }) => kind === 'created');
  const changed = open.filter(({ kind }) => kind === 'updated');
  await tryRows(unit, { as, entity, rows: gone }, found);
  await tryRows(unit, { as, entity, rows: changed.filter((row) => versions.has(row.id)) }, found);
}

function note(found: Map<string, Issue>, { id, line }: ImportedRow, given: Issue): false {
  found.set(id, { ...given, path: `/lines/${line}`, params: { ...given.params, line } });
  return false;
}

async function versionsOf(
  unit: WriteUnit,
  entity: EntityModel,
  rows: readonly ImportedRow[],
): Promise<ReadonlyMap<string, number>> {
  // The last event of a record says its version, and whether it is in the bin.
  const found = await unit.execute<{ readonly id: string; readonly version: number; readonly kind: string }>(
    `select distinct on (record_id) record_id::text as id, version, kind from "@tenant".fw_event where entity = $1 and record_id = any($2::uuid[]) order by record_id, seq desc`,
    [entity.id, rows.map(({ id }) => id)],
  );
  return new Map(found.filter(({ kind }) => kind !== 'deleted').map(({ id, version }) => [id, version]));
}

async function tryRows(unit: WriteUnit, { as, entity, rows }: Undoing, found: Map<string, Issue>): Promise<void> {
  if (rows.length === 0) return;
  const issues: Issue[] = [];
  const operations = rows.map((row): RowOperation =>
    row.kind === 'created'
      ? { kind: 'delete', entity, id: row.id, version: row.version }
      : { kind: 'update', id: row.id, version: row.version, input: formerInput(unit.model, entity, { row, issues }) },
  );
  await unit.execute('savepoint fw_undo', []);
  try {
    await writeRows(unit, as, operations);
    await unit.execute('release savepoint fw_undo', []);
    for (const row of rows) {
      const lost = issues.find(({ params }) => params['line'] === row.line);
      if (lost !== undefined) note(found, row, lost);
    }
  } catch (error) {
    const [first = issue('IMPORT_UNDO_CHANGED', '')] = issuesOf(error, as);
    await unit.execute('rollback to savepoint fw_undo', []);
    await unit.execute('release savepoint fw_undo', []);
    const [only] = rows;
    if (rows.length === 1 && only !== undefined) {
      note(found, only, first);
      return;
    }
    const middle = Math.ceil(rows.length / 2);
    await tryRows(unit, { as, entity, rows: rows.slice(0, middle) }, found);
    await tryRows(unit, { as, entity, rows: rows.slice(middle) }, found);
  }
}

interface FormerInput extends RowInput {
  readonly values: Map<FieldId, unknown>;
  readonly refs: Map<FieldId, RowKey | null>;
  readonly links: Map<FieldId, readonly RowKey[]>;
  readonly lines: Map<FieldId, LinesInput>;
}

/** The values that the import found, as a change. Values that were not kept, being secret, are told. */
function formerInput(
  model: Model,
  entity: EntityModel,
  { row, issues }: { readonly row: ImportedRow; readonly issues: Issue[] },
): RowInput {
  const input = emptyInput(entity);
  for (const changes of row.changes) {
    for (const [id, change] of Object.entries(changes)) {
      const field = entity.fields.find((own) => own.id === id);
      if (field === undefined || !isGiven(field) || isSet(input, field.id)) continue;
      if (field.secret) issues.push(issue('IMPORT_UNDO_SECRET', '', { field: field.apiName, line: row.line }));
      else if (field.type.kind === 'lines') input.lines.set(field.id, formerLines(model, field.type.of, change));
      else if (Array.isArray(change)) put(input, field, change[0]);
    }
  }
  return input;
}

function isSet({ values, refs, links, lines }: FormerInput, id: FieldId): boolean {
  return values.has(id) || refs.has(id) || links.has(id) || lines.has(id);
}

/** Whether people give the field's value: all else follows from it. */
function isGiven({ formula, rollup, type }: FieldModel): boolean {
  return formula === undefined && rollup === undefined && type.kind !== 'sequence';
}

function put(input: FormerInput, field: FieldModel, value: unknown): void {
  const { id, type } = field;
  if (type.kind === 'ref') input.refs.set(id, value === null ? null : keyById(type.to, value));
  else if (type.kind === 'user' || type.kind === 'org')
    input.refs.set(id, value === null ? null : keyById(type.kind, value));
  else if (type.kind === 'multiRef')
    input.links.set(
      id,
      (Array.isArray(value) ? value : []).map((one) => keyById(type.to, one)),
    );
  else input.values.set(id, value);
}

function keyById(entity: EntityId | 'user' | 'org', value: unknown): RowKey {
  return { entity, parts: [{ field: 'id', value: scalarText(value) }], path: '' };
}

/** Lines that came go, those that went come back, and those that were changed are as they were. */
function formerLines(model: Model, of: EntityId, change: unknown): LinesInput {
  const line = entityOf(model, of);
  const entries = (Array.isArray(change) ? change : []).filter(isRecord);
  const create = entries.flatMap(({ removed }) => (isRecord(removed) ? [wholeInput(line, removed)] : []));
  const update = entries.flatMap(({ id, changed }) => {
    if (!isRecord(changed)) return [];
    const input = emptyInput(line);
    for (const field of line.fields) {
      const pair = changed[field.id];
      if (isGiven(field) && Array.isArray(pair)) put(input, field, pair[0]);
    }
    return [{ id: scalarText(id), input }];
  });
  const gone = entries.flatMap(({ id, added }) => (isRecord(added) ? [{ id: scalarText(id), path: '' }] : []));
  return { create, update, delete: gone };
}

function wholeInput(entity: EntityModel, row: Readonly<Record<string, unknown>>): RowInput {
  const input = emptyInput(entity);
  for (const field of entity.fields)
    if (isGiven(field) && field.type.kind !== 'lines' && row[field.id] !== undefined) put(input, field, row[field.id]);
  return input;
}

function emptyInput(entity: EntityModel): FormerInput {
  return {
    entity,
    values: new Map(),
    refs: new Map(),
    links: new Map(),
    lines: new Map(),
    paths: new Map(),
    path: '',
  };
}
