import type { FieldId } from '../../schema/core/ids.ts';
import { must } from '../../schema/core/result.ts';
import type { Expr, ExprNode, ExprType } from '../../schema/expr/ast.ts';
import { readsOf } from '../../schema/expr/reads.ts';
import type { BookModel, LedgerModel, MeasureModel, PostingModel } from '../../schema/model/behaviour.ts';
import type { Model } from '../../schema/model/model.ts';

/** A bound that a field of a dimension's row sets, as an expression over the document. */
export interface BoundExpr {
  readonly measure: number;
  readonly side: 'lo' | 'hi';
  readonly value: Expr;
}

export function ledgerOf(model: Model, id: string): LedgerModel {
  return must(
    model.behaviour.ledgers.find((ledger) => ledger.id === id),
    `ledger ${id}`,
  );
}

const known = new WeakMap<PostingModel, readonly BoundExpr[]>();

/** The bounds of a posting's measures that the rows of its key set: `customer.creditLimit` over `doc.customer`. */
export function boundExprs(model: Model, posting: PostingModel): readonly BoundExpr[] {
  const found = known.get(posting) ?? makeBounds(ledgerOf(model, posting.ledger).books[0], posting);
  known.set(posting, found);
  return found;
}

function makeBounds(book: BookModel | undefined, posting: PostingModel): readonly BoundExpr[] {
  return (book?.measures ?? []).flatMap((measure) =>
    (['min', 'max'] as const).flatMap((side) => boundOf(posting, measure, side)),
  );
}

function boundOf(posting: PostingModel, measure: MeasureModel, side: 'min' | 'max'): readonly BoundExpr[] {
  const bound = measure[side];
  if (bound?.kind !== 'field') return [];
  const key = posting.key.find(({ dimension }) => dimension === bound.dimension);
  if (key === undefined) return [];
  const value = fieldBelow(key.value, bound.field);
  return value === undefined ? [] : [{ measure: measure.index, side: side === 'min' ? 'lo' : 'hi', value }];
}

const DECIMAL: ExprType = { kind: 'decimal' };

/** The expression one field further: `doc.customer` → `doc.customer.creditLimit`. */
function fieldBelow(expr: Expr, field: FieldId): Expr | undefined {
  if (expr.root.type.kind !== 'row') return undefined;
  const root: ExprNode = { kind: 'field', of: expr.root, field, type: DECIMAL, nullable: true };
  return { source: `${expr.source}.${field}`, root, ...readsOf(root) };
}
