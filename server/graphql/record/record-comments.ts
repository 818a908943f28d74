import { LIMITS } from '../../../schema/core/limits.ts';
import { issue, must, ok, refused, type Result } from '../../../schema/core/result.ts';
import type { EntityModel } from '../../../schema/model/model.ts';
import { isUuid, quoteIdentifier } from '../../compile/sql-text.ts';
import { newRowId } from '../../db/row-id.ts';
import { notify } from '../../db/notify.ts';
import type { WriteUnit } from '../../db/write-unit.ts';
import { listPage } from '../automation/service-pages.ts';
import { readerOfRequest, readerOfUnit } from '../tenant/approval-views.ts';
import { writeAsService } from '../tenant/service-write.ts';
import type { ServiceCall } from '../tenant/services.ts';
import { readComments, type CommentView } from './comment-rows.ts';
import { readersOf, readMembers, type RecordReader } from './record-people.ts';
import { seenRecord, titleText, type SeenRecord } from './seen-record.ts';

/** The comments on a record, the latest first (SPEC [API-43]). Codes: NOT_FOUND, PAGE_SIZE, CURSOR_INVALID. */
export async function recordComments(call: ServiceCall): Promise<Result<unknown>> {
  const { args, request } = call;
  const record = await seenRecord(call, { entity: String(args['entity']), id: String(args['id']) });
  if (!record.ok) return record;
  const page = await listPage(
    call,
    {
      table: 'fw_comment',
      time: 'at',
      columns: 't.id',
      where: 't.record_id = $1::uuid and t.entity = $2',
      params: [record.value.id, record.value.entity.id],
    },
    ({ id }: { readonly id: string }) => ({ id }),
  );
  if (!page.ok) return page;
  const comments = await readComments(
    call,
    page.value.nodes.map(({ id }) => id),
    readerOfRequest(request),
  );
  return ok({
    ...page.value,
    nodes: page.value.nodes.flatMap(({ id }) => comments.find((comment) => comment.id === id) ?? []),
  });
}

/** Says something about a record and tells whom it mentions (SPEC [API-44]). Codes: COMMENT_*, NOT_FOUND. */
export function addComment(call: ServiceCall): Promise<Result<unknown>> {
  const { args, request } = call;
  const author = request.caller.actor.id;
  if (author === null) return Promise.resolve(refused([issue('COMMENT_NOBODY', '')]));
  const given = givenWords(args);
  if (!given.ok) return Promise.resolve(given);
  return writeAsService(call, async (unit) => {
    const record = await recordOf(call, unit, { entity: String(args['entity']), id: String(args['id']) });
    if (!record.ok) return record;
    const told = await mentioned(call, unit, { record: record.value, ids: given.value.mentions });
    if (!told.ok) return told;
    const id = newRowId();
    await unit.execute(
      'insert into "@tenant".fw_comment (id, entity, record_id, author, at, body, mentions) values ($1::uuid, $2, $3::uuid, $4::uuid, $5::timestamptz, $6, $7::uuid[])',
      [id, record.value.entity.id, record.value.id, author, unit.binding.now, given.value.body, given.value.mentions],
    );
    const comment = { id, author, body: given.value.body };
    await tellMentioned(call, unit, { record: record.value, comment, readers: told.value });
    return written(call, unit, { id, record: record.value.id });
  });
}

/** Changes a comment of the caller's; who is newly mentioned is told. */
export function editComment(call: ServiceCall): Promise<Result<unknown>> {
  const given = givenWords(call.args);
  if (!given.ok) return Promise.resolve(given);
  return writeAsService(call, async (unit) => {
    const own = await ownComment(call, unit);
    if (!own.ok) return own;
    const { id, record, mentions, author } = own.value;
    const told = await mentioned(call, unit, { record, ids: given.value.mentions });
    if (!told.ok) return told;
    await unit.execute(
      'update "@tenant".fw_comment set body = $2, mentions = $3::uuid[], edited_at = $4::timestamptz where id = $1::uuid',
      [id, given.value.body, given.value.mentions, unit.binding.now],
    );
    const readers = told.value.filter((reader) => !mentions.includes(reader.id));
    await tellMentioned(call, unit, { record, comment: { id, author, body: given.value.body }, readers });
    return written(call, unit, { id, record: record.id });
  });
}

/** Takes the words of a comment of the caller's away, also from those who were told them. */
export async function deleteComment(call: ServiceCall): Promise<Result<unknown>> {
  const told: string[] = [];
  const done = await writeAsService(call, async (unit) => {
    const own = await ownComment(call, unit);
    if (!own.ok) return own;
    const { id, record, mentions } = own.value;
    told.splice(0, told.length, ...mentions.map((user) => noticeKey(id, user)));
    await unit.execute(
      `update "@tenant".fw_comment set body = '', mentions = '{}', deleted_at = $2::timestamptz where id = $1::uuid`,
      [id, unit.binding.now],
    );
    return written(call, unit, { id, record: record.id });
  });
  if (done.ok && told.length > 0) await withdraw(call, told);
  return done;
}

/** The key that `notify` makes for a person of a comment's. */
function noticeKey(comment: string, user: string): string {
  return `comment:${comment}:${user}`;
}

/** As the server: the tenant's role takes back nothing that was told. */
async function withdraw({ request }: ServiceCall, keys: readonly string[]): Promise<void> {
  await request.database.query({
    text: `delete from ${quoteIdentifier(request.tenant.schema)}.fw_notification where key = any($1::text[])`,
    params: [keys],
  });
}

interface Words {
  readonly body: string;
  readonly mentions: readonly string[];
}

