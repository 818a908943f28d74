import { sql } from 'kysely';
import type { BinaryOp, ExprNode, ExprType } from '../../schema/expr/ast.ts';
import { assertNever } from '../../schema/core/result.ts';
import type { Sql, SqlKind, SqlValue } from './expr-sql-binding.ts';

/** The value as `kind`; only conversions that keep the value: integers widen, ids become their text. */
export function convert(value: SqlValue, kind: SqlKind): Sql {
  if (value.as === kind) return value.sql;
  if (kind === 'numeric' && value.as === 'seconds') return value.sql;
  if (kind === 'seconds' && value.as === 'numeric') return value.sql;
  if (kind === 'numeric' || kind === 'seconds') return sql`(${value.sql})::numeric`;
  return sql`(${value.sql})::text`;
}

/** The kind that all values can take: theirs if it is one, `numeric` for numbers, `text` for ids beside texts. */
export function commonKind(values: readonly SqlValue[]): SqlKind {
  const kinds = new Set(values.map(({ as }) => as));
  const [only] = kinds;
  if (only !== undefined && kinds.size === 1) return only === 'int' ? 'numeric' : only;
  return [...kinds].every((kind) => kind === 'int' || kind === 'numeric') ? 'numeric' : 'text';
}

/** How the compiler holds a value of a type when it makes it itself. */
export function kindOf(type: ExprType): SqlKind {
  switch (type.kind) {
    case 'int':
    case 'decimal':
      return 'numeric';
    case 'duration':
      return 'seconds';
    case 'datetime':
      return 'timestamptz';
    case 'bool':
    case 'text':
    case 'date':
    case 'time':
    case 'json':
      return type.kind;
    case 'row':
    case 'actor':
    case 'list':
      return 'text';
    default:
      return assertNever(type);
  }
}

/** A literal as a parameter with a cast. */
export function literalSql(value: string | boolean | null, type: ExprType): SqlValue {
  const kind = kindOf(type);
  return { sql: cast(sql`${value}`, kind), as: kind };
}

export function cast(value: Sql, kind: SqlKind): Sql {
  switch (kind) {
    case 'bool':
      return sql`${value}::boolean`;
    case 'int':
      return sql`${value}::bigint`;
    case 'numeric':
    case 'seconds':
      return sql`${value}::numeric`;
    case 'text':
      return sql`${value}::text`;
    case 'uuid':
      return sql`${value}::uuid`;
    case 'date':
      return sql`${value}::date`;
    case 'time':
      return sql`${value}::time`;
    case 'timestamptz':
      return sql`${value}::timestamptz`;
    case 'json':
      return sql`${value}::jsonb`;
    default:
      return assertNever(kind);
  }
}

/** A side of a comparison: the node for what is known of it, the value for its SQL. */
export interface Side {
  readonly node: ExprNode;
  readonly value: SqlValue;
}

/**
 * Whether a comparison must tell null from false (`exact`), or stands where only truth counts (`truth`), so that a
 * plain `=` that an index serves will do.
 */
export type Mode = 'exact' | 'truth';

/** `==` and `!=`, null being the same as null (SPEC EXP-8). */
export function equality(
  op: 'eq' | 'ne',
  left: Side,
  { right, mode }: { readonly right: Side; readonly mode: Mode },
): Sql {
  const [a, b] = equalSides(left, right);
  const nullables = Number(left.node.nullable) + Number(right.node.nullable);
  if (op === 'eq') {
    if (nullables === 2) return sql`(${a} is not distinct from ${b})`;
    return nullables === 0 || mode === 'truth' ? sql`(${a} = ${b})` : sql`coalesce(${a} = ${b}, false)`;
  }
  if (nullables === 2) return sql`(${a} is distinct from ${b})`;
  return nullables === 0 ? sql`(${a} <> ${b})` : sql`coalesce(${a} <> ${b}, true)`;
}

function equalSides(left: Side, right: Side): readonly [Sql, Sql] {
  const isId = left.value.as === 'uuid' && right.value.as === 'uuid';
  const isText = left.node.type.kind === 'text' && !isId;
  if (!isText || (isPlain(left.node) && isPlain(right.node))) return aligned(left, right);
  return [collated(convert(left.value, 'text')), convert(right.value, 'text')];
}

/**
 * Whether a text's collation is sure to agree with others': a column or a literal. What is computed may carry "C" from
 * an order inside it and collide with a column's own, so comparing it names a collation; a plain column does without,
 * since an index serves only its own collation. Equality is the same under each (PostgreSQL, “Collation Support”).
 */
export function isPlain(node: ExprNode): boolean {
  return node.kind === 'field' || node.kind === 'literal';
}

/** `<` and its kin; texts by code point. */
export function order(op: 'lt' | 'lte' | 'gt' | 'gte', left: Side, right: Side): Sql {
  const isText = left.node.type.kind === 'text';
  const [plain, b] = isText ? [convert(left.value, 'text'), convert(right.value, 'text')] : aligned(left, right);
  const a = isText ? collated(plain) : plain;
  switch (op) {
    case 'lt':
      return sql`(${a} < ${b})`;
    case 'lte':
      return sql`(${a} <= ${b})`;
    case 'gt':
      return sql`(${a} > ${b})`;
    case 'gte':
      return sql`(${a} >= ${b})`;
    default:
      return assertNever(op);
  }
}

