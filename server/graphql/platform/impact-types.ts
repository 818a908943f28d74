import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { IssueType } from './issue-types.ts';

@ObjectType('ImpactSample', { description: 'One record that takes part.' })
export class ImpactSampleType {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String, { nullable: true, description: 'Null where the caller may not read the record.' })
  readonly title!: string | null;

  @Field(() => GraphQLJSONObject, {
    description: 'By field id; exact numbers are texts. Only what the caller may read.',
  })
  readonly values!: Readonly<Record<string, unknown>>;
}

@ObjectType('RuleImpact', { description: 'What one change would do to the records there are.' })
export class RuleImpactType {
  @Field(() => String, { description: 'The path of the change.' })
  readonly path!: string;

  @Field(() => String, {
    description:
      '`check`, `required`, `unique`, `bound`, `pattern`, `conversion`, `option`, `reference`, `removed` or `computed`.',
  })
  readonly kind!: string;

  @Field(() => ID)
  readonly entity!: string;

  @Field(() => String, { description: 'The change as a sentence.' })
  readonly sentence!: string;

  @Field(() => Int, { description: 'Records there are; about so many where a sample was asked.' })
  readonly rows!: number;

  @Field(() => Int, { description: 'Records that were asked.' })
  readonly checked!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Of those asked. Null where they can’t be asked; `reason` says why.',
  })
  readonly wouldFail!: number | null;

  @Field(() => Int, { nullable: true, description: 'Whose value becomes another, or is put aside.' })
  readonly wouldChange!: number | null;

  @Field(() => Boolean, { description: 'Whether every record was asked.' })
  readonly isExact!: boolean;

  @Field(() => Boolean, {
    description: 'Whether one that fails stops the publication; else it binds at its next change.',
  })
  readonly blocks!: boolean;

  @Field(() => [ImpactSampleType], { description: 'Up to 20.' })
  readonly samples!: readonly ImpactSampleType[];

  @Field(() => String, { description: 'What was found, as a sentence.' })
  readonly reason!: string;
}

@ObjectType('ImpactPayload')
export class ImpactPayload {
  @Field(() => [RuleImpactType])
  readonly impact!: readonly RuleImpactType[];

  @Field(() => [IssueType], { description: 'What keeps the document from meaning anything.' })
  readonly issues!: readonly IssueType[];
}
