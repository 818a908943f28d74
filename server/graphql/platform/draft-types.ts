import { GraphQLJSON } from 'graphql-scalars';
import { ArgsType, Field, ID, Int, ObjectType } from 'type-graphql';
import type { Json } from '../../../schema/model/edits.ts';
import { IssueType } from './issue-types.ts';
import { TenantArgs } from './people-types.ts';
import { ApiChangeType, DocumentArgs } from './template-types.ts';

@ObjectType('DesignChange', { description: 'One difference of two templates, with what is written on both sides.' })
export class DesignChangeType {
  @Field(() => String)
  readonly kind!: string;

  @Field(() => String, {
    description: '`safe`, `needsData`, `lossy` or `breaking`; `unchecked` where a document means nothing yet.',
  })
  readonly class!: string;

  @Field(() => String, { description: 'By ids: `/entities/SalesOrder/fields/dueAt`.' })
  readonly path!: string;

  @Field(() => String, { description: 'In the caller’s language.' })
  readonly sentence!: string;

  @Field(() => GraphQLJSON, {
    nullable: true,
    description: 'The properties that differ; null where there was nothing.',
  })
  readonly before!: Json | null;

  @Field(() => GraphQLJSON, { nullable: true })
  readonly after!: Json | null;
}

@ObjectType('ChangesPayload')
export class ChangesPayload {
  @Field(() => Int, { nullable: true, description: 'The version that is compared with; null where there is none.' })
  readonly from!: number | null;

  @Field(() => Int, { nullable: true, description: 'Null for a draft.' })
  readonly to!: number | null;

  @Field(() => [DesignChangeType])
  readonly changes!: readonly DesignChangeType[];

  @Field(() => String, { description: 'The gravest class of them.' })
  readonly gravest!: string;

  @Field(() => [IssueType], { description: 'What keeps a side from meaning anything; it is then compared as written.' })
  readonly issues!: readonly IssueType[];
}

@ObjectType('TemplateTest', { description: 'One of the template’s own tests, and what it found.' })
export class TemplateTestType {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String)
  readonly label!: string;

  @Field(() => String, { nullable: true, description: 'The pack that brought it.' })
  readonly origin!: string | null;

  @Field(() => Boolean)
  readonly holds!: boolean;

  @Field(() => String, { description: 'What it found, in words.' })
  readonly sentence!: string;

  @Field(() => Int)
  readonly ms!: number;

  @Field(() => [IssueType])
  readonly issues!: readonly IssueType[];
}

@ObjectType('TemplateTestsPayload')
export class TemplateTestsPayload {
  @Field(() => [TemplateTestType])
  readonly tests!: readonly TemplateTestType[];

  @Field(() => Int)
  readonly failed!: number;

  @Field(() => [IssueType], { description: 'What keeps the tests from being run.' })
  readonly issues!: readonly IssueType[];
}

@ObjectType('DraftApi', { description: 'The API that the tenant would have.' })
export class DraftApiType {
  @Field(() => String, { description: 'As an owner sees it.' })
  readonly sdl!: string;

  @Field(() => [ApiChangeType], { description: 'Against the version that the draft was made from.' })
  readonly changes!: readonly ApiChangeType[];

  @Field(() => String, { nullable: true, description: 'A query over what is new, that runs as it stands.' })
  readonly exampleQuery!: string | null;
}

@ObjectType('DraftApiPayload')
export class DraftApiPayload {
  @Field(() => DraftApiType, { nullable: true })
  readonly api!: DraftApiType | null;

  @Field(() => [IssueType])
  readonly issues!: readonly IssueType[];
}

@ArgsType()
export class CompareVersionsArgs extends TenantArgs {
  @Field(() => Int)
  readonly from!: number;

  @Field(() => Int)
  readonly to!: number;
}

@ArgsType()
export class TemplateTestsArgs extends DocumentArgs {
  @Field(() => [ID], { nullable: true, description: 'The tests to run; all when left out.' })
  readonly only!: string[] | undefined;
}
