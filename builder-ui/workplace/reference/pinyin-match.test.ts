import { pinyin } from 'pinyin-pro';
import { describe, expect, it } from 'vitest';
import { matchesPinyin, typedPinyin, type Syllables } from './pinyin-match.ts';

const of = (title: string): Syllables => pinyin(title.toLowerCase(), { toneType: 'none', type: 'array', v: true });

describe('pinyin of titles', () => {
  it('[FORM-24] finds characters in a row by whole pinyin, by initials, and by both mixed, from anywhere', () => {
    const title = of('上海安溪茶叶有限公司');
    const found = ['shanghai', 'sh', 'shh', 'axcy', 'anxi', 'anxicy', 'chaye', 'yxgs', 'gongs', 'shanghaiaxcyyxgs'];
    expect(found.map((text) => [text, matchesPinyin(title, text)])).toEqual(found.map((text) => [text, true]));
    const missed = ['shaxcyyxgs2', 'hshang', 'anhui', 'cyx', 'sc'];
    expect(missed.map((text) => [text, matchesPinyin(title, text)])).toEqual(missed.map((text) => [text, false]));
  });

  it('[FORM-24] letters and digits among characters stand for themselves', () => {
    const title = of('T-100 铁观音 250g');
    expect(['tgy', 'tieguanyin', 't'].map((text) => matchesPinyin(title, text))).toEqual([true, true, true]);
    expect(matchesPinyin(title, 'gyt')).toBe(false);
  });

  it('[FORM-24] only letters are taken for pinyin', () => {
    expect(['Bei Jing', "xi'an", 'a1', '北京', '12', '', 'a@b'].map(typedPinyin)).toEqual([
      'beijing',
      'xian',
      'a1',
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('[FORM-24] ten thousand titles are read in well under a second', () => {
    const titles = Array.from({ length: 10_000 }, (_, n) => of('安溪茶农合作社上海分公司').concat(String(n)));
    const startedAt = performance.now();
    const found = titles.filter((title) => matchesPinyin(title, 'axcnhzsshfgs')).length;
    expect([found, performance.now() - startedAt < 1_000]).toEqual([10_000, true]);
  });
});
