import { Args, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { Result } from '../../../schema/core/result.ts';
import { OWNER_ROLE } from '../../compile/access.ts';
import { membershipIn } from './caller.ts';
import { removeDepartment, setDepartment } from './department-service.ts';
import { DonePayload, renderedIssues } from './issue-types.ts';
import { createToken, inviteUser, removeMember, revokeToken, setMember } from './people-service.ts';
import { PersonType } from './live-types.ts';
import { newPassword } from './new-password.ts';
import {
  ApiTokenType,
  CreateTokenArgs,
  DepartmentArgs,
  DepartmentIdArgs,
  DepartmentPayload,
  InviteArgs,
  InvitePayload,
  MemberArgs,
  MemberPayload,
  MemberType,
  PasswordPayload,
  SetMemberArgs,
  TokenArgs,
  TokenPayload,
  UserType,
} from './people-types.ts';
import { isOperator, type PlatformContext } from './platform-context.ts';

/** Members of tenants, their departments and tokens. */
@Resolver()
export class PeopleResolver {
  @Mutation(() => InvitePayload)
  async inviteUser(@Args(() => InviteArgs) input: InviteArgs, @Ctx() context: PlatformContext): Promise<InvitePayload> {
    const done = await inviteUser(context, input);
    return { member: null, password: null, ...(done.ok ? done.value : {}), issues: issuesOf(done, context) };
  }

  @Mutation(() => MemberPayload)
  async setMember(
    @Args(() => SetMemberArgs) input: SetMemberArgs,
    @Ctx() context: PlatformContext,
  ): Promise<MemberPayload> {
    const done = await setMember(context, input);
    return { member: done.ok ? done.value : null, issues: issuesOf(done, context) };
  }

  @Mutation(() => DonePayload)
  async removeMember(@Args(() => MemberArgs) input: MemberArgs, @Ctx() context: PlatformContext): Promise<DonePayload> {
    return { issues: issuesOf(await removeMember(context, input), context) };
  }

  @Mutation(() => PasswordPayload, {
    description: 'Makes a new first password for a member who has lost theirs, and ends their sessions; for owners.',
  })
  async newPassword(
    @Args(() => MemberArgs) input: MemberArgs,
    @Ctx() context: PlatformContext,
  ): Promise<PasswordPayload> {
    const done = await newPassword(context, input);
    return { password: done.ok ? done.value : null, issues: issuesOf(done, context) };
  }

  @Mutation(() => DepartmentPayload, { description: 'Makes a department, or changes its name and place.' })
  async setDepartment(
    @Args(() => DepartmentArgs) input: DepartmentArgs,
    @Ctx() context: PlatformContext,
  ): Promise<DepartmentPayload> {
    const done = await setDepartment(context, input);
    return { department: done.ok ? done.value : null, issues: issuesOf(done, context) };
  }

  @Mutation(() => DonePayload, {
    description: 'Removes a department; its people and those below it belong to the one above it afterwards.',
  })
  async removeDepartment(
    @Args(() => DepartmentIdArgs) input: DepartmentIdArgs,
    @Ctx() context: PlatformContext,
  ): Promise<DonePayload> {
    return { issues: issuesOf(await removeDepartment(context, input), context) };
  }

  @Mutation(() => TokenPayload)
  async createToken(
    @Args(() => CreateTokenArgs) input: CreateTokenArgs,
    @Ctx() context: PlatformContext,
  ): Promise<TokenPayload> {
    const done = await createToken(context, input);
    return { token: null, secret: null, ...(done.ok ? done.value : {}), issues: issuesOf(done, context) };
  }

  @Mutation(() => DonePayload)
  async revokeToken(@Args(() => TokenArgs) input: TokenArgs, @Ctx() context: PlatformContext): Promise<DonePayload> {
    return { issues: issuesOf(await revokeToken(context, input), context) };
  }
}

@Resolver(() => MemberType)
export class MemberResolver {
  @FieldResolver(() => PersonType, { nullable: true })
  user(@Root() { userId }: MemberType, @Ctx() { loaders }: PlatformContext): Promise<PersonType | null> {
    return loaders.users.load(userId);
  }

  @FieldResolver(() => String, { nullable: true, description: 'Shown to owners, and to everybody their own.' })
  async email(@Root() { userId, tenantId }: MemberType, @Ctx() context: PlatformContext): Promise<string | null> {
    const { caller, loaders } = context;
    const roles = membershipIn(caller, { id: tenantId })?.roles ?? [];
    const isOwn = caller.kind === 'user' && caller.user.id === userId;
    if (!isOwn && !isOperator(caller) && !roles.includes(OWNER_ROLE)) return null;
    return (await loaders.users.load(userId))?.email ?? null;
  }
}

@Resolver(() => ApiTokenType)
export class ApiTokenResolver {
  @FieldResolver(() => UserType, { nullable: true, description: 'The person it stands for; null for a program’s own.' })
  async user(@Root() { userId }: ApiTokenType, @Ctx() { loaders }: PlatformContext): Promise<UserType | null> {
    return userId === null ? null : loaders.users.load(userId);
  }
}

function issuesOf(done: Result<unknown>, { locale }: PlatformContext): DonePayload['issues'] {
  return done.ok ? [] : renderedIssues(done.issues, locale);
}
