import { Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { must } from '../../../schema/core/result.ts';
import { auditEntries, directoryOf, setTenant } from './admin-service.ts';
import { AuditArgs, AuditEntryType, AuditPageType, DirectoryPersonType, TenantSettingsArgs } from './admin-types.ts';
import { DonePayload, issueError, renderedIssues } from './issue-types.ts';
import { PersonType } from './live-types.ts';
import { tenantFor, type PlatformContext } from './platform-context.ts';
import { TenantType } from './tenant-types.ts';

/** What owners look after: settings, and the record of what was done. */
@Resolver()
export class AdminResolver {
  @Query(() => AuditPageType, { description: 'What was done in the tenant, newest first; for owners.' })
  async auditEntries(@Args(() => AuditArgs) input: AuditArgs, @Ctx() context: PlatformContext): Promise<AuditPageType> {
    const found = await auditEntries(context, input);
    if (!found.ok) throw issueError(must(found.issues[0], 'issue'), context.locale);
    return found.value;
  }

  @Mutation(() => DonePayload, { description: 'Changes the name that people see, and the time zone.' })
  async setTenant(
    @Args(() => TenantSettingsArgs) input: TenantSettingsArgs,
    @Ctx() context: PlatformContext,
  ): Promise<DonePayload> {
    const done = await setTenant(context, input);
    return { issues: done.ok ? [] : renderedIssues(done.issues, context.locale) };
  }
}

@Resolver(() => AuditEntryType)
export class AuditEntryResolver {
  @FieldResolver(() => PersonType, { nullable: true, description: 'Null for what no person did.' })
  async actor(@Root() { actorId }: AuditEntryType, @Ctx() { loaders }: PlatformContext): Promise<PersonType | null> {
    return actorId === null ? null : loaders.users.load(actorId);
  }
}

@Resolver(() => TenantType)
export class DirectoryResolver {
  @FieldResolver(() => [DirectoryPersonType], {
    description: 'Everybody of the tenant by name, also who has left; shown to owners.',
  })
  async directory(
    @Root() { name }: TenantType,
    @Ctx() context: PlatformContext,
  ): Promise<readonly DirectoryPersonType[]> {
    const granted = await tenantFor(context, name, 'own');
    return granted.ok ? directoryOf(context, granted.value) : [];
  }
}
