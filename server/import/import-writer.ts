import type { EntityId, FieldId } from '../../schema/core/ids.ts';
import { issue, must, pointer, type Issue } from '../../schema/core/result.ts';
import type { Locale } from '../../schema/core/text.ts';
import type { EntityModel, FieldModel } from '../../schema/model/model.ts';
import type { Access } from '../compile/access.ts';
import { planFetch } from '../compile/row-fetch.ts';
import type { LinesInput, RowInput, RowKey } from '../compile/write-input.ts';
import { sameField } from '../compile/same-value.ts';
import { issueOfError, pgFailureOf, type ConstraintRegistry } from '../db/pg-errors.ts';
import type { SecretBox } from '../db/secret-box.ts';
import { KeyResolver } from '../db/write-keys.ts';
import { WriteRefused, writeRows, type RowOperation } from '../db/write-rows.ts';
import type { WriteUnit } from '../db/write-unit.ts';
import { makeMissing, type MadeReference, type MakesMissing } from './missing-references.ts';
import type { RowDraft } from './row-input.ts';

/** As whom rows are written, and in which words they are refused. */
export interface WriteAs {
  readonly access: Access;
  readonly locale: Locale;
  readonly requestId: string;
  readonly secrets: SecretBox;
  /** The tenant's id. */
  readonly tenant: string;
  readonly constraints: ConstraintRegistry;
  readonly takesBack?: boolean;
  /** What the events of the rows say made them. */
  readonly cause?: { readonly by: string; readonly depth: number };
}

export interface BatchCount {
  readonly created: number;
  readonly updated: number;
  /** The records that were written or were there as the file has them. */
  readonly written: readonly WrittenRow[];
  /** What was made because rows refer to it. */
  readonly made: readonly MadeReference[];
}

/** Records to write, and how the file says that they are. */
export interface RowBatch {
  readonly drafts: readonly RowDraft[];
  readonly lines?: LineMatch;
  readonly makes: readonly MakesMissing[];
}

/** Which record a line of the file became. */
export interface WrittenRow {
  readonly line: number;
  readonly id: string;
}

/** Tells the lines of a document apart: by these fields; without them all lines are replaced. */
export interface LineMatch {
  readonly field: FieldModel;
  readonly entity: EntityModel;
  readonly match: readonly FieldModel[];
}

const NOTHING: BatchCount = { created: 0, updated: 0, written: [], made: [] };

/** Writes records: those whose key is known are changed, the others are new. Throws what the writer throws. */
export async function writeBatch(unit: WriteUnit, as: WriteAs, batch: RowBatch): Promise<BatchCount> {
  const { drafts, lines } = batch;
  if (drafts.length === 0) return NOTHING;
  const made = await makeMissing(unit, as, batch);
  const keys = new KeyResolver(unit, as.access);
  await keys.resolve(
    drafts.flatMap(({ key }) => (key === null ? [] : [key])),
    true,
  );
  const ids = drafts.map(({ key }) => (key === null ? undefined : keys.idOf(key)));
  const known = ids.filter((id) => id !== undefined);
  const current =
    lines === undefined || known.length === 0
      ? new Map<string, readonly LineRow[]>()
      : await currentLines(unit, lines, { entity: must(drafts[0], 'draft').input.entity.id, ids: known });
  const references =
    lines === undefined || known.length === 0 ? undefined : await lineReferences(unit, as, { drafts, lines });
  const operations = drafts.map((draft, index): RowOperation => {
    const id = ids[index];
    if (id === undefined) return { kind: 'create', input: draft.input, preset: draft.preset };
    const input =
      lines === undefined || references === undefined
        ? draft.input
        : matchedLines(draft.input, { lines, current: current.get(id) ?? [], references });
    return { kind: 'update', id, version: null, input };
  });
  const rows = await writeRows(unit, as, operations);
  const written = rows.map((id, index) => ({ line: must(drafts[index], 'draft').line, id }));
  return { created: drafts.length - known.length, updated: known.length, written, made };
}

type LineRow = Readonly<Record<string, unknown>>;

