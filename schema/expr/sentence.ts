import { decimal, decimalText, divideDecimal, parseDecimal, remainderDecimal } from '../core/decimal.ts';
import { assertNever } from '../core/result.ts';
import { textIn, type Locale } from '../core/text.ts';
import type { BinaryOp, Expr, ExprNode } from './ast.ts';
import { CALL_SENTENCES } from './sentence-calls.ts';
import { ACTOR_LABELS, FORMS, OPERATORS, spacedText, TIME_OPERATORS, UNITS, type Words } from './sentence-words.ts';

/** The words that a template's labels give; ids stand in for what has no label. */
export interface SentenceLabels {
  readonly field: (entity: string, field: string) => string;
  /** The label of an enum option that a text is compared with, if it is one. */
  readonly option?: (entity: string, field: string, option: string) => string | undefined;
  /** The label of a role that the roles of who acts are compared with. */
  readonly role?: (id: string) => string | undefined;
}

/** The expression in words, for people who do not read formulas: `Total is at least 50000 and State is “Draft”`. */
export function sentenceOf(expr: Expr, labels: SentenceLabels, locale: Locale): string {
  const words = new Writer(labels, locale).write(expr.root);
  return locale === 'zh-CN' ? spacedText(words) : words;
}

const ARITHMETIC: ReadonlySet<BinaryOp> = new Set(['add', 'sub', 'mul', 'div', 'mod']);

const SUMS: ReadonlySet<BinaryOp> = new Set(['add', 'sub']);
const PRODUCTS: ReadonlySet<BinaryOp> = new Set(['mul', 'div']);
/** Operators that are worked off from the left together with one. */
const SUMS_OF: Readonly<Partial<Record<BinaryOp, ReadonlySet<BinaryOp>>>> &
  Readonly<Record<'sub' | 'div', ReadonlySet<BinaryOp>>> = { add: SUMS, sub: SUMS, mul: PRODUCTS, div: PRODUCTS };

/** Where a part stands: left or right of which operator. */
interface Operand {
  readonly op: BinaryOp;
  readonly side: 'left' | 'right';
}

/** The least or greatest of something and a number. */
function boundOf(node: Extract<ExprNode, { readonly kind: 'call' }>) {
  const [first, second] = node.args;
  if ((node.fn !== 'least' && node.fn !== 'greatest') || node.args.length !== 2) return undefined;
  if (first === undefined || second === undefined || (first.kind === 'literal') === (second.kind === 'literal'))
    return undefined;
  const [value, by] = first.kind === 'literal' ? [second, first] : [first, second];
  return { form: node.fn === 'least' ? 'atMost' : 'atLeast', value, by } as const;
}

function isPlain(node: ExprNode): boolean {
  return node.kind === 'literal' || node.kind === 'variable' || node.kind === 'field';
}

class Writer {
  readonly #labels: SentenceLabels;
  readonly #locale: Locale;

  constructor(labels: SentenceLabels, locale: Locale) {
    this.#labels = labels;
    this.#locale = locale;
  }

  write(node: ExprNode): string {
    switch (node.kind) {
      case 'literal':
        return this.#literal(node);
      case 'list':
        return node.items.map((item) => this.write(item)).join(this.#locale === 'zh-CN' ? '、' : ', ');
      case 'variable':
        return node.type.kind === 'actor' ? FORMS.me[this.#locale] : node.name;
      case 'field':
        return this.#field(node);
      case 'not':
        return this.#not(node.arg);
      case 'negate':
      case 'isNull':
        return this.#fill(FORMS[node.kind], [this.write(node.arg)]);
      case 'binary':
        return this.#binary(node);
      case 'in':
        return this.#fill(FORMS.in, [this.#compared(node.item, node.list), this.#compared(node.list, node.item)]);
      case 'if':
        return this.#fill(
          FORMS.if,
          [node.test, node.then, node.else].map((child) => this.write(child)),
        );
      case 'call':
        return this.#call(node);
      case 'table': {
        const label = textIn(node.table.label, this.#locale);
        const given = node.args.map((arg) => this.write(arg)).join(this.#locale === 'zh-CN' ? '、' : ', ');
        return this.#fill(FORMS.table, [label === '' ? node.table.id : label, given]);
      }
      case 'each':
        return this.#fill(FORMS[node.fn], [this.write(node.list), this.write(node.body)]);
      default:
        return assertNever(node);
    }
  }

  /** A number that another one must not pass is told as a bound: “Qty × 2, at most 20”. */
  #call(node: Extract<ExprNode, { readonly kind: 'call' }>): string {
    const bound = boundOf(node);
    if (bound !== undefined) return this.#fill(FORMS[bound.form], [this.write(bound.value), this.write(bound.by)]);
    return this.#fill(
      CALL_SENTENCES[node.fn](node.args.length),
      node.args.map((arg) => this.write(arg)),
    );
  }

  /** What has a word of its own for its contrary takes that: “is none of”, not “not (is one of)”. */
  #not(arg: ExprNode): string {
    if (arg.kind === 'isNull') return this.#fill(FORMS.isFilled, [this.write(arg.arg)]);
    if (arg.kind === 'in') {
      return this.#fill(FORMS.notIn, [this.#compared(arg.item, arg.list), this.#compared(arg.list, arg.item)]);
    }
    const [text, part] = arg.kind === 'call' && arg.fn === 'contains' ? arg.args : [];
    return text === undefined || part === undefined
      ? this.#fill(FORMS.not, [this.write(arg)])
      : this.#fill(FORMS.notContains, [this.write(text), this.write(part)]);
  }

