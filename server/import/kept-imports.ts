import type { SqlName } from '../../schema/core/ids.ts';
import { renderIssue } from '../../schema/core/issues.ts';
import { LIMITS } from '../../schema/core/limits.ts';
import type { Issue } from '../../schema/core/result.ts';
import { textIn, type Locale, type Text } from '../../schema/core/text.ts';
import type { ImportIssue, ImportRunView, ImportState, MadeReferences } from '../../schema/model/import-answers.ts';
import type { ImportMap } from '../../schema/model/import-map.ts';
import type { EntityModel, FieldModel, Model } from '../../schema/model/model.ts';
import { quoteIdentifier } from '../compile/sql-text.ts';
import type { Database } from '../db/database.ts';
import { newRowId } from '../db/row-id.ts';

/** Where a tenant keeps its imports. */
export interface ImportPlace {
  readonly database: Database;
  readonly schema: SqlName;
}

/** An import as it is kept. */
export interface KeptImport {
  readonly id: string;
  readonly entity: string;
  readonly name: string;
  readonly header: readonly string[];
  readonly map: ImportMap;
  readonly state: ImportState;
  readonly stop: boolean;
  readonly total: number;
  readonly rowsDone: number;
  readonly linksDone: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly wrong: number;
  readonly issues: readonly Issue[];
  readonly askedAt: string;
  readonly askedBy: string | null;
  readonly askedByName: string | null;
  readonly isPerson: boolean;
  readonly roles: readonly string[];
  readonly locale: Locale;
  readonly endedAt: string | null;
  readonly undoBy: string | null;
  readonly undoByName: string | null;
  readonly undoneAt: string | null;
  readonly undone: number;
  readonly kept: number;
  /** Records that are not taken back nor known to stay. */
  readonly open: number;
  /** What was made because rows refer to it. */
  readonly made: readonly { readonly entity: string; readonly count: number }[];
}

export interface NewImport {
  readonly entity: string;
  readonly name: string;
  readonly header: readonly string[];
  readonly map: ImportMap;
  readonly content: string;
  readonly contentHash: string;
  readonly total: number;
  readonly by: { readonly id: string | null; readonly isPerson: boolean; readonly roles: readonly string[] };
  readonly locale: Locale;
  readonly now: Date;
}

/**
 * Puts an import among those that the background works off; gives its id. Who asks again for what they have asked for
 * and is not written yet gets the same one: a request that is sent twice writes once. `undefined` where too many of
 * theirs wait.
 */
export function addImport(place: ImportPlace, given: NewImport): Promise<string | undefined> {
  const run = table(place, 'fw_import_run');
  const roles = JSON.stringify(given.by.roles);
  return place.database.transaction({}, async (tx) => {
    await tx.query({
      text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))',
      params: [`import ${place.schema} ${given.by.id ?? ''}`],
    });
    const open = await tx.query<{ readonly id: string; readonly same: boolean }>({
      text: `select id::text as id, entity = $2 and file_name = $3 and content_hash = $4 and not stop and roles = array(select jsonb_array_elements_text($5::jsonb)) as same
        from ${run} where asked_by is not distinct from $1::uuid and state in ('waiting', 'writing') order by asked_at`,
      params: [given.by.id, given.entity, given.name, given.contentHash, roles],
    });
    const same = open.find((one) => one.same);
    if (same !== undefined) return same.id;
    if (open.length >= LIMITS.importsWaitingMax) return undefined;
    const id = newRowId();
    await tx.query({
      text: `insert into ${run} (id, entity, file_name, header, map, content, content_hash, total, asked_by, is_person, roles, locale, asked_at)
        values ($1, $2, $3, array(select jsonb_array_elements_text($4::jsonb)), $5::jsonb, $6, $7, $8, $9::uuid, $10, array(select jsonb_array_elements_text($11::jsonb)), $12, $13::timestamptz)`,
      params: [
        id,
        given.entity,
        given.name,
        JSON.stringify(given.header),
        JSON.stringify(given.map),
        given.content,
        given.contentHash,
        given.total,
        given.by.id,
        given.by.isPerson,
        roles,
        given.locale,
        given.now.toISOString(),
      ],
    });
    return id;
  });
}

