import type { Edit, Json } from '../../../schema/model/edits.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useDraft, useDraftSession } from '../session/draft-context.tsx';
import { setAt } from './ledger-edits.ts';
import { useLedgerText } from './ledger-texts.ts';
import type { PostingWording } from './posting-words.ts';

/** What the parts of the page of ledgers share. */
export interface LedgerDesign extends PostingWording {
  readonly run: (label: string, edits: readonly Edit[]) => boolean;
  /** Sets a property as one step, named by the item and the setting. */
  readonly set: (
    at: readonly string[],
    change: { readonly key: string; readonly value: Json | undefined },
    named: { readonly name: string; readonly what: string },
  ) => void;
}

/** The design of ledgers, on the draft as it is. */
export function useLedgerDesign(): LedgerDesign {
  const { locale } = useLanguage();
  const text = useLedgerText();
  const template = useDraft(({ log }) => log.template);
  const session = useDraftSession();
  return {
    template,
    locale,
    text,
    run: (label, edits) => edits.length > 0 && session.run(label, edits),
    set: (at, { key, value }, named) => void session.run(text('stepSet', named), [setAt(at, key, value)]),
  };
}
