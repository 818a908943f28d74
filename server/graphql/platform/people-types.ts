import { GraphQLDateTime } from 'graphql-scalars';
import { ArgsType, Field, ID, ObjectType } from 'type-graphql';
import type { TenantId } from '../../../schema/core/ids.ts';
import { IssueType } from './issue-types.ts';

@ObjectType('User', { description: 'A person who can sign in.' })
export class UserType {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String)
  readonly email!: string;

  @Field(() => String)
  readonly name!: string;

  @Field(() => Boolean, { description: 'May make tenants and manage all of them.' })
  readonly isOperator!: boolean;
}

@ObjectType('Membership', { description: 'What the caller may be in one tenant.' })
export class MembershipType {
  @Field(() => String)
  readonly tenant!: string;

  @Field(() => [String])
  readonly roles!: readonly string[];
}

@ObjectType('Me', { description: 'Who asks: a person, or a program with a token.' })
export class MeType {
  @Field(() => UserType, { nullable: true, description: 'Null for a token that stands for nobody.' })
  readonly user!: UserType | null;

  @Field(() => String, { nullable: true, description: 'The label of the token that asks.' })
  readonly token!: string | null;

  @Field(() => [MembershipType])
  readonly memberships!: readonly MembershipType[];
}

@ObjectType('SignInPayload')
export class SignInPayload {
  @Field(() => UserType, { nullable: true })
  readonly user!: UserType | null;

  @Field(() => [IssueType])
  readonly issues!: readonly IssueType[];
}

@ObjectType('Member')
export class MemberType {
  readonly userId!: string;
  readonly tenantId!: TenantId;

  @Field(() => [String])
  readonly roles!: readonly string[];

  @Field(() => GraphQLDateTime)
  readonly createdAt!: Date;
}

@ObjectType('ApiToken', { description: 'A key for a program. The secret itself is shown once, when it is made.' })
export class ApiTokenType {
  readonly userId!: string | null;

  @Field(() => ID)
  readonly id!: string;

  @Field(() => String)
  readonly label!: string;

  @Field(() => String, { description: 'The first characters, by which to recognise it.' })
  readonly prefix!: string;

  @Field(() => [String])
  readonly roles!: readonly string[];

  @Field(() => GraphQLDateTime)
  readonly createdAt!: Date;

  @Field(() => GraphQLDateTime, { nullable: true })
  readonly expiresAt!: Date | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'To the minute.' })
  readonly lastUsedAt!: Date | null;
}

@ObjectType('MemberPayload')
export class MemberPayload {
  @Field(() => MemberType, { nullable: true })
  readonly member!: MemberType | null;

  @Field(() => [IssueType])
  readonly issues!: readonly IssueType[];
}

@ObjectType('InvitePayload')
export class InvitePayload extends MemberPayload {
  @Field(() => String, {
    nullable: true,
    description:
      'The first password of a person who is new here, to hand over; shown this once. They change it with `changePassword`.',
  })
  readonly password!: string | null;
}

@ObjectType('PasswordPayload')
export class PasswordPayload {
  @Field(() => String, { nullable: true, description: 'To hand over; shown this once.' })
  readonly password!: string | null;

  @Field(() => [IssueType])
  readonly issues!: readonly IssueType[];
}

@ObjectType('TokenPayload')
export class TokenPayload {
  @Field(() => ApiTokenType, { nullable: true })
  readonly token!: ApiTokenType | null;

  @Field(() => String, { nullable: true, description: 'Shown this once; only a hash is kept.' })
  readonly secret!: string | null;

  @Field(() => [IssueType])
  readonly issues!: readonly IssueType[];
}

@ObjectType('Department')
export class DepartmentType {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String)
  readonly name!: string;

  @Field(() => ID, { nullable: true })
  readonly parentId!: string | null;
}

@ObjectType('DepartmentPayload')
export class DepartmentPayload {
  @Field(() => DepartmentType, { nullable: true })
  readonly department!: DepartmentType | null;

  @Field(() => [IssueType])
  readonly issues!: readonly IssueType[];
}

@ArgsType()
export class SignInArgs {
  @Field(() => String)
  readonly email!: string;

  @Field(() => String)
  readonly password!: string;
}

@ArgsType()
export class ChangePasswordArgs {
  @Field(() => String)
  readonly current!: string;

  @Field(() => String)
  readonly next!: string;
}

@ArgsType()
export class TenantArgs {
  @Field(() => String, { description: 'The name of the tenant.' })
  readonly tenant!: string;
}

@ArgsType()
export class InviteArgs extends TenantArgs {
  @Field(() => String)
  readonly email!: string;

  @Field(() => String, { description: 'The name that colleagues see, for a person who is new here.' })
  readonly name!: string;

  @Field(() => [String])
  readonly roles!: string[];
}

@ArgsType()
export class MemberArgs extends TenantArgs {
  @Field(() => ID)
  readonly user!: string;
}

@ArgsType()
export class SetMemberArgs extends MemberArgs {
  @Field(() => [String])
  readonly roles!: string[];

  @Field(() => [ID], { nullable: true, description: 'The departments they belong to; unchanged when left out.' })
  readonly departments!: string[] | undefined;
}

@ArgsType()
export class CreateTokenArgs extends TenantArgs {
  @Field(() => String)
  readonly label!: string;

  @Field(() => [String])
  readonly roles!: string[];

  @Field(() => GraphQLDateTime, { nullable: true, description: 'A year from now when left out.' })
  readonly expiresAt!: Date | undefined;

  @Field(() => Boolean, { defaultValue: false, description: 'A token of no person: it outlives memberships.' })
  readonly forProgram!: boolean;
}

@ArgsType()
export class TokenArgs extends TenantArgs {
  @Field(() => ID)
  readonly id!: string;
}

@ArgsType()
export class DepartmentArgs extends TenantArgs {
  @Field(() => ID, { nullable: true, description: 'The department to change; a new one when left out.' })
  readonly id!: string | undefined;

  @Field(() => String)
  readonly name!: string;

  @Field(() => ID, { nullable: true })
  readonly parentId!: string | undefined;

  @Field(() => [ID], { nullable: true, description: 'Who belongs to it, all of them; unchanged when left out.' })
  readonly people!: string[] | undefined;
}

@ArgsType()
export class DepartmentIdArgs extends TenantArgs {
  @Field(() => ID)
  readonly id!: string;
}