  #binary(node: Extract<ExprNode, { readonly kind: 'binary' }>): string {
    const isTime = node.left.type.kind === 'date' || node.left.type.kind === 'datetime';
    const words = (isTime ? TIME_OPERATORS[node.op] : undefined) ?? OPERATORS[node.op];
    const left = this.#bracketed(node.left, { op: node.op, side: 'left' }, this.#compared(node.left, node.right));
    const right = this.#bracketed(node.right, { op: node.op, side: 'right' }, this.#compared(node.right, node.left));
    return this.#fill(words, [left, right]);
  }

  /** Brackets wherever a reader could group otherwise. */
  #bracketed(child: ExprNode, at: Operand, text: string): string {
    if (!this.#isBracketed(child, at)) return text;
    return this.#locale === 'zh-CN' && (at.op === 'and' || at.op === 'or') ? `（${text}）` : `(${text})`;
  }

  #isBracketed(child: ExprNode, { op, side }: Operand): boolean {
    if (child.kind === 'if') return true;
    if (child.kind === 'call') {
      if (boundOf(child) !== undefined) return true;
      // “the number of Lines × 2” could be that of products; 明细的个数 × 2 could not.
      return ARITHMETIC.has(op) && child.args.length > 0 && !(this.#locale === 'zh-CN' && child.args.every(isPlain));
    }
    if (child.kind !== 'binary') return false;
    // What is taken away or divided by stands together: `a − (b − c)`.
    if (side === 'right' && (op === 'sub' || op === 'div') && SUMS_OF[op].has(child.op)) return true;
    if (child.op === op) return false;
    if (side === 'left' && SUMS_OF[op]?.has(child.op) === true) return false;
    const isGrouped = op === 'and' || op === 'or' ? child.op === 'and' || child.op === 'or' : true;
    const isProductInSum = (op === 'add' || op === 'sub') && (child.op === 'mul' || child.op === 'div');
    const isComparison = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte'].includes(op);
    return isGrouped && !isProductInSum && !isComparison;
  }

  /** A text beside an enum field is one of its options, one beside the roles of who acts a role: by their labels. */
  #compared(node: ExprNode, beside: ExprNode): string {
    if (node.kind === 'list') {
      return node.items.map((item) => this.#compared(item, beside)).join(this.#locale === 'zh-CN' ? '、' : ', ');
    }
    if (node.kind !== 'literal' || typeof node.value !== 'string' || node.type.kind !== 'text') return this.write(node);
    const label = beside.kind === 'field' ? this.#labelBeside(beside, node.value) : undefined;
    return label === undefined ? this.write(node) : this.#fill(FORMS.quoted, [label]);
  }

  #labelBeside({ of, field }: Extract<ExprNode, { readonly kind: 'field' }>, value: string): string | undefined {
    if (of.type.kind === 'row') return this.#labels.option?.(of.type.entity, field, value);
    const isRole = of.type.kind === 'actor' && (field === 'role' || field === 'roles');
    return isRole ? this.#labels.role?.(value) : undefined;
  }

  #field(node: Extract<ExprNode, { readonly kind: 'field' }>): string {
    const { of, field } = node;
    if (of.type.kind === 'actor') return ACTOR_LABELS[field]?.[this.#locale] ?? field;
    if (field === 'id' && of.kind === 'field') return this.write(of);
    const label = of.type.kind === 'row' ? this.#labels.field(of.type.entity, field) : field;
    return of.kind === 'field' ? this.#fill(FORMS.of, [this.write(of), label]) : label;
  }

  #literal(node: Extract<ExprNode, { readonly kind: 'literal' }>): string {
    if (node.value === null) return FORMS.null[this.#locale];
    if (typeof node.value === 'boolean') return FORMS[node.value ? 'true' : 'false'][this.#locale];
    if (node.type.kind === 'text') return this.#fill(FORMS.quoted, [node.value]);
    return node.type.kind === 'duration' ? this.#duration(node.value) : node.value;
  }

  #duration(text: string): string {
    const seconds = parseDecimal(text);
    if (seconds === undefined) return text;
    for (const [unit, size] of UNITS) {
      const whole = decimal(size, 0);
      if (seconds.coefficient === 0n || remainderDecimal(seconds, whole)?.coefficient !== 0n) continue;
      const count = divideDecimal(seconds, whole, 0);
      if (count !== undefined) return this.#fill(FORMS[unit], [decimalText(count)]);
    }
    return this.#fill(FORMS.seconds, [text]);
  }

  #fill(words: Words, values: readonly string[]): string {
    return words[this.#locale].replaceAll(/\{([a-z])\}/g, (_, name: string) => values[name.charCodeAt(0) - 97] ?? '');
  }
}
