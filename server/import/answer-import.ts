import { createHash } from 'node:crypto';
import { issue, ok, refused, type Result } from '../../schema/core/result.ts';
import { canonicalJson } from '../../schema/core/canonical-json.ts';
import { LIMITS } from '../../schema/core/limits.ts';
import { findEntity } from '../../schema/model/field-names.ts';
import type { ImportCheck, ImportedRow, ImportList, ImportRunView } from '../../schema/model/import-answers.ts';
import { parseImportMap, type ImportMap } from '../../schema/model/import-map.ts';
import type { EntityModel } from '../../schema/model/model.ts';
import { isRecord } from '../../schema/template/item-key.ts';
import { OWNER_ROLE } from '../compile/access.ts';
import { planFetch } from '../compile/row-fetch.ts';
import { isUuid } from '../compile/sql-text.ts';
import { readerOfRequest } from '../graphql/tenant/approval-views.ts';
import type { TenantRequest } from '../graphql/tenant/tenant-request.ts';
import { checkImport } from './check-import.ts';
import { openCsv } from './csv-reader.ts';
import { memorySource } from './csv-source.ts';
import type { ImportContext } from './import-context.ts';
import { ImportRows } from './import-rows.ts';
import { openImport } from './import-csv.ts';
import { scalarText } from './scalar-text.ts';
import {
  addImport,
  askUndo,
  doneBefore,
  importById,
  importsOf,
  importView,
  isLate,
  issueView,
  keptIssues,
  referencesView,
  rowsOfImport,
  stopImport,
  type ImportPlace,
  type KeptImport,
} from './kept-imports.ts';

/** Who asks: a person as themselves, or a token. */
export interface ImportCaller {
  readonly request: Omit<TenantRequest, 'body'>;
  readonly isPerson: boolean;
}

interface Given {
  readonly entity: EntityModel;
  readonly name: string;
  readonly csv: string;
  readonly map: ImportMap;
}

/** What an import of these rows would do; nothing is written. SPEC [IMP-31]. */
export async function answerCheck(caller: ImportCaller, body: unknown): Promise<Result<ImportCheck>> {
  const given = readRequest(caller, body);
  if (!given.ok) return given;
  const { entity, map, csv, name } = given.value;
  const context = contextOf(caller);
  const { made, ...checked } = await checkImport(context, { entity: entity.id, source: memorySource(name, csv), map });
  const { locale } = caller.request.caller;
  const { model } = context.shape;
  const names = [...made].map(([of, own]) => ({ entity: of, count: own.size, names: [...own].slice(0, NAMES_SHOWN) }));
  return ok({
    ...checked,
    references: referencesView(names, { model, locale }).map((one, at) => ({ ...one, names: names[at]?.names ?? [] })),
    issues: checked.issues.map((one) => issueView(one, { model, entity, locale })),
    doneBefore: await doneBefore(placeOf(caller), { entity: entity.id, contentHash: hashOf(csv, map) }),
  });
}

/** Of what would be made because rows refer to it, so many names are told. */
const NAMES_SHOWN = 20;

/** Takes the rows in and gives the import that the background now writes. SPEC [IMP-32]. */
export async function answerStart(caller: ImportCaller, body: unknown): Promise<Result<ImportRunView>> {
  const given = readRequest(caller, body);
  if (!given.ok) return given;
  const { entity, map, csv, name } = given.value;
  const context = contextOf(caller);
  const options = { entity: entity.id, source: memorySource(name, csv), map };
  const opened = await openImport(context, options);
  if (!opened.ok) return opened;
  const read = await new ImportRows(options, opened.value).read();
  const { importWizardRowsMax: max } = LIMITS;
  if (read.rows > max) return refused([issue('IMPORT_TOO_MANY_ROWS', '', { count: read.rows, max })]);
  if (read.rows === 0 && read.issues.length === 0) return refused([issue('IMPORT_NO_ROWS', '/lines/1', { line: 1 })]);
  if (read.issues.length > 0) return refused(read.issues.slice(0, LIMITS.issuesPerAnswerMax));
  const file = await openCsv(options.source, opened.value.files);
  const header = file.ok ? file.value.header : [];
  if (file.ok) file.value.close();
  const { actor, roles, locale } = caller.request.caller;
  const id = await addImport(placeOf(caller), {
    entity: entity.id,
    name,
    header,
    map,
    content: csv,
    contentHash: hashOf(csv, map),
    total: read.rows,
    by: { id: actor.id, isPerson: caller.isPerson, roles },
    locale,
    now: caller.request.now(),
  });
  if (id === undefined) return refused([issue('IMPORTS_WAITING_MANY', '', { max: LIMITS.importsWaitingMax })]);
  caller.request.wrote?.();
  return answerRun(caller, id);
}

