import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LOCALES } from '../core/text.ts';
import type { ExprType } from './ast.ts';
import { compileExpr } from './compile-expr.ts';
import { readSentence } from './condition-sentence.ts';
import { wordsOf, type Word, type WordLabels } from './condition-words.ts';
import {
  conditionOf,
  conditionSource,
  TEST_OPS,
  type Condition,
  type ConditionValue,
  type TestCondition,
} from './condition.ts';
import { SAMPLE_SCOPE } from './sample-scope.ts';
import { sentenceOf } from './sentence.ts';

const STATES: Readonly<Record<string, string>> = { draft: 'Draft', open: 'Open', done: 'Done and dusted' };
const LABELS: WordLabels = {
  field: (_, field) =>
    `${field[0]?.toUpperCase()}${field.slice(1).replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}`,
  option: (_, field, option) => (field === 'state' ? STATES[option] : undefined),
  optionsOf: (_, field) => (field === 'state' ? Object.keys(STATES) : []),
  role: (id) => (id === 'boss' ? 'Head' : undefined),
  roles: ['boss'],
};
const WORDS = wordsOf(SAMPLE_SCOPE, LABELS, 'en');

const compiled = (source: string) => {
  const result = compileExpr(source, SAMPLE_SCOPE, { kind: 'bool' });
  if (!result.ok) throw new Error(`${source}: ${JSON.stringify(result.issues)}`);
  return result.value;
};

/** Any text but with a closing mark, which a sentence can't tell from its own. */
const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
  .filter((one) => !/[”\p{Surrogate}]/u.test(one) && !one.includes('\0') && one.trim() !== '');
const whole = fc.integer({ min: -99_999, max: 99_999 });
const date = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });

function literalOf(type: ExprType, word: Word): fc.Arbitrary<ConditionValue> {
  const literal = (kind: Extract<ConditionValue, { kind: 'literal' }>['type'], value: fc.Arbitrary<string>) =>
    value.map((one): ConditionValue => ({ kind: 'literal', type: kind, value: one }));
  switch (type.kind) {
    case 'int':
      return literal('number', whole.map(String));
    case 'decimal':
      return literal(
        'number',
        fc.oneof(
          whole.map(String),
          whole.map((n) => `${n}.5`),
        ),
      );
    case 'date':
      return fc.oneof(
        literal(
          'date',
          date.map((one) => one.toISOString().slice(0, 10)),
        ),
        fc.integer({ min: -99, max: 99 }).map((days): ConditionValue => ({ kind: 'today', days })),
      );
    case 'datetime':
      return fc.oneof(
        literal(
          'datetime',
          date.map((one) => one.toISOString()),
        ),
        fc
          .integer({ min: -999_999, max: 999_999 })
          .map((seconds): ConditionValue => ({ kind: 'now', seconds: `${seconds}` })),
      );
    case 'time':
      return literal(
        'time',
        fc.integer({ min: 10, max: 23 }).map((hour) => `${hour}:30:00`),
      );
    case 'duration':
      return literal('duration', fc.integer({ min: 0, max: 999_999 }).map(String));
    default:
      return word.options.length > 0
        ? literal('text', fc.constantFrom(...word.options.map(({ value }) => value)))
        : literal('text', text);
  }
}

const tests: fc.Arbitrary<TestCondition> = fc
  .constantFrom(
    ...WORDS.filter(({ type }) => TEST_OPS[type.kind].length > 0 && !(type.kind === 'list' && type.of.kind !== 'text')),
  )
  .chain((word) =>
    fc.constantFrom(...TEST_OPS[word.type.kind]).chain((op) => {
      const element = word.type.kind === 'list' ? word.type.of : word.type;
      const one = literalOf(element, word);
      const others = WORDS.filter(
        (other) =>
          other.type.kind === word.type.kind &&
          word.type.kind !== 'list' &&
          word.type.kind !== 'bool' &&
          other !== word,
      ).map((other): ConditionValue => ({ kind: 'path', path: other.path }));
      const isPlain = !['in', 'notIn', 'has', 'hasNot', 'contains', 'notContains', 'startsWith', 'endsWith'].includes(
        op,
      );
      const value = isPlain && others.length > 0 ? fc.oneof(one, fc.constantFrom(...others)) : one;
      const count = ['empty', 'filled', 'yes', 'no'].includes(op) ? 0 : op === 'in' || op === 'notIn' ? 3 : 1;
      const values = fc.array(value, { minLength: Math.min(count, 1), maxLength: count });
      return values.map((given): TestCondition => ({ kind: 'test', path: word.path, op, values: given }));
    }),
  )
  // A list field of a row that is nullable, or of a row whose id is meant, are no tests of builders.
  .filter((test) => compileExpr(conditionSource(test), SAMPLE_SCOPE, { kind: 'bool' }).ok);

