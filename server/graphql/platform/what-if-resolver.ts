import { Args, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import type { Result } from '../../../schema/core/result.ts';
import type { LabProgress } from '../../db/control-lab.ts';
import { renderedIssues } from './issue-types.ts';
import type { PlatformContext } from './platform-context.ts';
import { startWhatIf, whatIfRun } from './what-if-service.ts';
import { StartWhatIfArgs, WhatIfPayload, WhatIfRunArgs } from './what-if-types.ts';

/** The points lab: what other award rules would have given. */
@Resolver()
export class WhatIfResolver {
  @Mutation(() => WhatIfPayload, {
    description:
      'Scores what happened in a period by the award rules of the draft. Posts nothing. Short ones are answered at once; ask `whatIfRun` for the others.',
  })
  async startWhatIf(
    @Args(() => StartWhatIfArgs) input: StartWhatIfArgs,
    @Ctx() context: PlatformContext,
  ): Promise<WhatIfPayload> {
    return payload(await startWhatIf(context, input), context);
  }

  @Query(() => WhatIfPayload, { description: 'How far a question is, and its answer once there is one.' })
  async whatIfRun(
    @Args(() => WhatIfRunArgs) input: WhatIfRunArgs,
    @Ctx() context: PlatformContext,
  ): Promise<WhatIfPayload> {
    return payload(await whatIfRun(context, input), context);
  }
}

function payload(done: Result<LabProgress>, { locale }: PlatformContext): WhatIfPayload {
  if (!done.ok) return { run: null, issues: renderedIssues(done.issues, locale) };
  const { issues, ...run } = done.value;
  return { run, issues: renderedIssues(issues, locale) };
}