/** The imports of an entity, for who may import into it. SPEC [IMP-34]. */
export async function answerList(caller: ImportCaller, name: string): Promise<Result<ImportList>> {
  const entity = mayImport(caller, name);
  if (!entity.ok) return entity;
  const found = await importsOf(placeOf(caller), entity.value.id);
  return ok({ imports: found.map((kept) => viewOf(caller, kept, { entity: entity.value, issues: [] })) });
}

/** One import, with the rows that were left out or stayed. */
export async function answerRun(caller: ImportCaller, id: string): Promise<Result<ImportRunView>> {
  const found = await findRun(caller, id);
  if (!found.ok) return found;
  const { kept, entity } = found.value;
  // Where taking back broke off, the import itself says why.
  const broke = kept.state === 'undone' && kept.open > 0 ? kept.issues.slice(-1) : [];
  const issues = kept.state === 'undone' ? [...broke, ...(await keptIssues(placeOf(caller), kept.id))] : kept.issues;
  return ok(viewOf(caller, kept, { entity, issues }));
}

/** Stops an import that is running: what is written stays. */
export async function answerStop(caller: ImportCaller, id: string): Promise<Result<ImportRunView>> {
  const found = await ownRun(caller, id);
  if (!found.ok) return found;
  if (!(await stopImport(placeOf(caller), id)))
    return refused([issue('IMPORT_STATE', '', { state: found.value.kept.state })]);
  caller.request.wrote?.();
  return answerRun(caller, id);
}

/** Takes an import back, in the background. SPEC [IMP-33]. */
export async function answerUndo(caller: ImportCaller, id: string): Promise<Result<ImportRunView>> {
  const found = await ownRun(caller, id);
  if (!found.ok) return found;
  const { kept } = found.value;
  const { actor, roles, locale } = caller.request.caller;
  if (isLate(kept, caller.request.now()))
    return refused([issue('IMPORT_UNDO_LATE', '', { days: LIMITS.importUndoDays })]);
  if (!(await askUndo(placeOf(caller), id, { id: actor.id, isPerson: caller.isPerson, roles, locale })))
    return refused([issue('IMPORT_STATE', '', { state: kept.state })]);
  caller.request.wrote?.();
  return answerRun(caller, id);
}

/** Which records came of an import, by line, as far as the caller may read them. */
export async function answerRows(
  caller: ImportCaller,
  id: string,
  after: number,
): Promise<Result<{ readonly rows: readonly ImportedRow[] }>> {
  const found = await findRun(caller, id);
  if (!found.ok) return found;
  const { entity } = found.value;
  const rows = await rowsOfImport(placeOf(caller), id, { after, first: LIMITS.pageSizeMax });
  const { access } = caller.request.shape.accessOf(caller.request.caller.roles);
  const may = { read: access.rows(entity.id, 'read') };
  const plan = planFetch(caller.request.shape.model, entity.id, { tree: { [entity.title]: {} }, stored: false, may });
  const fetched = await readerOfRequest({ ...caller.request, body: { query: '' } }).fetch(
    plan,
    rows.map((row) => row.id),
  );
  const readable = new Map(
    fetched.filter((row) => row['may:read'] === true).map((row) => [String(row['id']), row[entity.title]]),
  );
  const hasTitle = access.meets({ entity: entity.id, field: entity.title, use: 'show' });
  return ok({
    rows: rows
      .filter((row) => readable.has(row.id))
      .map((row) => ({ ...row, title: hasTitle ? scalarText(readable.get(row.id)) : null })),
  });
}

