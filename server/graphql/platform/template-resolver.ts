import { GraphQLJSONObject } from 'graphql-scalars';
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { entityId, tenantId, type EntityId } from '../../../schema/core/ids.ts';
import { issue, type Result } from '../../../schema/core/result.ts';
import type { Locale } from '../../../schema/core/text.ts';
import { isRecord, itemKey } from '../../../schema/template/item-key.ts';
import { entityOfTable } from '../../compile/sql-name.ts';
import type { Draft, JsonDocument, Pack } from '../../db/control-entities.ts';
import {
  findDraft,
  findPack,
  listDrafts,
  listPacks,
  listPublications,
  listTemplateVersions,
  publicationById,
  templateVersion,
} from '../../db/control-templates.ts';
import { tenantById, tenantVersion } from '../../db/control-tenants.ts';
import { placeOf } from '../../tenancy/provision-tenant.ts';
import { publicationProgress } from '../../tenancy/publication-progress.ts';
import type { Published } from '../../tenancy/publish.ts';
import { DonePayload, issueError, renderedIssues } from './issue-types.ts';
import { registerPack } from './pack-service.ts';
import { TenantArgs, UserType } from './people-types.ts';
import type { PlatformContext } from './platform-context.ts';
import { labelIn } from './roles.ts';
import { jobView, tenantOrError, versionView } from './tenant-resolver.ts';
import { discardDraft, keepDraft, planFor, publishFor, rollbackFor, type PlanView } from './template-service.ts';
import {
  DraftArgs,
  DraftPayload,
  DraftType,
  JobProgressType,
  JobType,
  PackPayload,
  PackType,
  PlanArgs,
  PlanPayload,
  type PublicationPlanType,
  PublishArgs,
  PublishPayload,
  RollbackArgs,
  SaveDraftArgs,
  TemplateOfArgs,
  TemplateType,
  VersionType,
} from './template-types.ts';

const JOBS_MAX = 50;

/** Packs, drafts, plans and versions. */
@Resolver()
export class TemplateResolver {
  @Query(() => [PackType], { description: 'What tenants can be made of.' })
  async packs(@Ctx() context: PlatformContext): Promise<readonly PackType[]> {
    if (context.caller.kind === 'anonymous') throw issueError(issue('NOT_SIGNED_IN', ''), context.locale);
    const { control } = context.services.publishing;
    const packs = await Promise.all(
      (await listPacks(control)).map(({ name, version }) => findPack(control, name, version)),
    );
    return packs.flatMap((pack) => (pack === null ? [] : [packView(pack, context.locale)]));
  }

  @Query(() => [VersionType], { description: 'Newest first.' })
  async versions(
    @Args(() => TenantArgs) { tenant }: TenantArgs,
    @Ctx() context: PlatformContext,
  ): Promise<readonly VersionType[]> {
    const { id } = await tenantOrError(context, tenant);
    return (await listTemplateVersions(context.services.publishing.control, id)).map(versionView);
  }

  @Query(() => [DraftType])
  async drafts(
    @Args(() => TenantArgs) { tenant }: TenantArgs,
    @Ctx() context: PlatformContext,
  ): Promise<readonly DraftType[]> {
    const { id } = await tenantOrError(context, tenant);
    return (await listDrafts(context.services.publishing.control, id)).map((draft) => draftView(draft, tenant));
  }

  @Query(() => [JobType], { description: `The last ${JOBS_MAX} publications, newest first.` })
  async jobs(
    @Args(() => TenantArgs) { tenant }: TenantArgs,
    @Ctx() context: PlatformContext,
  ): Promise<readonly JobType[]> {
    const { id } = await tenantOrError(context, tenant);
    return (await listPublications(context.services.publishing.control, id, JOBS_MAX)).map(jobView);
  }

  @Query(() => TemplateType, { nullable: true, description: 'Null when there is no such version.' })
  async templateOf(
    @Args(() => TemplateOfArgs) { tenant, version }: TemplateOfArgs,
    @Ctx() context: PlatformContext,
  ): Promise<TemplateType | null> {
    const { id } = await tenantOrError(context, tenant);
    const { control } = context.services.publishing;
    const number = version ?? (await tenantVersion(control, id))?.number ?? 0;
    const row = await templateVersion(control, id, number);
    return row === null ? null : { version: number, document: row.document, baseDocument: row.baseDocument };
  }

  @Mutation(() => PackPayload, { description: 'The operator’s to do.' })
  async registerPack(
    @Arg('document', () => GraphQLJSONObject) document: JsonDocument,
    @Ctx() context: PlatformContext,
  ): Promise<PackPayload> {
    const done = await registerPack(context, document);
    return { pack: done.ok ? packView(done.value, context.locale) : null, issues: issuesOf(done, context) };
  }

  @Mutation(() => DraftPayload, { description: 'Keeps a draft, whatever is wrong with it.' })
  async saveDraft(
    @Args(() => SaveDraftArgs) input: SaveDraftArgs,
    @Ctx() context: PlatformContext,
  ): Promise<DraftPayload> {
    const done = await keepDraft(context, input);
    return { draft: done.ok ? draftView(done.value, input.tenant) : null, issues: issuesOf(done, context) };
  }