const LISTED_MAX = 30;

/** The imports of an entity, the latest first. */
export function importsOf(place: ImportPlace, entity: string): Promise<readonly KeptImport[]> {
  return read(place, `where r.entity = $1 order by r.asked_at desc, r.id desc limit ${String(LISTED_MAX)}`, [entity]);
}

/** The import, if there is one of that id. */
export async function importById(place: ImportPlace, id: string): Promise<KeptImport | undefined> {
  const [found] = await read(place, 'where r.id = $1::uuid', [id]);
  return found;
}

async function read(place: ImportPlace, rest: string, params: readonly unknown[]): Promise<readonly KeptImport[]> {
  const rows = await place.database.query<{ readonly run: string }>({
    text: `select json_build_object('id', r.id, 'entity', r.entity, 'name', r.file_name, 'header', r.header, 'map', r.map, 'state', r.state, 'stop', r.stop,
        'total', r.total, 'rowsDone', r.rows_done, 'linksDone', r.links_done, 'created', r.created, 'updated', r.updated, 'unchanged', r.unchanged, 'wrong', r.wrong, 'issues', r.issues,
        'askedAt', ${instant('r.asked_at')}, 'askedBy', r.asked_by, 'askedByName', a.name, 'isPerson', r.is_person, 'roles', r.roles, 'locale', r.locale, 'endedAt', ${instant('r.ended_at')},
        'undoBy', r.undo_by, 'undoByName', u.name, 'undoneAt', ${instant('r.undone_at')},
        'undone', (select count(*) from ${table(place, 'fw_import_row')} w where w.run = r.id and w.undone),
        'kept', (select count(*) from ${table(place, 'fw_import_row')} w where w.run = r.id and not w.undone),
        'open', (select count(*) from ${table(place, 'fw_import_row')} w where w.run = r.id and w.undone is null),
        'made', coalesce((select json_agg(m order by m.entity) from (select w.entity, count(*)::int as count from ${table(place, 'fw_import_row')} w where w.run = r.id and w.entity is not null group by w.entity) m), '[]'))::text as run
      from ${table(place, 'fw_import_run')} r left join ${table(place, 'fw_user')} a on a.id = r.asked_by left join ${table(place, 'fw_user')} u on u.id = r.undo_by ${rest}`,
    params,
  });
  return rows.map(({ run }) => JSON.parse(run) as KeptImport);
}

/** When a file of the same content was last imported into the entity and not taken back. */
export async function doneBefore(
  place: ImportPlace,
  { entity, contentHash }: { readonly entity: string; readonly contentHash: string },
): Promise<{ readonly id: string; readonly at: string } | null> {
  const [row] = await place.database.query<{ readonly id: string; readonly at: string }>({
    text: `select r.id::text as id, ${instant('r.asked_at')} as at from ${table(place, 'fw_import_run')} r
      where r.entity = $1 and r.content_hash = $2 and r.state in ('waiting', 'writing', 'done') order by r.asked_at desc limit 1`,
    params: [entity, contentHash],
  });
  return row ?? null;
}

/** Asks that nothing more is written; what was written stays. Whether it was still running. */
export async function stopImport(place: ImportPlace, id: string): Promise<boolean> {
  const rows = await place.database.query({
    text: `update ${table(place, 'fw_import_run')} set stop = true where id = $1::uuid and state in ('waiting', 'writing') returning id`,
    params: [id],
  });
  return rows.length > 0;
}

/**
 * Asks that the import is taken back; whether it had ended and still can be. What stayed or was not reached the last
 * time is tried again.
 */
export async function askUndo(
  place: ImportPlace,
  id: string,
  by: {
    readonly id: string | null;
    readonly isPerson: boolean;
    readonly roles: readonly string[];
    readonly locale: Locale;
  },
): Promise<boolean> {
  const rows = await place.database.query({
    text: `with again as (update ${table(place, 'fw_import_row')} w set undone = null, issue = null where w.run = $1::uuid and not w.undone and exists (select from ${table(place, 'fw_import_run')} r where r.id = w.run and r.state = 'undone'))
      update ${table(place, 'fw_import_run')} set state = 'undoing', undo_by = $2::uuid, is_person = $3, roles = array(select jsonb_array_elements_text($4::jsonb)), locale = $5, stop = false, claimed_until = null
      where id = $1::uuid and (state in ('done', 'stopped', 'failed') or state = 'undone' and exists (select from ${table(place, 'fw_import_row')} w where w.run = $1::uuid and w.undone is not true)) returning id`,
    params: [id, by.id, by.isPerson, JSON.stringify(by.roles), by.locale],
  });
  return rows.length > 0;
}

