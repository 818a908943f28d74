import { PlusOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import type { ReactNode } from 'react';
import { LOCALES, textIn, type Text } from '../../../schema/core/text.ts';
import { textPieces } from '../../../schema/expr/explain-text.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { BilingualInput } from './bilingual-input.tsx';
import { usePartText } from './part-texts.ts';
import './parts.css';

export interface MessageInputProps {
  readonly label: string;
  readonly value: Text | undefined;
  readonly onCommit: (value: Text | undefined) => void;
  /** What can be put in: the expression between the braces, and what it is called. */
  readonly values: readonly { readonly key: string; readonly label: string }[];
  /** An expression in words. */
  readonly say: (source: string) => string;
}

/** What people read: a text in both languages with values of the record in it, and how it will read. */
export function MessageInput({ label, value, onCommit, values, say }: MessageInputProps): ReactNode {
  const { locale } = useLanguage();
  const text = usePartText();
  const insert = (source: string): void => {
    const before = value ?? {};
    const languages = LOCALES.filter((one) => one === locale || before[one] !== undefined);
    const made = languages.map((one) => [one, `${before[one] ?? ''}${one === 'en' ? ' ' : ''}{${source}}`.trim()]);
    onCommit({ ...before, ...Object.fromEntries(made) });
  };
  return (
    <div className="message-input">
      <BilingualInput multiline label={label} value={value} onCommit={onCommit} />
      {values.length > 0 && (
        <Dropdown
          trigger={['click']}
          menu={{ className: 'message-values', items: [...values], onClick: ({ key }) => insert(key) }}
        >
          <Button size="small" icon={<PlusOutlined />}>
            {text('insertValue')}
          </Button>
        </Dropdown>
      )}
      {value !== undefined && (
        <p className="message-preview">
          <span>{text('readsAs')}</span> <Told text={textIn(value, locale)} say={say} />
        </p>
      )}
    </div>
  );
}

/** A text with its placeholders as what they stand for. */
function Told({ text, say }: { readonly text: string; readonly say: (source: string) => string }): ReactNode {
  return textPieces(text).pieces.map((piece, index) =>
    piece.kind === 'text' ? (
      piece.text
    ) : (
      // Pieces have no identity but their place.
      // oxlint-disable-next-line react/no-array-index-key
      <mark key={index}>{say(piece.source)}</mark>
    ),
  );
}
