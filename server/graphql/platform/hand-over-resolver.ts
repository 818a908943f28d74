import { Args, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { must, type Result } from '../../../schema/core/result.ts';
import { handOverAll, movedRecords, previewHandOver } from './hand-over-service.ts';
import {
  HandOverArgs,
  HandOverIdArgs,
  HandOverPayload,
  HandOverPreviewType,
  MovedRecordType,
} from './hand-over-types.ts';
import { issueError, renderedIssues } from './issue-types.ts';
import { MemberArgs } from './people-types.ts';
import type { PlatformContext } from './platform-context.ts';

/** What a leaver leaves goes into other hands; for owners. */
@Resolver()
export class HandOverResolver {
  @Query(() => HandOverPreviewType, { description: 'What is in a person’s hands and would move; for owners.' })
  async handOverPreview(
    @Args(() => MemberArgs) input: MemberArgs,
    @Ctx() context: PlatformContext,
  ): Promise<HandOverPreviewType> {
    return valueOf(await previewHandOver(context, input), context);
  }

  @Query(() => [MovedRecordType], { description: 'The records that a hand-over moved; for owners.' })
  async movedRecords(
    @Args(() => HandOverIdArgs) input: HandOverIdArgs,
    @Ctx() context: PlatformContext,
  ): Promise<readonly MovedRecordType[]> {
    return valueOf(await movedRecords(context, input), context);
  }

  @Mutation(() => HandOverPayload, {
    description:
      'Gives what is in one person’s hands to another, all or nothing. Records that are over, or wait for a decision, stay.',
  })
  async handOver(
    @Args(() => HandOverArgs) input: HandOverArgs,
    @Ctx() context: PlatformContext,
  ): Promise<HandOverPayload> {
    const done = await handOverAll(context, input);
    return done.ok
      ? { handOver: done.value, issues: [] }
      : { handOver: null, issues: renderedIssues(done.issues, context.locale) };
  }
}

function valueOf<T>(found: Result<T>, { locale }: PlatformContext): T {
  if (!found.ok) throw issueError(must(found.issues[0], 'issue'), locale);
  return found.value;
}
