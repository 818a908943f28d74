import { GraphQLDateTime } from 'graphql-scalars';
import { ArgsType, Field, ID, Int, ObjectType } from 'type-graphql';
import { TenantArgs } from './people-types.ts';

@ObjectType('DirectoryPerson', { description: 'A person of the tenant, also one who has left, as owners see them.' })
export class DirectoryPersonType {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String)
  readonly name!: string;

  @Field(() => String)
  readonly email!: string;

  @Field(() => Boolean, { description: 'Whether they are a member now.' })
  readonly active!: boolean;

  @Field(() => [String])
  readonly roles!: readonly string[];

  @Field(() => [ID])
  readonly departments!: readonly string[];

  @Field(() => GraphQLDateTime, { nullable: true, description: 'Since when they are a member.' })
  readonly since!: Date | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'To the minute; null until they first sign in.' })
  readonly lastSeenAt!: Date | null;
}

@ObjectType('AuditEntry', { description: 'Who did what; it is never changed.' })
export class AuditEntryType {
  readonly actorId!: string | null;

  @Field(() => ID)
  readonly id!: string;

  @Field(() => GraphQLDateTime)
  readonly at!: Date;

  @Field(() => String, { description: '`member.set`, `token.create`, `template.publish`…' })
  readonly action!: string;

  @Field(() => String, { description: 'In the language of `Accept-Language`.' })
  readonly sentence!: string;

  @Field(() => ID, { nullable: true, description: 'Of a hand-over: `movedRecords` tells what it moved.' })
  readonly handOver!: string | null;
}

@ObjectType('AuditPage')
export class AuditPageType {
  @Field(() => [AuditEntryType])
  readonly entries!: readonly AuditEntryType[];

  @Field(() => Boolean)
  readonly hasMore!: boolean;
}

@ArgsType()
export class AuditArgs extends TenantArgs {
  @Field(() => Int, { defaultValue: 50 })
  readonly first!: number;

  @Field(() => ID, { nullable: true, description: 'The last entry that is known.' })
  readonly after!: string | undefined;

  @Field(() => String, { nullable: true })
  readonly action!: string | undefined;

  @Field(() => ID, { nullable: true, description: 'Who did it, or whom it was done to.' })
  readonly user!: string | undefined;

  @Field(() => GraphQLDateTime, { nullable: true })
  readonly from!: Date | undefined;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'Not in it.' })
  readonly to!: Date | undefined;
}

@ArgsType()
export class TenantSettingsArgs extends TenantArgs {
  @Field(() => String, { nullable: true, description: 'Unchanged when left out.' })
  readonly label!: string | undefined;

  @Field(() => String, { nullable: true, description: 'An IANA name; unchanged when left out.' })
  readonly timeZone!: string | undefined;
}
