import { describe, expect, it } from 'vitest';
import { chineseAmount } from './chinese-amount.ts';

describe('amounts in Chinese words', () => {
  it.each([
    ['0', '零元整'],
    ['0.05', '伍分'],
    ['0.50', '伍角整'],
    ['1', '壹元整'],
    ['10.05', '壹拾元零伍分'],
    ['1005.30', '壹仟零伍元叁角整'],
    ['940.0000', '玖佰肆拾元整'],
    ['10000', '壹万元整'],
    ['100500.00', '壹拾万零伍佰元整'],
    ['123456.78', '壹拾贰万叁仟肆佰伍拾陆元柒角捌分'],
    ['100000000', '壹亿元整'],
    ['100000001', '壹亿零壹元整'],
    ['100050000', '壹亿零伍万元整'],
    ['20003000', '贰仟万叁仟元整'],
    ['-12.3', '负壹拾贰元叁角整'],
    ['1.234', undefined],
    ['12345678901234567', undefined],
  ])('[WRK-54] %s is %s', (amount, words) => {
    expect(chineseAmount(amount)).toBe(words);
  });
});
