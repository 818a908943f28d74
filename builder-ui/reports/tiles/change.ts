import {
  compareDecimal,
  DECIMAL_ZERO,
  divideDecimal,
  absDecimal,
  multiplyDecimal,
  decimal,
  decimalText,
  parseDecimal,
  roundDecimal,
  subtractDecimal,
} from '../../../schema/core/decimal.ts';

/** How a figure differs from the former one, in percent of it; `new` where there was nothing before. */
export interface Change {
  readonly kind: 'up' | 'down' | 'none' | 'new';
  /** `12.5%` */
  readonly percent: string;
}

const HUNDRED = decimal(100n, 0);

/** The change from one figure to another, exact up to a tenth of a percent. */
export function change(value: string | null, before: string | null): Change {
  const now = parseDecimal(value ?? '0') ?? DECIMAL_ZERO;
  const then = parseDecimal(before ?? '0') ?? DECIMAL_ZERO;
  const difference = subtractDecimal(now, then);
  const order = compareDecimal(difference, DECIMAL_ZERO);
  if (order === 0) return { kind: 'none', percent: '0%' };
  const share = divideDecimal(absDecimal(difference), absDecimal(then));
  if (share === undefined) return { kind: 'new', percent: '' };
  const percent = roundDecimal(multiplyDecimal(share, HUNDRED), compareDecimal(share, decimal(1n, 0)) >= 0 ? 0 : 1);
  return { kind: order > 0 ? 'up' : 'down', percent: `${decimalText(percent).replace(/\.0$/, '')}%` };
}
