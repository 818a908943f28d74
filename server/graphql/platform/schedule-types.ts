import { GraphQLDateTime } from 'graphql-scalars';
import { ArgsType, Field, ID, Int, ObjectType } from 'type-graphql';
import { IssueType } from './issue-types.ts';
import { TenantArgs } from './people-types.ts';

@ObjectType('ScheduledPublication', { description: 'A draft as it was when its publication was put off.' })
export class ScheduledPublicationType {
  readonly author!: string | null;

  @Field(() => ID)
  readonly id!: string;

  @Field(() => String)
  readonly draft!: string;

  @Field(() => Int, { description: 'The draft’s, when it was scheduled: later edits are not part of it.' })
  readonly revision!: number;

  @Field(() => Int)
  readonly baseVersion!: number;

  @Field(() => String)
  readonly note!: string;

  @Field(() => GraphQLDateTime)
  readonly at!: Date;

  @Field(() => String, { description: '`waiting`, `running`, `done`, `failed` or `cancelled`.' })
  readonly state!: string;

  @Field(() => Int, { nullable: true, description: 'The version that it made.' })
  readonly version!: number | null;

  @Field(() => [IssueType], { description: 'Why it failed.' })
  readonly issues!: readonly IssueType[];

  @Field(() => GraphQLDateTime)
  readonly createdAt!: Date;

  @Field(() => GraphQLDateTime, { nullable: true })
  readonly endedAt!: Date | null;
}

@ObjectType('SchedulePayload')
export class SchedulePayload {
  @Field(() => ScheduledPublicationType, { nullable: true })
  readonly scheduled!: ScheduledPublicationType | null;

  @Field(() => [IssueType])
  readonly issues!: readonly IssueType[];
}

@ArgsType()
export class ScheduleArgs extends TenantArgs {
  @Field(() => String, { defaultValue: 'main' })
  readonly draft!: string;

  @Field(() => GraphQLDateTime)
  readonly at!: Date;

  @Field(() => String, { defaultValue: '', description: 'Why, in words that stay on record.' })
  readonly note!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Why it is published although tests of the template fail, in words that stay on record.',
  })
  readonly despiteTests!: string | undefined;
}

@ArgsType()
export class ScheduleIdArgs extends TenantArgs {
  @Field(() => ID)
  readonly id!: string;
}
