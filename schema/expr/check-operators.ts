import type { BinaryOp, ExprNode, ExprRange, ExprType } from './ast.ts';
import { commonType, report, single, typed, type CheckContext } from './check-context.ts';
import {
  BOOL,
  DATETIME,
  DECIMAL,
  DURATION,
  INT,
  isNullLiteral,
  isNumber,
  isOrdered,
  isScalar,
  NOBODY_ID,
  TEXT,
  typeName,
} from './types.ts';

export interface OperatorSite {
  readonly op: '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%' | 'in';
  readonly left: ExprNode;
  readonly right: ExprNode;
  readonly range: ExprRange;
}

const OPS = {
  '==': 'eq',
  '!=': 'ne',
  '<': 'lt',
  '<=': 'lte',
  '>': 'gt',
  '>=': 'gte',
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'div',
  '%': 'mod',
} as const satisfies Record<string, BinaryOp>;

/** A comparison, a calculation or `in`. Issues: EXPR_OPERANDS, EXPR_LIST_WANTED, EXPR_NULL_ALONE. */
export function checkOperator(site: OperatorSite, context: CheckContext): ExprNode | undefined {
  const { op } = site;
  if (op === 'in') return checkIn(site, context);
  if (op === '==' || op === '!=') return checkEquality(site, context);
  if (op === '<' || op === '<=' || op === '>' || op === '>=') return checkOrder(site, context);
  return checkArithmetic(site, context);
}

function refuse(site: OperatorSite, context: CheckContext): undefined {
  const given = [site.left, site.right].map((node) => (isNullLiteral(node) ? 'null' : typeName(node.type)));
  return report(context, 'EXPR_OPERANDS', { from: site.range[0], to: site.range[1] }, { op: site.op, given });
}

function checkEquality(site: OperatorSite, context: CheckContext): ExprNode | undefined {
  const { left, right, range } = site;
  const place = { from: range[0], to: range[1] };
  if (isNullLiteral(left) && isNullLiteral(right)) return report(context, 'EXPR_NULL_ALONE', place);
  if (isNullLiteral(left) || isNullLiteral(right)) {
    const other = isNullLiteral(left) ? right : left;
    if (other.type.kind === 'list') return refuse(site, context);
    const isNull: ExprNode =
      other.type.kind === 'actor'
        ? isNobody(other, range)
        : { kind: 'isNull', arg: single(other), type: BOOL, nullable: false, range };
    return site.op === '==' ? isNull : { kind: 'not', arg: isNull, type: BOOL, nullable: false, range };
  }
  // Rows of two entities never share an id, so comparing them is a mistake; a row and a text compare by id.
  const bothRows = left.type.kind === 'row' && right.type.kind === 'row';
  if (bothRows && commonType([left, right]) === undefined) return refuse(site, context);
  const sides = [single(left), single(right)] as const;
  const type = commonType(sides);
  if (type === undefined || !isScalar(type)) return refuse(site, context);
  return {
    kind: 'binary',
    op: OPS[site.op === '==' ? '==' : '!='],
    left: sides[0],
    right: sides[1],
    type: BOOL,
    nullable: false,
    range,
  };
}

/** `actor == null`: whether nobody is signed in. */
function isNobody(actor: ExprNode, range: ExprRange): ExprNode {
  const nobody: ExprNode = { kind: 'literal', value: NOBODY_ID, type: TEXT, nullable: false };
  return { kind: 'binary', op: 'eq', left: single(actor), right: nobody, type: BOOL, nullable: false, range };
}

function checkOrder(site: OperatorSite, context: CheckContext): ExprNode | undefined {
  if (site.op === 'in') return undefined;
  const type = commonType([site.left, site.right]);
  if (type === undefined || !isOrdered(type)) return refuse(site, context);
  const [left, right] = [typed(site.left, type), typed(site.right, type)];
  const nullable = left.nullable || right.nullable;
  return { kind: 'binary', op: OPS[site.op], left, right, type: BOOL, nullable, range: site.range };
}

function checkIn(site: OperatorSite, context: CheckContext): ExprNode | undefined {
  const { right, range } = site;
  if (right.type.kind !== 'list') {
    const params = { name: 'in', given: typeName(right.type) };
    return report(context, 'EXPR_LIST_WANTED', { from: range[0], to: range[1] }, params);
  }
  const of = right.type.of;
  if (site.left.type.kind === 'row' && of.kind === 'row' && site.left.type.entity !== of.entity)
    return refuse(site, context);
  const list = idsOf(right);
  const elementType = list.type.kind === 'list' ? list.type.of : TEXT;
  const raw = single(site.left);
  const item = isNullLiteral(raw) ? typed(raw, elementType) : raw;
  const fits = isNumber(elementType) ? isNumber(item.type) : elementType.kind === item.type.kind;
  if (!fits || !isScalar(elementType)) return refuse(site, context);
  return { kind: 'in', item, list, type: BOOL, nullable: false, range };
}

/** A list of rows as the list of their ids. */
function idsOf(list: ExprNode): ExprNode {
  if (list.type.kind !== 'list' || list.type.of.kind !== 'row') return list;
  // No author can write a name with a dot, so this one never hides another.
  const variable = 'element.row';
  const element: ExprNode = { kind: 'variable', name: variable, type: list.type.of, nullable: false };
  return {
    kind: 'each',
    fn: 'map',
    list,
    variable,
    body: single(element),
    type: { kind: 'list', of: TEXT },
    nullable: false,
  };
}

function checkArithmetic(site: OperatorSite, context: CheckContext): ExprNode | undefined {
  if (site.op === 'in') return undefined;
  const op = OPS[site.op];
  const sides = op === 'add' ? ([single(site.left), single(site.right)] as const) : ([site.left, site.right] as const);
  const common = commonType(sides);
  const left = common === undefined ? sides[0] : typed(sides[0], common);
  const right = common === undefined ? sides[1] : typed(sides[1], common);
  const result = arithmeticType({ op, left: left.type, right: right.type });
  if (result === undefined) return refuse(site, context);
  const nullable = left.nullable || right.nullable || mayBeNull({ op, right, result });
  return { kind: 'binary', op, left, right, type: result, nullable, range: site.range };
}

function arithmeticType({ op, left, right }: { op: BinaryOp; left: ExprType; right: ExprType }): ExprType | undefined {
  if (isNumber(left) && isNumber(right)) {
    return op !== 'div' && left.kind === 'int' && right.kind === 'int' ? INT : DECIMAL;
  }
  switch (`${left.kind} ${op} ${right.kind}`) {
    case 'text add text':
      return TEXT;
    case 'datetime add duration':
    case 'duration add datetime':
    case 'datetime sub duration':
      return DATETIME;
    case 'datetime sub datetime':
    case 'date sub date':
    case 'duration add duration':
    case 'duration sub duration':
    case 'duration mul int':
    case 'duration mul decimal':
    case 'int mul duration':
    case 'decimal mul duration':
    case 'duration div int':
    case 'duration div decimal':
      return DURATION;
    case 'duration div duration':
      return DECIMAL;
    default:
      return undefined;
  }
}

/** Division by zero gives null (SPEC EXP-6), and so does a moment outside the years that are kept (EXP-15). */
function mayBeNull({ op, right, result }: { op: BinaryOp; right: ExprNode; result: ExprType }): boolean {
  if (result.kind === 'datetime') return true;
  return (op === 'div' || op === 'mod') && !(right.kind === 'literal' && right.value !== '0');
}
