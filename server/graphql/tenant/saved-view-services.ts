import { randomUUID } from 'node:crypto';
import { LIMITS } from '../../../schema/core/limits.ts';
import { issue, must, ok, refused, type Issue, type Result } from '../../../schema/core/result.ts';
import type { EntityModel } from '../../../schema/model/model.ts';
import { DESIGNER_ROLE, OWNER_ROLE } from '../../compile/access.ts';
import { isUuid, quoteIdentifier } from '../../compile/sql-text.ts';
import { readerOfRequest } from './approval-views.ts';
import type { Service, ServiceCall } from './services.ts';

/** Views of lists that people save (SPEC [WRK-39]): their own, or shared by who may publish. */
export const SAVED_VIEW_SERVICES = {
  'savedView.list': list,
  'savedView.save': save,
  'savedView.delete': remove,
} as const satisfies Record<string, Service>;

interface ViewRow {
  readonly id: string;
  readonly entity: string;
  readonly name: string;
  readonly state: unknown;
  /** `null`: only who made it; empty: everybody. */
  readonly roles: readonly string[] | null;
  readonly userId: string;
}

const COLUMNS = `t.id, t.entity, t.name, t.state, t.roles, t.user_id as "userId"`;

async function list(call: ServiceCall): Promise<Result<unknown>> {
  const entity = entityNamed(call, call.args['entity']);
  if (entity === undefined || !reads(call, entity)) return ok([]);
  const rows = await readerOfRequest(call.request).rows<ViewRow>(
    `select ${COLUMNS} from "@tenant".fw_saved_view t where t.entity = $1 and ${SEEN} order by t.roles is null, t.name, t.id limit ${String(LIMITS.pageSizeMax)}`,
    [entity.id, me(call), call.request.caller.roles, mayShare(call)],
  );
  return ok(rows.map((row) => view(call, row)));
}

/** Mine, those for everybody, those for one of my roles; who may share sees all that is shared. */
const SEEN = `(t.user_id = $2::uuid or (t.roles is not null and ($4::boolean or t.roles = '{}' or t.roles && $3::text[])))`;

function view(call: ServiceCall, row: ViewRow): unknown {
  const isMine = row.userId === me(call);
  return {
    id: row.id,
    name: row.name,
    state: row.state,
    isMine,
    sharedWith: row.roles,
    mayChange: row.roles === null ? isMine : mayShare(call),
  };
}

function me({ request }: ServiceCall): string | null {
  return request.caller.actor.id;
}

function mayShare({ request }: ServiceCall): boolean {
  return [OWNER_ROLE, DESIGNER_ROLE].some((role) => request.caller.roles.includes(role));
}

function entityNamed({ request }: ServiceCall, name: unknown): EntityModel | undefined {
  return request.shape.model.entities.find((one) => one.id === name || one.apiName === name);
}

function reads({ caller }: ServiceCall, entity: EntityModel): boolean {
  return caller.access.rows(entity.id, 'read') !== 'none';
}

interface Given {
  readonly name: string;
  readonly state: string;
  readonly roles: readonly string[] | null;
}

/** Codes: SAVED_VIEW_NOBODY, _NAME, _LARGE, _SHARING, _UNKNOWN, SAVED_VIEWS_MANY, ROLE_UNKNOWN. */
async function save(call: ServiceCall): Promise<Result<unknown>> {
  const { request, args } = call;
  const user = me(call);
  if (user === null) return refused([issue('SAVED_VIEW_NOBODY', '')]);
  const { sharedWith } = args;
  const given: Given = {
    name: String(args['name']).trim(),
    state: JSON.stringify(args['state'] ?? {}),
    roles: Array.isArray(sharedWith) ? [...new Set(sharedWith.map(String))] : null,
  };
  const entity = entityNamed(call, args['entity']);
  if (entity === undefined || !reads(call, entity)) return refused([unknown('entity', String(args['entity']))]);
  const issues = givenIssues(call, given);
  if (issues.length > 0) return refused(issues);
  const id = typeof args['id'] === 'string' ? args['id'] : null;
  if (id !== null) {
    const known = await changeable(call, id);
    if (!known.ok) return known;
  }
  const rows = await request.database.query<ViewRow>({
    text: `insert into ${quoteIdentifier(request.tenant.schema)}.fw_saved_view as t (id, entity, name, state, roles, user_id, at)
      select $1::uuid, $2, $3, $4::jsonb, $5::text[], $6::uuid, $7::timestamptz
      where $8::boolean or (select count(*) from ${quoteIdentifier(request.tenant.schema)}.fw_saved_view where user_id = $6::uuid) < $9
      on conflict (id) do update set name = excluded.name, state = excluded.state, roles = excluded.roles, at = excluded.at returning ${COLUMNS}`,
    params: [
      id ?? randomUUID(),
      entity.id,
      given.name,
      given.state,
      given.roles,
      user,
      request.now().toISOString(),
      id !== null,
      LIMITS.savedViewsMax,
    ],
  });
  if (rows.length === 0) return refused([issue('SAVED_VIEWS_MANY', '', { max: LIMITS.savedViewsMax })]);
  // Outside of the reader the driver leaves JSON and lists as the texts that they are in the database.
  return ok(view(call, { ...must(rows[0], 'view'), state: args['state'] ?? {}, roles: given.roles }));
}

function givenIssues(call: ServiceCall, { name, state, roles }: Given): readonly Issue[] {
  const size = Buffer.byteLength(state);
  const { model } = call.request.shape;
  const strange = (roles ?? []).filter((role) => role !== OWNER_ROLE && !model.roles.some(({ id }) => id === role));
  return [
    ...(name === '' || name.length > LIMITS.nameCharsMax
      ? [issue('SAVED_VIEW_NAME', '/name', { max: LIMITS.nameCharsMax })]
      : []),
    ...(size > LIMITS.preferenceBytesMax
      ? [issue('SAVED_VIEW_LARGE', '/state', { size, max: LIMITS.preferenceBytesMax })]
      : []),
    ...(roles !== null && !mayShare(call) ? [issue('SAVED_VIEW_SHARING', '/sharedWith')] : []),
    ...strange.map((role) =>
      issue('ROLE_UNKNOWN', '/sharedWith', { role, known: model.roles.map(({ id }): string => id) }),
    ),
  ];
}

async function remove(call: ServiceCall): Promise<Result<unknown>> {
  const { request, args } = call;
  const known = await changeable(call, String(args['id']));
  if (!known.ok) return known;
  await request.database.query({
    text: `delete from ${quoteIdentifier(request.tenant.schema)}.fw_saved_view where id = $1::uuid`,
    params: [known.value.id],
  });
  return ok(true);
}

/** The view, where the caller may change it: one's own, a shared one who may share. Others are not there for him. */
async function changeable(call: ServiceCall, id: string): Promise<Result<ViewRow>> {
  const rows = isUuid(id)
    ? await readerOfRequest(call.request).rows<ViewRow>(
        `select ${COLUMNS} from "@tenant".fw_saved_view t where t.id = $1::uuid and ${SEEN}`,
        [id, me(call), call.request.caller.roles, mayShare(call)],
      )
    : [];
  const [row] = rows;
  if (row === undefined) return refused([unknown('id', id)]);
  const may = row.roles === null ? row.userId === me(call) : mayShare(call);
  return may ? ok(row) : refused([issue('SAVED_VIEW_SHARING', '/id')]);
}

function unknown(place: string, id: string): Issue {
  return issue('SAVED_VIEW_UNKNOWN', `/${place}`, { id });
}
