import { Args, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { Result } from '../../../schema/core/result.ts';
import { removeDepartment, setDepartment } from './department-service.ts';
import { DonePayload, renderedIssues } from './issue-types.ts';
import { createToken, inviteUser, removeMember, revokeToken, setMember } from './people-service.ts';
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
  SetMemberArgs,
  TokenArgs,
  TokenPayload,
  UserType,
} from './people-types.ts';
import type { PlatformContext } from './platform-context.ts';

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
  @FieldResolver(() => UserType, { nullable: true })
  user(@Root() { userId }: MemberType, @Ctx() { loaders }: PlatformContext): Promise<UserType | null> {
    return loaders.users.load(userId);
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
