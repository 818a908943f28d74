import { v5 as uuidV5 } from 'uuid';
import { decimalText, parseDecimal, roundDecimal } from '../../schema/core/decimal.ts';
import { issue, must, pointer, type Issue, type JsonPointer } from '../../schema/core/result.ts';
import type { Expr } from '../../schema/expr/ast.ts';
import { compileClosure } from '../../schema/expr/closure.ts';
import { admits, evaluate, type EvalContext } from '../../schema/expr/evaluate.ts';
import { frameOf } from '../../schema/expr/frame.ts';
import { listOf } from '../../schema/expr/values.ts';
import type {
  BookModel,
  DimensionModel,
  LedgerModel,
  MeasureModel,
  PostingModel,
  TransitionModel,
} from '../../schema/model/behaviour.ts';
import type { EntityModel, Model } from '../../schema/model/model.ts';
import { addIsoDuration } from './business-calendar.ts';
import { boundExprs, ledgerOf } from './posting-bounds.ts';
import type { BoundRequest, LineRequest, PostingRequest } from './post-request.ts';

/** Ids of postings are made from what causes them (RFC 9562 §5.5), so a second attempt posts nothing. */
const POSTING_NAMESPACE = '5b6f3c86-9f0e-5a53-8a0c-2a4f4d1f7d10';

/** The id of what `rule` posts for a record at one of its versions. */
export function postingId(record: string, rule: string, version: number): string {
  return uuidV5(`${record}|${rule}|${String(version)}`, POSTING_NAMESPACE);
}

/** A transition that a row has taken, with the row as expressions see it after the change. */
export interface TakenRow {
  readonly entity: EntityModel;
  readonly transition: TransitionModel;
  readonly record: string;
  readonly version: number;
  readonly doc: Readonly<Record<string, unknown>>;
  readonly reason: string | null;
  /** Where the row was given; lines stand below it. */
  readonly path: JsonPointer;
}

export interface PlannedPostings {
  readonly postings: readonly PostingRequest[];
  /** POSTING_KEY_MISSING, POSTING_AMOUNT_MISSING. */
  readonly issues: readonly Issue[];
}

/** What a transition reverses and posts, in this order, so that what is reversed is there to be posted anew. */
export function planTransition(model: Model, context: EvalContext, row: TakenRow): PlannedPostings {
  const issues: Issue[] = [];
  const { transition, record, version, entity } = row;
  const source = { entity: entity.id, record, transition: transition.id };
  const reverse: readonly PostingRequest[] =
    transition.reverse.length === 0
      ? []
      : [
          {
            kind: 'reverse',
            id: postingId(record, `reverse:${transition.id}`, version),
            source,
            place: row.path,
            record,
            rules: transition.reverse,
            ...(row.reason === null ? {} : { reason: row.reason }),
          },
        ];
  const posted = transition.post.flatMap((id): readonly PostingRequest[] => {
    const posting = must(
      model.behaviour.postings.find((one) => one.id === id),
      `posting ${id}`,
    );
    const planner = new Planner(context, { model, posting, issues });
    return planner.posting(row, source);
  });
  return { postings: [...reverse, ...posted], issues };
}

type Variables = Readonly<Record<string, unknown>>;

class Planner {
  private readonly context: EvalContext;
  private readonly model: Model;
  private readonly rule: PostingModel;
  private readonly ledger: LedgerModel;
  private readonly issues: Issue[];

  constructor(
    context: EvalContext,
    of: { readonly model: Model; readonly posting: PostingModel; readonly issues: Issue[] },
  ) {
    this.context = context;
    this.model = of.model;
    this.rule = of.posting;
    this.ledger = ledgerOf(of.model, of.posting.ledger);
    this.issues = of.issues;
  }