async function currentLines(
  unit: WriteUnit,
  { field }: LineMatch,
  of: { readonly entity: EntityId; readonly ids: readonly string[] },
): Promise<Map<string, readonly LineRow[]>> {
  const plan = planFetch(unit.model, of.entity, { tree: {}, stored: true });
  const [result] = await unit.run<{ readonly rows: string }>(plan, { ids: of.ids });
  const rows = JSON.parse(must(result, 'fetched rows').rows) as readonly LineRow[];
  return new Map(rows.map((row) => [String(row['id']), (row[field.id] ?? []) as readonly LineRow[]]));
}

/** The ids behind the references of new lines, to compare them with those that the lines there have. */
async function lineReferences(
  unit: WriteUnit,
  as: WriteAs,
  { drafts, lines }: { readonly drafts: readonly RowDraft[]; readonly lines: LineMatch },
): Promise<KeyResolver> {
  const resolver = new KeyResolver(unit, as.access);
  const keys = drafts.flatMap(({ input }) =>
    (input.lines.get(lines.field.id)?.create ?? []).flatMap((line) =>
      lines.match.flatMap(({ id }) => line.refs.get(id) ?? []),
    ),
  );
  await resolver.resolve(keys, true);
  return resolver;
}

function matchedLines(
  input: RowInput,
  at: { readonly lines: LineMatch; readonly current: readonly LineRow[]; readonly references: KeyResolver },
): RowInput {
  const { lines, current, references } = at;
  const given = input.lines.get(lines.field.id);
  if (given === undefined) return input;
  const left = new Map(current.map((line) => [String(line['id']), line]));
  const create: RowInput[] = [];
  const update: { readonly id: string; readonly input: RowInput }[] = [];
  for (const line of given.create) {
    const found =
      lines.match.length === 0
        ? undefined
        : [...left].find(([, row]) => lines.match.every((field) => isSame(field, row, { line, references })));
    if (found === undefined) create.push(line);
    else {
      left.delete(found[0]);
      update.push({ id: found[0], input: line });
    }
  }
  const gone = [...left.keys()].map((id) => ({ id, path: input.path }));
  return {
    ...input,
    lines: new Map<FieldId, LinesInput>([...input.lines, [lines.field.id, { create, update, delete: gone }]]),
  };
}

function isSame(
  field: FieldModel,
  row: LineRow,
  { line, references }: { readonly line: RowInput; readonly references: KeyResolver },
): boolean {
  const key = line.refs.get(field.id);
  const wanted = key === undefined ? line.values.get(field.id) : key === null ? null : (references.idOf(key) ?? null);
  return sameField(field, row[field.id], wanted);
}

/** What was right of a batch, and what was wrong with the rest. */
export interface TriedBatch extends BatchCount {
  readonly right: number;
  readonly issues: readonly Issue[];
}

/**
 * Writes what can be written of a batch behind a savepoint, and finds for everything else its line. Used when nothing
 * is to stay (a check) or all or nothing is (a small file): rows that follow still find the rows before them.
 */
export async function tryBatch(unit: WriteUnit, as: WriteAs, batch: RowBatch): Promise<TriedBatch> {
  const { drafts } = batch;
  if (drafts.length === 0) return { ...NOTHING, right: 0, issues: [] };
  await unit.execute('savepoint fw_batch', []);
  try {
    const count = await writeBatch(unit, as, batch);
    await unit.execute('release savepoint fw_batch', []);
    return { ...count, right: drafts.length, issues: [] };
  } catch (error) {
    const found = issuesOf(error, as);
    await unit.execute('rollback to savepoint fw_batch', []);
    await unit.execute('release savepoint fw_batch', []);
    const lines = new Set(found.map(lineOfIssue));
    const isPlaced = found.length > 0 && found.every((one) => lineOfIssue(one) !== undefined);
    if (drafts.length === 1)
      return { ...NOTHING, right: 0, issues: found.map((one) => placed(one, must(drafts[0], 'draft'))) };
    if (isPlaced) {
      const bad = new Set(drafts.filter((draft) => hasLine(draft, lines)).map(({ line }) => line));
      if (bad.size > 0) {
        const rest = await tryBatch(unit, as, { ...batch, drafts: drafts.filter(({ line }) => !bad.has(line)) });
        return { ...rest, issues: [...found, ...rest.issues] };
      }
    }
    return halves(unit, as, batch);
  }
}

