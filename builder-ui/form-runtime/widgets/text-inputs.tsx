import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { useForm } from '../form-context.tsx';
import { useFormText } from '../form-texts.ts';
import { isRecord, plainText, type FieldValue } from '../form-value.ts';
import { useLocalEcho } from '../local-echo.ts';
import { editedNumber, shownNumber, steppedNumber, typedNumber } from '../number-text.ts';
import { shownDuration, typedDuration } from '../duration-text.ts';
import { numberForm, unitOf } from '../shown-value.tsx';
import { MarkedText } from './marked-text.tsx';
import { inputAttributes, type WidgetProps } from './widget-props.ts';

/** One line of text. */
export function TextInput(props: WidgetProps): ReactNode {
  const { field, path, value, onChange } = props;
  const echo = useLocalEcho({
    path,
    shown: () => plainText(value),
    commit: (text) => onChange(text === '' ? null : text),
  });
  const { write: _, ...events } = echo;
  return (
    <input
      {...inputAttributes(props)}
      {...events}
      className="fw-input"
      type="text"
      autoComplete="off"
      placeholder={props.isCell ? undefined : field.example}
    />
  );
}

/** Several lines, as high as what is written. */
export function TextArea(props: WidgetProps): ReactNode {
  const { path, value, onChange, isCell } = props;
  const echo = useLocalEcho({
    path,
    shown: () => plainText(value),
    commit: (text) => onChange(text === '' ? null : text),
  });
  const { write: _, ...events } = echo;
  return <textarea {...inputAttributes(props)} {...events} className="fw-input fw-area" rows={isCell ? 1 : 3} />;
}

/**
 * Text with marks: bold, italic, headings and lists in plain characters, with a preview. There is no `contenteditable`:
 * it breaks pinyin input, undo and screen readers in turn, and what comes out of it has to be cleaned.
 */
export function RichText(props: WidgetProps): ReactNode {
  const t = useFormText();
  const [isPreview, setPreview] = useState(false);
  const modes = [
    { preview: false, label: t('write') },
    { preview: true, label: t('preview') },
  ];
  return (
    <div className="fw-rich">
      <div className="fw-rich-bar">
        <div role="group" aria-label={props.label} className="fw-segments">
          {modes.map(({ preview, label }) => (
            <button key={label} type="button" aria-pressed={preview === isPreview} onClick={() => setPreview(preview)}>
              {label}
            </button>
          ))}
        </div>
        {isPreview ? null : <RichMarks id={props.id} />}
        <span className="fw-hint">{t('richHint')}</span>
      </div>
      {isPreview ? (
        <div className="fw-rich-preview">
          {plainText(props.value) === '' ? (
            <span className="fw-none">{t('richEmpty')}</span>
          ) : (
            <MarkedText text={plainText(props.value)} />
          )}
        </div>
      ) : (
        <TextArea {...props} />
      )}
    </div>
  );
}

/** Marks that the buttons set around what is selected: what stands before it, after it, and on the buttons. */
const MARKS = [
  { text: 'richBold', sign: 'B', before: '**', after: '**' },
  { text: 'richItalic', sign: 'I', before: '*', after: '*' },
  { text: 'richList', sign: '•', before: '- ', after: '' },
  { text: 'richLink', sign: '↗', before: '[', after: '](https://)' },
] as const;

/** Buttons for who does not know the marks. */
function RichMarks({ id }: { readonly id: string }): ReactNode {
  const t = useFormText();
  return (
    <span className="fw-rich-marks">
      {MARKS.map(({ text, sign, before, after }) => (
        <button
          key={text}
          type="button"
          title={t(text)}
          aria-label={t(text)}
          aria-controls={id}
          // What is selected must stay so.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => setMark(document.getElementById(id), before, after)}
        >
          {sign}
        </button>
      ))}
    </span>
  );
}

function setMark(input: HTMLElement | null, before: string, after: string): void {
  if (!(input instanceof HTMLTextAreaElement)) return;
  const { selectionStart: from, selectionEnd: to, value } = input;
  const chosen = value.slice(from, to);
  // A list has its mark before each line.
  const marked = after === '' ? before + chosen.replaceAll('\n', `\n${before}`) : before + chosen + after;
  input.setRangeText(marked, from, to, 'end');
  if (chosen === '') input.setSelectionRange(from + before.length, from + before.length);
  input.dispatchEvent(new Event('input', { bubbles: true }));
  input.focus();
}

