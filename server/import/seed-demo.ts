import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { must, type Issue, type Result } from '../../schema/core/result.ts';
import { applyEdits, type Edit } from '../../schema/model/edits.ts';
import type { RecordSetDef, Template } from '../../schema/template/template.ts';
import { addUser } from '../db/control-people.ts';
import { listPacks } from '../db/control-templates.ts';
import { putDepartment } from '../db/tenant-departments.ts';
import { userRow, type UserRow } from '../db/control-queries.ts';
import { findTenant, idOf } from '../db/control-tenants.ts';
import type { JsonDocument } from '../db/control-entities.ts';
import type { Application } from '../graphql/application.ts';
import { keepPack } from '../graphql/platform/pack-service.ts';
import { OWNER_ROLE } from '../compile/access.ts';
import { hashPassword } from '../graphql/platform/password.ts';
import { putMember } from '../graphql/platform/people-service.ts';
import type { PlatformServices } from '../graphql/platform/platform-context.ts';
import { ANONYMOUS } from '../graphql/platform/caller.ts';
import { makeTenant } from '../graphql/platform/tenant-service.ts';
import { publish } from '../tenancy/publish.ts';
import { tenantMeta } from '../tenancy/provision-tenant.ts';
import { playStory, type StoryMember, type StoryStep } from './demo-story.ts';
import { composeShipped, shippedPackNames, shippedPacks, shippedVersion, templatesFolder } from './pack-files.ts';
import { putRecords } from './put-records.ts';
import { systemContext } from './put-shipped.ts';

/** A demo tenant as `templates/demo/<name>.json` says it. */
interface DemoTenant {
  readonly name: string;
  readonly label: string;
  readonly timeZone: string;
  readonly packs: readonly string[];
  readonly members: readonly {
    readonly email: string;
    readonly name: string;
    readonly roles: readonly string[];
    readonly password: string;
    /** The id of a department. */
    readonly department?: string;
  }[];
  /** Those above before those below them. */
  readonly departments: readonly { readonly id: string; readonly name: string; readonly parent?: string }[];
  /** What the tenant changed of its packs. */
  readonly edits: readonly Edit[];
  /** What it says of that in its history of versions. */
  readonly note: string;
  readonly records: readonly RecordSetDef[];
  /** What has happened since, through the workflows. */
  readonly story?: readonly StoryStep[];
}

export interface SeedContext {
  readonly services: PlatformServices;
  readonly operator: { readonly user: UserRow };
}

/** Puts every pack of the `templates` folder into the catalogue, so that tenants can be made of them. */
export async function keepShippedPacks({ control }: Application): Promise<void> {
  // A version is kept as it was first seen: tenants were made of it. What changed since needs a new number.
  const present = new Set((await listPacks(control)).map(({ name, version }) => `${name}@${version}`));
  const names = await shippedPackNames();
  const versions = await Promise.all(names.map(shippedVersion));
  const missing = names.filter((name, index) => !present.has(`${name}@${String(versions[index])}`));
  // Each start comes here, and nearly none has anything to do: reading all packs as templates takes 0.2 s.
  const packs = mustHold(await shippedPacks(missing), 'the shipped packs');
  for (const pack of packs) {
    const kept = await keepPack(control, asDocument(pack));
    if (kept.ok || kept.issues.some(({ code }) => code === 'PACK_VERSION_TAKEN')) continue;
    mustHold(kept, `pack ${pack.pack}`);
  }
}

/**
 * Makes the demo tenants on an empty server: their packs, their own changes published on top, their members and rows.
 * A tenant that is there already is left alone.
 */
export async function seedDemo(application: Application, context: SeedContext): Promise<void> {
  for (const demo of await demoTenants()) {
    if ((await findTenant(application.control, demo.name)) === null) await seedTenant(application, context, demo);
  }
}

/** With whom each demo tenant is looked at first: its owner. */
export async function demoOwners(): Promise<readonly { readonly email: string; readonly password: string }[]> {
  const demos = await demoTenants();
  return demos.flatMap(({ members }) => members.filter(({ roles }) => roles.includes(OWNER_ROLE)).slice(0, 1));
}

async function demoTenants(): Promise<readonly DemoTenant[]> {
  const folder = path.join(templatesFolder(), 'demo');
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json')).sort();
  return Promise.all(
    files.map(async (file) => JSON.parse(await readFile(path.join(folder, file), 'utf8')) as DemoTenant),
  );
}

async function seedTenant(
  application: Application,
  { services, operator }: SeedContext,
  demo: DemoTenant,
): Promise<void> {
  const { control } = application;
  const by = { services, caller: ANONYMOUS };
  const { name, label, timeZone, packs } = demo;
  // By other threads, while the tables are made.
  const hashes = demo.members.map(({ password }) => hashPassword(password));
  mustHold(await makeTenant(by, { name, label, timeZone, packs, owner: operator.user }), `tenant ${name}`);
  const tenant = must(await findTenant(control, name), name);
  const ids = new Map(demo.departments.map(({ id }) => [id, randomUUID()]));
  const members: StoryMember[] = [];
  for (const [index, member] of demo.members.entries()) {
    const user = await demoUser(application, { ...member, passwordHash: await must(hashes[index], 'hash') });
    const department = ids.get(member.department ?? '');
    members.push({ user, roles: member.roles, departments: department === undefined ? [] : [department] });
    mustHold(await putMember(by, { id: idOf(tenant), tenant }, { user, roles: member.roles }), member.email);
  }
  await publishEdits(application, demo, must(members[0], 'a member').user);
  const handle = mustHold(await application.tenantByName(name), name);
  for (const { id, name: called, parent } of demo.departments) {
    const department = { id: must(ids.get(id), id), name: called, parentId: ids.get(parent ?? '') ?? null };
    const people = members.filter(({ departments }) => departments.includes(department.id)).map(({ user }) => user.id);
    await putDepartment(handle.place, department, people);
  }
  await putRecords(systemContext(application, handle, { locale: 'en', requestId: 'demo' }), demo.records);
  await playStory(application, handle, { members, steps: demo.story ?? [] });
}

async function publishEdits(
  application: Application,
  { name, packs, edits, note }: DemoTenant,
  author: StoryMember['user'],
): Promise<void> {
  const tenant = must(await findTenant(application.control, name), name);
  const handle = mustHold(await application.tenantHandle(tenant), name);
  const { version } = await tenantMeta(handle.place);
  const base = mustHold(await composeShipped(packs), 'composed packs');
  const edited = mustHold(applyEdits(base, edits), `edits of ${name}`);
  const request = {
    document: asDocument(edited.template),
    baseDocument: asDocument(base),
    baseVersion: version,
    note,
    author: author.id,
  };
  mustHold(await publish(application.publishing, tenant, request), `publication of ${name}`);
  await application.registry.refresh();
}

async function demoUser(
  { control }: Application,
  { email, name, passwordHash }: { readonly email: string; readonly name: string; readonly passwordHash: string },
): Promise<UserRow> {
  return userRow(mustHold(await addUser(control, { email, name, passwordHash, isOperator: false }), email));
}

function asDocument(template: Template): JsonDocument {
  return JSON.parse(JSON.stringify(template)) as JsonDocument;
}

/** What ships with the server holds; a refusal is our mistake. */
function mustHold<T>(result: Result<T>, what: string): T {
  if (result.ok) return result.value;
  const issues: readonly Issue[] = result.issues;
  throw new Error(`Broken invariant: ${what} is refused: ${JSON.stringify(issues.slice(0, 5))}`);
}
