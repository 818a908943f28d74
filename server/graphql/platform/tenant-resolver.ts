import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { tenantId } from '../../../schema/core/ids.ts';
import { issue, must } from '../../../schema/core/result.ts';
import { OWNER_ROLE } from '../../compile/access.ts';
import type { PublicationSummary, TemplateVersionSummary } from '../../db/control-entities.ts';
import type { TenantSummary } from '../../db/control-queries.ts';
import { listSchedules } from '../../db/control-schedules.ts';
import { listPublications, listTemplateVersions, listDrafts } from '../../db/control-templates.ts';
import { listTenantPeople } from '../../db/tenant-people.ts';
import { listDepartments } from '../../db/tenant-departments.ts';
import { placeOf } from '../../tenancy/provision-tenant.ts';
import { recordCounts } from '../../tenancy/record-counts.ts';
import { membershipIn } from './caller.ts';
import { issueError, renderedIssues } from './issue-types.ts';
import { tokenView, visibleTokens } from './people-service.ts';
import { ApiTokenType, DepartmentType, MemberType } from './people-types.ts';
import { tenantFor, type PlatformContext, type TenantGrant } from './platform-context.ts';
import { scheduleView } from './schedule-service.ts';
import { ScheduledPublicationType } from './schedule-types.ts';
import { PersonType } from './live-types.ts';
import { labelsOfRoles, rolesOfTenant } from './roles.ts';
import { createTenant, tenantsOf } from './tenant-service.ts';
import { modelInForce, versionInForce } from './template-service.ts';
import {
  CreateTenantArgs,
  RecordCountType,
  TenantPayload,
  TenantPersonType,
  TenantRoleType,
  TenantType,
} from './tenant-types.ts';
import { DraftType, JobType, VersionType } from './template-types.ts';

const JOBS_MAX = 50;

/** Tenants and all that hangs on one. Fields that the caller may not see are empty, never an error. */
@Resolver(() => TenantType)
export class TenantResolver {
  @Query(() => [TenantType], { description: 'The tenants that the caller belongs to; to an operator, all.' })
  async tenants(@Ctx() context: PlatformContext): Promise<readonly TenantType[]> {
    if (context.caller.kind === 'anonymous') throw issueError(issue('NOT_SIGNED_IN', ''), context.locale);
    return (await tenantsOf(context)).map((summary) => tenantView(summary, context));
  }

  @Query(() => TenantType, {
    nullable: true,
    description: 'Null where the caller does not belong, whether it exists or not.',
  })
  async tenant(@Arg('name', () => String) name: string, @Ctx() context: PlatformContext): Promise<TenantType | null> {
    if (context.caller.kind === 'anonymous') throw issueError(issue('NOT_SIGNED_IN', ''), context.locale);
    const found = (await tenantsOf(context)).find((one) => one.name === name);
    return found === undefined ? null : tenantView(found, context);
  }

  @Mutation(() => TenantPayload, { description: 'The operator’s to do; the caller becomes the owner.' })
  async createTenant(
    @Args(() => CreateTenantArgs) input: CreateTenantArgs,
    @Ctx() context: PlatformContext,
  ): Promise<TenantPayload> {
    const done = await createTenant(context, input);
    return done.ok
      ? { tenant: { ...tenantView(done.value, context), myRoles: [OWNER_ROLE] }, issues: [] }
      : { tenant: null, issues: renderedIssues(done.issues, context.locale) };
  }

  @FieldResolver(() => [MemberType], { description: 'Oldest first.' })
  members(@Root() { id }: TenantType, @Ctx() { loaders }: PlatformContext): Promise<readonly MemberType[]> {
    return loaders.members.load(tenantId(id));
  }

  @FieldResolver(() => [String], { description: 'The caller’s own roles as the tenant calls them.' })
  async myRoleLabels(
    @Root() { id, myRoles }: TenantType,
    @Ctx() { services, locale }: PlatformContext,
  ): Promise<readonly string[]> {
    return labelsOfRoles(services.publishing.control, { tenant: { id: tenantId(id) }, roles: myRoles }, locale);
  }

  @FieldResolver(() => [TenantRoleType])
  roles(@Root() { id }: TenantType, @Ctx() { services, locale }: PlatformContext): Promise<readonly TenantRoleType[]> {
    return rolesOfTenant(services.publishing.control, { id: tenantId(id) }, locale);
  }

  @FieldResolver(() => [DepartmentType])
  async departments(@Root() { name }: TenantType, @Ctx() context: PlatformContext): Promise<readonly DepartmentType[]> {
    const granted = await tenantFor(context, name, 'belong');
    return granted.ok ? listDepartments(placeOf(context.services.publishing.cells, granted.value.tenant)) : [];
  }

