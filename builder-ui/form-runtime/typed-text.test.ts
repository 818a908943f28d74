import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textsOf } from '../i18n/text-store.ts';
import { shownDuration, typedDuration } from './duration-text.ts';
import { FORM_TEXTS } from './form-texts.ts';
import { instantOfLocal, localInput, shownDate, shownMoment, typedDate } from './moment-text.ts';
import { editedNumber, groupThousands, shownNumber, steppedNumber, typedNumber } from './number-text.ts';

const PLAIN = { isPercent: false, isWhole: false };
const PERCENT = { isPercent: true, isWhole: false };
const t = textsOf('form-test', FORM_TEXTS);

describe('numbers as they are typed', () => {
  it.each([
    ['1,234.50', '1234.5'],
    ['１２３．５', '123.5'],
    ['12。5', '12.5'],
    ['¥ 1 200', '1200'],
    ['−3', '-3'],
    ['.5', '0.5'],
    ['007', '7'],
    ['', ''],
    ['abc', 'abc'],
    ['1.2.3', '1.2.3'],
  ])('[FORM-7] takes %s as %s', (text, value) => {
    expect(typedNumber(text, PLAIN)).toBe(value);
  });

  it('[FORM-7] reads a percent as hundredths, and shows it back', () => {
    expect(typedNumber('15%', PERCENT)).toBe('0.15');
    expect(typedNumber('15', PERCENT)).toBe('0.15');
    expect(editedNumber('0.15', PERCENT)).toBe('15');
  });

  it('[FORM-7] groups digit for digit, and what is shown reads back the same', () => {
    expect(groupThousands('-1234567.8901')).toBe('-1,234,567.8901');
    expect(groupThousands('123')).toBe('123');
    expect(shownNumber('1200.5', { ...PLAIN, isMoney: true })).toBe('1,200.50');
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.nat({ max: 99_999 }), (whole, fraction) => {
        const text = editedNumber(`${whole}.${fraction}1`, PLAIN);
        expect(typedNumber(shownNumber(text, PLAIN), PLAIN)).toBe(text);
      }),
    );
  });

  it('[FORM-7] steps exactly', () => {
    expect(steppedNumber('0.1', { by: 1, form: PLAIN })).toBe('1.1');
    expect(steppedNumber('', { by: -10, form: PLAIN })).toBe('-10');
    expect(steppedNumber('15', { by: 1, form: PERCENT })).toBe('16');
  });
});

describe('lengths of time and moments as they are typed', () => {
  it.each([
    ['1 h 30 min', 'PT5400S'],
    ['1小时30分', 'PT5400S'],
    ['1:30', 'PT5400S'],
    ['90m', 'PT5400S'],
    ['2 days', 'PT172800S'],
    ['2天', 'PT172800S'],
    ['PT2H', 'PT7200S'],
    ['1.5h', 'PT5400S'],
    ['soon', undefined],
    ['', undefined],
    ['90', undefined],
  ])('[FORM-7] takes %s as %s', (text, value) => {
    expect(typedDuration(text)).toBe(value);
  });

  it('[FORM-7] says a length of time in words that read back the same, in both languages', () => {
    for (const locale of ['en', 'zh-CN'] as const)
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 10_000_000 }), (seconds) => {
          expect(typedDuration(shownDuration(`PT${seconds}S`, t[locale]))).toBe(`PT${seconds}S`);
        }),
      );
    expect(shownDuration('PT5400S', t['zh-CN'])).toBe('1小时30分');
    expect(shownDuration('5400', t.en)).toBe('1 h 30 min');
  });

  it.each(['2026-03-01', '2026-3-1', '2026/3/1', '2026.03.01', '2026年3月1日', '20260301', '２０２６－３－１'])(
    '[FORM-7] takes %s as a date',
    (text) => {
      expect(typedDate(text)).toBe('2026-03-01');
    },
  );

  it('[FORM-7] knows no 30 February', () => {
    expect(typedDate('2026-02-30')).toBeUndefined();
  });

  it('[FORM-7] shows moments on the clock of the time zone and reads them back, also where clocks change', () => {
    expect(localInput('2026-03-01T01:30:00.000Z', 'Asia/Shanghai')).toBe('2026-03-01T09:30');
    expect(shownMoment('2026-03-01T01:30:00.000Z', 'zh-CN', 'Asia/Shanghai')).toBe('2026/03/01 09:30');
    expect(shownDate('2026-03-01', 'zh-CN')).toBe('2026/03/01');
    for (const zone of ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'UTC'])
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 4_000_000 }), (quarters) => {
          const instant = new Date(quarters * 900_000).toISOString();
          const local = localInput(instant, zone);
          const back = instantOfLocal(local, zone) ?? '';
          // In the hour that occurs twice one clock time is two moments; either shows the same.
          expect(localInput(back, zone)).toBe(local);
        }),
      );
  });
});