/** Takes the next import that waits or whose process died, until `until`; with the text of its file. */
export async function claimImport(
  place: ImportPlace,
  at: { readonly now: string; readonly until: string },
): Promise<{ readonly kept: KeptImport; readonly content: string } | undefined> {
  const run = table(place, 'fw_import_run');
  const [claimed] = await place.database.query<{ readonly id: string; readonly content: string | null }>({
    text: `update ${run} set claimed_until = $2::timestamptz, state = case state when 'waiting' then 'writing' else state end
      where id = (select id from ${run} where ${OPEN} and (claimed_until is null or claimed_until <= $1::timestamptz) order by asked_at, id limit 1 for update skip locked)
      returning id::text as id, content`,
    params: [at.now, at.until],
  });
  if (claimed === undefined) return undefined;
  const kept = await importById(place, claimed.id);
  return kept === undefined ? undefined : { kept, content: claimed.content ?? '' };
}

/** An import that somebody has to work on. */
export const OPEN = `state in ('waiting', 'writing', 'undoing')`;

/** Lets go of the import, so that the next piece of it can be done by anybody. */
export async function releaseImport(place: ImportPlace, id: string): Promise<void> {
  await place.database.query({
    text: `update ${table(place, 'fw_import_run')} set claimed_until = null where id = $1::uuid and ${OPEN}`,
    params: [id],
  });
}

/** Ends the import; its file is let go. */
export async function endImport(
  place: ImportPlace,
  id: string,
  end: {
    readonly state: Exclude<ImportState, 'waiting' | 'writing' | 'undoing'>;
    readonly now: string;
    readonly issues?: readonly Issue[];
  },
): Promise<void> {
  await place.database.query({
    text: `update ${table(place, 'fw_import_run')} set state = $2, claimed_until = null, content = null,
        issues = case when $4::jsonb is null then issues else $4::jsonb end,
        ended_at = case when $2 = 'undone' then ended_at else $3::timestamptz end,
        undone_at = case when $2 = 'undone' then $3::timestamptz else undone_at end
      where id = $1::uuid and ${OPEN}`,
    params: [id, end.state, end.now, end.issues === undefined ? null : JSON.stringify(end.issues)],
  });
}

/** Rows of an import that stayed although it was taken back, and why. */
export async function keptIssues(place: ImportPlace, id: string): Promise<readonly Issue[]> {
  const rows = await place.database.query<{ readonly issue: string }>({
    text: `select issue::text as issue from ${table(place, 'fw_import_row')} where run = $1::uuid and issue is not null order by line limit ${String(LIMITS.importWizardIssuesMax)}`,
    params: [id],
  });
  return rows.map(({ issue }) => JSON.parse(issue) as Issue);
}

/** Which records came of the import, by line. */
export function rowsOfImport(
  place: ImportPlace,
  id: string,
  page: { readonly after: number; readonly first: number },
): Promise<readonly { readonly line: number; readonly id: string; readonly kind: 'created' | 'updated' }[]> {
  return place.database.query({
    text: `select line, record_id::text as id, kind from ${table(place, 'fw_import_row')} where run = $1::uuid and entity is null and line > $2 order by line limit $3`,
    params: [id, page.after, page.first],
  });
}

/** An issue in the words of the people who use the entity, with its place. */
export function issueView(found: Issue, { model, entity, locale }: IssueReader): ImportIssue {
  const { code, path, params } = found;
  const called = { ...params, ...labelsIn({ model, entity, locale }, params) };
  const { message, cure } = renderIssue({ ...found, params: called }, locale);
  const { line, column } = params;
  return {
    code,
    path,
    params,
    message,
    cure,
    ...(typeof line === 'number' ? { line } : {}),
    ...(typeof column === 'string' ? { column } : {}),
  };
}

