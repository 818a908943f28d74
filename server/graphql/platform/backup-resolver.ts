import { Args, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { must, type Result } from '../../../schema/core/result.ts';
import { backupsOf, removeBackup, restoreBackup, setDailyBackup, startBackup, verifyBackup } from './backup-service.ts';
import { BackupIdArgs, DailyBackupArgs, RestoreArgs, TenantBackupsType } from './backup-types.ts';
import { DonePayload, issueError, renderedIssues } from './issue-types.ts';
import { TenantArgs } from './people-types.ts';
import type { PlatformContext } from './platform-context.ts';

/** Backups that the server keeps, for owners. */
@Resolver()
export class BackupResolver {
  @Query(() => TenantBackupsType, { description: 'For owners.' })
  async backups(
    @Args(() => TenantArgs) { tenant }: TenantArgs,
    @Ctx() context: PlatformContext,
  ): Promise<TenantBackupsType> {
    const found = await backupsOf(context, tenant);
    if (!found.ok) throw issueError(must(found.issues[0], 'issue'), context.locale);
    const { run } = found.value;
    return {
      ...found.value,
      run: run === null ? null : { ...run, issues: renderedIssues(run.issues, context.locale) },
    };
  }

  @Mutation(() => DonePayload, { description: 'Begins a backup; `backups` tells how far it is.' })
  async startBackup(
    @Args(() => TenantArgs) { tenant }: TenantArgs,
    @Ctx() context: PlatformContext,
  ): Promise<DonePayload> {
    return done(await startBackup(context, tenant), context);
  }

  @Mutation(() => DonePayload, { description: 'Begins to make a new tenant of a backup; its members come along.' })
  async restoreBackup(
    @Args(() => RestoreArgs) input: RestoreArgs,
    @Ctx() context: PlatformContext,
  ): Promise<DonePayload> {
    return done(await restoreBackup(context, input), context);
  }

  @Mutation(() => DonePayload)
  async removeBackup(
    @Args(() => BackupIdArgs) input: BackupIdArgs,
    @Ctx() context: PlatformContext,
  ): Promise<DonePayload> {
    return done(await removeBackup(context, input), context);
  }

  @Mutation(() => DonePayload, { description: 'Reads all of a backup and tells what is wrong with it.' })
  async verifyBackup(
    @Args(() => BackupIdArgs) input: BackupIdArgs,
    @Ctx() context: PlatformContext,
  ): Promise<DonePayload> {
    return done(await verifyBackup(context, input), context);
  }

  @Mutation(() => DonePayload)
  async setDailyBackup(
    @Args(() => DailyBackupArgs) input: DailyBackupArgs,
    @Ctx() context: PlatformContext,
  ): Promise<DonePayload> {
    return done(await setDailyBackup(context, input), context);
  }
}

function done(result: Result<null>, { locale }: PlatformContext): DonePayload {
  return { issues: result.ok ? [] : renderedIssues(result.issues, locale) };
}