  @Mutation(() => DonePayload)
  async discardDraft(@Args(() => DraftArgs) input: DraftArgs, @Ctx() context: PlatformContext): Promise<DonePayload> {
    return { issues: issuesOf(await discardDraft(context, input), context) };
  }

  @Mutation(() => PlanPayload, {
    description: 'What publishing would do. Changes nothing, although it is a mutation: it reads through the data.',
  })
  async planPublication(@Args(() => PlanArgs) input: PlanArgs, @Ctx() context: PlatformContext): Promise<PlanPayload> {
    const view = await planFor(context, input);
    if (!view.ok) return { plan: null, issues: renderedIssues(view.issues, context.locale) };
    return {
      plan: planView(view.value, context.locale),
      issues: renderedIssues(view.value.plan.issues, context.locale),
    };
  }

  @Mutation(() => PublishPayload)
  async publish(@Args(() => PublishArgs) input: PublishArgs, @Ctx() context: PlatformContext): Promise<PublishPayload> {
    return publishView(await publishFor(context, input), context);
  }

  @Mutation(() => PublishPayload, { description: 'Publishes a former version anew; what was put aside comes back.' })
  async rollback(
    @Args(() => RollbackArgs) input: RollbackArgs,
    @Ctx() context: PlatformContext,
  ): Promise<PublishPayload> {
    return publishView(await rollbackFor(context, input), context);
  }
}

@Resolver(() => VersionType)
export class VersionResolver {
  @FieldResolver(() => UserType, { nullable: true })
  async author(@Root() { author }: VersionType, @Ctx() { loaders }: PlatformContext): Promise<UserType | null> {
    return author === null ? null : loaders.users.load(author);
  }
}

@Resolver(() => JobType)
export class JobResolver {
  @FieldResolver(() => UserType, { nullable: true })
  async author(@Root() { author }: JobType, @Ctx() { loaders }: PlatformContext): Promise<UserType | null> {
    return author === null ? null : loaders.users.load(author);
  }

  @FieldResolver(() => JobProgressType, {
    nullable: true,
    description: 'Null where it goes in one transaction, has not begun or has ended.',
  })
  async progress(
    @Root() { id, state, tenantId: of }: JobType,
    @Ctx() { services }: PlatformContext,
  ): Promise<JobProgressType | null> {
    const { control, cells } = services.publishing;
    const tenant = state === 'running' ? await tenantById(control, tenantId(of)) : null;
    const progress = tenant === null ? null : await publicationProgress(placeOf(cells, tenant), id);
    if (progress === null) return null;
    const publication = await publicationById(control, tenantId(of), id);
    const entity = entityOfTable(entityIds(publication?.document ?? {}), progress.table);
    return { ...progress, entity: entity ?? null };
  }
}

function entityIds({ entities }: JsonDocument): readonly EntityId[] {
  return (Array.isArray(entities) ? entities : []).flatMap((one: unknown) => {
    const id = itemKey(one);
    return id === undefined ? [] : [entityId(id)];
  });
}

@Resolver(() => DraftType)
export class DraftResolver {
  @FieldResolver(() => GraphQLJSONObject)
  async document(@Root() { tenantName, name }: DraftType, @Ctx() context: PlatformContext): Promise<unknown> {
    const { id } = await tenantOrError(context, tenantName);
    return (await findDraft(context.services.publishing.control, id, name))?.document ?? {};
  }

  @FieldResolver(() => UserType, { nullable: true })
  async updatedBy(@Root() { updatedBy }: DraftType, @Ctx() { loaders }: PlatformContext): Promise<UserType | null> {
    return updatedBy === null ? null : loaders.users.load(updatedBy);
  }
}

function packView({ name, version, document, createdAt }: Pack, locale: Locale): PackType {
  const requires = isRecord(document['requires']) ? document['requires'] : {};
  const ranges = Object.entries(requires).flatMap(([pack, range]) =>
    typeof range === 'string' ? [[pack, range] as const] : [],
  );
  return {
    name,
    version,
    label: labelIn(document['label'], locale) || name,
    requires: Object.fromEntries(ranges),
    createdAt,
  };
}

function draftView(
  draft: Pick<Draft, 'name' | 'baseVersion' | 'revision' | 'updatedAt' | 'updatedBy'>,
  tenantName: string,
): DraftType {
  const { name, baseVersion, revision, updatedAt, updatedBy } = draft;
  return { tenantName, name, baseVersion, revision, updatedAt, updatedBy: updatedBy ?? null };
}

function planView({ plan, changes, apiChanges }: PlanView, locale: Locale): PublicationPlanType {
  const { ddl, dropped, ...rest } = plan;
  return { ...rest, changes, apiChanges, dropped: renderedIssues(dropped, locale), steps: ddl.steps };
}

function publishView(done: Result<Published>, context: PlatformContext): PublishPayload {
  if (!done.ok) return { version: null, shapeHash: null, issues: issuesOf(done, context) };
  return { version: done.value.version, shapeHash: done.value.shapeHash, issues: [] };
}

function issuesOf(done: Result<unknown>, { locale }: PlatformContext): DonePayload['issues'] {
  return done.ok ? [] : renderedIssues(done.issues, locale);
}
