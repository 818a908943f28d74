import { entityId, type EntityId } from '../../schema/core/ids.ts';
import { must, ok, refused, type Issue, type Result } from '../../schema/core/result.ts';
import { accessOf, OWNER_ROLE } from '../compile/access.ts';
import type { Actor, ReadBinding } from '../compile/read-plan.ts';
import { planFetch, type PathTree } from '../compile/row-fetch.ts';
import { entityOf } from '../compile/storage.ts';
import type { RowKey } from '../compile/write-input.ts';
import { constraintRegistry, issueOfError, type ConstraintRegistry } from '../db/pg-errors.ts';
import { createSecretBox, type SecretBox } from '../db/secret-box.ts';
import { fetchRows } from '../db/write-related.ts';
import { WriteRefused, type WriterOptions } from '../db/write-operation.ts';
import { inWriteUnit, type WriteUnit } from '../db/write-unit.ts';
import { dayIn } from '../graphql/tenant/tenant-request.ts';
import { RecordReader } from '../import/put-records.ts';
import type { EphemeralTenant } from './ephemeral-tenant.ts';
import type { TestPeople } from './test-people.ts';

/** The server itself, which puts what is given and does what falls due. */
export const NOBODY: Actor = {
  id: null,
  name: '',
  email: '',
  role: OWNER_ROLE,
  roles: [OWNER_ROLE],
  departments: [],
};

/** Secrets of tests are secrets of nobody. */
export const TEST_SECRETS: SecretBox = createSecretBox(Buffer.alloc(32, 1));
export const TEST_TENANT_ID = '00000000-0000-0000-0000-000000000000';

/** A record of a test that has a name. */
export interface NamedRecord {
  readonly entity: EntityId;
  readonly id: string;
}

/** The tables that steps are taken in: an ephemeral tenant's, or those of a tenant with a story to be played. */
export type WorldTenant = Pick<EphemeralTenant, 'place' | 'model' | 'version' | 'timeZone'>;

/** What secrets are sealed with, and for whom. */
export interface WorldSeal {
  readonly secrets: SecretBox;
  readonly tenantId: string;
}

/** What one test works on: an empty tenant, its people, its clock, and the records it has named. */
export class TestWorld {
  readonly tenant: WorldTenant;
  readonly people: TestPeople;
  readonly records = new Map<string, NamedRecord>();
  now: Date;
  /** The record that a step without a name is about. */
  last: string | undefined;
  private readonly constraints: ConstraintRegistry;
  private readonly seal: WorldSeal;

  constructor(tenant: WorldTenant, who: { readonly people: TestPeople; readonly seal?: WorldSeal }, now: Date) {
    this.tenant = tenant;
    this.people = who.people;
    this.seal = who.seal ?? { secrets: TEST_SECRETS, tenantId: TEST_TENANT_ID };
    this.now = now;
    this.constraints = constraintRegistry(tenant.model);
  }

  /** A reader of rows in which a text may be the name of a record or of a person. */
  reader(): RecordReader {
    return new RecordReader(this.tenant.model, (to, name) => this.idOf(to, name));
  }

  idOf(to: RowKey['entity'], name: string): string | undefined {
    if (to === 'user') return this.people.idOf(name);
    const found = this.records.get(name);
    return found?.entity === to ? found.id : undefined;
  }

  /** Names what was made; one that has no name is just the last one. */
  remember(name: string | undefined, record: NamedRecord): void {
    const known = name ?? `${record.entity} ${record.id}`;
    this.records.set(known, record);
    this.last = known;
  }

  record(name: string | undefined): NamedRecord & { readonly name: string } {
    const known = must(name ?? this.last, 'a record to work on');
    return { name: known, ...must(this.records.get(known), `record ${known}`) };
  }

  entity(id: string) {
    return entityOf(this.tenant.model, entityId(id));
  }

  writer(actor: Actor, requestId: string): WriterOptions {
    return {
      access: accessOf(this.tenant.model, actor.roles),
      locale: 'en',
      requestId,
      secrets: this.seal.secrets,
      tenant: this.seal.tenantId,
    };
  }

  binding(actor: Actor): ReadBinding {
    const { timeZone } = this.tenant;
    return { variables: {}, actor, now: this.now.toISOString(), today: dayIn(this.now, timeZone), timeZone };
  }

  /** A row with its stored fields and what the tree names of the computed ones; `undefined` when it is not there. */
  async row(entity: string, id: string, tree: PathTree): Promise<Readonly<Record<string, unknown>> | undefined> {
    const plan = planFetch(this.tenant.model, entityId(entity), { tree, stored: true });
    const found = await this.act(NOBODY, (unit) => fetchRows(unit, plan, [id]));
    return found.ok ? found.value[0] : undefined;
  }

  /** Work in one transaction as someone; what the template refuses is given back, all of it. */
  async act<T>(actor: Actor, work: (unit: WriteUnit) => Promise<T>): Promise<Result<T>> {
    const { tenant } = this;
    const { schema, role } = tenant.place;
    try {
      const done = await inWriteUnit(
        tenant.place.database,
        tenant.model,
        { target: { schema, role, version: tenant.version }, binding: this.binding(actor) },
        work,
      );
      return ok(done);
    } catch (error) {
      return refused(this.refusals(error));
    }
  }

  private refusals(error: unknown): readonly Issue[] {
    if (error instanceof WriteRefused) return error.issues;
    const found = issueOfError(error, this.constraints);
    if (found === undefined) throw error;
    return [found];
  }
}
