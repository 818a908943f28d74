import type { BinaryOp, Expr, ExprNode } from '../../../schema/expr/ast.ts';
import { evaluate, type EvalContext } from '../../../schema/expr/evaluate.ts';
import type { EntityModel, FieldKind, Model } from '../../../schema/model/model.ts';
import { entityById } from './field-path.ts';
import type { Where } from './list-filter.ts';

/** A view's filter in the terms of the API. */
export interface ExpressionFilter {
  readonly where?: Where;
  /** What the API has no terms for (a field against another field): rows are looked at one by one. */
  readonly rest?: Expr;
}

interface Place {
  readonly model: Model;
  readonly entity: EntityModel;
  readonly context: EvalContext;
}

/**
 * Splits a filter at its `&&`: what the API can express goes there, the rest stays an expression (SPEC [WRK-3]). What is
 * sent means exactly what the expression means: only true admits, null does not.
 */
export function expressionWhere(expr: Expr, place: Place): ExpressionFilter {
  const parts = conjuncts(expr.root).map((node) => ({ node, where: whereOf(node, place) }));
  const wheres = parts.flatMap(({ where }) => (where === undefined ? [] : [where]));
  const left = parts.flatMap(({ node, where }) => (where === undefined ? [node] : []));
  const [first, ...others] = left;
  return {
    ...(wheres.length === 0 ? {} : { where: wheres.length === 1 ? (wheres[0] ?? {}) : { and: wheres } }),
    ...(first === undefined ? {} : { rest: { ...expr, root: others.reduce(bothOf, first) } }),
  };
}

function conjuncts(node: ExprNode): readonly ExprNode[] {
  return node.kind === 'binary' && node.op === 'and' ? [...conjuncts(node.left), ...conjuncts(node.right)] : [node];
}

function bothOf(left: ExprNode, right: ExprNode): ExprNode {
  return { kind: 'binary', op: 'and', left, right, type: { kind: 'bool' }, nullable: left.nullable || right.nullable };
}

function whereOf(node: ExprNode, place: Place): Where | undefined {
  switch (node.kind) {
    case 'binary':
      return node.op === 'and' || node.op === 'or' ? junction(node, place) : comparison(node, place);
    case 'not':
      return negated(node.arg, place);
    case 'isNull':
      return presence(node.arg, place, true);
    case 'in':
      return membership(node, place);
    case 'field': {
      const found = fieldOf(node, place);
      return found?.kind === 'bool' ? found.at({ eq: true }) : undefined;
    }
    default:
      return undefined;
  }
}

function junction(node: Extract<ExprNode, { kind: 'binary' }>, place: Place): Where | undefined {
  const [left, right] = [whereOf(node.left, place), whereOf(node.right, place)];
  return left === undefined || right === undefined ? undefined : { [node.op]: [left, right] };
}

/** `!` goes down to the comparisons, where null stays null; turned around as a whole it would let nulls in. */
function negated(node: ExprNode, place: Place): Where | undefined {
  if (node.kind === 'not') return whereOf(node.arg, place);
  if (node.kind === 'isNull') return presence(node.arg, place, false);
  if (node.kind === 'field') {
    const found = fieldOf(node, place);
    return found?.kind === 'bool' ? found.at({ eq: false }) : undefined;
  }
  if (node.kind !== 'binary') return undefined;
  const { op, left, right } = node;
  if (op === 'and' || op === 'or') {
    const parts = [negated(left, place), negated(right, place)];
    return parts.some((part) => part === undefined) ? undefined : { [op === 'and' ? 'or' : 'and']: parts };
  }
  const opposite = OPPOSITES[op];
  return opposite === undefined ? undefined : comparison({ ...node, op: opposite }, place);
}

const OPPOSITES: Readonly<Partial<Record<BinaryOp, BinaryOp>>> = {
  eq: 'ne',
  ne: 'eq',
  lt: 'gte',
  lte: 'gt',
  gt: 'lte',
  gte: 'lt',
};
const MIRRORED: Readonly<Partial<Record<BinaryOp, BinaryOp>>> = {
  eq: 'eq',
  ne: 'ne',
  lt: 'gt',
  lte: 'gte',
  gt: 'lt',
  gte: 'lte',
};

function comparison(node: Extract<ExprNode, { kind: 'binary' }>, place: Place): Where | undefined {
  const straight = compared(node.op, fieldOf(node.left, place), valueOf(node.right, place));
  if (straight !== undefined) return straight;
  const op = MIRRORED[node.op];
  return op === undefined ? undefined : compared(op, fieldOf(node.right, place), valueOf(node.left, place));
}