function givenWords(args: ServiceCall['args']): Result<Words> {
  const body = String(args['body']).replaceAll('\u0000', '').replaceAll('\r\n', '\n').trim();
  const mentions = Array.isArray(args['mentions']) ? [...new Set(args['mentions'].map(String))] : [];
  const [length, count] = [[...body].length, mentions.length];
  const issues = [
    ...(length === 0 ? [issue('COMMENT_EMPTY', '/body')] : []),
    ...(length > LIMITS.commentCharsMax
      ? [issue('COMMENT_TOO_LONG', '/body', { length, max: LIMITS.commentCharsMax })]
      : []),
    ...(count > LIMITS.commentMentionsMax
      ? [issue('COMMENT_MENTIONS_TOO_MANY', '/mentions', { count, max: LIMITS.commentMentionsMax })]
      : []),
  ];
  return issues.length > 0 ? refused(issues) : ok({ body, mentions });
}

/** The record, where the caller may read it and it is not in the bin. */
async function recordOf(
  call: ServiceCall,
  unit: WriteUnit,
  named: { readonly entity: string; readonly id: string },
): Promise<Result<SeenRecord>> {
  const record = await seenRecord(call, named, readerOfUnit(unit));
  return record.ok && record.value.isBinned
    ? refused([issue('NOT_FOUND', '/id', { entity: named.entity, index: 0 })])
    : record;
}

interface OwnComment {
  readonly id: string;
  readonly author: string;
  readonly mentions: readonly string[];
  readonly record: SeenRecord;
}

async function ownComment(call: ServiceCall, unit: WriteUnit): Promise<Result<OwnComment>> {
  const id = String(call.args['id']);
  const unknown = refused([issue('COMMENT_NOT_FOUND', '/id')]);
  if (!isUuid(id)) return unknown;
  const [row] = await unit.execute<{
    readonly entity: string;
    readonly record: string;
    readonly author: string;
    readonly mentions: readonly string[];
  }>(
    'select entity, record_id as record, author, mentions::text[] as mentions from "@tenant".fw_comment where id = $1::uuid and deleted_at is null for update',
    [id],
  );
  const entity: EntityModel | undefined = unit.model.entities.find((one) => one.id === row?.entity);
  if (row === undefined || entity === undefined) return unknown;
  const record = await recordOf(call, unit, { entity: entity.apiName, id: row.record });
  if (!record.ok) return unknown;
  if (row.author !== call.request.caller.actor.id) return refused([issue('COMMENT_NOT_YOURS', '/id')]);
  return ok({ id: id.toLowerCase(), author: row.author, mentions: row.mentions, record: record.value });
}

/** Those who are mentioned. All must be active members who may read the record. */
async function mentioned(
  call: ServiceCall,
  unit: WriteUnit,
  { record, ids }: { readonly record: SeenRecord; readonly ids: readonly string[] },
): Promise<Result<readonly RecordReader[]>> {
  if (ids.length === 0) return ok([]);
  const members = await readMembers(readerOfUnit(unit), ids.filter(isUuid));
  if (members.length < ids.length) return refused([issue('COMMENT_MENTION_UNKNOWN', '/mentions')]);
  const readers = await readersOf(call, record, {
    members,
    readAs: (actor) => readerOfUnit(unit.as({ ...unit.binding, actor })),
  });
  const others = members.filter(({ id }) => !readers.some((reader) => reader.id === id));
  return others.length === 0
    ? ok(readers)
    : refused([issue('COMMENT_MENTION_UNSEEN', '/mentions', { names: others.map(({ name }) => name) })]);
}

/** So much of a comment is told in a notification. */
const EXCERPT_CHARS = 120;

async function tellMentioned(
  { request }: ServiceCall,
  unit: WriteUnit,
  {
    record,
    comment,
    readers,
  }: {
    readonly record: SeenRecord;
    readonly comment: { readonly id: string; readonly author: string; readonly body: string };
    readonly readers: readonly RecordReader[];
  },
): Promise<void> {
  const who = request.caller.actor.name;
  const letters = [...comment.body.replaceAll(/\s+/g, ' ')];
  const words = letters.length > EXCERPT_CHARS ? `${letters.slice(0, EXCERPT_CHARS).join('')}…` : letters.join('');
  const { label } = record.entity;
  const both = {
    en: label['en'] ?? record.entity.apiName,
    'zh-CN': label['zh-CN'] ?? label['en'] ?? record.entity.apiName,
  };
  for (const seesTitle of [true, false]) {
    const users = readers.filter((one) => one.seesTitle === seesTitle && one.id !== comment.author).map(({ id }) => id);
    const title = seesTitle ? titleText(record) : null;
    const name = title === null ? '' : ` ${title}`;
    if (users.length === 0) continue;
    await notify(unit, {
      key: `comment:${comment.id}`,
      users,
      roles: [],
      text: {
        en: `${who} mentioned you on ${both.en}${name}: ${words}`,
        'zh-CN': `${who} 在${both['zh-CN']}${name} 中提到了您：${words}`,
      },
      about: { entity: record.entity.id, id: record.id },
    });
  }
}

/** The comment as it is now. Whoever has the record open is told by an event that belongs to no entity of the model. */
async function written(
  call: ServiceCall,
  unit: WriteUnit,
  { id, record }: { readonly id: string; readonly record: string },
): Promise<Result<CommentView>> {
  await unit.execute(
    `insert into "@tenant".fw_event (at, entity, record_id, kind, version, template_version) values ($1::timestamptz, $2, $3::uuid, 'updated', 1, $4)`,
    [unit.binding.now, COMMENTED, record, unit.version],
  );
  const [comment] = await readComments(call, [id], readerOfUnit(unit));
  return ok(must(comment, 'comment'));
}

/** The entity of events that tell of comments; their record is the commented one. */
export const COMMENTED = '@comment';
