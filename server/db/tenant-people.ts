import type { SqlName } from '../../schema/core/ids.ts';
import { quoteIdentifier } from '../compile/sql-text.ts';
import type { Database } from './database.ts';

/** A member as the tenant knows them. */
export interface TenantPerson {
  readonly id: string;
  readonly name: string;
  /** Of the membership. */
  readonly roles: readonly string[];
  /** Roles that points have earned (SPEC [PTS-10]). */
  readonly earned: readonly string[];
  /** Ids of departments. */
  readonly departments: readonly string[];
}

/** The active members of a tenant by name, with all that decides what they see. */
export function listTenantPeople(place: {
  readonly database: Database;
  readonly schema: SqlName;
}): Promise<readonly TenantPerson[]> {
  const ns = quoteIdentifier(place.schema);
  return place.database.query({
    text: `select u.id::text as id, u.name, u.roles, coalesce(t.roles, '{}') as earned, u.org_ids::text[] as departments
      from ${ns}.fw_user u left join ${ns}.fw_tier t on t.user_id = u.id where u.active order by u.name, u.id`,
    params: [],
  });
}

/** Everybody whom the tenant's records may name, also who has left. */
export interface TenantPersonRow extends Pick<TenantPerson, 'id' | 'name' | 'roles' | 'departments'> {
  readonly email: string;
  readonly active: boolean;
}

/** All people of a tenant by name, those who have left too. */
export function listAllPeople(place: {
  readonly database: Database;
  readonly schema: SqlName;
}): Promise<readonly TenantPersonRow[]> {
  return place.database.query({
    text: `select id::text as id, name, email, active, roles, org_ids::text[] as departments
      from ${quoteIdentifier(place.schema)}.fw_user order by name, id`,
    params: [],
  });
}
