import { raw, type RawQueryFragment } from '@mikro-orm/core';
import { LIMITS } from '../../schema/core/limits.ts';
import type { TenantId, UserId } from '../../schema/core/ids.ts';
import { AppUserEntity, DraftEntity, PresenceEntity, TenantVersionEntity } from './control-entities.ts';
import type { ControlPlane } from './control-plane.ts';
import { pgFailureOf } from './pg-errors.ts';

/** The channel on which every process hears at once that something of a tenant's designing moved; all poll as well. */
export const LIVE_CHANNEL = 'formwork_live';

/** What goes on in a tenant: its version, its drafts, and who is in which of them. */
export interface LiveState {
  readonly version: number;
  readonly drafts: readonly LiveDraft[];
  readonly people: readonly LivePerson[];
}

export interface LiveDraft {
  readonly name: string;
  readonly revision: number;
  readonly updatedBy: Person | null;
}

export interface LivePerson {
  readonly user: Person;
  readonly client: string;
  readonly draft: string;
  readonly place: string;
  /** Since when they are at this place. */
  readonly at: Date;
}

export interface Person {
  readonly id: string;
  readonly name: string;
}

export interface Whereabouts {
  readonly user: UserId;
  readonly client: string;
  readonly draft: string;
  readonly place: string;
}

/** What goes on in the tenant right now, in one order, so that equal states are equal texts. */
export async function readLive(control: ControlPlane, tenant: TenantId): Promise<LiveState> {
  return control.asSystem(async (em) => {
    const version = await em.findOne(TenantVersionEntity, { tenantId: tenant });
    const drafts = await em.find(
      DraftEntity,
      { tenantId: tenant },
      { orderBy: { name: 'asc' }, fields: ['name', 'revision', 'updatedBy'] },
    );
    const present = await em.find(
      PresenceEntity,
      { tenantId: tenant, seenAt: { $gt: raw(`now() - interval '${LIMITS.presenceMs} milliseconds'`) } },
      { orderBy: { since: 'asc', userId: 'asc', client: 'asc' }, limit: LIMITS.presencePeopleMax },
    );
    const ids = [...new Set([...present.map(({ userId }) => userId), ...drafts.flatMap((one) => one.updatedBy ?? [])])];
    const users = ids.length === 0 ? [] : await em.find(AppUserEntity, { id: { $in: ids } }, { fields: ['name'] });
    const names = new Map(users.map(({ id, name }) => [id, name]));
    const person = (id: string): Person => ({ id, name: names.get(id) ?? '' });
    return {
      version: version?.number ?? 0,
      drafts: drafts.map(({ name, revision, updatedBy }) => ({
        name,
        revision,
        updatedBy: updatedBy === null || updatedBy === undefined ? null : person(updatedBy),
      })),
      people: present.map(({ userId, client, draft, place, since }) => ({
        user: person(userId),
        client,
        draft,
        place,
        at: since,
      })),
    };
  });
}

/** Somebody is here, or has moved. Gives whether anybody need be told. By the database's clock, which all nodes share. */
export async function comeHere(control: ControlPlane, tenant: TenantId, where: Whereabouts): Promise<boolean> {
  const { user, client, draft, place } = where;
  const key = { tenantId: tenant, userId: user, client };
  const came = control.asTenant(tenant, async (em) => {
    const now: RawQueryFragment = raw('now()');
    const alive = { $gt: raw(`now() - interval '${LIMITS.presenceMs} milliseconds'`) };
    const stayed = await em.nativeUpdate(PresenceEntity, { ...key, draft, place, seenAt: alive }, { seenAt: now });
    if (stayed > 0) return false;
    // Who left long ago makes room for whoever comes.
    await em.nativeDelete(PresenceEntity, { tenantId: tenant, seenAt: { $lt: raw(`now() - interval '1 hour'`) } });
    await em.nativeDelete(PresenceEntity, key);
    await em.insert(PresenceEntity, { ...key, draft, place, since: now, seenAt: now });
    return true;
  });
  return came.catch((error: unknown) => {
    // The same window has said so twice at once, and the other one told everybody.
    if (pgFailureOf(error)?.sqlState === UNIQUE_VIOLATION) return false;
    throw error;
  });
}

const UNIQUE_VIOLATION = '23505';

/** Somebody has left, without waiting to be forgotten. */
export async function leaveHere(
  control: ControlPlane,
  tenant: TenantId,
  { user, client }: Pick<Whereabouts, 'user' | 'client'>,
): Promise<void> {
  await control.asTenant(tenant, (em) => em.nativeDelete(PresenceEntity, { tenantId: tenant, userId: user, client }));
}

/** Tells every process that something moved. What it is they look up themselves. */
export async function tellLive(control: ControlPlane, tenant: TenantId): Promise<void> {
  await control.database.query({ text: 'SELECT pg_notify($1, $2)', params: [LIVE_CHANNEL, tenant] });
}
