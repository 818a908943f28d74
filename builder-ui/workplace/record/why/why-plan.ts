import type { Expr, ExprNode, ReadPath } from '../../../../schema/expr/ast.ts';
import { evaluate, type EvalContext } from '../../../../schema/expr/evaluate.ts';
import { explain, type ExplainedPart } from '../../../../schema/expr/explain.ts';
import { childrenOf } from '../../../../schema/expr/types.ts';
import { textIn } from '../../../../schema/core/text.ts';
import type { EntityModel, FieldModel, Model } from '../../../../schema/model/model.ts';
import { entityById, pathEnd, titleName, type PathEnd } from '../../documents/field-path.ts';
import { isApiRow, rowsOf, textOf, type ApiRow } from '../../documents/row-values.ts';
import { cellText, type Reading } from '../../list/cell.tsx';

/** Values that an expression reads (none where they are not for the reader), and the record that it comes from where that is another. */
export interface WhyInput {
  readonly label: string;
  readonly values: readonly string[];
  readonly from?: { readonly entity: string; readonly id: string; readonly title: string };
}

/** A question that an expression asked on its way, or the rows of a decision table that it met. */
export type WhyWay =
  | { readonly kind: 'test'; readonly test: Expr; readonly holds: boolean }
  | { readonly kind: 'table'; readonly table: string; readonly rows: readonly number[] };

/** The questions on the way that was taken; what was never asked is not told. */
export function waysOf(
  expr: Expr,
  variables: Readonly<Record<string, ApiRow>>,
  { context, reading }: { readonly context: EvalContext; readonly reading: Reading },
): readonly WhyWay[] {
  const hit = new Map<string, readonly number[]>();
  const note = (part: ExplainedPart): void => {
    if (part.rows !== undefined) hit.set(part.range.join(), part.rows);
    part.parts.forEach(note);
  };
  note(explain(expr, variables, context));
  const walk = (node: ExprNode): readonly WhyWay[] => {
    if (node.kind === 'if') {
      const test: Expr = { ...expr, root: node.test };
      const holds = evaluate(test, variables, context) === true;
      return [{ kind: 'test', test, holds }, ...walk(holds ? node.then : node.else)];
    }
    const table: readonly WhyWay[] =
      node.kind === 'table'
        ? [
            {
              kind: 'table',
              table: textIn(node.table.label, reading.locale) || node.table.id,
              rows: hit.get((node.range ?? []).join()) ?? [],
            },
          ]
        : [];
    // Inside a form on a list a question is asked of every row.
    return node.kind === 'each' ? table : [...table, ...childrenOf(node).flatMap(walk)];
  };
  return walk(expr.root);
}

/** What the expression reads of the record and behind it, each path with its values. */
export function inputsOf(
  { model, entity, reading }: { readonly model: Model; readonly entity: EntityModel; readonly reading: Reading },
  { reads, source = '' }: Pick<Expr, 'reads'> & { readonly source?: string },
  row: ApiRow,
): readonly WhyInput[] {
  // A path that only leads further says nothing itself.
  const paths = reads.filter((path) => !reads.some((other) => other.length > path.length && begins(other, path)));
  return paths
    .map((path) => ({ path, at: placeOf(path, source) }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ path }) => inputOf({ model, entity, reading }, path, row));
}

/** Where an expression first reads a path: it is told in that order. */
function placeOf(path: ReadPath, source: string): number {
  const at = source.search(new RegExp(`\\.${path.join('\\.')}\\b`, 'u'));
  // Of rows of a list only the list stands there, and their fields behind another name.
  return at >= 0 ? at : source.search(new RegExp(`\\.${path.at(-1) ?? ''}\\b`, 'u'));
}

function begins(path: ReadPath, start: ReadPath): boolean {
  return start.every((step, index) => path[index] === step);
}

function inputOf(
  { model, entity, reading }: { readonly model: Model; readonly entity: EntityModel; readonly reading: Reading },
  path: ReadPath,
  row: ApiRow,
): WhyInput {
  const labels: string[] = [];
  let owner: EntityModel | undefined = entity;
  let rows: readonly ApiRow[] = [row];
  let from: WhyInput['from'];
  let isHidden = false;
  for (const [index, id] of path.entries()) {
    const end = owner === undefined ? undefined : pathEnd(model, owner, { path: id, locale: reading.locale });
    if (owner === undefined || end === undefined) break;
    labels.push(end.label);
    const name = end.steps[0] ?? id;
    // What the API does not name is not for the reader; a reference without a row behind it is only empty.
    isHidden ||= rows.length > 0 && !rows.some((one) => name in one);
    const field: FieldModel | undefined = owner.fields.find((one) => one.id === id);
    const type: FieldModel['type'] | undefined = field?.type;
    if (index === path.length - 1) {
      const told = rows.length === 0 ? [''] : rows.map((one) => valueText(end, one[name], reading));
      const values = isHidden ? [] : told;
      return { label: labels.join(' › '), values, ...(from === undefined ? {} : { from }) };
    }
    const to: string | undefined = type?.kind === 'lines' ? type.of : type?.kind === 'ref' ? type.to : undefined;
    const target: EntityModel | undefined = to === undefined ? undefined : entityById(model, to);
    rows = rows.flatMap((one) => {
      const value = one[name];
      return isApiRow(value) ? [value] : rowsOf(value);
    });
    const [only] = rows;
    if (type?.kind === 'ref' && target !== undefined && rows.length === 1 && only !== undefined)
      from = { entity: target.id, id: textOf(only['id']), title: textOf(only[titleName(target)]) };
    owner = target;
  }
  return { label: labels.join(' › '), values: [] };
}

/** The value as a formula has it: a percentage with its sign, which no unit beside it tells here. */
export function valueText(end: PathEnd, value: unknown, reading: Reading): string {
  const told = cellText(end, value, reading);
  return end.kind === 'percent' && told !== '' ? `${told}%` : told;
}
