import type { Text } from '../core/text.ts';

/**
 * The checked expression: our own tree, typed at each node and made from CEL by `compileExpr`. The evaluator, the SQL
 * compiler and the sentence writer read this and never the CEL library's tree, so their semantics are ours.
 * It is plain JSON.
 */
export type ExprType =
  | { readonly kind: 'bool' | 'int' | 'decimal' | 'text' | 'date' | 'time' | 'datetime' | 'duration' | 'json' }
  | { readonly kind: 'list'; readonly of: ExprType }
  /** A row of an entity: `doc`, `line`, a reference, an element of child lines. */
  | { readonly kind: 'row'; readonly entity: string }
  /** The signed-in user. */
  | { readonly kind: 'actor' };

/**
 * Every call that a tree can hold. Authors write the names of `functions.ts`; the checker chooses among these by the
 * types of the arguments, so that each has one meaning.
 */
export const CALL_NAMES = [
  'now',
  'today',
  'length',
  'contains',
  'startsWith',
  'endsWith',
  'lower',
  'upper',
  'trim',
  'substring',
  'count',
  'sum',
  'avg',
  'listMin',
  'listMax',
  'least',
  'greatest',
  'coalesce',
  'abs',
  'round',
  'floor',
  'ceil',
  'toText',
  'toInt',
  'toDecimal',
  'dateOf',
  'startOfDay',
  'year',
  'month',
  'day',
  'weekday',
  'hour',
  'addDays',
  'addMonths',
  'days',
] as const;
export type CallName = (typeof CALL_NAMES)[number];

export type BinaryOp = 'and' | 'or' | 'eq' | 'ne' | 'lt' | 'lte' | 'gt' | 'gte' | 'add' | 'sub' | 'mul' | 'div' | 'mod';

/** Characters `[from, to)` of the source. */
export type ExprRange = readonly [from: number, to: number];

export type ExprNode = { readonly type: ExprType; readonly nullable: boolean; readonly range?: ExprRange } &
  /**
   * Numbers as exact text; dates `2026-01-31`; times `08:00:00`; datetimes as instants
   * `2026-01-31T01:00:00.000Z`; durations as seconds.
   */
  (
    | { readonly kind: 'literal'; readonly value: string | boolean | null }
    | { readonly kind: 'list'; readonly items: readonly ExprNode[] }
    /** `doc`, `line`, `actor`, or the variable of an enclosing `each`. */
    | { readonly kind: 'variable'; readonly name: string }
    /** A field of a row (`of.type` is `row`), following references, or of the actor. Field ids, never API names. */
    | { readonly kind: 'field'; readonly of: ExprNode; readonly field: string }
    | { readonly kind: 'not' | 'negate' | 'isNull'; readonly arg: ExprNode }
    | { readonly kind: 'binary'; readonly op: BinaryOp; readonly left: ExprNode; readonly right: ExprNode }
    | { readonly kind: 'in'; readonly item: ExprNode; readonly list: ExprNode }
    | { readonly kind: 'if'; readonly test: ExprNode; readonly then: ExprNode; readonly else: ExprNode }
    | { readonly kind: 'call'; readonly fn: CallName; readonly args: readonly ExprNode[] }
    /** `table('id', …)`: the table is part of the node, so that evaluators need nothing else. */
    | { readonly kind: 'table'; readonly table: TableModel; readonly args: readonly ExprNode[] }
    /** `list.all(v, body)`, `.exists`, `.filter`, `.map`; `sum`/`min`/… of a list are calls. */
    | {
        readonly kind: 'each';
        readonly fn: 'all' | 'exists' | 'filter' | 'map';
        readonly list: ExprNode;
        readonly variable: string;
        readonly body: ExprNode;
      }
  );

/** One cell of a decision table: what an input must be. */
export type TableCell =
  | { readonly kind: 'any' }
  | { readonly kind: 'oneOf'; readonly values: readonly (string | boolean | null)[] }
  /** From `low` to `high`, either absent; `lowOpen` and `highOpen` leave the end itself out. */
  | {
      readonly kind: 'range';
      readonly low?: string;
      readonly high?: string;
      readonly lowOpen: boolean;
      readonly highOpen: boolean;
    };

/**
 * A decision table (DMN hit policies): `unique` lets one row match at most, `first` takes the first that matches,
 * `collect` adds up all that match. Numbers as exact text.
 */
export interface TableModel {
  readonly id: string;
  readonly label?: Text;
  readonly hit: 'unique' | 'first' | 'collect';
  readonly inputs: readonly { readonly id: string; readonly type: ExprType }[];
  readonly out: ExprType;
  readonly rows: readonly { readonly cells: readonly TableCell[]; readonly out: string | boolean | null }[];
  /** The answer where no row matches; null without it. */
  readonly otherwise: string | boolean | null;
}

/** A path of field ids that the expression reads, starting at `doc` or `line`: `['customer', 'creditLimit']`. */
export type ReadPath = readonly string[];

export interface Expr {
  /** As authored, for people and for editing. */
  readonly source: string;
  readonly root: ExprNode;
  /** Paths read from `doc`, without duplicates, sorted; the loader fetches just these. */
  readonly reads: readonly ReadPath[];
  /** The same for `line`. */
  readonly lineReads: readonly ReadPath[];
  readonly usesActor: boolean;
  /** Whether `now()` or `today()` is read. */
  readonly usesClock: boolean;
}

/** What an expression may refer to. */
export interface ExprScope {
  /** Variables by name: `doc`, `line`, `actor`. */
  readonly variables: Readonly<Record<string, ExprType>>;
  /** The fields of an entity's rows; `undefined` when there is no such entity. System fields included. */
  readonly fieldsOf: (entity: string) => ReadonlyMap<string, ExprField> | undefined;
  /** Decision tables by id. */
  readonly tables?: ReadonlyMap<string, TableModel>;
}

export interface ExprField {
  readonly type: ExprType;
  readonly nullable: boolean;
  /** Upper bound of a list (child lines), for the static cost. */
  readonly listMax?: number;
}
