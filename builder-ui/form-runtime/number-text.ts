import { addDecimal, decimal, decimalText, multiplyDecimal, parseDecimal } from '../../schema/core/decimal.ts';

/** How numbers of a field are typed: percents as hundredths. */
export interface NumberForm {
  readonly isPercent: boolean;
  readonly isWhole: boolean;
  /** Amounts of money are read with two digits after the point at least. */
  readonly isMoney?: boolean;
}

const HUNDRED = decimal(100n, 0);
const HUNDREDTH = decimal(1n, 2);

/** What stands in the input for a value; a text that is no number stands as it was typed. */
export function editedNumber(value: string, { isPercent }: NumberForm): string {
  const number = parseDecimal(value);
  if (number === undefined) return value;
  return decimalText(isPercent ? multiplyDecimal(number, HUNDRED) : number);
}

/** The same for reading: grouped by thousands, digit for digit. */
export function shownNumber(value: string, form: NumberForm): string {
  const text = editedNumber(value, form);
  if (parseDecimal(text) === undefined) return text;
  const [whole = '', fraction = ''] = text.split('.');
  return groupThousands(form.isMoney === true ? `${whole}.${fraction.padEnd(2, '0')}` : text);
}

/** `-1234567.5` as `-1,234,567.5`. Our own because a number of 38 digits must not pass through a float. */
export function groupThousands(text: string): string {
  const [whole = '', fraction] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/**
 * The value of what was typed or pasted: full-width digits of a Chinese keyboard, grouping, currency signs and a
 * percent sign are taken. What is no number comes back as it is, to be told as a mistake; `''` for nothing.
 */
export function typedNumber(text: string, { isPercent }: NumberForm): string {
  const plain = text
    .normalize('NFKC')
    .replaceAll('。', '.')
    .replace(/^[¥$€£]\s*|\s*[%元]$/g, '')
    .replace(/[\s,_']/g, '')
    .replace(/^\./, '0.')
    .replace(/\.$/, '')
    .replaceAll('−', '-');
  const number = parseDecimal(plain);
  if (number === undefined) return text.trim();
  return decimalText(isPercent ? multiplyDecimal(number, HUNDREDTH) : number);
}

/** One step up or down from what stands there: a whole one, or ten with Shift. */
export function steppedNumber(text: string, { by, form }: { readonly by: number; readonly form: NumberForm }): string {
  const number = parseDecimal(editedNumber(typedNumber(text, form), form)) ?? decimal(0n, 0);
  return decimalText(addDecimal(number, decimal(BigInt(by), 0)));
}
