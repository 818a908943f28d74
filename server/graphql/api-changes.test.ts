import { describe, expect, it } from 'vitest';
import type { GraphqlPlan, TypePlan } from '../compile/graphql-plan-types.ts';
import { apiChanges } from './api-changes.ts';

const object = (name: string, fields: Readonly<Record<string, string>>): TypePlan => ({
  kind: 'object',
  name,
  fields: Object.entries(fields).map(([field, type]) => ({ name: field, type, source: { kind: 'node' } })),
});
const input = (name: string, fields: Readonly<Record<string, string>>): TypePlan => ({
  kind: 'input',
  name,
  fields: Object.entries(fields).map(([field, type]) => ({ name: field, type })),
});
const plan = (...types: readonly TypePlan[]): GraphqlPlan => ({ types });
const shown = (before: GraphqlPlan, after: GraphqlPlan): readonly string[] =>
  apiChanges(before, after).map(({ kind, path, isBreaking }) => `${kind} ${path}${isBreaking ? ' !' : ''}`);

describe('[PLT-6] what API clients notice', () => {
  it('is nothing when nothing changed', () => {
    const one = plan(object('A', { a: 'Int!' }), input('I', { i: '[Int!]' }));
    expect(apiChanges(one, one)).toEqual([]);
  });

  it('is a type that comes or goes as one thing', () => {
    const small = plan(object('A', { a: 'Int' }));
    const big = plan(object('A', { a: 'Int' }), object('B', { b: 'Int', c: 'Int' }));
    expect(shown(small, big)).toEqual(['added B']);
    expect(shown(big, small)).toEqual(['removed B !']);
  });

  it.each([
    ['Int', 'Int!', false],
    ['Int!', 'Int', true],
    ['[Int]!', '[Int!]!', false],
    ['[Int!]!', '[Int!]', true],
    ['Int', 'String', true],
    ['Int', '[Int]', true],
  ])('an output from %s to %s breaks: %s; an input the other way round', (from, to, breaks) => {
    const mark = breaks ? ' !' : '';
    expect(shown(plan(object('A', { a: from })), plan(object('A', { a: to })))).toEqual([`changed A.a${mark}`]);
    expect(shown(plan(input('I', { i: to })), plan(input('I', { i: from })))).toEqual([`changed I.i${mark}`]);
  });

  it('tells a new input that must be given from one that may', () => {
    const before = plan(input('I', { i: 'Int' }));
    expect(shown(before, plan(input('I', { i: 'Int', must: 'Int!', may: 'Int' })))).toEqual([
      'added I.may',
      'added I.must !',
    ]);
    expect(shown(before, plan(input('I', { i: 'Int' }), input('J', { must: 'Int!' })))).toEqual(['added J']);
  });
});
