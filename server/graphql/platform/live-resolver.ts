import { Args, Ctx, Mutation, Resolver, Root, Subscription } from 'type-graphql';
import type { LiveState } from '../../db/control-live.ts';
import { DonePayload, renderedIssues } from './issue-types.ts';
import { beGone, beHere, watchTenant } from './live-service.ts';
import { BeHereArgs, ClientArgs, TenantLiveType } from './live-types.ts';
import { TenantArgs } from './people-types.ts';
import type { PlatformContext } from './platform-context.ts';

/** Who is designing where, and what they have just saved or published. */
@Resolver()
export class LiveResolver {
  @Subscription(() => TenantLiveType, {
    description: 'At once, and within a second of a publication, a saved draft, or somebody coming, going or moving.',
    subscribe: ({
      args,
      context,
    }: {
      readonly args: { readonly tenant?: unknown };
      readonly context: PlatformContext;
    }) => watchTenant(context, String(args.tenant)),
  })
  tenantChanged(@Root() state: LiveState, @Args(() => TenantArgs) _args: TenantArgs): TenantLiveType {
    return state;
  }

  @Mutation(() => DonePayload, { description: 'Every 5 s while the designer is open; forgotten after 15 s.' })
  async beHere(@Args(() => BeHereArgs) input: BeHereArgs, @Ctx() context: PlatformContext): Promise<DonePayload> {
    const done = await beHere(context, input);
    return { issues: done.ok ? [] : renderedIssues(done.issues, context.locale) };
  }

  @Mutation(() => DonePayload, { description: 'The designer was closed.' })
  async beGone(@Args(() => ClientArgs) input: ClientArgs, @Ctx() context: PlatformContext): Promise<DonePayload> {
    const done = await beGone(context, input);
    return { issues: done.ok ? [] : renderedIssues(done.issues, context.locale) };
  }
}
