import type { ReactNode } from 'react';
import type { FormField } from './form-plan.ts';
import type { FormSources } from './form-sources.ts';
import type { FormText } from './form-texts.ts';
import { isEmpty, isRecord, plainText, referencesIn, textsIn, type FieldValue } from './form-value.ts';
import { filesIn, type FileSource } from './files/file-source.ts';
import { ShownFiles } from './files/shown-files.tsx';
import { shownDuration } from './duration-text.ts';
import type { Locale } from '../../schema/core/text.ts';
import { shownDate, shownMoment } from './moment-text.ts';
import { shownNumber, type NumberForm } from './number-text.ts';

/** What reading a value needs. */
export interface Reading {
  readonly t: FormText;
  readonly locale: Locale;
  readonly timeZone: string;
  /** Where files are, for who shows more of them than their names. */
  readonly files?: FileSource | undefined;
  /** Shows a row that is referred to, beside what is read. */
  readonly peek?: FormSources['peek'] | undefined;
}

/** A value as one line of text, in the reader's language; `''` where there is none. */
export function shownText(field: FormField, value: FieldValue | undefined, { t, locale, timeZone }: Reading): string {
  if (isEmpty(value)) return '';
  const text = plainText(value);
  switch (field.widget) {
    case 'decimal':
    case 'number':
      return shownNumber(text, numberForm(field));
    case 'checkbox':
      return value === true ? t('yes') : t('no');
    case 'date':
      return shownDate(text, locale);
    case 'datetime':
      return shownMoment(text, locale, timeZone);
    case 'time':
      return text.replace(/:00$/, '');
    case 'duration':
      return shownDuration(text, t);
    case 'select':
      return optionOf(field, text)?.label ?? text;
    case 'multiSelect':
      return textsIn(value)
        .map((item) => optionOf(field, item)?.label ?? item)
        .join(locale === 'zh-CN' ? '、' : ', ');
    case 'reference':
    case 'multiReference':
    case 'member':
    case 'department':
      return text === ''
        ? referencesIn(value)
            .map(({ title }) => title)
            .join(locale === 'zh-CN' ? '、' : ', ')
        : text;
    case 'geo':
      return isRecord(value) ? `${plainText(value['lat'])}, ${plainText(value['lng'])}` : text;
    case 'file':
    case 'image':
    case 'signature':
      return filesIn(value)
        .map(({ name }) => name)
        .join(locale === 'zh-CN' ? '、' : ', ');
    case 'json':
      return typeof value === 'string' ? value : JSON.stringify(value);
    case 'text':
    case 'textarea':
    case 'richtext':
    case 'sequence':
    case 'lines':
      return text;
  }
}

/** How the numbers of a field are typed and read. */
export function numberForm({ kind, widget }: FormField): NumberForm {
  return { isPercent: kind === 'percent', isWhole: widget === 'number', isMoney: kind === 'money' };
}

/** What stands beside a number: its currency or unit, and the sign of a percent. */
export function unitOf({ kind, unit, currency }: FormField): string | undefined {
  if (kind === 'percent') return '%';
  // A currency may be a field of the row; its code then stands there, and not here.
  return currency !== undefined && /^[A-Z]{3}$/.test(currency) ? currency : unit;
}

export function optionOf({ options }: FormField, value: string): NonNullable<FormField['options']>[number] | undefined {
  return options?.find((option) => option.value === value);
}

/** A value for reading: options with their colour, numbers with their unit. */
export function ShownValue({
  field,
  value,
  reading,
}: {
  readonly field: FormField;
  readonly value: FieldValue | undefined;
  readonly reading: Reading;
}): ReactNode {
  const { t } = reading;
  if (field.lock === 'masked')
    return (
      <>
        <span aria-hidden="true">{t('masked')}</span>
        <span className="unseen">{t('maskedSpoken')}</span>
      </>
    );
  if (isEmpty(value)) return <span className="fw-none">{field.lock === 'numbered' ? t('sequenceHint') : '—'}</span>;
  if (field.widget === 'select' || field.widget === 'multiSelect') {
    const given = field.widget === 'select' ? [plainText(value)] : textsIn(value);
    return given.map((one) => <OptionTag key={one} field={field} value={one} />);
  }
  const { peek } = reading;
  const entity = field.of?.entity;
  if (peek !== undefined && entity !== undefined && field.widget.toLowerCase().endsWith('reference'))
    return referencesIn(value).map(({ id, title }) => (
      <button key={id} type="button" className="fw-link fw-peek" onClick={() => peek(entity, { id, title })}>
        {title}
      </button>
    ));
  const files = FILE_WIDGETS.has(field.widget) ? filesIn(value) : [];
  if (files.length > 0 && reading.files !== undefined) return <ShownFiles files={files} source={reading.files} />;
  const unit = field.widget === 'decimal' || field.widget === 'number' ? unitOf(field) : undefined;
  const text = shownText(field, value, reading);
  return unit === undefined ? (
    text
  ) : (
    <>
      {text} <span className="fw-unit">{unit}</span>
    </>
  );
}

const FILE_WIDGETS: ReadonlySet<string> = new Set(['file', 'image', 'signature']);

function OptionTag({ field, value }: { readonly field: FormField; readonly value: string }): ReactNode {
  const option = optionOf(field, value);
  return (
    <span className="fw-tag" data-color={option?.color}>
      {option?.label ?? value}
    </span>
  );
}