export function collated(text: Sql): Sql {
  return sql`(${text}) collate "C"`;
}

const BIGINT_DIGITS_SAFE = 18;

/** Both sides in one kind. Integer and id columns stay as they are beside a literal, so that an index serves. */
function aligned(left: Side, right: Side): readonly [Sql, Sql] {
  if (left.value.as === 'int' && isSmallInt(right.node)) return [left.value.sql, bigint(right.node)];
  if (right.value.as === 'int' && isSmallInt(left.node)) return [bigint(left.node), right.value.sql];
  if (left.value.as === 'int' && right.value.as === 'int') return [left.value.sql, right.value.sql];
  if (left.value.as === 'uuid' && isId(right.node)) return [left.value.sql, uuid(right.node)];
  if (right.value.as === 'uuid' && isId(left.node)) return [uuid(left.node), right.value.sql];
  const kind = commonKind([left.value, right.value]);
  return [convert(left.value, kind), convert(right.value, kind)];
}

type Literal = Extract<ExprNode, { readonly kind: 'literal' }>;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A text written as PostgreSQL writes a uuid; only then are the two comparisons the same. */
function isId(node: ExprNode): node is Literal {
  return node.kind === 'literal' && node.type.kind === 'text' && typeof node.value === 'string' && ID.test(node.value);
}

function uuid(node: Literal): Sql {
  return sql`${node.value}::uuid`;
}

function isSmallInt(node: ExprNode): node is Literal {
  return (
    node.kind === 'literal' &&
    node.type.kind === 'int' &&
    typeof node.value === 'string' &&
    node.value.length <= BIGINT_DIGITS_SAFE
  );
}

function bigint(node: Literal): Sql {
  return sql`${node.value}::bigint`;
}

/** Arithmetic; `types` are those of the operands, which choose the meaning. */
export function arithmetic(op: BinaryOp, left: Side, right: Side): Sql {
  const [l, r] = [left.node.type.kind, right.node.type.kind];
  if (l === 'text') return sql`(${convert(left.value, 'text')} || ${convert(right.value, 'text')})`;
  if (l === 'date') return sql`((${left.value.sql} - ${right.value.sql})::numeric * 86400)`;
  if (l === 'datetime' && r === 'datetime') return sql`(${epoch(left.value.sql)} - ${epoch(right.value.sql)})`;
  if (l === 'datetime' || r === 'datetime') return moment(op, left, right);
  const [a, b] = [convert(left.value, 'numeric'), convert(right.value, 'numeric')];
  if (op === 'add') return sql`(${a} + ${b})`;
  if (op === 'sub') return sql`(${a} - ${b})`;
  if (op === 'div') return quotient(a, b, l === 'duration' && r !== 'duration' ? 6 : 12);
  if (op === 'mul') return l === 'duration' || r === 'duration' ? sql`round(${a} * ${b}, 6)` : sql`(${a} * ${b})`;
  if (isNonZero(right.node)) return sql`mod(${a}, ${b})`;
  return sql`(select case when q.b <> 0 then mod(q.a, q.b) end from (select ${a} as a, ${b} as b) as q)`;
}

const SHIFTS = {
  6: { up: sql`2000000`, down: sql`0.000001` },
  12: { up: sql`2000000000000`, down: sql`0.000000000001` },
} as const;

/**
 * The quotient rounded half away from zero. PostgreSQL's own `/` rounds to a number of digits that depends on the
 * operands and would round twice; `div` gives the exact whole part.
 */
export function quotient(a: Sql, b: Sql, scale: 6 | 12): Sql {
  return sql`(select ${quotientOf(scale)} from (select ${a} as a, ${b} as b) as q)`;
}

/** The same where a subquery `q` has the dividend in `a` and the divisor in `b`. */
export function quotientOf(scale: 6 | 12): Sql {
  const { up, down } = SHIFTS[scale];
  return sql`case when q.b <> 0 then sign(q.a) * sign(q.b) * div(abs(q.a) * ${up} + abs(q.b), 2 * abs(q.b)) * ${down} end`;
}

function isNonZero(node: ExprNode): boolean {
  return node.kind === 'literal' && node.value !== '0';
}

function epoch(at: Sql): Sql {
  return sql`extract(epoch from ${at})::numeric`;
}

/**
 * A datetime moved by a duration. Computed in exact seconds since year 1, because `interval` arithmetic goes through
 * doubles and raises errors outside its range, where the language gives null (SPEC EXP-15).
 */
function moment(op: BinaryOp, left: Side, right: Side): Sql {
  const [at, span] = left.node.type.kind === 'datetime' ? [left, right] : [right, left];
  const seconds = sql`round(${convert(span.value, 'numeric')}, 6)`;
  const moved = op === 'sub' ? sql`${epoch(at.value.sql)} - ${seconds}` : sql`${epoch(at.value.sql)} + ${seconds}`;
  return sql`(select case when q.s between -62135510400 and 253402214399.999999 then
    (date '0001-01-01' + div(q.s + 62135596800, 86400)::int
      + make_interval(secs => mod(q.s + 62135596800, 86400)::double precision)) at time zone 'UTC' end
    from (select ${moved} as s) as q)`;
}
