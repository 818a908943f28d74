import type { ReactNode } from 'react';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useDraft } from '../session/draft-context.tsx';
import { nameOf } from './award-words.ts';
import { useLabText } from './lab-texts.ts';

const SEEN = [
  ['seePeople', 'seePeopleMore'],
  ['seeSpread', 'seeSpreadMore'],
  ['seeLimits', 'seeLimitsMore'],
  ['seeReasons', 'seeReasonsMore'],
] as const;

/** What the lab answers, before it was asked anything, and a question to begin with (SPEC [DSG-132]). */
export function FirstLook(): ReactNode {
  const text = useLabText();
  const { locale } = useLanguage();
  const [rule] = useDraft(({ log }) => log.template.awards) ?? [];
  return (
    <section className="lab-first" aria-labelledby="lab-first">
      <h2 id="lab-first">{text('firstLook')}</h2>
      <ul>
        {SEEN.map(([title, more]) => (
          <li key={title}>
            <strong>{text(title)}</strong>
            <span>{text(more)}</span>
          </li>
        ))}
      </ul>
      <p>
        {text('emptyTitle')}
        {locale === 'en' && ' '}
        {rule !== undefined && text('tryRule', { rule: nameOf(rule, locale) })}
      </p>
    </section>
  );
}