function contextOf({ request }: ImportCaller): ImportContext {
  const { shape, database, tenant, caller, secrets, requestId, now } = request;
  const { access } = shape.accessOf(caller.roles);
  return { shape, database, tenant, access, actor: caller.actor, locale: caller.locale, secrets, requestId, now };
}

function placeOf({ request }: ImportCaller): ImportPlace {
  return { database: request.database, schema: request.tenant.schema };
}

function hashOf(csv: string, map: ImportMap): string {
  return createHash('sha256').update(csv).update('\0').update(canonicalJson(map)).digest('hex');
}

function readRequest(caller: ImportCaller, body: unknown): Result<Given> {
  const { entity: name, name: file, csv, map: json } = isRecord(body) ? body : {};
  if (typeof name !== 'string' || typeof csv !== 'string')
    return refused([issue('IMPORT_MAP_FORM', '', { reason: 'entity, name, csv, map' })]);
  const entity = mayImport(caller, name);
  if (!entity.ok) return entity;
  const map = parseImportMap(json ?? {});
  if (!map.ok) return map;
  // The text is in memory: it is of the encoding that the request has.
  const { encoding: _, ...read } = map.value;
  return ok({
    entity: entity.value,
    name: typeof file === 'string' ? file.slice(0, LIMITS.nameCharsMax) : '',
    csv,
    map: read,
  });
}

/** The entity, for who may make or change records of it; others learn nothing. */
function mayImport({ request }: ImportCaller, name: string): Result<EntityModel> {
  const { access } = request.shape.accessOf(request.caller.roles);
  const entity = findEntity(request.shape.model, name);
  if (!entity.ok) return entity;
  const may = (['create', 'update'] as const).some((right) => access.rows(entity.value.id, right) !== 'none');
  return may ? entity : refused([issue('FORBIDDEN', '', { entity: entity.value.apiName })]);
}

interface FoundRun {
  readonly kept: KeptImport;
  readonly entity: EntityModel;
}

async function findRun(caller: ImportCaller, id: string): Promise<Result<FoundRun>> {
  const kept = isUuid(id) ? await importById(placeOf(caller), id) : undefined;
  const entity = kept === undefined ? undefined : mayImport(caller, kept.entity);
  if (kept === undefined || entity === undefined || !entity.ok) return refused([issue('IMPORT_UNKNOWN', '')]);
  return ok({ kept, entity: entity.value });
}

async function ownRun(caller: ImportCaller, id: string): Promise<Result<FoundRun>> {
  const found = await findRun(caller, id);
  if (!found.ok) return found;
  return isOwn(caller, found.value.kept) ? found : refused([issue('IMPORT_NOT_YOURS', '')]);
}

function isOwn({ request }: ImportCaller, { askedBy }: KeptImport): boolean {
  const { actor, roles } = request.caller;
  return roles.includes(OWNER_ROLE) || (askedBy !== null && askedBy === actor.id);
}

function viewOf(
  caller: ImportCaller,
  kept: KeptImport,
  { entity, issues }: { readonly entity: EntityModel; readonly issues: KeptImport['issues'] },
): ImportRunView {
  const { caller: who, now, isView } = caller.request;
  const isTheirs = isOwn(caller, kept);
  // What was wrong with a row and what every row was given are values of the file: of rows and fields that others may
  // not see.
  const { constants: _, ...shown } = kept.map;
  return importView(isTheirs ? kept : { ...kept, map: shown }, {
    model: caller.request.shape.model,
    entity,
    locale: who.locale,
    issues: isTheirs ? issues : [],
    isOwn: isView !== true && isTheirs,
    now: now(),
  });
}
