import { QueryObserver } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { carryAnswers, createQueryClient } from './query-client.ts';

describe('answers in another language', () => {
  it('[WRK-151] what is shown stands until it was answered anew; what is known in the other language is left alone', () => {
    const client = createQueryClient();
    const show = (queryKey: readonly unknown[], data: unknown): (() => void) => {
      client.setQueryData(queryKey, data);
      return new QueryObserver(client, { queryKey, queryFn: () => new Promise(() => undefined) }).subscribe(() => {});
    };
    const ends = [
      show(['rows', 'acme', { locale: 'en', where: null }, 'page', 0], ['Draft']),
      show(['inbox', 'acme', 'TO_DECIDE', 'en'], ['Asked']),
      show(['rights', 'acme'], ['read']),
    ];
    client.setQueryData(['points', 'en'], 'nobody looks at it');
    client.setQueryData(['inbox', 'acme', 'MINE', 'zh-CN'], ['已知']);
    ends.push(show(['inbox', 'acme', 'MINE', 'en'], ['Known']));
    const before = client.getQueryCache().getAll().length;

    carryAnswers(client, 'en', 'zh-CN');
    const rows = ['rows', 'acme', { locale: 'zh-CN', where: null }, 'page', 0];
    expect(client.getQueryData(rows)).toEqual(['Draft']);
    expect(client.getQueryCache().find({ queryKey: rows })?.isStaleByTime(15_000)).toBe(true);
    expect(client.getQueryData(['inbox', 'acme', 'TO_DECIDE', 'zh-CN'])).toEqual(['Asked']);
    expect(client.getQueryData(['inbox', 'acme', 'MINE', 'zh-CN'])).toEqual(['已知']);
    expect(client.getQueryCache().getAll()).toHaveLength(before + 2);
    for (const end of ends) end();
    client.clear();
  });
});
