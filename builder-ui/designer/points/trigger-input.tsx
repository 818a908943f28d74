import { Select } from 'antd';
import { useMemo, useState, type ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import { usePinyinSearch } from '../parts/pinyin-search.ts';
import { triggerEdits } from './award-edits.ts';
import { awardChoices, startOf, type AwardChoice } from './award-starts.ts';
import { nameOf, triggerWords } from './award-words.ts';
import type { AwardDesign } from './use-award.ts';

/** What a rule begins with, to be chosen anew: steps and changes of its own object before those of others. */
export function TriggerInput({ design: { award, wording, run } }: { readonly design: AwardDesign }): ReactNode {
  const { template, text, locale } = wording;
  const matches = usePinyinSearch();
  const [typed, type] = useState('');
  const choices = useMemo(() => awardChoices(template).filter(({ start }) => start.kind !== 'manual'), [template]);
  const word = ({ start, step }: AwardChoice): string =>
    start.kind === 'signIn' || start.kind === 'manual'
      ? text(start.kind)
      : start.kind === 'change'
        ? text(start.change)
        : textIn(step, locale);
  const group = ({ entity }: AwardChoice): string =>
    entity === undefined ? text('groupAlways') : nameOf(entity, locale);
  const own = award.on?.entity;
  const sorted = choices.toSorted((a, b) => Number(b.entity?.id === own) - Number(a.entity?.id === own));
  // Without headings: a list that has some is told wrongly to screen readers (its rows carry `aria-selected`).
  const options = sorted
    .filter((choice) => matches(typed, [word(choice), group(choice)]))
    .map((choice) => ({ value: choice.key, label: `${group(choice)} · ${word(choice)}` }));
  const now = startOf(award);
  const present = choices.find(({ start }) => JSON.stringify(start) === JSON.stringify(now));
  return (
    <Select
      aria-label={text('trigger')}
      showSearch={{ filterOption: false, onSearch: type, searchValue: typed }}
      // What the list does not have, such as a change of certain fields, is told in words.
      value={present?.key ?? triggerWords(award, wording)}
      options={options}
      onChange={(key) => {
        type('');
        const choice = choices.find((one) => one.key === key);
        if (choice === undefined) return;
        const what = text('trigger');
        run(text('stepSet', { name: nameOf(award, locale), what }), triggerEdits(template, award, choice.start));
      }}
    />
  );
}
