import type { ReactNode } from 'react';
import { Labelled } from '../flow/labelled.tsx';
import { entityOf, onceWord } from './award-words.ts';
import { MistakesAt } from './mistakes-at.tsx';
import type { AwardDesign } from './use-award.ts';
import { ChoiceSelect } from '../parts/choice-select.tsx';

/** Fields by which one time is told from another. */
const KEYS = /^(ref|user|date|sequence|enum)/;

/** For what an award is given only once: the record, a field of it, the person, the day; others as formulas. */
export function OnceInput({ design }: { readonly design: AwardDesign }): ReactNode {
  const { award, path, set, wording } = design;
  const { text, template } = wording;
  const entity = entityOf(template, award.on?.entity ?? '');
  const value = award.once ?? [];
  const ofRecord =
    entity === undefined || entity.kind === 'line'
      ? []
      : [
          'doc.id',
          ...entity.fields
            .filter(({ type, secret }) => KEYS.test(type) && secret !== true)
            .map(({ id }) => `doc.${id}`),
        ];
  const known = [...new Set([...ofRecord, 'actor.id', 'today', ...value])];
  return (
    <Labelled label={text('once')}>
      <ChoiceSelect
        mode="tags"
        aria-label={text('once')}
        placeholder={text('onceNone')}
        value={[...value]}
        options={known.map((key) => ({
          value: key,
          label:
            key === 'doc.id' && entity !== undefined
              ? text('onceRecord', { object: onceWord(key, award, wording) })
              : onceWord(key, award, wording),
        }))}
        onChange={(once: string[]) => set('once', once, text('once'))}
      />
      <small>{text('onceHint')}</small>
      <MistakesAt path={`${path}/once`} />
    </Labelled>
  );
}
