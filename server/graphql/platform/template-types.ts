import { GraphQLDateTime, GraphQLJSON, GraphQLJSONObject } from 'graphql-scalars';
import { ArgsType, Field, Float, Int, ObjectType } from 'type-graphql';
import { IssueType } from './issue-types.ts';
import { TenantArgs } from './people-types.ts';

@ObjectType('Pack', { description: 'A versioned bundle that tenants are made of.' })
export class PackType {
  @Field(() => String)
  readonly name!: string;

  @Field(() => String)
  readonly version!: string;

  @Field(() => String, { description: 'In the language of `Accept-Language`.' })
  readonly label!: string;

  @Field(() => GraphQLJSONObject, { description: 'Packs that it needs, with the versions that will do.' })
  readonly requires!: Readonly<Record<string, string>>;

  @Field(() => GraphQLDateTime)
  readonly createdAt!: Date;
}

@ObjectType('Version', { description: 'A published template. It never changes.' })
export class VersionType {
  readonly author!: string | null;

  @Field(() => Int)
  readonly number!: number;

  @Field(() => String)
  readonly shapeHash!: string;

  @Field(() => String)
  readonly note!: string;

  @Field(() => String, { nullable: true, description: 'Why it was published although tests of the template fail.' })
  readonly despiteTests!: string | null;

  @Field(() => GraphQLDateTime)
  readonly at!: Date;
}

@ObjectType('Draft', { description: 'Edits that are not published yet.' })
export class DraftType {
  readonly tenantName!: string;
  readonly updatedBy!: string | null;

  @Field(() => String)
  readonly name!: string;

  @Field(() => Int, { description: 'The version that it was made from.' })
  readonly baseVersion!: number;

  @Field(() => Int, { description: 'Rises by one with each save; a save names the one it saw.' })
  readonly revision!: number;

  @Field(() => GraphQLDateTime)
  readonly updatedAt!: Date;
}

@ObjectType('Template')
export class TemplateType {
  @Field(() => Int)
  readonly version!: number;

  @Field(() => GraphQLJSONObject, { description: 'The whole document.' })
  readonly document!: unknown;

  @Field(() => GraphQLJSONObject, { description: 'Its packs composed, without the tenant’s own edits.' })
  readonly baseDocument!: unknown;
}

@ObjectType('JobProgress', { description: 'How far a publication that runs has come.' })
export class JobProgressType {
  @Field(() => String, { description: '`expand`, `backfill`, `index`, `validate` or `switch`.' })
  readonly phase!: string;

  @Field(() => Int, { description: 'Steps done.' })
  readonly step!: number;

  @Field(() => Int, { description: 'Of how many.' })
  readonly of!: number;

  @Field(() => String, { description: 'The table that the step is about.' })
  readonly table!: string;

  @Field(() => String, { nullable: true, description: 'The entity whose records the table holds.' })
  readonly entity!: string | null;

  @Field(() => Float, { description: 'Rows that the step has gone through.' })
  readonly rows!: number;

  @Field(() => Float, { nullable: true, description: 'Of about how many; null where the database has no idea.' })
  readonly rowsOf!: number | null;
}

@ObjectType('Job', { description: 'A publication and how it went.' })
export class JobType {
  readonly author!: string | null;
  readonly tenantId!: string;

  @Field(() => String)
  readonly id!: string;

  @Field(() => String, { description: '`running`, `done` or `aborted`.' })
  readonly state!: string;

  @Field(() => Int, { description: 'The version that it makes.' })
  readonly number!: number;

  @Field(() => String)
  readonly note!: string;

  @Field(() => String, { nullable: true, description: 'Why it was undone.' })
  readonly failure!: string | null;

  @Field(() => GraphQLDateTime)
  readonly createdAt!: Date;

  @Field(() => GraphQLDateTime, { nullable: true })
  readonly endedAt!: Date | null;
}

@ObjectType('TemplateChange')
export class TemplateChangeType {
  @Field(() => String)
  readonly kind!: string;

  @Field(() => String, { description: '`safe`, `needsData`, `lossy` or `breaking`.' })
  readonly class!: string;

  @Field(() => String)
  readonly path!: string;

  @Field(() => String, { description: 'The change as a sentence in the caller’s language.' })
  readonly sentence!: string;
}

@ObjectType('ApiChange', { description: 'What a client of the tenant’s GraphQL API would notice.' })
export class ApiChangeType {
  @Field(() => String, { description: '`added`, `removed` or `changed`.' })
  readonly kind!: string;

  @Field(() => String, { description: '`SalesOrder.dueAt`, `Query.salesOrders(where:)`.' })
  readonly path!: string;

  @Field(() => Boolean, { description: 'Whether documents that work now may stop working.' })
  readonly isBreaking!: boolean;

