import { LIMITS } from '../../../schema/core/limits.ts';
import { issue, must, ok, refused, type Result } from '../../../schema/core/result.ts';
import { comeHere, leaveHere, tellLive, type LiveState } from '../../db/control-live.ts';
import { userIdOf } from './caller.ts';
import { issueError } from './issue-types.ts';
import { tenantFor, type PlatformContext, type TenantGrant } from './platform-context.ts';

export interface BeHereInput {
  readonly tenant: string;
  readonly client: string;
  readonly draft: string;
  readonly place: string;
}

/** Says that a designer is here; forgotten after 15 s. FORBIDDEN for programs, PRESENCE_FORM. */
export async function beHere(context: PlatformContext, input: BeHereInput): Promise<Result<null>> {
  const granted = await tenantFor(context, input.tenant, 'publish');
  if (!granted.ok) return granted;
  const { client, draft, place } = input;
  const issues = Object.entries({ client, draft, place }).flatMap(([name, value]) => {
    const isFit = value.length <= LIMITS.presenceTextMax && (value !== '' || name === 'place');
    return isFit ? [] : [issue('PRESENCE_FORM', `/${name}`, { name, max: LIMITS.presenceTextMax })];
  });
  const user = userIdOf(context.caller);
  if (user === null) return refused([issue('FORBIDDEN', '')]);
  if (issues.length > 0) return refused(issues);
  const { control } = context.services.publishing;
  const isNews = await comeHere(control, granted.value.id, { user, client, draft, place });
  if (isNews) await tellLive(control, granted.value.id);
  return ok(null);
}

/** Says that a designer has gone, so that nobody waits for them to be forgotten. */
export async function beGone(
  context: PlatformContext,
  { tenant, client }: Pick<BeHereInput, 'tenant' | 'client'>,
): Promise<Result<null>> {
  const granted = await tenantFor(context, tenant, 'publish');
  if (!granted.ok) return granted;
  const user = userIdOf(context.caller);
  if (user === null) return refused([issue('FORBIDDEN', '')]);
  await leaveHere(context.services.publishing.control, granted.value.id, { user, client });
  await tellLive(context.services.publishing.control, granted.value.id);
  return ok(null);
}

/**
 * What goes on in the tenant, at once and at every change. Rights are asked for anew at each: who may not design any
 * more sees the version alone, and who was taken out is told so, which ends it.
 */
export async function watchTenant(
  context: PlatformContext,
  tenant: string,
): Promise<AsyncGenerator<LiveState, undefined>> {
  const socket = must(context.socket, 'a subscription comes by a socket');
  const { id } = await grantOrError(context, tenant);
  const watch = socket.feeds.watch(id);
  return endable(generate(), () => watch.end());

  async function* generate(): AsyncGenerator<LiveState, undefined> {
    let told = '';
    try {
      for (;;) {
        const state = await watch.next();
        if (state === undefined) return undefined;
        const now = await socket.again();
        await grantOrError(now, tenant);
        const shown = (await tenantFor(now, tenant, 'publish')).ok ? state : { ...state, drafts: [], people: [] };
        const text = JSON.stringify(shown);
        if (text === told) continue;
        told = text;
        yield shown;
      }
    } finally {
      watch.end();
    }
  }
}

/** A bare generator that waits for news can't be ended from outside. */
function endable<T>(inner: AsyncGenerator<T, undefined>, end: () => void): AsyncGenerator<T, undefined> {
  return {
    next: () => inner.next(),
    return: (value) => {
      end();
      return inner.return(value);
    },
    throw: (error) => {
      end();
      return inner.throw(error);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    async [Symbol.asyncDispose]() {
      await this.return(undefined);
    },
  };
}

async function grantOrError(context: PlatformContext, tenant: string): Promise<TenantGrant> {
  const granted = await tenantFor(context, tenant, 'belong');
  if (granted.ok) return granted.value;
  throw issueError(must(granted.issues[0], 'issue'), context.locale);
}
