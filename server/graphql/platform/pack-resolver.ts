import { Args, Ctx, Query, Resolver } from 'type-graphql';
import { must, type Result } from '../../../schema/core/result.ts';
import type { Locale } from '../../../schema/core/text.ts';
import { itemKey } from '../../../schema/template/item-key.ts';
import { issueError, renderedIssues } from './issue-types.ts';
import {
  newTenantPacks,
  packAddition,
  packChoices,
  TOLD_SECTIONS,
  type PackAddition,
  type PackChoice,
} from './pack-addition.ts';
import {
  PackAdditionArgs,
  PackAdditionPayload,
  PackChoicesArgs,
  PackChoiceType,
  PackNewsType,
  PackUpgradeArgs,
} from './pack-types.ts';
import { packNews, packUpgrade } from './pack-upgrade.ts';
import type { PlatformContext } from './platform-context.ts';
import { labelIn } from './roles.ts';
import { documentOf } from './template-document.ts';

/** Packs for a new tenant, adding them to a draft, and newer versions of them. */
@Resolver()
export class PackResolver {
  @Query(() => [PackChoiceType], { description: 'Packs that the draft is not made of, each in its newest version.' })
  async packChoices(
    @Args(() => PackChoicesArgs) input: PackChoicesArgs,
    @Ctx() context: PlatformContext,
  ): Promise<readonly PackChoiceType[]> {
    return choicesView(await packChoices(context, input), context.locale);
  }

  @Query(() => [PackChoiceType], {
    description: 'Packs that a new tenant can be made of, each in its newest version. The operator’s to ask.',
  })
  async newTenantPacks(@Ctx() context: PlatformContext): Promise<readonly PackChoiceType[]> {
    return choicesView(await newTenantPacks(context), context.locale);
  }

  @Query(() => PackAdditionPayload, { description: 'What a draft gets by adding packs and all that they require.' })
  async packAddition(
    @Args(() => PackAdditionArgs) input: PackAdditionArgs,
    @Ctx() context: PlatformContext,
  ): Promise<PackAdditionPayload> {
    return additionView(await packAddition(context, input), context.locale);
  }

  @Query(() => [PackNewsType], { description: 'Packs of a draft that there are newer versions of.' })
  async packNews(
    @Args(() => PackChoicesArgs) input: PackChoicesArgs,
    @Ctx() context: PlatformContext,
  ): Promise<readonly PackNewsType[]> {
    const done = await packNews(context, input);
    if (!done.ok) throw issueError(must(done.issues[0], 'why not'), context.locale);
    return done.value.map(({ pack: name, label, from, to }) => ({
      name,
      label: labelIn(label, context.locale) || name,
      from,
      to,
    }));
  }

  @Query(() => PackAdditionPayload, { description: 'What a draft gets by another version of one of its packs.' })
  async packUpgrade(
    @Args(() => PackUpgradeArgs) input: PackUpgradeArgs,
    @Ctx() context: PlatformContext,
  ): Promise<PackAdditionPayload> {
    return additionView(await packUpgrade(context, input), context.locale);
  }
}

function additionView(done: Result<PackAddition>, locale: Locale): PackAdditionPayload {
  if (!done.ok) return { addition: null, issues: renderedIssues(done.issues, locale) };
  const { base, document, added } = done.value;
  return { addition: { base: documentOf(base), document: documentOf(document), added }, issues: [] };
}

function choicesView(done: Result<readonly PackChoice[]>, locale: Locale): readonly PackChoiceType[] {
  if (!done.ok) throw issueError(must(done.issues[0], 'why not'), locale);
  return done.value.map((choice) => choiceView(choice, locale));
}

function choiceView({ template, needs }: PackChoice, locale: Locale): PackChoiceType {
  return {
    name: template.pack,
    version: template.version,
    label: labelIn(template.label, locale) || template.pack,
    needs: needs.map(({ pack, version, isThere, label }) => ({
      name: pack,
      version,
      isThere,
      label: labelIn(label, locale) || pack,
    })),
    contents: TOLD_SECTIONS.flatMap((section) => {
      const items: readonly object[] = template[section] ?? [];
      if (items.length === 0) return [];
      const labels = items.map(
        (item) => labelIn('label' in item ? item.label : undefined, locale) || (itemKey(item) ?? ''),
      );
      return [{ section, count: items.length, labels }];
    }),
  };
}