/** Who reads an issue, and of which entity it is. */
export interface IssueReader {
  readonly model: Model;
  readonly entity: EntityModel;
  readonly locale: Locale;
}

/** Issues name fields and entities as the API does; people know their labels. */
function labelsIn({ model, entity, locale }: IssueReader, params: Issue['params']): Issue['params'] {
  const lines = entity.fields.flatMap(({ type }) =>
    type.kind === 'lines' ? (model.entities.find(({ id }) => id === type.of)?.fields ?? []) : [],
  );
  const fieldOf = (name: unknown): FieldModel | undefined =>
    [...entity.fields, ...lines].find(({ apiName }) => apiName === name);
  const label = (name: unknown): string => {
    const found = fieldOf(name);
    return found === undefined ? String(name) : textIn(found.label, locale);
  };
  const { field, entity: about, options, known } = params;
  const named = model.entities.find(({ apiName }) => apiName === about);
  const type = fieldOf(field)?.type;
  const choices = type?.kind === 'enum' || type?.kind === 'multiEnum' ? type.options : [];
  const { states = [] } = model.workflows.find(({ id }) => id === named?.workflow) ?? {};
  return {
    ...(field === undefined ? {} : { field: Array.isArray(field) ? field.map(label) : label(field) }),
    ...(named === undefined ? {} : { entity: textIn(named.label, locale) }),
    ...(Array.isArray(options) ? { options: calledAs(options, choices, locale) } : {}),
    ...(Array.isArray(known) ? { known: calledAs(known, states, locale) } : {}),
  };
}

/** What can be chosen, by its labels. */
function calledAs(
  ids: readonly unknown[],
  choices: readonly { readonly id: string; readonly label?: Text }[],
  locale: Locale,
): readonly string[] {
  return ids.map((one) => textIn(choices.find(({ id }) => id === one)?.label, locale) || String(one));
}

/** An import as its readers see it. */
export function importView(
  kept: KeptImport,
  more: IssueReader & {
    readonly issues: readonly Issue[];
    readonly isOwn: boolean;
    readonly now: Date;
  },
): ImportRunView {
  const { id, name, state, total, created, updated, unchanged, wrong, header, map, undone, kept: stayed } = kept;
  const isOpen = state === 'waiting' || state === 'writing';
  const isBehind = state === 'undone' ? kept.open + stayed > 0 : state !== 'undoing' && !isOpen && kept.open > 0;
  const person = (own: string | null, called: string | null) => (own === null ? null : { id: own, name: called ?? '' });
  return {
    id,
    entity: more.entity.apiName,
    name,
    state,
    total,
    done: state === 'undoing' ? undone + stayed : kept.rowsDone,
    created,
    updated,
    unchanged,
    wrong,
    issues: more.issues.map((one) => issueView(one, more)),
    askedAt: kept.askedAt,
    askedBy: person(kept.askedBy, kept.askedByName),
    endedAt: kept.endedAt,
    undoneAt: kept.undoneAt,
    undoneBy: person(kept.undoBy, kept.undoByName),
    undone,
    kept: stayed,
    open: kept.open,
    references: referencesView(kept.made, more),
    mayStop: more.isOwn && isOpen && !kept.stop,
    mayUndo: more.isOwn && isBehind && !isLate(kept, more.now),
    header,
    map,
  };
}

/** How many records of which entities were made because rows refer to them. */
export function referencesView(
  made: readonly { readonly entity: string; readonly count: number }[],
  { model, locale }: Pick<IssueReader, 'model' | 'locale'>,
): readonly MadeReferences[] {
  return made.map(({ entity, count }) => {
    const own = model.entities.find(({ id }) => id === entity);
    return { entity: own?.apiName ?? entity, label: own === undefined ? entity : textIn(own.label, locale), count };
  });
}

/** Whether it is too late to take the import back. */
export function isLate({ endedAt }: KeptImport, now: Date): boolean {
  return endedAt !== null && now.getTime() - Date.parse(endedAt) > LIMITS.importUndoDays * 86_400_000;
}

function table({ schema }: ImportPlace, name: string): string {
  return `${quoteIdentifier(schema)}.${name}`;
}

function instant(column: string): string {
  return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
