import { GraphQLDateTime } from 'graphql-scalars';
import { ArgsType, Field, ID, Int, ObjectType } from 'type-graphql';
import { TenantArgs } from './people-types.ts';

@ObjectType('Person', { description: 'A person by name.' })
export class PersonType {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String)
  readonly name!: string;
}

@ObjectType('LiveDraft')
export class LiveDraftType {
  @Field(() => String)
  readonly name!: string;

  @Field(() => Int)
  readonly revision!: number;

  @Field(() => PersonType, { nullable: true })
  readonly updatedBy!: PersonType | null;
}

@ObjectType('LivePerson', { description: 'Somebody who has the designer open.' })
export class LivePersonType {
  @Field(() => PersonType)
  readonly user!: PersonType;

  @Field(() => String, { description: 'One tab of a browser; its own choice.' })
  readonly client!: string;

  @Field(() => String)
  readonly draft!: string;

  @Field(() => String, { description: '`entities/SalesOrder/form`' })
  readonly place!: string;

  @Field(() => GraphQLDateTime, { description: 'Since when they are at this place.' })
  readonly at!: Date;
}

@ObjectType('TenantLive', { description: 'What goes on in a tenant. Drafts and people are shown to designers.' })
export class TenantLiveType {
  @Field(() => Int, { description: 'The version in force.' })
  readonly version!: number;

  @Field(() => [LiveDraftType])
  readonly drafts!: readonly LiveDraftType[];

  @Field(() => [LivePersonType], { description: 'Who came first is first.' })
  readonly people!: readonly LivePersonType[];
}

@ArgsType()
export class ClientArgs extends TenantArgs {
  @Field(() => String, { description: 'The tab of the browser that asks; any text that no other tab has.' })
  readonly client!: string;
}

@ArgsType()
export class BeHereArgs extends ClientArgs {
  @Field(() => String, { defaultValue: 'main' })
  readonly draft!: string;

  @Field(() => String, { defaultValue: '', description: '`entities/SalesOrder/form`; any short text.' })
  readonly place!: string;
}
