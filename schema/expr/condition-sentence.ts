import { assertNever } from '../core/result.ts';
import type { Locale } from '../core/text.ts';
import type { ExprType } from './ast.ts';
import { parseDate, parseInstant, parseTime } from './calendar.ts';
import type { Condition, ConditionValue, TestCondition, TestOp } from './condition.ts';
import type { Word } from './condition-words.ts';
import { CALL_SENTENCES } from './sentence-calls.ts';
import { closeText, FORMS, OPERATORS, TIME_OPERATORS, UNITS, type Words } from './sentence-words.ts';
import { lowerText } from './letter-case.ts';

/**
 * The condition that a sentence says (SPEC [EXP-31]): what `sentenceOf` writes of a condition is read as that
 * condition. `undefined` for what is no such sentence.
 */
export function readSentence(
  text: string,
  { words, locale }: { readonly words: readonly Word[]; readonly locale: Locale },
): Condition | undefined {
  // A closing mark ends a text; only where no sentence comes of that may it stand inside one.
  for (const mayHoldMarks of [false, true]) {
    const reader = new Reader(text.trim(), words, { locale, mayHoldMarks });
    for (const [condition, at] of reader.condition(0)) if (at === reader.length) return condition;
  }
  return undefined;
}

/** What can begin at a place and where it ends, the likeliest first. */
type Found<T> = Iterable<readonly [value: T, at: number]>;

/** Steps after which a sentence is given up: one with many words that could be read in many ways. */
const STEPS_MAX = 400_000;

/** The forms of a test, and what each makes of its parts. */
const TEST_FORMS: readonly {
  readonly op: TestOp;
  readonly form: Words;
  readonly only?: 'time' | 'notTime';
  readonly many?: true;
}[] = [
  { op: 'notIn', form: FORMS.notIn, many: true },
  { op: 'in', form: FORMS.in, many: true },
  { op: 'notContains', form: FORMS.notContains },
  { op: 'contains', form: CALL_SENTENCES.contains() },
  { op: 'startsWith', form: CALL_SENTENCES.startsWith() },
  { op: 'endsWith', form: CALL_SENTENCES.endsWith() },
  ...(['lte', 'gte', 'lt', 'gt'] as const).flatMap((op) => [
    { op, form: TIME_OPERATORS[op] ?? OPERATORS[op], only: 'time' } as const,
    { op, form: OPERATORS[op], only: 'notTime' } as const,
  ]),
  { op: 'empty', form: FORMS.isNull },
  { op: 'filled', form: FORMS.isFilled },
  { op: 'ne', form: OPERATORS.ne },
  { op: 'eq', form: OPERATORS.eq },
];

class Reader {
  readonly length: number;
  readonly #text: string;
  readonly #lower: string;
  readonly #words: readonly (Word & { readonly lower: string })[];
  readonly #locale: Locale;
  readonly #mayHoldMarks: boolean;
  #steps = 0;

  constructor(
    text: string,
    words: readonly Word[],
    { locale, mayHoldMarks }: { readonly locale: Locale; readonly mayHoldMarks: boolean },
  ) {
    this.#mayHoldMarks = mayHoldMarks;
    this.#locale = locale;
    this.#text = this.#close(text);
    this.#lower = lowerText(this.#text);
    this.length = this.#text.length;
    // The longest first: “Customer group” before “Customer”.
    this.#words = words
      .map((word) => ({ ...word, label: this.#close(word.label) }))
      .map((word) => ({ ...word, lower: lowerText(word.label) }))
      .filter(({ lower }) => lower !== '')
      .toSorted((a, b) => b.lower.length - a.lower.length);
  }

  /** Without the spaces that Chinese sets beside letters and digits. */
  #close(text: string): string {
    return this.#locale === 'zh-CN' ? closeText(text) : text;
  }

  #say(words: Words): string {
    return this.#close(words[this.#locale]);
  }

  /** Tests joined by “or”, each of them tests joined by “and”. */
  *condition(at: number): Found<Condition> {
    yield* this.#joined(at, 'or', (from) => this.#joined(from, 'and', (inner) => this.#item(inner)));
  }

  *#joined(at: number, join: 'and' | 'or', item: (at: number) => Found<Condition>): Found<Condition> {
    const separator = this.#say(OPERATORS[join]).replace('{a}', '').replace('{b}', '');
    for (const [first, after] of item(at)) {
      yield* this.#rest([first], after, { join, separator, item });
    }
  }