  posting(row: TakenRow, source: NonNullable<PostingRequest['source']>): readonly PostingRequest[] {
    const { rule, context } = this;
    const doc: Variables = { doc: row.doc };
    const lines = this.rows(doc, row).flatMap(({ variables, place }) =>
      rule.when !== undefined && !admits(rule.when, variables, context)
        ? []
        : this.ledger.mode === 'balance'
          ? this.movement(variables, place)
          : this.entries(variables, place),
    );
    if (lines.length === 0) return [];
    const at = rule.at === undefined ? null : this.text(rule.at, doc);
    const reserves = this.ledger.mode === 'balance' ? rule.expires : undefined;
    return [
      {
        kind: 'move',
        id: postingId(row.record, rule.id, row.version),
        source,
        place: row.path,
        ledger: this.ledger.id,
        rule: rule.id,
        ...(at === null ? {} : { effectiveAt: at }),
        ...(reserves === undefined
          ? {}
          : { expiresAt: addIsoDuration(context.now, reserves, { timeZone: context.timeZone }) }),
        ...(rule.consume === undefined ? {} : { consume: rule.consume }),
        lines,
      },
    ];
  }

  /** The document alone, or one row of `each` after another, with where it stands in the document. */
  private rows(
    doc: Variables,
    { entity, path }: Pick<TakenRow, 'entity' | 'path'>,
  ): readonly { readonly variables: Variables; readonly place: JsonPointer }[] {
    const { each } = this.rule;
    if (each === undefined) return [{ variables: doc, place: path }];
    const lists = entity.fields.filter(({ type }) => type.kind === 'lines');
    const placeOf = (line: unknown, index: number): JsonPointer => {
      for (const field of lists) {
        const rows: unknown = Reflect.get(Object(doc['doc']), field.id);
        const at = Array.isArray(rows) ? rows.indexOf(line) : -1;
        if (at >= 0) return pointer(path, field.apiName, at);
      }
      return pointer(path, index);
    };
    // Rows themselves are wanted here, where a value that is exported would be their ids.
    return listOf(compileClosure(each)(frameOf(doc, this.context))).map((line, index) => ({
      variables: { ...doc, line },
      place: placeOf(line, index),
    }));
  }

  private movement(variables: Variables, place: JsonPointer): readonly LineRequest[] {
    const { rule, ledger } = this;
    const book = must(ledger.books[0], 'book of a balance ledger');
    const amounts: (string | null)[] = book.measures.map(() => null);
    for (const { measure, value } of rule.move) {
      const amount = this.amount(value, variables, { measure: book.measures[measure], place });
      amounts[measure] = amount === null || rule.to?.measure !== measure ? amount : `=${amount}`;
    }
    for (const measure of rule.to?.follow ?? []) amounts[measure] = `~${String(rule.to?.measure)}`;
    const { valuation } = ledger;
    const cost = this.cost(variables, { book, place });
    if (cost !== undefined && valuation !== undefined) amounts[valuation.amount] = cost.amount;
    // What moves nothing is no movement; a cost alone follows the quantity and is none either.
    const moved = amounts.filter((amount) => amount !== null && amount !== 'auto' && !isZero(amount));
    if (moved.length === 0) return [];
    const key = this.key(book, rule.key, { variables, place });
    return [
      {
        book: book.id,
        key,
        amounts,
        bounds: this.bounds(book, variables),
        ...(cost?.auto === undefined ? {} : { cost: cost.auto }),
        place,
      },
    ];
  }

  private cost(
    variables: Variables,
    { book, place }: { readonly book: BookModel; readonly place: JsonPointer },
  ): { readonly amount: string | null; readonly auto?: NonNullable<LineRequest['cost']> } | undefined {
    const { cost } = this.rule;
    const { valuation } = this.ledger;
    if (cost === undefined || valuation === undefined) return undefined;
    const measure = must(book.measures[valuation.amount], 'amount measure');
    if (cost === 'auto')
      return { amount: 'auto', auto: { quantity: valuation.quantity, amount: valuation.amount, scale: measure.scale } };
    return { amount: this.amount(cost, variables, { measure, place }) };
  }

