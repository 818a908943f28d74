import { ArgsType, Field, ID, Int, ObjectType } from 'type-graphql';
import { IssueType } from './issue-types.ts';
import { MemberArgs, TenantArgs } from './people-types.ts';

@ObjectType('HandOverField', { description: 'Records that a person’s field says are theirs.' })
export class HandOverFieldType {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String)
  readonly entityLabel!: string;

  @Field(() => String)
  readonly fieldLabel!: string;

  @Field(() => Boolean, {
    description:
      'Whether it says who looks after a record. A field that must be filled more often says whom it is about.',
  })
  readonly isSuggested!: boolean;

  @Field(() => Int, { description: 'Records that can move.' })
  readonly open!: number;

  @Field(() => Int, { description: 'Records that stay: they are over, or wait for a decision.' })
  readonly over!: number;
}

@ObjectType('HandOverPreview', { description: 'What is in a person’s hands.' })
export class HandOverPreviewType {
  @Field(() => [HandOverFieldType])
  readonly fields!: readonly HandOverFieldType[];

  @Field(() => Int, { description: 'Decisions that wait for them.' })
  readonly approvals!: number;

  @Field(() => Int, { description: 'Views of lists that they share with others.' })
  readonly views!: number;
}

@ObjectType('HandOver')
export class HandOverResultType {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => Int)
  readonly records!: number;

  @Field(() => Int)
  readonly approvals!: number;

  @Field(() => Int, { description: 'Decisions that the successor can’t take: they asked for them, or decide already.' })
  readonly approvalsLeft!: number;

  @Field(() => Int)
  readonly views!: number;
}

@ObjectType('HandOverPayload')
export class HandOverPayload {
  @Field(() => HandOverResultType, { nullable: true })
  readonly handOver!: HandOverResultType | null;

  @Field(() => [IssueType])
  readonly issues!: readonly IssueType[];
}

@ObjectType('MovedRecord', { description: 'A record that changed hands.' })
export class MovedRecordType {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String, { description: 'API name.' })
  readonly entity!: string;

  @Field(() => String)
  readonly entityLabel!: string;

  @Field(() => String)
  readonly title!: string;
}

@ArgsType()
export class HandOverArgs extends MemberArgs {
  @Field(() => ID, { description: 'The successor, an active member.' })
  readonly to!: string;

  @Field(() => [ID], { description: 'As `handOverPreview` names them.' })
  readonly fields!: string[];

  @Field(() => Boolean, { defaultValue: true })
  readonly approvals!: boolean;

  @Field(() => Boolean, { defaultValue: true })
  readonly views!: boolean;
}

@ArgsType()
export class HandOverIdArgs extends TenantArgs {
  @Field(() => ID)
  readonly id!: string;
}
