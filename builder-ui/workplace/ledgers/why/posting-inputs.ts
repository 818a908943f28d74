import type { Expr, ReadPath } from '../../../../schema/expr/ast.ts';
import type { PostingModel } from '../../../../schema/model/behaviour.ts';
import type { EntityModel, FieldModel, Model } from '../../../../schema/model/model.ts';
import { evaluate, type EvalContext } from '../../../../schema/expr/evaluate.ts';
import { entityById } from '../../documents/field-path.ts';
import { expressionRow, isApiRow, rowsOf, textOf, type ApiRow } from '../../documents/row-values.ts';

/** What a posting reads: of its document, and of each of the lines that it runs over. */
export interface PostingReads {
  readonly reads: readonly ReadPath[];
  readonly lines?: { readonly field: FieldModel; readonly entity: EntityModel; readonly reads: readonly ReadPath[] };
}

/** The expressions of a posting, in the order of its words. */
function exprsOf(posting: PostingModel): readonly Expr[] {
  const { each, when, key, move, entries, at, cost } = posting;
  return [
    ...[each, when].filter((one) => one !== undefined),
    ...key.map(({ value }) => value),
    ...move.map(({ value }) => value),
    ...entries.flatMap((entry) => [entry.amount, ...entry.key.map(({ value }) => value)]),
    ...[at, cost === 'auto' ? undefined : cost].filter((one) => one !== undefined),
  ];
}

/** What the rule looked at when it posted, so that its values can be told (SPEC [WRK-143]). */
export function postingReads(model: Model, entity: EntityModel, posting: PostingModel): PostingReads {
  const exprs = exprsOf(posting);
  const all = unique(exprs.flatMap(({ reads }) => reads));
  const field = entity.fields.find(
    ({ id, type }) => type.kind === 'lines' && posting.each?.reads.some(([first]) => first === id) === true,
  );
  const target = field?.type.kind === 'lines' ? entityById(model, field.type.of) : undefined;
  if (field === undefined || target === undefined) return { reads: all };
  return {
    // What is told line by line is not told once more of all lines together.
    reads: all.filter(([first]) => first !== field.id),
    lines: { field, entity: target, reads: unique(exprs.flatMap(({ lineReads }) => lineReads)) },
  };
}

function unique(paths: readonly ReadPath[]): readonly ReadPath[] {
  return [...new Map(paths.map((path) => [path.join('.'), path])).values()];
}

interface LinesOf {
  readonly model: Model;
  readonly entity: EntityModel;
  readonly posting: PostingModel;
  readonly lines: NonNullable<PostingReads['lines']>;
  readonly context: EvalContext;
}

/**
 * The lines that made a movement: those whose keys are the movement's. All of them where none is told apart, as in a
 * document that was changed since, or with keys that the reader may not see.
 */
export function linesBehind(
  { model, entity, posting, lines, context }: LinesOf,
  row: ApiRow,
  keys: ReadonlyMap<string, string>,
): readonly ApiRow[] {
  const all = rowsOf(row[lines.field.apiName]);
  const doc = expressionRow(model, entity, row);
  const found = all.filter((one) => {
    const variables = { doc, line: expressionRow(model, lines.entity, one) };
    return posting.key.every(({ dimension, value }) => {
      const known = keys.get(dimension);
      return known === undefined || known === plainKey(evaluate(value, variables, context));
    });
  });
  return found.length === 0 ? all : found;
}

function plainKey(value: unknown): string {
  return isApiRow(value) ? textOf(value['id']) : textOf(value);
}