  private entries(variables: Variables, place: JsonPointer): readonly LineRequest[] {
    const { rule, ledger, context } = this;
    const named = this.namedValues(variables);
    return rule.entries.flatMap((entry): readonly LineRequest[] => {
      const book = must(
        ledger.books.find(({ id }) => id === entry.book),
        `book ${entry.book}`,
      );
      const amount = this.amount(entry.amount, variables, { measure: book.measures[0], place });
      if (amount === null || isZero(amount)) return [];
      const key = this.key(book, entry.key, { variables, place });
      const gives = !amount.startsWith('-');
      const expiresAt =
        rule.expires === undefined ? null : addIsoDuration(context.now, rule.expires, { timeZone: context.timeZone });
      return [
        {
          book: book.id,
          key,
          amounts: [amount],
          bounds: this.bounds(book, variables),
          ...(book.lots === undefined ? {} : gives ? { lot: { expiresAt } } : { consumeLots: book.lots.consume }),
          ...this.expireTo(book, named),
          place,
        },
      ];
    });
  }

  /** What the entries name, by dimension: accounts that are kept by the same name share its value. */
  private namedValues(variables: Variables): ReadonlyMap<string, string | null> {
    const keys = this.rule.entries.flatMap((entry) => entry.key);
    return new Map(keys.map(({ dimension, value }) => [dimension, this.text(value, variables)]));
  }

  /** Where lots of the book go when they expire. */
  private expireTo(book: BookModel, named: ReadonlyMap<string, string | null>): Pick<LineRequest, 'expireTo'> {
    const to = this.ledger.books.find(({ account }) => account !== undefined && account === book.lots?.expireTo);
    if (to === undefined) return {};
    const key = Object.fromEntries(to.dimensions.map(({ id, column }) => [column, named.get(id) ?? null]));
    return { expireTo: { book: to.id, key } };
  }

  /** The key by column; a dimension that is not optional must have a value. */
  private key(
    book: BookModel,
    given: PostingModel['key'],
    { variables, place }: { readonly variables: Variables; readonly place: JsonPointer },
  ): Readonly<Record<string, string | null>> {
    return Object.fromEntries(
      book.dimensions.map((dimension) => {
        const expr = given.find((one) => one.dimension === dimension.id)?.value;
        const value = expr === undefined ? null : this.text(expr, variables);
        if (value === null && !dimension.optional) this.issues.push(this.missing(dimension, place));
        return [dimension.column, value];
      }),
    );
  }

  private missing(dimension: DimensionModel, place: JsonPointer): Issue {
    const { rule, ledger } = this;
    return issue('POSTING_KEY_MISSING', place, { rule: rule.id, ledger: ledger.id, dimension: dimension.id });
  }

  private bounds(book: BookModel, variables: Variables): readonly BoundRequest[] {
    const ofRows = boundExprs(this.model, this.rule);
    return book.measures.flatMap((measure): readonly BoundRequest[] => {
      if (measure.min === undefined && measure.max === undefined) return [];
      const side = (name: 'lo' | 'hi'): string | null => {
        const bound = name === 'lo' ? measure.min : measure.max;
        if (bound === undefined) return null;
        if (bound.kind === 'fixed') return bound.value;
        const expr = ofRows.find((one) => one.measure === measure.index && one.side === name)?.value;
        return expr === undefined ? null : this.text(expr, variables);
      };
      return [{ measure: measure.index, lo: side('lo'), hi: side('hi') }];
    });
  }

  /** An amount at the measure's scale. One that has no value is refused: a posting must not forget a line. */
  private amount(
    expr: Expr,
    variables: Variables,
    { measure, place }: { readonly measure: MeasureModel | undefined; readonly place: JsonPointer },
  ): string | null {
    const value = this.text(expr, variables);
    const number = value === null ? undefined : parseDecimal(value);
    if (number !== undefined) return decimalText(roundDecimal(number, measure?.scale ?? 0));
    const { rule, ledger } = this;
    this.issues.push(
      issue('POSTING_AMOUNT_MISSING', place, { rule: rule.id, ledger: ledger.id, measure: measure?.id ?? '' }),
    );
    return null;
  }

  private text(expr: Expr, variables: Variables): string | null {
    const value = evaluate(expr, variables, this.context);
    return value === null || typeof value === 'object' ? null : String(value);
  }
}

function isZero(amount: string): boolean {
  return /^-?0*(?:\.0*)?$/.test(amount);
}