function compared(op: BinaryOp, field: FoundField | undefined, value: Known | undefined): Where | undefined {
  if (field === undefined || value === undefined || OPPOSITES[op] === undefined) return undefined;
  if (value.value === null) {
    if (op !== 'eq' && op !== 'ne') return undefined;
    return field.at({ isNull: op === 'eq' });
  }
  // Behind an empty reference `!=` is true; the API's filter would say no.
  if (op === 'ne' && field.isBehind) return undefined;
  const given = field.kind === 'int' ? Number(value.value) : value.value;
  if (field.isRow) {
    if (op === 'eq') return field.at({ id: { eq: given } });
    return op === 'ne' ? { not: field.at({ id: { eq: given } }) } : undefined;
  }
  return COMPARED.has(field.kind) ? field.at({ [op]: given }) : undefined;
}

/** Kinds whose filter takes the operators of expressions with the same values. */
const COMPARED: ReadonlySet<FieldKind> = new Set<FieldKind>([
  ...(['text', 'longtext', 'sequence', 'enum', 'int', 'decimal', 'money', 'quantity', 'percent'] as const),
  ...(['bool', 'date', 'datetime', 'time'] as const),
]);

function presence(arg: ExprNode, place: Place, isNull: boolean): Where | undefined {
  const field = fieldOf(arg, place);
  // Nothing behind an empty reference is null as well, which the API's filter would not find.
  return field === undefined || field.isBehind || !(COMPARED.has(field.kind) || field.isRow)
    ? undefined
    : field.at({ isNull });
}

function membership(node: Extract<ExprNode, { kind: 'in' }>, place: Place): Where | undefined {
  const [field, list] = [fieldOf(node.item, place), valueOf(node.list, place)?.value];
  if (field === undefined || !Array.isArray(list) || list.some((item) => typeof item !== 'string')) return undefined;
  if (field.isRow) return field.at({ id: { in: list } });
  return COMPARED.has(field.kind) && field.kind !== 'int' ? field.at({ in: list }) : undefined;
}

interface FoundField {
  readonly kind: FieldKind;
  readonly isRow: boolean;
  /** Whether a reference leads there. */
  readonly isBehind: boolean;
  readonly at: (filter: Where) => Where;
}

/** A field of the row, or of a row that references lead to. */
function fieldOf(node: ExprNode, { model, entity }: Place): FoundField | undefined {
  const ids = pathOf(node);
  if (ids === undefined) return undefined;
  let owner: EntityModel | undefined = entity;
  const steps: string[] = [];
  let kind: FieldKind | undefined;
  for (const id of ids) {
    const field: EntityModel['fields'][number] | undefined = owner?.fields.find((one) => one.id === id);
    const system = field === undefined ? SYSTEM_KINDS[id] : undefined;
    kind = field?.type.kind ?? system;
    if (owner === undefined || kind === undefined || field?.secret === true) return undefined;
    steps.push(field?.apiName ?? id);
    owner = field?.type.kind === 'ref' ? entityById(model, field.type.to) : undefined;
  }
  if (kind === undefined) return undefined;
  return {
    kind,
    isRow: kind === 'ref' || kind === 'user' || kind === 'org',
    isBehind: ids.length > 1,
    at: (filter) => steps.reduceRight<Where>((below, step) => ({ [step]: below }), filter),
  };
}

const SYSTEM_KINDS: Readonly<Record<string, FieldKind>> = {
  state: 'enum',
  createdAt: 'datetime',
  updatedAt: 'datetime',
  createdBy: 'user',
  updatedBy: 'user',
};

function pathOf(node: ExprNode): readonly string[] | undefined {
  if (node.kind !== 'field') return undefined;
  if (node.of.kind === 'variable') return node.of.name === 'doc' ? [node.field] : undefined;
  const before = pathOf(node.of);
  return before === undefined ? undefined : [...before, node.field];
}

interface Known {
  readonly value: unknown;
}

/** The value of what reads no row. */
function valueOf(node: ExprNode, { context }: Place): Known | undefined {
  if (readsRow(node)) return undefined;
  const expr: Expr = { source: '', root: node, reads: [], lineReads: [], usesActor: true, usesClock: true };
  return { value: evaluate(expr, {}, context) };
}

function readsRow(node: ExprNode): boolean {
  switch (node.kind) {
    case 'variable':
      return node.name !== 'actor';
    case 'field':
      return readsRow(node.of);
    case 'list':
      return node.items.some(readsRow);
    case 'literal':
      return false;
    case 'call':
    case 'table':
      return node.args.some(readsRow);
    case 'binary':
      return readsRow(node.left) || readsRow(node.right);
    case 'negate':
    case 'not':
    case 'isNull':
      return readsRow(node.arg);
    default:
      return true;
  }
}
