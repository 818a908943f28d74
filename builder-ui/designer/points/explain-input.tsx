import type { ReactNode } from 'react';
import { MessageInput } from '../parts/message-input.tsx';
import { readableFields } from '../parts/readable-fields.ts';
import { entityOf, exprWords, fieldName } from './award-words.ts';
import { MistakesAt } from './mistakes-at.tsx';
import type { AwardDesign } from './use-award.ts';

/** What the person reads who is given points. */
export function ExplainInput({ design }: { readonly design: AwardDesign }): ReactNode {
  const { award, path, set, wording } = design;
  const { text, template, locale } = wording;
  const entity = entityOf(template, award.on?.entity ?? '');
  return (
    <>
      <MessageInput
        label={text('explain')}
        value={award.explain}
        onCommit={(explain) => set('explain', explain, text('explain'))}
        values={[
          ...readableFields(entity).map(({ id }) => ({ key: `doc.${id}`, label: fieldName(entity, id, locale) })),
          { key: 'amount', label: text('insertAmount') },
          ...(award.manual === undefined ? [] : [{ key: 'reason', label: text('insertReason') }]),
        ]}
        say={(source) => (source === 'amount' ? text('insertAmount') : exprWords(source, award, wording))}
      />
      <MistakesAt path={`${path}/explain`} />
    </>
  );
}
