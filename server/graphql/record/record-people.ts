import { ok, type Result } from '../../../schema/core/result.ts';
import type { EntityModel } from '../../../schema/model/model.ts';
import { planFetch } from '../../compile/row-fetch.ts';
import type { Actor } from '../../compile/read-plan.ts';
import { readerOfRequest, type ViewReader } from '../tenant/approval-views.ts';
import type { ServiceCall } from '../tenant/services.ts';
import type { NamedPerson } from './comment-rows.ts';
import { seenRecord } from './seen-record.ts';

/** An active member with all that decides what they may read. */
export interface Member extends NamedPerson {
  readonly email: string;
  /** Of the membership, and what points have earned. */
  readonly roles: readonly string[];
  readonly departments: readonly string[];
}

/** A member who may read a record. */
export interface RecordReader extends NamedPerson {
  /** Whether they may see what names it. */
  readonly seesTitle: boolean;
}

const MEMBERS = `select u.id, u.name, u.email, u.roles || coalesce(t.roles, '{}') as roles, u.org_ids as departments
  from "@tenant".fw_user u left join "@tenant".fw_tier t on t.user_id = u.id
  where u.active and ($1::uuid[] is null or u.id = any($1::uuid[])) order by u.name, u.id`;

/** Active members: those of the ids, or all of them. */
export function readMembers(reader: ViewReader, ids: readonly string[] | null): Promise<readonly Member[]> {
  return reader.rows<Member>(MEMBERS, [ids]);
}

/** The members who may read the row; `readAs` reads as one of them. */
export async function readersOf(
  { request }: Pick<ServiceCall, 'request'>,
  record: { readonly entity: EntityModel; readonly id: string },
  { members, readAs }: { readonly members: readonly Member[]; readonly readAs: (actor: Actor) => ViewReader },
): Promise<readonly RecordReader[]> {
  const { entity, id } = record;
  const found: RecordReader[] = [];
  for (const member of members) {
    const { access } = request.shape.accessOf(member.roles);
    const rule = access.rows(entity.id, 'read');
    if (rule === 'none') continue;
    const title = access.fieldRows(entity.id, entity.title, 'show');
    const seen = { id: member.id, name: member.name };
    if (rule === 'all' && (title === 'all' || title === 'none')) {
      found.push({ ...seen, seesTitle: title === 'all' });
      continue;
    }
    const plan = planFetch(request.shape.model, entity.id, { tree: {}, stored: false, may: { read: rule, title } });
    const [row] = await readAs(actorOf(member)).fetch(plan, [id]);
    if (row?.['may:read'] === true) found.push({ ...seen, seesTitle: row['may:title'] === true });
  }
  return found;
}

function actorOf({ id, name, email, roles, departments }: Member): Actor {
  return { id, name, email, role: roles[0] ?? '', roles, departments };
}

/** Who can be mentioned in a comment on a record (SPEC [API-45]). Code NOT_FOUND. */
export async function recordPeople(call: ServiceCall): Promise<Result<unknown>> {
  const { request, args } = call;
  const record = await seenRecord(call, { entity: String(args['entity']), id: String(args['id']) });
  if (!record.ok) return record;
  const members = await readMembers(readerOfRequest(request), null);
  const readAs = (actor: Actor): ViewReader => readerOfRequest({ ...request, caller: { ...request.caller, actor } });
  const found = await readersOf(call, record.value, { members, readAs });
  return ok(found.map(({ id, name }) => ({ id, name })));
}
