import { v7 as uuid } from 'uuid';
import { issue, ok, refused, type Result } from '../../../schema/core/result.ts';
import { textIn } from '../../../schema/core/text.ts';
import { accessOf, OWNER_ROLE } from '../../compile/access.ts';
import { isUuid } from '../../compile/sql-text.ts';
import { usersByIds, type UserRow } from '../../db/control-queries.ts';
import { audit } from '../../db/control-tenants.ts';
import { handOver, inHandOf, movedBy, personFieldName, type HandOverInput } from '../../db/hand-over.ts';
import { issueOfError } from '../../db/pg-errors.ts';
import type { Tenant } from '../../db/control-entities.ts';
import type { SecretBox } from '../../db/secret-box.ts';
import { listAllPeople } from '../../db/tenant-people.ts';
import { WriteRefused } from '../../db/write-operation.ts';
import { inWriteUnit, type WriteUnit } from '../../db/write-unit.ts';
import type { TenantHandle } from '../application.ts';
import { dayIn } from '../tenant/tenant-request.ts';
import { userIdOf } from './caller.ts';
import type { HandOverPreviewType, HandOverResultType, MovedRecordType } from './hand-over-types.ts';
import { actorOf, tenantFor, type PlatformContext, type TenantGrant } from './platform-context.ts';

/** What it takes to write the records of tenants; of a server that serves. */
export interface TenantWriting {
  readonly handle: (tenant: Tenant) => Promise<Result<TenantHandle>>;
  readonly secrets: SecretBox;
}

interface Ready {
  readonly granted: TenantGrant;
  readonly handle: TenantHandle;
  readonly secrets: SecretBox;
}

async function readyFor(context: PlatformContext, tenant: string, user?: string): Promise<Result<Ready>> {
  const granted = await tenantFor(context, tenant, 'own');
  if (!granted.ok) return granted;
  const { writing } = context.services;
  if (writing === undefined) throw new Error('Broken invariant: a server that serves can write');
  const handle = await writing.handle(granted.value.tenant);
  if (!handle.ok) return handle;
  if (user !== undefined) {
    // Also somebody who has left: what is in their hands is what this is for.
    const people = isUuid(user) ? await listAllPeople(handle.value.place) : [];
    if (!people.some(({ id }) => id === user)) return refused([issue('MEMBER_UNKNOWN', '/user')]);
  }
  return ok({ granted: granted.value, handle: handle.value, secrets: writing.secrets });
}

/** A transaction of the tenant's, as the owner who asks. */
async function asOwner<T>(
  context: PlatformContext,
  { handle: { shape, place, ref } }: Ready,
  work: (unit: WriteUnit) => Promise<T>,
): Promise<T> {
  const now = context.services.now();
  const { caller } = context;
  const [me] = caller.kind === 'anonymous' ? [] : await ownRow(context);
  const { timeZone } = ref;
  const actor = {
    id: userIdOf(caller),
    name: me?.name ?? '',
    email: me?.email ?? '',
    role: OWNER_ROLE,
    roles: [OWNER_ROLE],
    departments: [],
  };
  const binding = { variables: {}, actor, now: now.toISOString(), today: dayIn(now, timeZone), timeZone };
  return inWriteUnit(place.database, shape.model, { target: ref, binding }, work);
}

async function ownRow({ services, caller }: PlatformContext): Promise<readonly UserRow[]> {
  const id = userIdOf(caller);
  return id === null ? [] : usersByIds(services.publishing.control, [id]);
}

/** What is in a person's hands and would move. MEMBER_UNKNOWN. */
export async function previewHandOver(
  context: PlatformContext,
  input: { readonly tenant: string; readonly user: string },
): Promise<Result<HandOverPreviewType>> {
  const ready = await readyFor(context, input.tenant, input.user);
  if (!ready.ok) return ready;
  const { fields, approvals, views } = await asOwner(context, ready.value, (unit) => inHandOf(unit, input.user));
  const { locale } = context;
  return ok({
    approvals,
    views,
    fields: fields.map((one) => ({
      id: personFieldName(one),
      entityLabel: textIn(one.entity.label, locale),
      fieldLabel: textIn(one.field.label, locale),
      isSuggested: !one.field.required,
      open: one.open,
      over: one.over,
    })),
  });
}

/** Hands over in one transaction and puts it on record. MEMBER_UNKNOWN, and as `handOver`. */
export async function handOverAll(
  context: PlatformContext,
  input: HandOverInput & { readonly tenant: string },
): Promise<Result<HandOverResultType>> {
  const ready = await readyFor(context, input.tenant, input.user);
  if (!ready.ok) return ready;
  if (!isUuid(input.to)) return refused([issue('HAND_OVER_TO', '/to')]);
  const { handle, granted, secrets } = ready.value;
  const { model, constraints } = handle.shape;
  const id = uuid();
  const options = {
    access: accessOf(model, [OWNER_ROLE]),
    locale: context.locale,
    requestId: id,
    secrets,
    tenant: granted.id,
  };
  try {
    const done = await asOwner(context, ready.value, async (unit) => {
      const answer = await handOver(unit, options, input);
      if (!answer.ok) throw new WriteRefused(answer.issues);
      return answer.value;
    });
    const { user, to } = input;
    await audit(context.services.publishing.control, {
      tenant: granted.id,
      ...actorOf(context.caller),
      action: 'member.handOver',
      detail: { user, to, handOver: id, ...done },
    });
    return ok({ id, ...done });
  } catch (error) {
    if (error instanceof WriteRefused) return refused(error.issues);
    const found = issueOfError(error, constraints);
    if (found === undefined) throw error;
    return refused([found]);
  }
}

/** The records that a hand-over moved. */
export async function movedRecords(
  context: PlatformContext,
  input: { readonly tenant: string; readonly id: string },
): Promise<Result<readonly MovedRecordType[]>> {
  const ready = await readyFor(context, input.tenant);
  if (!ready.ok) return ready;
  const moved = await asOwner(context, ready.value, (unit) => movedBy(unit, input.id));
  return ok(
    moved.map(({ entity, id, title }) => ({
      id,
      entity: entity.apiName,
      entityLabel: textIn(entity.label, context.locale),
      title,
    })),
  );
}
