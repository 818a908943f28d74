import type { ActorValue } from '../../schema/expr/frame.ts';
import type { Execute } from '../db/points-awards.ts';
import { readAnswer, type Period } from './lab-place.ts';
import type { People, Person } from './people.ts';

/** The members with what is needed to act for them, and when those who have left were last seen. */
export interface Members {
  readonly people: People;
  readonly actorOf: (id: string) => ActorValue | null;
  /** Whether the person was a member then: is one now, or did something or got points later in the period. */
  readonly isMember: (id: string, at: string) => boolean;
}

interface MemberRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly active: boolean;
  readonly orgs: readonly string[];
  readonly roles: readonly string[];
}

/** The tenant's members and departments as they are now. */
export async function readMembers(execute: Execute, period: Period): Promise<Members> {
  const rows = await readAnswer<readonly MemberRow[]>(
    execute,
    `select coalesce(json_agg(json_build_object('id', id, 'name', name, 'email', email, 'active', active, 'orgs', org_ids, 'roles', roles) order by id), '[]')::text as answer from "@tenant".fw_user`,
    [],
  );
  const departments = await readAnswer<readonly (readonly [string, string])[]>(
    execute,
    `select coalesce(json_agg(json_build_array(id, name) order by id), '[]')::text as answer from "@tenant".fw_org`,
    [],
  );
  const seen = new Map(
    await readAnswer<readonly (readonly [string, number])[]>(
      execute,
      `select coalesce(json_agg(json_build_array(s.id, s.ms)), '[]')::text as answer from (
         select u.id, extract(epoch from max(s.at)) * 1000 as ms from "@tenant".fw_user u join (
           select user_id as id, at from "@tenant".fw_posting where kind = 'award' and at >= $1::timestamptz and at < $2::timestamptz
           union all select actor, at from "@tenant".fw_event where at >= $1::timestamptz and at < $2::timestamptz) s on s.id = u.id
         where not u.active group by u.id) s`,
      [period.from, period.to],
    ),
  );
  const known = new Map(rows.map((row) => [row.id, row]));
  return {
    people: { all: rows.map(personOf), departments: new Map(departments) },
    actorOf: (id) => {
      const row = known.get(id);
      if (row === undefined) return null;
      const { name, email, roles, orgs } = row;
      return { id, name, email, role: roles[0] ?? '', roles, departments: orgs };
    },
    isMember: (id, at) => {
      const row = known.get(id);
      return row !== undefined && (row.active || Date.parse(at) <= (seen.get(id) ?? Number.NEGATIVE_INFINITY));
    },
  };
}

function personOf({ id, name, active, orgs, roles }: MemberRow): Person {
  return { id, name, active, department: orgs[0] ?? null, role: roles[0] ?? null };
}
