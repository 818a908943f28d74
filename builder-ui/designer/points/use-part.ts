import { textIn, type Locale, type Text } from '../../../schema/core/text.ts';
import type { Edit } from '../../../schema/model/edits.ts';
import type { Template } from '../../../schema/template/template.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useDraft, useDraftSession } from '../session/draft-context.tsx';
import { setPart } from './part-edits.ts';
import { usePointsPartText, type PointsPartText } from './parts-texts.ts';

/** What the sections of a points programme share: the draft, the texts, and steps named by what they change. */
export interface PartDesign {
  readonly template: Template;
  readonly locale: Locale;
  readonly text: PointsPartText;
  readonly run: (label: string, edits: readonly Edit[]) => boolean;
  /** Sets a property; `named` is the item, `what` the setting. */
  readonly set: (
    at: readonly string[],
    change: { readonly key: string; readonly value: unknown },
    named: { readonly item: Text | undefined; readonly what: string },
  ) => void;
}

/** The design of the sections, on the draft as it is. */
export function usePartDesign(): PartDesign {
  const { locale } = useLanguage();
  const text = usePointsPartText();
  const template = useDraft(({ log }) => log.template);
  const session = useDraftSession();
  const run = (label: string, edits: readonly Edit[]): boolean => session.run(label, edits);
  return {
    template,
    locale,
    text,
    run,
    set: (at, { key, value }, { item, what }) =>
      void run(text('changed', { name: textIn(item, locale), what }), [setPart(at, key, value)]),
  };
}
