import { GraphQLJSONObject } from 'graphql-scalars';
import { ArgsType, Field, Int, ObjectType } from 'type-graphql';
import { IssueType } from './issue-types.ts';
import { TenantArgs } from './people-types.ts';

@ObjectType('PackContents', { description: 'What a pack has of one kind.' })
export class PackContentsType {
  @Field(() => String, { description: 'The section of the template: `entities`, `workflows`, `awards`…' })
  readonly section!: string;

  @Field(() => Int)
  readonly count!: number;

  @Field(() => [String], { description: 'Names, in the caller’s language.' })
  readonly labels!: readonly string[];
}

@ObjectType('PackNeed', { description: 'A pack that another one needs.' })
export class PackNeedType {
  @Field(() => String)
  readonly name!: string;

  @Field(() => String, { description: 'The version that would come, or is there; empty when none is kept.' })
  readonly version!: string;

  @Field(() => String)
  readonly label!: string;

  @Field(() => Boolean, { description: 'Whether the draft has it already.' })
  readonly isThere!: boolean;
}

@ObjectType('PackChoice', { description: 'A pack that a draft could be made of besides.' })
export class PackChoiceType {
  @Field(() => String)
  readonly name!: string;

  @Field(() => String)
  readonly version!: string;

  @Field(() => String)
  readonly label!: string;

  @Field(() => [PackNeedType])
  readonly needs!: readonly PackNeedType[];

  @Field(() => [PackContentsType])
  readonly contents!: readonly PackContentsType[];
}

@ObjectType('PackNews', { description: 'A pack of a draft that is kept in a newer version.' })
export class PackNewsType {
  @Field(() => String)
  readonly name!: string;

  @Field(() => String)
  readonly label!: string;

  @Field(() => String, { description: 'The version that the draft has.' })
  readonly from!: string;

  @Field(() => String, { description: 'The newest one.' })
  readonly to!: string;
}

@ObjectType('PackRef')
export class PackRefType {
  @Field(() => String)
  readonly pack!: string;

  @Field(() => String)
  readonly version!: string;
}

@ObjectType('PackAddition', { description: 'A draft’s packs, composed without and with further ones.' })
export class PackAdditionType {
  @Field(() => GraphQLJSONObject)
  readonly base!: unknown;

  @Field(() => GraphQLJSONObject)
  readonly document!: unknown;

  @Field(() => [PackRefType], { description: 'Those that were asked for, and those that they need.' })
  readonly added!: readonly PackRefType[];
}

@ObjectType('PackAdditionPayload')
export class PackAdditionPayload {
  @Field(() => PackAdditionType, { nullable: true })
  readonly addition!: PackAdditionType | null;

  @Field(() => [IssueType])
  readonly issues!: readonly IssueType[];
}

@ArgsType()
export class PackChoicesArgs extends TenantArgs {
  @Field(() => [String], { description: 'What the draft is made of: `core@1.0.0`.' })
  readonly packs!: string[];
}

@ArgsType()
export class PackAdditionArgs extends PackChoicesArgs {
  @Field(() => [String], { description: 'What it is to be made of besides; a version is optional.' })
  readonly add!: string[];
}

@ArgsType()
export class PackUpgradeArgs extends PackChoicesArgs {
  @Field(() => String, { description: 'One of them in another version: `core@1.1.0`; the newest when it says none.' })
  readonly pack!: string;
}
