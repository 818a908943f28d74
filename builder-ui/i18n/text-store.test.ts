import { describe, expect, it } from 'vitest';
import { textsOf } from './text-store.ts';

const TEXTS = textsOf('sample', {
  greeting: { en: 'Hello {name}, {name}', 'zh-CN': '您好，{name}' },
  rows_one: { en: '{count} row', 'zh-CN': '{count} 行' },
  rows_other: { en: '{count} rows', 'zh-CN': '{count} 行' },
});

describe('the texts of an area', () => {
  it('take their values as they are, also those that look like a place for another', () => {
    expect(TEXTS.en('greeting', { name: '{count} $& <b>' })).toBe('Hello {count} $& <b>, {count} $& <b>');
    expect(TEXTS['zh-CN']('greeting', { name: '林' })).toBe('您好，林');
    expect(TEXTS.en('greeting')).toBe('Hello {name}, {name}');
  });

  it('take their form from the count, by the rules of the language', () => {
    expect([0, 1, 2].map((count) => TEXTS.en('rows', { count }))).toEqual(['0 rows', '1 row', '2 rows']);
    expect(TEXTS['zh-CN']('rows', { count: 1 })).toBe('1 行');
  });
});
