import { Button, Tooltip } from 'antd';
import { useId, useState, type ReactNode } from 'react';
import { LOCALES, type Locale, type Text } from '../../../schema/core/text.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { EchoInput } from './echo-input.tsx';
import { usePartText } from './part-texts.ts';
import './parts.css';

export interface BilingualInputProps {
  readonly value: Text | undefined;
  /** The text in all languages; `undefined` when nothing is left of it. */
  readonly onCommit: (value: Text | undefined) => void;
  readonly label: string;
  readonly multiline?: boolean;
  /** The label is drawn elsewhere. */
  readonly hideLabel?: boolean;
  readonly autoFocus?: boolean;
  readonly placeholder?: string;
}

const SHORT: Readonly<Record<Locale, string>> = { en: 'EN', 'zh-CN': '中' };

/** A text in the reader's language, with the other language behind a small button, marked when it is missing. */
export function BilingualInput(props: BilingualInputProps): ReactNode {
  const { value, onCommit, label, multiline = false, hideLabel = false, autoFocus = false, placeholder } = props;
  const { locale } = useLanguage();
  const text = usePartText();
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const other = LOCALES.find((one) => one !== locale) ?? locale;
  const isMissing = (value?.[locale] ?? '') !== '' && (value?.[other] ?? '') === '';
  const set = (language: Locale, typed: string): void => {
    const { [language]: _, ...rest } = value ?? {};
    const next: Text = typed === '' ? rest : { ...rest, [language]: typed };
    onCommit(Object.keys(next).length === 0 ? undefined : next);
  };
  return (
    <div className="bilingual">
      {!hideLabel && <label htmlFor={id}>{label}</label>}
      <div className="bilingual-row">
        <EchoInput
          id={id}
          value={value?.[locale] ?? ''}
          onCommit={(typed) => set(locale, typed)}
          multiline={multiline}
          autoFocus={autoFocus}
          {...(placeholder === undefined ? {} : { placeholder })}
          {...(hideLabel ? { 'aria-label': label } : {})}
        />
        <Tooltip title={isMissing ? text('missing') : text(isOpen ? 'hideOther' : 'showOther')}>
          <Button
            type="text"
            size="small"
            className={isMissing ? 'bilingual-other is-missing' : 'bilingual-other'}
            aria-expanded={isOpen}
            aria-label={text(isOpen ? 'hideOther' : 'showOther')}
            onClick={() => setOpen(!isOpen)}
          >
            {SHORT[other]}
          </Button>
        </Tooltip>
      </div>
      {isOpen && (
        <EchoInput
          value={value?.[other] ?? ''}
          onCommit={(typed) => set(other, typed)}
          multiline={multiline}
          aria-label={text('otherLanguage', { label })}
          placeholder={text('otherLanguage', { label })}
        />
      )}
    </div>
  );
}