/** A constraint names no row: the batch is halved until the row is alone. */
async function halves(unit: WriteUnit, as: WriteAs, batch: RowBatch): Promise<TriedBatch> {
  const middle = Math.ceil(batch.drafts.length / 2);
  const first = await tryBatch(unit, as, { ...batch, drafts: batch.drafts.slice(0, middle) });
  const second = await tryBatch(unit, as, { ...batch, drafts: batch.drafts.slice(middle) });
  return {
    created: first.created + second.created,
    updated: first.updated + second.updated,
    written: [...first.written, ...second.written],
    made: [...first.made, ...second.made],
    right: first.right + second.right,
    issues: [...first.issues, ...second.issues],
  };
}

/** The issues of what the writer or the database refused; anything else is thrown on. */
export function issuesOf(error: unknown, as: Pick<WriteAs, 'constraints'>): readonly Issue[] {
  if (error instanceof WriteRefused) return error.issues;
  const found = issueOfError(error, as.constraints);
  if (found === undefined || ABORTS.has(pgFailureOf(error)?.sqlState ?? '')) throw error;
  return [found];
}

/** Nobody's row is to blame for these. */
const ABORTS: ReadonlySet<string> = new Set(['FW001', '57014', '55P03', '40001', '40P01', '08006', '57P01']);

const LINE_PATH = /^\/(lines|details)\/(\d+)(?:\/|$)/;

/** Root and line of an issue's path, as one text. */
export function lineOfIssue({ path }: { readonly path: string }): string | undefined {
  const match = LINE_PATH.exec(path);
  return match === null ? undefined : `${match[1]}/${match[2]}`;
}

function hasLine(draft: RowDraft, lines: ReadonlySet<string | undefined>): boolean {
  if (lines.has(`lines/${draft.line}`)) return true;
  const paths = [
    ...draft.input.paths.values(),
    ...[...draft.input.lines.values()].flatMap(({ create }) => create.map(({ path }) => path)),
    ...[...draft.input.links.values()].flat().map(({ path }) => path),
  ];
  return paths.some((path) => lines.has(lineOfIssue({ path })));
}

/** A database's word about a field, at the line and column that brought its value. */
function placed(found: Issue, draft: RowDraft): Issue {
  if (lineOfIssue(found) !== undefined) return found;
  const field = found.path.slice(1);
  const own = [...draft.input.paths].find(([id]) => id === field);
  return { ...found, path: own?.[1] ?? pointer('', 'lines', draft.line) };
}

/** Sets references of rows to rows of the same file, once all are there. */
export async function writeLinks(
  unit: WriteUnit,
  as: WriteAs,
  links: readonly SelfLink[],
): Promise<readonly WrittenRow[]> {
  const keys = new KeyResolver(unit, as.access);
  await keys.resolve(
    links.map(({ key }) => key),
    true,
  );
  const issues: Issue[] = [];
  const written: WrittenRow[] = [];
  const operations = links.flatMap(({ key, refs, entity, line }): RowOperation[] => {
    const id = keys.idOf(key);
    if (id === undefined)
      issues.push(
        issue('REFERENCE_NOT_FOUND', key.path, { field: key.path.split('/').at(-1) ?? '', entity: entity.apiName }),
      );
    else written.push({ line, id });
    const input: RowInput = {
      entity,
      values: new Map(),
      refs,
      links: new Map(),
      lines: new Map(),
      paths: new Map(),
      path: key.path,
    };
    return id === undefined ? [] : [{ kind: 'update', id, version: null, input }];
  });
  if (issues.length > 0) throw new WriteRefused(issues);
  await writeRows(unit, as, operations);
  return written;
}

/** The references of a record that wait until all of the file's rows are there. */
export function selfLinks({ key, links, input, line }: RowDraft): readonly SelfLink[] {
  return key === null || links.size === 0 ? [] : [{ entity: input.entity, key, refs: links, line }];
}

/** A row's references to rows of its own entity. */
export interface SelfLink {
  readonly line: number;
  readonly entity: EntityModel;
  readonly key: RowKey;
  readonly refs: ReadonlyMap<FieldId, RowKey>;
}
