import { Args, Ctx, Query, Resolver } from 'type-graphql';
import type { Result } from '../../../schema/core/result.ts';
import { gravestOf } from './change-views.ts';
import { compareVersions, draftApi, draftChanges, templateTests, type Compared } from './draft-service.ts';
import {
  ChangesPayload,
  CompareVersionsArgs,
  DraftApiPayload,
  TemplateTestsArgs,
  TemplateTestsPayload,
} from './draft-types.ts';
import { impactFor } from './impact-service.ts';
import { ImpactPayload } from './impact-types.ts';
import { renderedIssues } from './issue-types.ts';
import type { PlatformContext } from './platform-context.ts';
import { DocumentArgs } from './template-types.ts';

/** What a designer asks of a draft before publishing it. */
@Resolver()
export class DesignResolver {
  @Query(() => ImpactPayload, {
    description: 'What the draft, or the document, would do to the records there are, against the version in force.',
  })
  async draftImpact(
    @Args(() => DocumentArgs) input: DocumentArgs,
    @Ctx() context: PlatformContext,
  ): Promise<ImpactPayload> {
    const done = await impactFor(context, input);
    return done.ok
      ? { impact: done.value, issues: [] }
      : { impact: [], issues: renderedIssues(done.issues, context.locale) };
  }

  @Query(() => ChangesPayload, { description: 'What changed from one version to another, either way.' })
  async compareVersions(
    @Args(() => CompareVersionsArgs) input: CompareVersionsArgs,
    @Ctx() context: PlatformContext,
  ): Promise<ChangesPayload> {
    return changesView(await compareVersions(context, input), context);
  }

  @Query(() => ChangesPayload, {
    description: 'What the draft, or the document, changes in the version it was made from.',
  })
  async draftChanges(
    @Args(() => DocumentArgs) input: DocumentArgs,
    @Ctx() context: PlatformContext,
  ): Promise<ChangesPayload> {
    return changesView(await draftChanges(context, input), context);
  }

  @Query(() => TemplateTestsPayload, {
    description: 'Runs the template’s own tests against the draft, in a tenant that is made for them.',
  })
  async templateTests(
    @Args(() => TemplateTestsArgs) input: TemplateTestsArgs,
    @Ctx() context: PlatformContext,
  ): Promise<TemplateTestsPayload> {
    const done = await templateTests(context, input);
    if (!done.ok) return { tests: [], failed: 0, issues: renderedIssues(done.issues, context.locale) };
    return { tests: done.value, failed: done.value.filter(({ holds }) => !holds).length, issues: [] };
  }

  @Query(() => DraftApiPayload, { description: 'The GraphQL API that the draft, or the document, would make.' })
  async draftApi(
    @Args(() => DocumentArgs) input: DocumentArgs,
    @Ctx() context: PlatformContext,
  ): Promise<DraftApiPayload> {
    const done = await draftApi(context, input);
    return done.ok
      ? { api: done.value, issues: [] }
      : { api: null, issues: renderedIssues(done.issues, context.locale) };
  }
}

function changesView(done: Result<Compared>, { locale }: PlatformContext): ChangesPayload {
  if (!done.ok)
    return { from: null, to: null, changes: [], gravest: 'safe', issues: renderedIssues(done.issues, locale) };
  const { from, to, changes, issues } = done.value;
  return { from, to, changes, gravest: gravestOf(changes), issues: renderedIssues(issues, locale) };
}
