import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { inShell, shellStatement } from './read-shell.ts';
import { compileSql } from './sql-text.ts';

test('[API-2] an answer is put together from texts and values, and what is not there is null', () => {
  const parts = ['{"a":', sql`f()`, ',"b":{"c":', sql`g.n`, '}', '}'];
  const { statement, texts } = shellStatement({ parts, from: [sql`(select 1 as n) as g`] });
  expect(compileSql(statement).parts).toEqual(['select f() as "c0", g.n as "c1" from (select 1 as n) as g']);
  expect(inShell(texts, ['[1]', null])).toBe('{"a":[1],"b":{"c":null}}');
});

test('[API-2] an answer that is all known reads nothing', () => {
  const { statement, texts } = shellStatement({ parts: ['{"a":', '"Query"}'], from: [] });
  expect(compileSql(statement).parts).toEqual(['select null']);
  expect(inShell(texts, [null])).toBe('{"a":"Query"}');
});
