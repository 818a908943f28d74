import { v5 as uuidV5 } from 'uuid';
import type { ScenarioDef } from '../../schema/template/template-tests.ts';
import { quoteIdent } from '../compile/ddl-text.ts';
import type { Actor } from '../compile/read-plan.ts';
import { SYSTEM_TABLES } from '../compile/storage.ts';
import type { Model } from '../../schema/model/model.ts';
import type { TenantPlace } from '../tenancy/provision-tenant.ts';

/** Ids of people are made from their names, so that a test that fails fails the same way twice. */
const PEOPLE_NAMESPACE = '0d6a9a1c-53a4-5a0e-9a37-6f1d9d2b8c11';

/**
 * The people of a test: those it names with their roles, and one for each role of the template, called as the role
 * (SPEC [PCK-4]).
 */
export interface TestPeople {
  readonly actorOf: (name: string) => Actor;
  readonly idOf: (name: string) => string | undefined;
  readonly nameOf: (id: string) => string | undefined;
  readonly all: readonly Actor[];
}

/** Who is in a test. */
export function peopleOf(model: Model, test: ScenarioDef): TestPeople {
  const byName = new Map<string, Actor>();
  for (const [name, roles] of Object.entries(test.given?.people ?? {})) byName.set(name, person(name, roles));
  for (const { id } of model.roles) if (!byName.has(id)) byName.set(id, person(id, [id]));
  const byId = new Map([...byName].map(([name, { id }]) => [id, name]));
  return {
    actorOf: (name) => byName.get(name) ?? person(name, [name]),
    idOf: (name) => byName.get(name)?.id ?? undefined,
    nameOf: (id) => byId.get(id),
    all: [...byName.values()],
  };
}

function person(name: string, roles: readonly string[]): Actor {
  return {
    id: uuidV5(name, PEOPLE_NAMESPACE),
    name,
    email: `${name.toLowerCase().replaceAll(/[^a-z0-9]/g, '-')}@test.example`,
    role: roles[0] ?? '',
    roles,
    departments: [],
  };
}

/** Puts them where references and approvals look for people. */
export async function putPeople(place: TenantPlace, people: TestPeople): Promise<void> {
  const rows = people.all.map(({ id, name, email, roles }) => ({ id, name, email, roles }));
  await place.database.query({
    text: `INSERT INTO ${quoteIdent(place.schema)}.${quoteIdent(SYSTEM_TABLES.user)} (id, name, email, active, roles)
           SELECT id, name, email, true, ARRAY(SELECT jsonb_array_elements_text(roles)) FROM jsonb_to_recordset($1::jsonb) AS p(id uuid, name text, email text, roles jsonb)`,
    params: [JSON.stringify(rows)],
  });
}
