import { PlusOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import type { ReactNode } from 'react';
import { LOCALES, textIn, type Text } from '../../../schema/core/text.ts';
import { textPieces } from '../../../schema/expr/explain-text.ts';
import { BilingualInput } from '../parts/bilingual-input.tsx';
import { entityOf, exprWords, fieldName } from './award-words.ts';
import { MistakesAt } from './mistakes-at.tsx';
import type { AwardDesign } from './use-award.ts';

/** Fields whose value reads well in a sentence. */
const READABLE = /^(text|int|decimal|money|quantity|percent|date|datetime|time|enum|sequence|ref|user|duration)/;
const INSERTED_MAX = 30;

/** What the person reads: a text with values of the record in it, and how it will read. */
export function ExplainInput({ design }: { readonly design: AwardDesign }): ReactNode {
  const { award, path, set, wording } = design;
  const { text, template, locale } = wording;
  const entity = entityOf(template, award.on?.entity ?? '');
  const commit = (explain: Text | undefined): void => set('explain', explain, text('explain'));
  const insert = (source: string): void => {
    const before = award.explain ?? {};
    const languages = LOCALES.filter((one) => one === locale || before[one] !== undefined);
    const made = languages.map((one) => [one, `${before[one] ?? ''}${one === 'en' ? ' ' : ''}{${source}}`.trim()]);
    commit({ ...before, ...Object.fromEntries(made) });
  };
  const values = [
    ...(entity === undefined || entity.kind === 'line'
      ? []
      : entity.fields
          .filter(({ type, secret }) => READABLE.test(type) && secret !== true)
          .slice(0, INSERTED_MAX)
          .map(({ id }) => ({ key: `doc.${id}`, label: fieldName(entity, id, locale) }))),
    { key: 'amount', label: text('insertAmount') },
    ...(award.manual === undefined ? [] : [{ key: 'reason', label: text('insertReason') }]),
  ];
  return (
    <div className="explain">
      <BilingualInput multiline label={text('explain')} value={award.explain} onCommit={commit} />
      <Dropdown
        trigger={['click']}
        menu={{ className: 'points-menu', items: values, onClick: ({ key }) => insert(key) }}
      >
        <Button size="small" icon={<PlusOutlined />}>
          {text('insert')}
        </Button>
      </Dropdown>
      {award.explain !== undefined && (
        <p className="explain-preview">
          <span>{text('preview')}</span> <Told text={textIn(award.explain, locale)} design={design} />
        </p>
      )}
      <MistakesAt path={`${path}/explain`} />
    </div>
  );
}

/** A text with its placeholders as what they stand for. */
function Told({ text, design }: { readonly text: string; readonly design: AwardDesign }): ReactNode {
  return textPieces(text).pieces.map((piece, index) =>
    piece.kind === 'text' ? (
      piece.text
    ) : (
      // Pieces have no identity but their place.
      // oxlint-disable-next-line react/no-array-index-key
      <mark key={index}>
        {piece.source === 'amount'
          ? design.wording.text('insertAmount')
          : exprWords(piece.source, design.award, design.wording)}
      </mark>
    ),
  );
}
