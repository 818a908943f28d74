import type { IssueReader } from '../../../schema/model/issue-words.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useDraft } from '../session/draft-context.tsx';

/** By whom mistakes of the draft are read: what it no longer has goes by its name in the version in force. */
export function useIssueReader(): IssueReader {
  const { locale } = useLanguage();
  const template = useDraft(({ log }) => log.template);
  const former = useDraft(({ base }) => base.template);
  return { template, former, locale };
}
