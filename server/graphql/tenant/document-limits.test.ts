import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../../schema/core/limits.ts';
import { checkLimits } from './document-limits.ts';

const codes = (query: string): readonly string[] => checkLimits(parse(query)).map(({ code }) => code);
const nested = (levels: number): string => (levels === 1 ? 'a' : `a { ${nested(levels - 1)} }`);
const many = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => make(index)).join(' ');

describe('limits of a document', () => {
  it.each([
    ['depth', LIMITS.queryDepthMax, (n: number) => `{ ${nested(n)} }`, 'QUERY_TOO_DEEP'],
    [
      'aliases',
      LIMITS.queryAliasesMax,
      (n: number) => `{ a { ${many(n, (index) => `x${index}: b`)} } }`,
      'QUERY_TOO_MANY_ALIASES',
    ],
    [
      'directives',
      LIMITS.queryDirectivesMax,
      (n: number) => `{ a { ${many(n, () => 'b @include(if: true)')} } }`,
      'QUERY_TOO_MANY_DIRECTIVES',
    ],
    [
      'root fields',
      LIMITS.queryRootFieldsMax,
      (n: number) => `{ ${many(n, (index) => `f${index}`)} }`,
      'QUERY_TOO_MANY_ROOTS',
    ],
  ] as const)('[LIM-1] %s: %i are taken, one more is refused', (_name, max, make, code) => {
    expect(codes(make(max))).toEqual([]);
    expect(codes(make(max + 1))).toEqual([code]);
  });

  it('[LIM-2] fragments that spread each other over and over cost no more than their text', () => {
    const chain = many(150, (index) => `fragment f${index} on Q { ...f${index + 1} ...f${index + 1} }`);
    expect(codes(`{ ...f0 } ${chain} fragment f150 on Q { a { b } }`)).toEqual([]);
    expect(codes('{ ...f } fragment f on Q { a { ...f } }')).toEqual([]);
  });
});
