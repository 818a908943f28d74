import { Args, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { DonePayload, renderedIssues } from './issue-types.ts';
import { ChangePasswordArgs, MeType, SignInArgs, SignInPayload } from './people-types.ts';
import type { PlatformContext } from './platform-context.ts';
import { changePassword, signIn, signOut } from './sign-in-service.ts';

/** Who asks, signing in and out. */
@Resolver()
export class SessionResolver {
  @Query(() => MeType, { nullable: true, description: 'Null when nobody is signed in.' })
  me(@Ctx() { caller }: PlatformContext): MeType | null {
    if (caller.kind === 'anonymous') return null;
    const memberships = caller.memberships.map(({ tenantName, roles }) => ({ tenant: tenantName, roles }));
    return { user: caller.user, token: caller.kind === 'token' ? caller.token.label : null, memberships };
  }

  @Mutation(() => SignInPayload, { description: 'Starts a session, which the cookie `formwork_session` carries.' })
  async signIn(@Args(() => SignInArgs) input: SignInArgs, @Ctx() context: PlatformContext): Promise<SignInPayload> {
    const done = await signIn(context, input);
    return done.ok
      ? { user: done.value, issues: [] }
      : { user: null, issues: renderedIssues(done.issues, context.locale) };
  }

  @Mutation(() => DonePayload)
  async signOut(@Ctx() context: PlatformContext): Promise<DonePayload> {
    await signOut(context);
    return { issues: [] };
  }

  @Mutation(() => DonePayload, { description: 'Ends all other sessions, too.' })
  async changePassword(
    @Args(() => ChangePasswordArgs) input: ChangePasswordArgs,
    @Ctx() context: PlatformContext,
  ): Promise<DonePayload> {
    const done = await changePassword(context, input);
    return { issues: done.ok ? [] : renderedIssues(done.issues, context.locale) };
  }
}
