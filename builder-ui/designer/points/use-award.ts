import type { Edit } from '../../../schema/model/edits.ts';
import type { AwardDef } from '../../../schema/template/template-rules.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useDraft, useDraftSession } from '../session/draft-context.tsx';
import { setAward } from './award-edits.ts';
import { nameOf, type AwardWording } from './award-words.ts';
import { usePointsText } from './points-texts.ts';

/** What words about rules of the draft are made of, in the reader's language. */
export function useWording(): AwardWording {
  const { locale } = useLanguage();
  const text = usePointsText();
  const template = useDraft(({ log }) => log.template);
  return { template, locale, text };
}

/** One rule being designed, as the settings of its panel see it. */
export interface AwardDesign {
  readonly award: AwardDef;
  readonly wording: AwardWording;
  /** Where it stands, for the mistakes of its settings. */
  readonly path: string;
  /** Sets a property as one step, named by the setting's label; what is empty goes. */
  readonly set: (key: keyof AwardDef, value: unknown, what: string) => void;
  readonly run: (label: string, edits: readonly Edit[]) => boolean;
}

/** The rule of an id; `undefined` when it is gone. */
export function useAwardDesign(id: string | undefined): AwardDesign | undefined {
  const wording = useWording();
  const session = useDraftSession();
  const awards = wording.template.awards ?? [];
  const index = awards.findIndex((award) => award.id === id);
  const award = awards[index];
  if (award === undefined) return undefined;
  const { text, locale } = wording;
  return {
    award,
    wording,
    path: `/awards/${index}`,
    set: (key, value, what) =>
      void session.run(text('stepSet', { name: nameOf(award, locale), what }), [setAward(award, key, value)]),
    run: (label, edits) => session.run(label, edits),
  };
}
