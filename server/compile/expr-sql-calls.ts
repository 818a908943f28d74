import { sql } from 'kysely';
import { assert, must } from '../../schema/core/result.ts';
import type { CallName, ExprNode, ExprType } from '../../schema/expr/ast.ts';
import { DECIMAL_TEXT, INT_TEXT, SPAN_MAX } from '../../schema/expr/closure-calls.ts';
import { CAPITALS, SMALLS, SPACES } from '../../schema/expr/letter-case.ts';
import type { Sql, SqlContext, SqlKind, SqlValue } from './expr-sql-binding.ts';
import { collated, commonKind, convert, kindOf } from './expr-sql-values.ts';

/** Calls on lists are compiled with the list, in `expr-sql-lists.ts`. */
export type ListCall = 'count' | 'sum' | 'avg' | 'listMin' | 'listMax';
type PlainCall = Exclude<CallName, ListCall>;

export interface CallArgs {
  readonly args: readonly SqlValue[];
  readonly types: readonly ExprType[];
  readonly nodes: readonly ExprNode[];
  readonly context: SqlContext;
}

export function isListCall(name: CallName): name is ListCall {
  return name === 'count' || name === 'sum' || name === 'avg' || name === 'listMin' || name === 'listMax';
}

/** The SQL of a call; its meaning in JavaScript is `schema/expr/closure-calls.ts`. */
export function callSql(name: PlainCall, call: CallArgs, type: ExprType): SqlValue {
  const made: Sql | SqlValue = CALLS[name](call);
  return 'sql' in made ? made : { sql: made, as: kindOf(type) };
}

const CALLS = {
  now: ({ context }) => context.now,
  today: ({ context }) => context.today,

  length: (call) => sql`length(${text(call, 0)})::numeric`,
  contains: (call) => sql`(strpos(${collated(text(call, 0))}, ${text(call, 1)}) > 0)`,
  startsWith: (call) => sql`starts_with(${collated(text(call, 0))}, ${text(call, 1)})`,
  endsWith: (call) =>
    sql`(select right(q.a, length(q.b)) collate "C" = q.b from (select ${text(call, 0)} as a, ${text(call, 1)} as b) as q)`,
  lower: (call) => sql`translate(${text(call, 0)}, ${CAPITALS}::text, ${SMALLS}::text)`,
  upper: (call) => sql`translate(${text(call, 0)}, ${SMALLS}::text, ${CAPITALS}::text)`,
  trim: (call) => sql`btrim(${text(call, 0)}, ${SPACES}::text)`,
  substring: (call) => {
    const to = call.args.length > 2 ? numeric(call, 2) : sql`1000000000`;
    return sql`(select case when q.f is not null and q.t is not null then
      substr(q.x, least(greatest(q.f, 0), 1000000000)::int + 1,
        greatest(least(q.t, 1000000000) - least(greatest(q.f, 0), 1000000000), 0)::int) end
      from (select ${text(call, 0)} as x, ${numeric(call, 1)} as f, ${to} as t) as q)`;
  },

  least: (call) => extreme(call, (values) => sql`least(${values})`),
  greatest: (call) => extreme(call, (values) => sql`greatest(${values})`),
  coalesce: ({ args }) => {
    const as = commonKind(args);
    return { sql: sql`coalesce(${sql.join(args.map((arg) => convert(arg, as)))})`, as };
  },

  abs: (call) => sql`abs(${numeric(call, 0)})`,
  round: (call) =>
    call.args.length > 1 ? sql`round(${numeric(call, 0)}, ${digits(call)}::int)` : sql`round(${numeric(call, 0)})`,
  floor: (call) => sql`floor(${numeric(call, 0)})`,
  ceil: (call) => sql`ceil(${numeric(call, 0)})`,

  toText: (call) => toText(call),
  toInt: (call) => (typeOf(call) === 'text' ? readNumber(text(call, 0), INT_TEXT) : sql`trunc(${numeric(call, 0)})`),
  toDecimal: (call) => (typeOf(call) === 'text' ? readNumber(text(call, 0), DECIMAL_TEXT) : numeric(call, 0)),

  dateOf: (call) =>
    typeOf(call) === 'date'
      ? arg(call, 0).sql
      : sql`((${arg(call, 0).sql}) at time zone ${call.context.timeZone})::date`,
  startOfDay: (call) =>
    sql`(select case when q.d between date '0001-01-03' and date '9999-12-29'
      then q.d::timestamp at time zone ${call.context.timeZone} end from (select ${arg(call, 0).sql} as d) as q)`,
  year: (call) => sql`extract(year from ${arg(call, 0).sql})::numeric`,
  month: (call) => sql`extract(month from ${arg(call, 0).sql})::numeric`,
  day: (call) => sql`extract(day from ${arg(call, 0).sql})::numeric`,
  weekday: (call) => sql`extract(isodow from ${arg(call, 0).sql})::numeric`,
  hour: (call) => sql`extract(hour from (${arg(call, 0).sql}) at time zone ${call.context.timeZone})::numeric`,
  addDays: (call) =>
    sql`(select case when q.d - date '0001-01-01' + q.n between 0 and 3652058 then q.d + q.n::int end
      from (select ${arg(call, 0).sql} as d, ${steps(call)} as n) as q)`,
  addMonths: (call) =>
    sql`(select case when extract(year from q.d) * 12 + extract(month from q.d) - 1 + q.n between 12 and 119999
      then (q.d + make_interval(months => q.n::int))::date end
      from (select ${arg(call, 0).sql} as d, ${steps(call)} as n) as q)`,
  days: (call) => sql`(${arg(call, 1).sql} - ${arg(call, 0).sql})::numeric`,
} as const satisfies Readonly<Record<PlainCall, (call: CallArgs) => Sql | SqlValue>>;