  @FieldResolver(() => [TenantPersonType], {
    description: 'Active members by name, for who designs; their addresses are the owner’s business.',
  })
  async people(@Root() { name }: TenantType, @Ctx() context: PlatformContext): Promise<readonly TenantPersonType[]> {
    const granted = await tenantFor(context, name, 'publish');
    return granted.ok ? listTenantPeople(placeOf(context.services.publishing.cells, granted.value.tenant)) : [];
  }

  @FieldResolver(() => [RecordCountType], {
    description: 'Of each object in force, for who designs; what the records say is not told.',
  })
  async records(@Root() { name }: TenantType, @Ctx() context: PlatformContext): Promise<readonly RecordCountType[]> {
    const granted = await tenantFor(context, name, 'publish');
    if (!granted.ok) return [];
    const model = await modelInForce(context, granted.value, await versionInForce(context, granted.value));
    if (model === null) return [];
    return recordCounts(placeOf(context.services.publishing.cells, granted.value.tenant), model);
  }

  @FieldResolver(() => [ApiTokenType], { description: 'All for an owner, else the caller’s own.' })
  async tokens(@Root() { name }: TenantType, @Ctx() context: PlatformContext): Promise<readonly ApiTokenType[]> {
    const granted = await tenantFor(context, name, 'belong');
    return granted.ok ? (await visibleTokens(context, granted.value)).map(tokenView) : [];
  }

  @FieldResolver(() => [VersionType], { description: 'Newest first.' })
  async versions(@Root() { id }: TenantType, @Ctx() { services }: PlatformContext): Promise<readonly VersionType[]> {
    return (await listTemplateVersions(services.publishing.control, tenantId(id))).map(versionView);
  }

  @FieldResolver(() => [DraftType])
  async drafts(@Root() tenant: TenantType, @Ctx() { services }: PlatformContext): Promise<readonly DraftType[]> {
    const drafts = await listDrafts(services.publishing.control, tenantId(tenant.id));
    return drafts.map((draft) => ({ ...draft, updatedBy: draft.updatedBy ?? null, tenantName: tenant.name }));
  }

  @FieldResolver(() => DraftType, { nullable: true, description: 'The draft called `main`.' })
  async draft(@Root() tenant: TenantType, @Ctx() context: PlatformContext): Promise<DraftType | null> {
    return (await this.drafts(tenant, context)).find(({ name }) => name === 'main') ?? null;
  }

  @FieldResolver(() => [JobType], { description: `The last ${JOBS_MAX} publications, newest first.` })
  async jobs(@Root() { id }: TenantType, @Ctx() { services }: PlatformContext): Promise<readonly JobType[]> {
    return (await listPublications(services.publishing.control, tenantId(id), JOBS_MAX)).map(jobView);
  }

  @FieldResolver(() => [ScheduledPublicationType], {
    description: `The last ${JOBS_MAX} publications that were put off, newest first; shown to designers.`,
  })
  async scheduled(
    @Root() { name }: TenantType,
    @Ctx() context: PlatformContext,
  ): Promise<readonly ScheduledPublicationType[]> {
    const granted = await tenantFor(context, name, 'publish');
    if (!granted.ok) return [];
    const found = await listSchedules(context.services.publishing.control, granted.value.id, JOBS_MAX);
    return found.map((one) => scheduleView(one, context));
  }
}

/** The person who scheduled it. */
@Resolver(() => ScheduledPublicationType)
export class ScheduledPublicationResolver {
  @FieldResolver(() => PersonType, { nullable: true })
  async author(
    @Root() { author }: ScheduledPublicationType,
    @Ctx() { loaders }: PlatformContext,
  ): Promise<PersonType | null> {
    return author === null ? null : loaders.users.load(author);
  }
}

/** A directory row as the API shows it to this caller. */
function tenantView(summary: TenantSummary, { caller }: PlatformContext): TenantType {
  return { ...summary, myRoles: membershipIn(caller, { id: summary.id })?.roles ?? [] };
}

/** The tenant of a query that names it, or the error that the query ends with. */
export async function tenantOrError(context: PlatformContext, name: string): Promise<TenantGrant> {
  const granted = await tenantFor(context, name, 'belong');
  if (!granted.ok) throw issueError(must(granted.issues[0], 'issue'), context.locale);
  return granted.value;
}

/** A version without its documents. */
export function versionView(version: TemplateVersionSummary): VersionType {
  return { ...version, author: version.author ?? null, despiteTests: version.despiteTests ?? null };
}

/** A publication without its documents. */
export function jobView(job: PublicationSummary): JobType {
  return { ...job, author: job.author ?? null, failure: job.failure ?? null, endedAt: job.endedAt ?? null };
}