const conditions: fc.Arbitrary<Condition> = fc.letrec<{ any: Condition; group: Condition }>((tie) => ({
  any: fc.oneof({ depthSize: 'small', maxDepth: 3 }, tests, tie('group')),
  group: fc
    .tuple(fc.constantFrom('and', 'or'), fc.array(tie('any'), { minLength: 2, maxLength: 3 }))
    // A group within one of its own kind is the same group.
    .map(([join, items]): Condition => ({
      kind: 'group',
      join,
      items: items.flatMap((item) => (item.kind === 'group' && item.join === join ? item.items : [item])),
    })),
})).any;

const RUNS = process.env['FORMWORK_LONG'] === '1' ? 10_000 : 1_500;

describe('conditions', () => {
  it('[EXP-30] [EXP-31] are the same as text, as a tree and as a sentence', () => {
    const seed = Number(process.env['FORMWORK_SEED'] ?? Date.now() % 1_000_000);
    console.log(`conditions: seed ${seed}`);
    const chinese = wordsOf(SAMPLE_SCOPE, LABELS, 'zh-CN');
    const vocabulary = { en: WORDS, 'zh-CN': chinese };
    fc.assert(
      fc.property(conditions, fc.constantFrom(...LOCALES), (condition, locale) => {
        const source = conditionSource(condition);
        const expr = compiled(source);
        expect(conditionOf(expr.root)).toEqual(condition);
        const sentence = sentenceOf(expr, LABELS, locale);
        const read = readSentence(sentence, { words: vocabulary[locale], locale });
        expect([sentence, read && conditionSource(read)]).toEqual([sentence, source]);
      }),
      { seed, numRuns: RUNS },
    );
  });

  it.each([
    ['5 < doc.total', 'doc.total > 5'],
    ["doc.customer.id == 'c1'", "doc.customer == 'c1'"],
    ['(doc.vip && doc.vip) && doc.checked', 'doc.vip && doc.vip && doc.checked'],
    ["doc.total >= dec('2.50')", "doc.total >= dec('2.5')"],
  ])('[EXP-30] writes %s as %s', (source, spelling) => {
    const condition = conditionOf(compiled(source).root);
    expect(condition && conditionSource(condition)).toBe(spelling);
  });

  it.each([
    'doc.lines.all(l, l.qty > 0)',
    'doc.total + 1 > 2',
    'doc.vip ? doc.checked : true',
    '!(doc.vip && doc.checked)',
  ])('[EXP-30] leaves %s to the text', (source) => {
    expect(conditionOf(compiled(source).root)).toBeUndefined();
  });

  it.each([
    ['Total is at least 50 and State is Draft', "doc.total >= 50 && doc.state == 'draft'"],
    ['total is more than 5', 'doc.total > 5'],
    ['Vip and Total is more than 1 or not (Vip)', 'doc.vip && doc.total > 1 || !doc.vip'],
  ])('[EXP-31] reads “%s”', (sentence, source) => {
    const read = readSentence(sentence, { words: WORDS, locale: 'en' });
    expect(read && compiled(conditionSource(read)).root).toEqual(expect.objectContaining({ kind: 'binary' }));
    expect(read && conditionSource(read).replaceAll(/[()]/g, '')).toBe(source);
  });

  it.each(['总额不小于 50 且（vip 或 checked）', '总额不小于50且(vip或checked)'])(
    '[EXP-31] reads “%s” with and without spaces',
    (sentence) => {
      const words = wordsOf(SAMPLE_SCOPE, { ...LABELS, field: (_, id) => (id === 'total' ? '总额' : id) }, 'zh-CN');
      const read = readSentence(sentence, { words, locale: 'zh-CN' });
      expect(read && conditionSource(read)).toBe('doc.total >= 50 && (doc.vip || doc.checked)');
    },
  );

  it.each(['', 'Total', 'Total is roughly 5', 'Nothing is 5', 'Total is 5 and', '(Total is 5'])(
    '[EXP-31] does not make a condition of “%s”',
    (sentence) => {
      expect(readSentence(sentence, { words: WORDS, locale: 'en' })).toBeUndefined();
    },
  );
});