function arg({ args }: CallArgs, index: number): SqlValue {
  return must(args[index], `argument ${index}`);
}

function text(call: CallArgs, index: number): Sql {
  return convert(arg(call, index), 'text');
}

function numeric(call: CallArgs, index: number): Sql {
  return convert(arg(call, index), 'numeric');
}

/** More steps than any two dates lie apart give null on both sides. */
function steps(call: CallArgs): Sql {
  const count = numeric(call, 1);
  return sql`(select case when abs(q.n) <= ${sql.lit(SPAN_MAX)} then q.n end from (select ${count} as n) as q)`;
}

function typeOf({ types }: CallArgs): ExprType['kind'] | undefined {
  return types[0]?.kind;
}

function digits({ nodes }: CallArgs): number {
  const [, node] = nodes;
  assert(node?.kind === 'literal', 'digits are a literal');
  return Number(node.value);
}

function extreme(call: CallArgs, apply: (values: Sql) => Sql): SqlValue {
  const as: SqlKind = typeOf(call) === 'text' ? 'text' : commonKind(call.args);
  const values = call.args.map((value) => (as === 'text' ? collated(convert(value, as)) : convert(value, as)));
  return { sql: apply(sql.join(values)), as };
}

function readNumber(value: Sql, form: string): Sql {
  return sql`(select case when q.x collate "C" ~ ${form}::text then q.x::numeric end from (select ${value} as x) as q)`;
}

function toText(call: CallArgs): Sql {
  const { sql: value } = arg(call, 0);
  const type = typeOf(call);
  if (type === 'int' || type === 'decimal') return sql`trim_scale(${numeric(call, 0)})::text`;
  if (type === 'duration') return sql`('PT' || trim_scale(${value})::text || 'S')`;
  if (type === 'date') return sql`to_char(${value}, 'YYYY-MM-DD')`;
  if (type !== 'datetime') return sql`(${value})::text`;
  return sql`to_char((${value}) at time zone ${call.context.timeZone}, 'YYYY-MM-DD HH24:MI:SS')`;
}
