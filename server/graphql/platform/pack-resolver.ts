import { Args, Ctx, Query, Resolver } from 'type-graphql';
import { must, type Result } from '../../../schema/core/result.ts';
import type { Locale } from '../../../schema/core/text.ts';
import { itemKey } from '../../../schema/template/item-key.ts';
import { issueError, renderedIssues } from './issue-types.ts';
import { newTenantPacks, packAddition, packChoices, TOLD_SECTIONS, type PackChoice } from './pack-addition.ts';
import { PackAdditionArgs, PackAdditionPayload, PackChoicesArgs, PackChoiceType } from './pack-types.ts';
import type { PlatformContext } from './platform-context.ts';
import { labelIn } from './roles.ts';
import { documentOf } from './template-document.ts';

/** Packs for a new tenant, and adding them to a draft. */
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
    const done = await packAddition(context, input);
    if (!done.ok) return { addition: null, issues: renderedIssues(done.issues, context.locale) };
    const { base, document, added } = done.value;
    return { addition: { base: documentOf(base), document: documentOf(document), added }, issues: [] };
  }
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
