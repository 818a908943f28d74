import { Args, Ctx, Mutation, Resolver } from 'type-graphql';
import { DonePayload, renderedIssues } from './issue-types.ts';
import type { PlatformContext } from './platform-context.ts';
import { cancelScheduledPublication, schedulePublication, scheduleView } from './schedule-service.ts';
import { ScheduleArgs, ScheduleIdArgs, SchedulePayload } from './schedule-types.ts';

/** Publications for later. */
@Resolver()
export class ScheduleResolver {
  @Mutation(() => SchedulePayload, {
    description: 'Publishes the draft at that time as it is now. Its author is told how it went.',
  })
  async schedulePublication(
    @Args(() => ScheduleArgs) input: ScheduleArgs,
    @Ctx() context: PlatformContext,
  ): Promise<SchedulePayload> {
    const done = await schedulePublication(context, input);
    return done.ok
      ? { scheduled: scheduleView(done.value, context), issues: [] }
      : { scheduled: null, issues: renderedIssues(done.issues, context.locale) };
  }

  @Mutation(() => DonePayload)
  async cancelScheduledPublication(
    @Args(() => ScheduleIdArgs) input: ScheduleIdArgs,
    @Ctx() context: PlatformContext,
  ): Promise<DonePayload> {
    const done = await cancelScheduledPublication(context, input);
    return { issues: done.ok ? [] : renderedIssues(done.issues, context.locale) };
  }
}
