import { GraphQLDateTime, GraphQLJSON } from 'graphql-scalars';
import { ArgsType, Field, ID, Int, ObjectType } from 'type-graphql';
import { IssueType } from './issue-types.ts';
import { TenantArgs } from './people-types.ts';
import { DocumentArgs } from './template-types.ts';

@ObjectType('WhatIfChange', { description: 'Points as they were given and under the draft; exact texts.' })
export class WhatIfChangeType {
  @Field(() => String)
  readonly before!: string;

  @Field(() => String)
  readonly after!: string;

  @Field(() => String)
  readonly difference!: string;
}

@ObjectType('WhatIfPerson', { description: 'With the department and the role counted under.' })
export class WhatIfPersonType {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String)
  readonly name!: string;

  @Field(() => String, { nullable: true })
  readonly department!: string | null;

  @Field(() => String, { nullable: true })
  readonly role!: string | null;
}

@ObjectType('WhatIfPersonChange')
export class WhatIfPersonChangeType extends WhatIfChangeType {
  @Field(() => WhatIfPersonType)
  readonly person!: WhatIfPersonType;
}

@ObjectType('WhatIfSpread', { description: 'How points are spread; exact texts, null of nothing.' })
export class WhatIfSpreadType {
  @Field(() => String, { nullable: true })
  readonly median!: string | null;

  @Field(() => String, { nullable: true, description: 'Below it lies a quarter of the people.' })
  readonly lower!: string | null;

  @Field(() => String, { nullable: true, description: 'Above it lies a quarter of the people.' })
  readonly upper!: string | null;

  @Field(() => String, { nullable: true, description: 'Of the people, who has nothing.' })
  readonly zeroShare!: string | null;

  @Field(() => String, { nullable: true, description: 'Of the points, what the best tenth has.' })
  readonly topTenth!: string | null;

  @Field(() => String, { nullable: true, description: '0: all have the same; towards 1: one has all.' })
  readonly gini!: string | null;
}

@ObjectType('WhatIfSpreadChange')
export class WhatIfSpreadChangeType {
  @Field(() => WhatIfSpreadType)
  readonly before!: WhatIfSpreadType;

  @Field(() => WhatIfSpreadType)
  readonly after!: WhatIfSpreadType;
}

@ObjectType('WhatIfGroup', { description: 'A department or role. Of fewer than 5 people nothing is told.' })
export class WhatIfGroupType {
  @Field(() => ID, { nullable: true })
  readonly id!: string | null;

  @Field(() => String)
  readonly label!: string;

  @Field(() => Int, { nullable: true })
  readonly people!: number | null;

  @Field(() => Boolean)
  readonly suppressed!: boolean;

  @Field(() => WhatIfChangeType, { nullable: true })
  readonly change!: WhatIfChangeType | null;

  @Field(() => WhatIfSpreadChangeType, { nullable: true })
  readonly spread!: WhatIfSpreadChangeType | null;
}

@ObjectType('WhatIfRule')
export class WhatIfRuleType {
  @Field(() => ID)
  readonly rule!: string;

  @Field(() => String)
  readonly label!: string;

  @Field(() => Int)
  readonly entriesBefore!: number;

  @Field(() => String)
  readonly pointsBefore!: string;

  @Field(() => Int)
  readonly entriesAfter!: number;

  @Field(() => String)
  readonly askedAfter!: string;

  @Field(() => String)
  readonly grantedAfter!: string;

  @Field(() => String)
  readonly returnedAfter!: string;

  @Field(() => String, { description: 'Granted less what was taken back.' })
  readonly pointsAfter!: string;
}

@ObjectType('WhatIfBudget')
export class WhatIfBudgetType {
  @Field(() => String)
  readonly label!: string;

  @Field(() => String)
  readonly opening!: string;

  @Field(() => String)
  readonly left!: string;

  @Field(() => String, { nullable: true, description: 'When it first could not pay in full.' })
  readonly ranOutAt!: string | null;
}

@ObjectType('WhatIfCut', { description: 'How often something cut an award.' })
export class WhatIfCutType {
  @Field(() => ID)
  readonly rule!: string;

  @Field(() => String)
  readonly label!: string;

  @Field(() => String, { description: '`once`, `budget`, or the id of a limit.' })
  readonly by!: string;

  @Field(() => Int)
  readonly count!: number;

  @Field(() => String)
  readonly amount!: string;
}

@ObjectType('WhatIfFlag', { description: 'A pattern worth a look before the draft goes live.' })
export class WhatIfFlagType {
  @Field(() => String, { description: '`ONE_RULE` or `OFTEN_CUT`.' })
  readonly kind!: string;

  @Field(() => WhatIfPersonType)
  readonly person!: WhatIfPersonType;

  @Field(() => ID, { nullable: true })
  readonly rule!: string | null;

  @Field(() => String)
  readonly share!: string;
}

@ObjectType('WhatIfSample', { description: 'One entry with its reasons.' })
export class WhatIfSampleType {
  @Field(() => String)
  readonly at!: string;