/** A number as exact text: grouped while nobody types in it, never a float. Arrow keys step by one, with Shift by ten. */
export function NumberInput(props: WidgetProps): ReactNode {
  const { field, path, value, onChange, isCell } = props;
  const form = numberForm(field);
  const commit = (text: string): void => onChange(numberValue(typedNumber(text, form), form.isWhole));
  const text = plainText(value);
  const echo = useLocalEcho({
    path,
    shown: () => shownNumber(text, form),
    edited: () => editedNumber(text, form),
    commit,
  });
  const { write, ...events } = echo;
  const step = (event: KeyboardEvent<HTMLInputElement>): void => {
    // In a grid the arrows go from row to row.
    if (isCell || event.altKey || event.ctrlKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    const by = (event.key === 'ArrowUp' ? 1 : -1) * (event.shiftKey ? 10 : 1);
    write(steppedNumber(event.currentTarget.value, { by, form }));
  };
  const unit = isCell ? undefined : unitOf(field);
  const input = (
    <input
      {...inputAttributes(props)}
      {...events}
      className="fw-input fw-number"
      type="text"
      inputMode={form.isWhole ? 'numeric' : 'decimal'}
      autoComplete="off"
      onKeyDown={step}
    />
  );
  if (unit === undefined) return input;
  return (
    <span className="fw-with-unit">
      {input}
      <span className="fw-unit" aria-hidden="true">
        {unit}
      </span>
    </span>
  );
}

/** Whole numbers travel as JSON numbers where JavaScript holds them exactly; all others as text. */
function numberValue(text: string, isWhole: boolean): FieldValue {
  if (text === '') return null;
  const number = Number(text);
  return isWhole && /^-?\d+$/.test(text) && Number.isSafeInteger(number) ? number : text;
}

/** A length of time in words: `1 h 30 min`, `1小时30分`, `1:30`. */
export function DurationInput(props: WidgetProps): ReactNode {
  const t = useFormText();
  const { path, value, onChange } = props;
  const commit = (text: string): void => onChange(text.trim() === '' ? null : (typedDuration(text) ?? text.trim()));
  const echo = useLocalEcho({ path, shown: () => shownDuration(plainText(value), t), commit });
  const { write: _, ...events } = echo;
  return (
    <input
      {...inputAttributes(props)}
      {...events}
      className="fw-input"
      type="text"
      autoComplete="off"
      placeholder={t('durationHint')}
    />
  );
}

/** JSON as text; what can't be read is kept as it was typed and told as a mistake. */
export function JsonInput(props: WidgetProps): ReactNode {
  const t = useFormText();
  const { store } = useForm();
  const { path, value, onChange } = props;
  const echo = useLocalEcho({ path, shown: () => jsonText(value), commit: (text) => onChange(typedJson(text)) });
  const { write, ...events } = echo;
  const tidy = (): void => {
    store.buffers.get(path.join('/'))?.flush();
    write(jsonText(value));
  };
  return (
    <div className="fw-json">
      <textarea
        {...inputAttributes(props)}
        {...events}
        className="fw-input fw-area fw-code"
        rows={props.isCell ? 1 : 5}
        spellCheck={false}
      />
      {props.isCell ? null : (
        <button type="button" className="fw-link" onClick={tidy}>
          {t('jsonTidy')}
        </button>
      )}
    </div>
  );
}

/** Text that is no JSON is kept under `$text`, which no JSON of the API has at this place. */
function typedJson(text: string): FieldValue {
  if (text.trim() === '') return null;
  try {
    const parsed: FieldValue = JSON.parse(text);
    return parsed;
  } catch {
    return { $text: text };
  }
}

function jsonText(value: FieldValue | undefined): string {
  if (value === undefined || value === null) return '';
  if (isRecord(value) && typeof value['$text'] === 'string') return value['$text'];
  return JSON.stringify(value, null, 2);
}
