import type { TenantId, UserId } from '../../../schema/core/ids.ts';
import { issue, ok, refused, type Result } from '../../../schema/core/result.ts';
import type { Locale } from '../../../schema/core/text.ts';
import { DESIGNER_ROLE, OWNER_ROLE } from '../../compile/access.ts';
import type { Tenant } from '../../db/control-entities.ts';
import { findTenant, idOf } from '../../db/control-tenants.ts';
import { rolesOfTier } from '../../db/points-tiers.ts';
import { placeOf } from '../../tenancy/provision-tenant.ts';
import type { BackupKeep } from '../../tenancy/backup-keep.ts';
import type { PublishContext } from '../../tenancy/publish.ts';
import { membershipIn, userIdOf, type Caller, type Callers } from './caller.ts';
import type { TenantWriting } from './hand-over-service.ts';
import type { LabRuns } from './lab-runs.ts';
import type { LiveFeeds } from './live-feeds.ts';
import type { PlatformLoaders } from './loaders.ts';
import type { SignInThrottle } from './sign-in-throttle.ts';

/** What the platform's services work with; made once at start. */
export interface PlatformServices {
  /** Control plane, cells, and how a document is resolved. */
  readonly publishing: PublishContext;
  readonly callers: Callers;
  readonly throttle: SignInThrottle;
  readonly now: () => Date;
  /** Lets this process serve what was just published, without waiting for its next look. */
  readonly refresh: () => Promise<void>;
  /** Backups that this server keeps; absent where nothing is kept. */
  readonly backups?: BackupKeep;
  /** Writes records of tenants; absent where none are served. */
  readonly writing?: TenantWriting;
  /** Told after a sign-in, which neither waits for it nor fails by it: points for the first of a day. */
  readonly signedIn?: (user: UserId) => void;
}

/** What one request to the platform knows. */
export interface PlatformContext {
  readonly services: PlatformServices;
  readonly loaders: PlatformLoaders;
  readonly caller: Caller;
  readonly locale: Locale;
  /** The caller's network address. */
  readonly address: string;
  readonly session: SessionPort;
  /** Long calculations; of a server that serves. */
  readonly labs?: LabRuns;
  /** Of a subscription, which alone comes by a socket. */
  readonly socket?: SocketPort;
}

/** What a subscription works with. */
export interface SocketPort {
  readonly feeds: LiveFeeds;
  /** The same request with whoever it is by now: rights may have changed since it began. */
  again(): Promise<PlatformContext>;
}

/** How a session reaches the browser and leaves it; HTTP makes cookies of it. */
export interface SessionPort {
  /** The token that the request came with. */
  readonly present: string | undefined;
  start(token: string): void;
  end(): void;
}

/** A right on the platform that membership roles can carry, beside those of the tenant's template. */
export const PUBLISH_ROLE = DESIGNER_ROLE;

/** What a service asks of its caller. `publish`: owner, holder of `template.publish`, or operator. `own`: owner or operator. */
export type TenantNeed = 'belong' | 'publish' | 'own';

/** A tenant and what the caller is in it. */
export interface TenantGrant {
  readonly tenant: Tenant;
  readonly id: TenantId;
  readonly roles: readonly string[];
}

/**
 * The tenant, for a caller who may do this in it. NOT_SIGNED_IN; TENANT_NOT_FOUND where the caller does not belong,
 * whether it exists or not; FORBIDDEN where they belong but may not.
 */
export async function tenantFor(
  context: PlatformContext,
  name: string,
  need: TenantNeed,
): Promise<Result<TenantGrant>> {
  const { caller, services } = context;
  if (caller.kind === 'anonymous') return refused([issue('NOT_SIGNED_IN', '')]);
  const membership = membershipIn(caller, { name });
  const operates = isOperator(caller);
  const tenant = membership === undefined && !operates ? null : await findTenant(services.publishing.control, name);
  if (tenant === null) return refused([issue('TENANT_NOT_FOUND', '/tenant', { tenant: name })]);
  const roles = membership?.roles ?? [];
  const may =
    need === 'belong' ||
    operates ||
    roles.includes(OWNER_ROLE) ||
    (need === 'publish' &&
      (roles.includes(PUBLISH_ROLE) || (await earnedRoles(context, tenant)).includes(PUBLISH_ROLE)));
  return may ? ok({ tenant, id: idOf(tenant), roles }) : refused([issue('FORBIDDEN', '')]);
}

/** What the points of a person who signed in have earned in the tenant (SPEC [PTS-10]). */
async function earnedRoles({ caller, services }: PlatformContext, tenant: Tenant): Promise<readonly string[]> {
  return caller.kind === 'user' ? rolesOfTier(placeOf(services.publishing.cells, tenant), caller.user.id) : [];
}

/** Only a person who signed in is an operator; a token of theirs is not, so that a leaked one stays in its tenant. */
export function isOperator(caller: Caller): boolean {
  return caller.kind === 'user' && caller.user.isOperator;
}

/** The person behind the caller, for audit entries. */
export function actorOf(caller: Caller): { readonly actor?: NonNullable<ReturnType<typeof userIdOf>> } {
  const actor = userIdOf(caller);
  return actor === null ? {} : { actor };
}

/** `author` for what is written down, or nothing for a program's token. */
export function authorOf(caller: Caller): { readonly author?: NonNullable<ReturnType<typeof userIdOf>> } {
  const author = userIdOf(caller);
  return author === null ? {} : { author };
}
