import type { Edit, EditPath } from '../../../schema/model/edits.ts';
import type { EntityDef } from '../../../schema/template/template.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { entityOf, nameOf } from '../points/award-words.ts';
import { useDraft, useDraftSession } from '../session/draft-context.tsx';
import { setAt, type Setting } from './automation-edits.ts';
import { useAutomationText } from './automation-texts.ts';
import { deedsOf, objectOf, type AutomationWording, type Deeds } from './automation-words.ts';

/** What words about automations of the draft are made of, in the reader's language. */
export function useAutomationWording(): AutomationWording {
  const { locale } = useLanguage();
  const text = useAutomationText();
  const template = useDraft(({ log }) => log.template);
  return { template, locale, text };
}

/** What happens by itself, as the settings of its panel see it. */
export interface DeedsDesign {
  readonly deeds: Deeds;
  readonly wording: AutomationWording;
  readonly name: string;
  /** The object whose record it reads. */
  readonly entity: EntityDef | undefined;
  /** Where it stands, for the mistakes of its settings. */
  readonly path: string;
  /** Sets a property of an item as one step, named by the setting's label; what is empty goes. */
  readonly set: (at: EditPath, key: string, value: Setting, what: string) => void;
  readonly run: (label: string, edits: readonly Edit[]) => boolean;
}

/** An automation or schedule of the draft; `undefined` when it is gone. */
export function useDeedsDesign(list: Deeds['list'], id: string): DeedsDesign | undefined {
  const wording = useAutomationWording();
  const session = useDraftSession();
  const { template, text, locale } = wording;
  const index = (template[list] ?? []).findIndex((one) => one.id === id);
  const deeds = deedsOf(template, list, id);
  if (deeds === undefined) return undefined;
  const name = nameOf(deeds.def, locale);
  return {
    deeds,
    wording,
    name,
    entity: entityOf(template, objectOf(deeds)),
    path: `/${list}/${index}`,
    set: (at, key, value, what) => void session.run(text('stepSet', { name, what }), [setAt(at, key, value)]),
    run: (label, edits) => edits.length > 0 && session.run(label, edits),
  };
}