  *#rest(
    items: readonly Condition[],
    at: number,
    way: { readonly join: 'and' | 'or'; readonly separator: string; readonly item: (at: number) => Found<Condition> },
  ): Found<Condition> {
    if (this.#isSpent()) return;
    if (this.#startsWith(way.separator, at)) {
      for (const [next, after] of way.item(at + way.separator.length)) yield* this.#rest([...items, next], after, way);
    }
    const [only] = items;
    if (items.length === 1 && only !== undefined) yield [only, at];
    else yield [{ kind: 'group', join: way.join, items }, at];
  }

  *#item(at: number): Found<Condition> {
    if (this.#isMark(at, '(（')) {
      for (const [inner, after] of this.condition(at + 1)) if (this.#isMark(after, ')）')) yield [inner, after + 1];
    }
    yield* this.#test(at);
  }

  *#test(at: number): Found<TestCondition> {
    if (this.#isSpent()) return;
    for (const { op, form, only, many = false } of TEST_FORMS) {
      const [, between = '', end = ''] = this.#say(form).split(/\{[ab]\}/);
      for (const [word, after] of this.#word(at)) {
        const isTime = word.type.kind === 'date' || word.type.kind === 'datetime';
        if (!this.#startsWith(between, after) || (only !== undefined && isTime !== (only === 'time'))) continue;
        const from = after + between.length;
        if (!this.#say(form).includes('{b}')) {
          yield [{ kind: 'test', path: word.path, op, values: [] }, from];
          continue;
        }
        for (const [values, past] of many ? this.#values(word, from) : this.#oneValue(word, from)) {
          if (this.#startsWith(end, past)) yield [{ kind: 'test', path: word.path, op, values }, past + end.length];
        }
      }
    }
    yield* this.#holding(at);
    yield* this.#flag(at);
  }

  /** `“Manager” is one of the roles of the signed-in user`. */
  *#holding(at: number): Found<TestCondition> {
    const forms = [
      ['hasNot', FORMS.notIn],
      ['has', FORMS.in],
    ] as const;
    for (const [op, form] of forms) {
      const [, between = '', end = ''] = this.#say(form).split(/\{[ab]\}/);
      for (const word of this.#words) {
        if (word.type.kind !== 'list') continue;
        const element: Word = { ...word, type: word.type.of };
        for (const [value, after] of this.#value(element, at)) {
          const tail = `${between}${word.label}${end}`;
          if (value.kind === 'literal' && this.#startsWith(tail, after))
            yield [{ kind: 'test', path: word.path, op, values: [value] }, after + tail.length];
        }
      }
    }
  }

  /** A yes-or-no field by itself. */
  *#flag(at: number): Found<TestCondition> {
    const [open = '', close = ''] = this.#say(FORMS.not).split('{a}');
    for (const [op, before, after] of [
      ['no', open, close],
      ['yes', '', ''],
    ] as const) {
      if (!this.#startsWith(before, at)) continue;
      for (const [word, past] of this.#word(at + before.length)) {
        if (word.type.kind === 'bool' && this.#startsWith(after, past))
          yield [{ kind: 'test', path: word.path, op, values: [] }, past + after.length];
      }
    }
  }

  *#word(at: number): Found<Word> {
    this.#steps += this.#words.length;
    for (const word of this.#words) if (this.#lower.startsWith(word.lower, at)) yield [word, at + word.lower.length];
  }

  *#oneValue(word: Word, at: number): Found<readonly ConditionValue[]> {
    for (const [value, after] of this.#value(word, at)) yield [[value], after];
  }

  *#values(word: Word, at: number): Found<readonly ConditionValue[]> {
    const separator = this.#locale === 'zh-CN' ? '、' : ', ';
    for (const [value, after] of this.#value(word, at)) {
      if (value.kind === 'path') yield [[value], after];
      else yield* this.#moreValues(word, [value], { at: after, separator });
    }
  }

  *#moreValues(
    word: Word,
    values: readonly ConditionValue[],
    { at, separator }: { readonly at: number; readonly separator: string },
  ): Found<readonly ConditionValue[]> {
    if (this.#isSpent()) return;
    if (this.#startsWith(separator, at)) {
      for (const [value, after] of this.#value(word, at + separator.length)) {
        if (value.kind !== 'path') yield* this.#moreValues(word, [...values, value], { at: after, separator });
      }
    }
    yield [values, at];
  }

  *#value(word: Word, at: number): Found<ConditionValue> {
    yield* this.#literal(word, at);
    yield* this.#clock(word.type, at);
    for (const [other, after] of this.#word(at)) yield [{ kind: 'path', path: other.path }, after];
  }

  *#literal({ type, options }: Word, at: number): Found<ConditionValue> {
    switch (type.kind) {
      case 'text':
      case 'row':
        yield* this.#quoted(options, at);
        return;
      case 'int':
      case 'decimal':
        yield* this.#matching(/-?\d+(?:\.\d+)?/y, at, (text) => literal('number', text));
        return;
      case 'bool':
        for (const value of ['true', 'false'] as const) {
          const said = this.#say(FORMS[value]);
          if (this.#startsWith(said, at)) yield [literal('bool', value), at + said.length];
        }
        return;
      case 'date':
        yield* this.#matching(/\d{4}-\d\d-\d\d/y, at, (text) =>
          parseDate(text) === undefined ? undefined : literal('date', text),
        );
        return;
      case 'time':
        yield* this.#matching(/\d\d:\d\d(?::\d\d)?/y, at, (text) => {
          const time = parseTime(text);
          return time === undefined ? undefined : literal('time', time);
        });
        return;
      case 'datetime':
        yield* this.#matching(/\d{4}-\d\d-\d\dT[\d:.]+Z/y, at, (text) =>
          parseInstant(text) === undefined ? undefined : literal('datetime', text),
        );
        return;
      case 'duration':
        for (const [seconds, after] of this.#duration(at)) yield [literal('duration', seconds), after];
        return;
      case 'list':
      case 'actor':
      case 'json':
        return;
      default:
        assertNever(type);
    }
  }

  /** The label of an option, with its marks or without; else any text between the marks. */
  *#quoted(options: Word['options'], at: number): Found<ConditionValue> {
    const [open = '“', close = '”'] = this.#say(FORMS.quoted).split('{a}');
    const isOpen = this.#startsWith(open, at);
    for (const { value, label } of options) {
      if (isOpen && this.#startsWith(`${label}${close}`, at + open.length))
        yield [literal('text', value), at + open.length + label.length + close.length];
      if (label !== '' && this.#startsWith(label, at)) yield [literal('text', value), at + label.length];
    }
    if (!isOpen) return;
    for (let end = this.#text.indexOf(close, at + 1); end >= 0; end = this.#text.indexOf(close, end + 1)) {
      this.#steps += 1;
      yield [literal('text', this.#text.slice(at + open.length, end)), end + close.length];
      if (!this.#mayHoldMarks) return;
    }
  }

  /** `today`, `today plus 3 days`, `now − 2 hours`. */
  *#clock(type: ExprType, at: number): Found<ConditionValue> {
    if (type.kind === 'date') {
      const today = this.#say(CALL_SENTENCES.today());
      const [before = '', between = '', after = ''] = this.#say(CALL_SENTENCES.addDays()).split(/\{[ab]\}/);
      const head = `${before}${today}${between}`;
      if (this.#startsWith(head, at)) {
        for (const [days, past] of this.#matching(/-?\d+/y, at + head.length, Number)) {
          if (this.#startsWith(after, past)) yield [{ kind: 'today', days }, past + after.length];
        }
      }
      if (this.#startsWith(today, at)) yield [{ kind: 'today', days: 0 }, at + today.length];
    }
    if (type.kind !== 'datetime') return;
    const now = this.#say(CALL_SENTENCES.now());
    if (!this.#startsWith(now, at)) return;
    for (const [op, sign] of [
      ['add', ''],
      ['sub', '-'],
    ] as const) {
      const [, between = ''] = this.#say(OPERATORS[op]).split(/\{[ab]\}/);
      const from = at + now.length;
      if (!this.#startsWith(between, from)) continue;
      for (const [seconds, past] of this.#duration(from + between.length))
        yield [{ kind: 'now', seconds: `${sign}${seconds}` }, past];
    }
    yield [{ kind: 'now', seconds: '0' }, at + now.length];
  }

  *#duration(at: number): Found<string> {
    for (const [unit, size] of [...UNITS, ['seconds', 1n] as const]) {
      const [before = '', after = ''] = this.#say(FORMS[unit]).split('{a}');
      if (!this.#startsWith(before, at)) continue;
      const pattern = unit === 'seconds' ? /-?\d+(?:\.\d+)?/y : /-?\d+/y;
      for (const [count, past] of this.#matching(pattern, at + before.length, (text) => text)) {
        if (!this.#startsWith(after, past)) continue;
        yield [count.includes('.') ? count : (BigInt(count) * size).toString(), past + after.length];
      }
    }
  }

  *#matching<T>(pattern: RegExp, at: number, read: (text: string) => T | undefined): Found<T> {
    pattern.lastIndex = at;
    const text = pattern.exec(this.#text)?.[0];
    const value = text === undefined ? undefined : read(text);
    if (text !== undefined && value !== undefined) yield [value, at + text.length];
  }

  #isMark(at: number, marks: string): boolean {
    return at < this.length && marks.includes(this.#text.charAt(at));
  }

  #startsWith(part: string, at: number): boolean {
    this.#steps += 1;
    return this.#lower.startsWith(lowerText(part), at);
  }

  #isSpent(): boolean {
    this.#steps += 1;
    return this.#steps > STEPS_MAX;
  }
}

function literal(type: 'text' | 'number' | 'bool' | 'date' | 'time' | 'datetime' | 'duration', value: string) {
  return { kind: 'literal', type, value } as const satisfies ConditionValue;
}
