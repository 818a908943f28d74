import type { CSSProperties, ReactNode } from 'react';
import { decimalText, parseDecimal } from '../../../schema/core/decimal.ts';
import type { Locale } from '../../../schema/core/text.ts';
import { shownDate, shownMoment } from '../../form-runtime/moment-text.ts';
import { groupThousands, shownNumber } from '../../form-runtime/number-text.ts';
import { FileCell, filesIn } from './file-cell.tsx';
import type { PathEnd } from '../documents/field-path.ts';
import { isApiRow, textOf } from '../documents/row-values.ts';
import type { WorkText } from '../work-texts.ts';

/** What showing a value needs. */
export interface Reading {
  readonly text: WorkText;
  readonly locale: Locale;
  readonly timeZone: string;
  /** The tenant whose files are shown; without it they are named. */
  readonly tenant?: string;
}

/** A value of a list: options as coloured tags, people with their initial, numbers grouped and exact. */
export function Cell({ end, value, reading }: CellProps): ReactNode {
  if (value === null || value === undefined || value === '') return null;
  switch (end.kind) {
    case 'enum':
      return <OptionTag end={end} value={textOf(value)} />;
    case 'multiEnum':
      return Array.isArray(value)
        ? value.map((one) => <OptionTag key={String(one)} end={end} value={String(one)} />)
        : null;
    case 'bool':
      return value === true ? (
        <span className="cell-yes">
          <span aria-hidden="true">✓</span>
          <span className="unseen">{reading.text('yes')}</span>
        </span>
      ) : (
        <span className="unseen">{reading.text('no')}</span>
      );
    case 'user': {
      const name = cellText(end, value, reading);
      return (
        <span className="cell-person">
          <span className="cell-initial" aria-hidden="true">
            {[...name][0]}
          </span>
          {name}
        </span>
      );
    }
    case 'money':
    case 'quantity':
    case 'decimal':
    case 'percent': {
      const unit = unitText(end);
      return (
        <>
          {cellText(end, value, reading)}
          {unit !== '' && <span className="cell-unit">{unit}</span>}
        </>
      );
    }
    case 'file':
    case 'image':
    case 'signature':
      return <FileCell files={filesIn(value)} tenant={reading.tenant} />;
    default:
      return cellText(end, value, reading);
  }
}

interface CellProps {
  readonly end: PathEnd;
  readonly value: unknown;
  readonly reading: Reading;
}

/** An option in its colour. */
export function OptionTag({
  end,
  value,
}: {
  readonly end: Pick<PathEnd, 'options'>;
  readonly value: string;
}): ReactNode {
  const option = end.options?.find((one) => one.value === value);
  return <Tag label={option?.label ?? value} color={option?.color} />;
}

/** A small label in one of the template's colours. */
export function Tag({ label, color }: { readonly label: string; readonly color: string | undefined }): ReactNode {
  return (
    <span className="tag" data-color={color} {...tint(color)}>
      {label}
    </span>
  );
}

/** A colour that is no name of ours is set as the property from which the style sheet mixes. */
export function tint(color: string | undefined): { readonly style?: CSSProperties } {
  if (color === undefined || !color.startsWith('#')) return {};
  const style: CSSProperties & Readonly<Record<'--tag', string>> = { '--tag': color };
  return { style };
}

/** The value as one line of text; `''` where there is none. */
export function cellText(end: PathEnd, value: unknown, reading: Reading): string {
  if (value === null || value === undefined) return '';
  const { text, locale, timeZone } = reading;
  const plain = textOf(value);
  switch (end.kind) {
    case 'money':
      return groupThousands(withDigits(plain, Math.max(MONEY_DIGITS, end.digits ?? 0)));
    case 'decimal':
    case 'quantity':
      return groupThousands(withDigits(plain, end.digits ?? 0));
    case 'percent':
      return shownNumber(plain, { isPercent: true, isWhole: false });
    case 'int':
      return groupThousands(plain);
    case 'date':
      return kept(`${locale} ${plain}`, () => shownDate(plain, locale));
    case 'datetime':
      return kept(`${locale} ${timeZone} ${plain}`, () => shownMoment(plain, locale, timeZone));
    case 'time':
      return plain.replace(/:00(\.0+)?$/, '');
    case 'bool':
      return text(value === true ? 'yes' : 'no');
    case 'enum':
      return end.options?.find((one) => one.value === plain)?.label ?? plain;
    case 'multiEnum':
    case 'multiRef':
    case 'lines':
      return Array.isArray(value)
        ? value.map((one) => cellText({ ...end, kind: 'ref' }, one, reading)).join(', ')
        : plain;
    case 'ref':
    case 'user':
    case 'org': {
      if (!isApiRow(value)) return end.options?.find((one) => one.value === plain)?.label ?? plain;
      const name = value[end.target?.title ?? 'name'];
      return typeof name === 'string' ? name : textOf(value['id']).slice(0, 8);
    }
    case 'file':
    case 'image':
    case 'signature':
      return filesIn(value)
        .map(({ name }) => name)
        .join(locale === 'zh-CN' ? '、' : ', ');
    case 'geo':
      return isApiRow(value) ? `${textOf(value['lat'])}, ${textOf(value['lng'])}` : plain;
    case 'json':
      return isApiRow(value) ? JSON.stringify(value) : plain;
    case 'text':
    case 'longtext':
    case 'richtext':
    case 'sequence':
    case 'duration':
      return plain;
  }
}

/** What stands behind a number. */
function unitText({ kind, unit, currency }: PathEnd): string {
  if (kind === 'percent') return '%';
  return currency !== undefined && /^[A-Z]{3}$/.test(currency) ? currency : kind === 'money' ? '' : (unit ?? '');
}

const MONEY_DIGITS = 2;

/** With so many digits after the point at least, and with every digit that is not a trailing zero. */
function withDigits(plain: string, least: number): string {
  const [whole = '', fraction = ''] = trimmed(plain).split('.');
  return least === 0 && fraction === '' ? whole : `${whole}.${fraction.padEnd(least, '0')}`;
}

/** How many digits stand after the point of an amount, zeros at its end not counted. */
export function digitsOf(plain: string): number {
  return trimmed(plain).split('.')[1]?.length ?? 0;
}

function trimmed(plain: string): string {
  const number = parseDecimal(plain);
  const text = number === undefined ? plain : decimalText(number);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

const texts = new Map<string, string>();
/** Writing a date takes some 30 µs; a scrolling list writes the same ones again and again. */
const TEXTS_KEPT = 4_000;

function kept(key: string, make: () => string): string {
  const known = texts.get(key);
  if (known !== undefined) return known;
  if (texts.size >= TEXTS_KEPT) texts.clear();
  const made = make();
  texts.set(key, made);
  return made;
}
