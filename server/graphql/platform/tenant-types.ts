import { GraphQLDateTime } from 'graphql-scalars';
import { ArgsType, Field, ID, Int, ObjectType } from 'type-graphql';
import { IssueType } from './issue-types.ts';

@ObjectType('TenantRole', { description: 'A role that members and tokens of the tenant can have.' })
export class TenantRoleType {
  @Field(() => String)
  readonly id!: string;

  @Field(() => String, { description: 'In the language of `Accept-Language`.' })
  readonly label!: string;

  @Field(() => Boolean, { description: 'Whether every tenant has it, whatever its template.' })
  readonly isBuiltIn!: boolean;
}

@ObjectType('TenantPerson', { description: 'An active member with all that decides what they see.' })
export class TenantPersonType {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String)
  readonly name!: string;

  @Field(() => [String], { description: 'Ids of the roles that were given to them.' })
  readonly roles!: readonly string[];

  @Field(() => [String], { description: 'Ids of the roles that their points have earned.' })
  readonly earned!: readonly string[];

  @Field(() => [ID], { description: 'Of their departments.' })
  readonly departments!: readonly string[];
}

@ObjectType('RecordCount', { description: 'How many records an object has, the bin apart.' })
export class RecordCountType {
  @Field(() => String, { description: 'The id of the object.' })
  readonly entity!: string;

  @Field(() => Int)
  readonly count!: number;

  @Field(() => Boolean, { description: 'Counted; an estimate where there are many.' })
  readonly isExact!: boolean;
}

@ObjectType('Tenant')
export class TenantType {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String, { description: 'As in the address `/t/<name>/graphql`.' })
  readonly name!: string;

  @Field(() => String)
  readonly label!: string;

  @Field(() => String)
  readonly timeZone!: string;

  @Field(() => Int, { description: 'The version in force; 0 before the first publication.' })
  readonly version!: number;

  @Field(() => String, { nullable: true })
  readonly shapeHash!: string | null;

  @Field(() => GraphQLDateTime)
  readonly createdAt!: Date;

  @Field(() => [String], { description: 'The caller’s own roles; empty for an operator who is no member.' })
  readonly myRoles!: readonly string[];
}

@ObjectType('TenantPayload')
export class TenantPayload {
  @Field(() => TenantType, { nullable: true })
  readonly tenant!: TenantType | null;

  @Field(() => [IssueType])
  readonly issues!: readonly IssueType[];
}

@ArgsType()
export class CreateTenantArgs {
  @Field(() => String, { description: 'Small letters, digits and hyphens; it becomes part of the address.' })
  readonly name!: string;

  @Field(() => [String], { description: '`sales` or `sales@1.2.0`; what they require comes along.' })
  readonly packs!: string[];

  @Field(() => String, { nullable: true })
  readonly label!: string | undefined;

  @Field(() => String, { nullable: true, description: 'An IANA name such as `Asia/Shanghai`; UTC when left out.' })
  readonly timeZone!: string | undefined;

  @Field(() => String, { nullable: true, description: 'The cell to live in; the emptiest when left out.' })
  readonly cell!: string | undefined;
}