  @Field(() => String, { nullable: true })
  readonly from!: string | null;

  @Field(() => String, { nullable: true })
  readonly to!: string | null;
}

@ObjectType('TableImpact')
export class TableImpactType {
  @Field(() => String)
  readonly table!: string;

  @Field(() => Int)
  readonly rows!: number;

  @Field(() => Boolean)
  readonly isEstimate!: boolean;
}

@ObjectType('PublicationPlan', { description: 'What publishing would do; nothing is changed by asking.' })
export class PublicationPlanType {
  @Field(() => Int)
  readonly baseVersion!: number;

  @Field(() => Int)
  readonly version!: number;

  @Field(() => String)
  readonly shapeHash!: string;

  @Field(() => [TemplateChangeType])
  readonly changes!: readonly TemplateChangeType[];

  @Field(() => [ApiChangeType])
  readonly apiChanges!: readonly ApiChangeType[];

  @Field(() => [TableImpactType])
  readonly tables!: readonly TableImpactType[];

  @Field(() => [IssueType], { description: 'Values that will be emptied because the publisher chose so.' })
  readonly dropped!: readonly IssueType[];

  @Field(() => Boolean, { description: 'In one transaction, or step by step beside the running work.' })
  readonly atOnce!: boolean;

  @Field(() => Int)
  readonly estimateMs!: number;

  @Field(() => GraphQLJSON, { description: 'Every step on the database, as the server will run it.' })
  readonly steps!: unknown;
}

@ObjectType('PlanPayload')
export class PlanPayload {
  @Field(() => PublicationPlanType, { nullable: true })
  readonly plan!: PublicationPlanType | null;

  @Field(() => [IssueType], { description: 'What stands in the way: of the document, or of the data there is.' })
  readonly issues!: readonly IssueType[];
}

@ObjectType('PublishPayload')
export class PublishPayload {
  @Field(() => Int, { nullable: true, description: 'The version now in force.' })
  readonly version!: number | null;

  @Field(() => String, { nullable: true })
  readonly shapeHash!: string | null;

  @Field(() => [IssueType])
  readonly issues!: readonly IssueType[];
}

@ObjectType('DraftPayload')
export class DraftPayload {
  @Field(() => DraftType, { nullable: true })
  readonly draft!: DraftType | null;

  @Field(() => [IssueType])
  readonly issues!: readonly IssueType[];
}

@ObjectType('PackPayload')
export class PackPayload {
  @Field(() => PackType, { nullable: true })
  readonly pack!: PackType | null;

  @Field(() => [IssueType])
  readonly issues!: readonly IssueType[];
}

@ArgsType()
export class TemplateOfArgs extends TenantArgs {
  @Field(() => Int, { nullable: true, description: 'The version in force when left out.' })
  readonly version!: number | undefined;
}

@ArgsType()
export class DraftArgs extends TenantArgs {
  @Field(() => String, { defaultValue: 'main' })
  readonly name!: string;
}

@ArgsType()
export class SaveDraftArgs extends DraftArgs {
  @Field(() => GraphQLJSONObject)
  readonly document!: Readonly<Record<string, unknown>>;

  @Field(() => Int, { description: 'The revision that the edits were made on; 0 begins the draft.' })
  readonly revision!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'The version that it was made from; the one in force when left out.',
  })
  readonly baseVersion!: number | undefined;
}

@ArgsType()
export class DocumentArgs extends TenantArgs {
  @Field(() => GraphQLJSONObject, {
    nullable: true,
    description: 'The document that is meant; the draft when left out.',
  })
  readonly document!: Readonly<Record<string, unknown>> | undefined;

  @Field(() => String, { defaultValue: 'main', description: 'The draft that is meant when no document is given.' })
  readonly draft!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'The version that the document was made from; of a draft, its own.',
  })
  readonly baseVersion!: number | undefined;
}

@ArgsType()
export class PlanArgs extends DocumentArgs {
  @Field(() => [String], {
    nullable: true,
    description: 'Conversions (`Entity.field`) whose values may be emptied where they can’t be read as the new type.',
  })
  readonly emptyFailedCasts!: string[] | undefined;
}

@ArgsType()
export class PublishArgs extends PlanArgs {
  @Field(() => String, { defaultValue: '', description: 'Why, in words that stay on record.' })
  readonly note!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Why it is published although tests of the template fail, in words that stay on record.',
  })
  readonly despiteTests!: string | undefined;
}

@ArgsType()
export class RollbackArgs extends TenantArgs {
  @Field(() => Int, { description: 'The version to go back to; it is published anew under the next number.' })
  readonly version!: number;

  @Field(() => String, { defaultValue: '' })
  readonly note!: string;
}