  @Field(() => WhatIfPersonType)
  readonly person!: WhatIfPersonType;

  @Field(() => String, { nullable: true })
  readonly entity!: string | null;

  @Field(() => ID, { nullable: true })
  readonly recordId!: string | null;

  @Field(() => ID)
  readonly rule!: string;

  @Field(() => String)
  readonly label!: string;

  @Field(() => String)
  readonly asked!: string;

  @Field(() => String)
  readonly granted!: string;

  @Field(() => String, { nullable: true })
  readonly cutBy!: string | null;

  @Field(() => String, { nullable: true })
  readonly text!: string | null;

  @Field(() => GraphQLJSON, { description: 'Parts `{says, source, value, depth, rows}` of the condition.' })
  readonly condition!: unknown;

  @Field(() => GraphQLJSON, { description: 'Parts of the amount.' })
  readonly amount!: unknown;
}

@ObjectType('WhatIfAnswer', { description: 'What the draft would have given. Re-scoring, not prediction.' })
export class WhatIfAnswerType {
  @Field(() => String)
  readonly from!: string;

  @Field(() => String)
  readonly to!: string;

  @Field(() => String)
  readonly ledger!: string;

  @Field(() => [String], { description: 'What the figures are and are not.' })
  readonly notes!: readonly string[];

  @Field(() => Int)
  readonly events!: number;

  @Field(() => Int)
  readonly eventsWithoutSnapshot!: number;

  @Field(() => [String])
  readonly asOfNow!: readonly string[];

  @Field(() => Int)
  readonly missed!: number;

  @Field(() => WhatIfChangeType, {
    description: 'Under the rules in force and under the draft, both scored on the same events.',
  })
  readonly totals!: WhatIfChangeType;

  @Field(() => String, { description: 'What the ledger has of the period, by the rules of then.' })
  readonly posted!: string;

  @Field(() => WhatIfSpreadChangeType, { nullable: true, description: 'Of all; nothing of fewer than 5 people.' })
  readonly spread!: WhatIfSpreadChangeType | null;

  @Field(() => [WhatIfPersonChangeType])
  readonly people!: readonly WhatIfPersonChangeType[];

  @Field(() => [WhatIfGroupType])
  readonly departments!: readonly WhatIfGroupType[];

  @Field(() => [WhatIfGroupType])
  readonly roles!: readonly WhatIfGroupType[];

  @Field(() => [WhatIfPersonChangeType], { description: 'Most first.' })
  readonly winners!: readonly WhatIfPersonChangeType[];

  @Field(() => [WhatIfPersonChangeType])
  readonly losers!: readonly WhatIfPersonChangeType[];

  @Field(() => Int)
  readonly winnersCount!: number;

  @Field(() => Int)
  readonly losersCount!: number;

  @Field(() => String, { nullable: true })
  readonly winnersShare!: string | null;

  @Field(() => String, { nullable: true })
  readonly losersShare!: string | null;

  @Field(() => [WhatIfRuleType])
  readonly rules!: readonly WhatIfRuleType[];

  @Field(() => [WhatIfBudgetType])
  readonly budgets!: readonly WhatIfBudgetType[];

  @Field(() => [WhatIfCutType])
  readonly cuts!: readonly WhatIfCutType[];

  @Field(() => [WhatIfSampleType])
  readonly samples!: readonly WhatIfSampleType[];

  @Field(() => [WhatIfFlagType])
  readonly flags!: readonly WhatIfFlagType[];
}

@ObjectType('WhatIfRun', { description: 'A what-if question that is being, or has been, answered. Kept for an hour.' })
export class WhatIfRunType {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String, { description: '`running`, `done` or `failed`.' })
  readonly state!: string;

  @Field(() => Int, { description: 'Events scored so far.' })
  readonly done!: number;

  @Field(() => Int)
  readonly total!: number;

  @Field(() => WhatIfAnswerType, { nullable: true })
  readonly answer!: unknown;
}

@ObjectType('WhatIfPayload')
export class WhatIfPayload {
  @Field(() => WhatIfRunType, { nullable: true })
  readonly run!: WhatIfRunType | null;

  @Field(() => [IssueType])
  readonly issues!: readonly IssueType[];
}

@ArgsType()
export class StartWhatIfArgs extends DocumentArgs {
  @Field(() => GraphQLDateTime)
  readonly from!: Date;

  @Field(() => GraphQLDateTime, { description: 'Not in it.' })
  readonly to!: Date;

  @Field(() => String, { nullable: true, description: 'The points ledger; the first award’s when left out.' })
  readonly ledger!: string | undefined;

  @Field(() => GraphQLJSON, {
    nullable: true,
    description: 'Budgets to assume at the start: [{"of": {"programme": "…"}, "amount": "5000"}].',
  })
  readonly budget!: unknown;

  @Field(() => Int, { nullable: true, description: 'How many winners and losers are named; 10 when left out.' })
  readonly top!: number | undefined;
}

@ArgsType()
export class WhatIfRunArgs extends TenantArgs {
  @Field(() => ID)
  readonly id!: string;
}
