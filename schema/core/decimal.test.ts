import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDecimal,
  ceilDecimal,
  compareDecimal,
  decimal,
  decimalDigits,
  decimalFrom,
  decimalText,
  divideDecimal,
  floorDecimal,
  multiplyDecimal,
  parseDecimal,
  remainderDecimal,
  roundDecimal,
  subtractDecimal,
  truncateDecimal,
  type Decimal,
} from './decimal.ts';

const of = (text: string): Decimal => {
  const value = parseDecimal(text);
  if (value === undefined) throw new Error(`${text} is no number`);
  return value;
};
const anyDecimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), fc.nat(18))
  .map(([c, s]) => decimal(c, s));

describe('decimal', () => {
  it.each([
    ['0', '0'],
    ['-0', '0'],
    ['+1.50', '1.5'],
    ['007', '7'],
    ['-0.05', '-0.05'],
    ['1e3', '1000'],
    ['1.5E-3', '0.0015'],
    ['123456789012345678901234567890.123456789012345678', '123456789012345678901234567890.123456789012345678'],
  ])('[EXP-4] reads %s as %s', (text, written) => {
    expect(decimalText(of(text))).toBe(written);
  });

  it.each(['', ' 1', '1 ', '1.', '.5', '1e', '1e9999', '0x10', 'NaN', 'Infinity', '1_000', '１'])(
    '[EXP-23] does not read %j',
    (text) => {
      expect(parseDecimal(text)).toBeUndefined();
    },
  );

  it('[EXP-23] takes JSON numbers, and no other kind of value', () => {
    expect(decimalFrom(0.1)).toEqual(of('0.1'));
    expect(decimalFrom(1e-7)).toEqual(of('0.0000001'));
    expect([NaN, Infinity, null, undefined, {}, [], true].map(decimalFrom)).toEqual(Array.from({ length: 7 }));
  });

  it.each([
    ['1', '3', 12, '0.333333333333'],
    ['2', '3', 12, '0.666666666667'],
    ['-2', '3', 12, '-0.666666666667'],
    ['1', '-8', 2, '-0.13'],
    ['0.5', '1', 0, '1'],
    ['-0.5', '1', 0, '-1'],
    ['0.4999999999999999999', '1', 0, '0'],
    ['100000000000000000000000', '7', 12, '14285714285714285714285.714285714286'],
  ])('[EXP-6] %s / %s at %i digits is %s', (a, b, scale, quotient) => {
    const found = divideDecimal(of(a), of(b), scale);
    expect(found && decimalText(found)).toBe(quotient);
  });

  it('[EXP-6] nothing can be divided by zero', () => {
    expect(divideDecimal(of('1'), of('0.00'))).toBeUndefined();
    expect(remainderDecimal(of('1'), of('0'))).toBeUndefined();
  });

  it.each([
    ['2.5', 0, '3'],
    ['-2.5', 0, '-3'],
    ['1.005', 2, '1.01'],
    ['1.0049', 2, '1'],
    ['155', -1, '160'],
  ])('[EXP-7] %s rounded at %i is %s', (text, scale, rounded) => {
    expect(decimalText(roundDecimal(of(text), scale))).toBe(rounded);
  });

  it('[EXP-7] cuts towards zero, floors down, ceils up', () => {
    expect(['2.5', '-2.5', '3', '-3'].map((text) => decimalText(truncateDecimal(of(text))))).toEqual([
      '2',
      '-2',
      '3',
      '-3',
    ]);
    expect(['2.5', '-2.5', '3', '-3'].map((text) => decimalText(floorDecimal(of(text))))).toEqual([
      '2',
      '-3',
      '3',
      '-3',
    ]);
    expect(['2.5', '-2.5', '3', '-3'].map((text) => decimalText(ceilDecimal(of(text))))).toEqual([
      '3',
      '-2',
      '3',
      '-3',
    ]);
  });

  it('counts digits without trailing zeros', () => {
    expect(decimalDigits(of('-120.500'))).toEqual({ whole: 3, fraction: 1 });
    expect(decimalDigits(of('0.00'))).toEqual({ whole: 1, fraction: 0 });
  });

  it('[EXP-4] keeps the laws of arithmetic', () => {
    fc.assert(
      fc.property(anyDecimal, anyDecimal, anyDecimal, (a, b, c) => {
        const same = (x: Decimal, y: Decimal): void => expect(compareDecimal(x, y)).toBe(0);
        same(subtractDecimal(addDecimal(a, b), b), a);
        same(multiplyDecimal(a, addDecimal(b, c)), addDecimal(multiplyDecimal(a, b), multiplyDecimal(a, c)));
        same(of(decimalText(a)), a);
        const rest = remainderDecimal(a, b);
        if (rest !== undefined) {
          const quotient = divideDecimal(subtractDecimal(a, rest), b, 0);
          same(addDecimal(multiplyDecimal(quotient ?? a, b), rest), a);
        }
      }),
      { numRuns: 300, interruptAfterTimeLimit: 5_000 },
    );
  });
});
