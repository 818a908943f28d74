import type { Expr } from '../../../schema/expr/ast.ts';
import type { EvalContext } from '../../../schema/expr/evaluate.ts';
import { localDate, parseInstant } from '../../../schema/expr/calendar.ts';
import { must } from '../../../schema/core/result.ts';
import { compileCondition, formScope } from '../../form-runtime/form-scope.ts';
import { expressionWhere } from '../documents/expression-where.ts';
import { pathEnd } from '../documents/field-path.ts';
import type { Selection } from '../documents/field-selection.ts';
import type { Columning, ListColumn } from '../documents/list-columns.ts';
import { allOf, listOrder, listSelection, searchWhere } from '../documents/list-document.ts';
import { conditionWhere, type FilterClock, type Where } from '../documents/list-filter.ts';
import { sortKeys, type ListSearch } from '../documents/list-search.ts';
import type { RowsView } from './list-views.ts';

/** A row's colour and when it has it. */
export interface RowColor {
  readonly color: string;
  readonly when: Expr;
}

/** Everything a list asks the API, made of its view and of what the reader chose. */
export interface ListPlan {
  readonly where: Where | undefined;
  readonly orderBy: readonly Readonly<Record<string, unknown>>[];
  readonly bin: 'EXCLUDE' | 'ONLY';
  /** The moment as of which balances are meant; as they are now without it. */
  readonly at?: string;
  readonly selection: Selection;
  /** The part of the view's filter that the API has no terms for. */
  readonly rest?: Expr;
  readonly colors: readonly RowColor[];
}

export interface PlanChoice {
  readonly view: RowsView;
  readonly search: ListSearch;
  readonly columns: readonly ListColumn[];
  readonly context: EvalContext;
}

/** The same view and choices always make the same plan, so that what is kept under it is found again. */
export function listPlan(columning: Columning, { view, search, columns, context }: PlanChoice): ListPlan {
  const { model, entity, locale } = columning;
  const scope = formScope(model, entity);
  const filter = compileCondition(view.filter, scope);
  const given = filter === undefined ? {} : expressionWhere(filter, { model, entity, context });
  const colors = (view.colors ?? []).flatMap(({ when, color }): readonly RowColor[] => {
    const compiled = compileCondition(when, scope);
    return compiled === undefined ? [] : [{ color, when: compiled }];
  });
  const clock = filterClock(context);
  const own = (search.where ?? []).map((condition) => {
    const end = pathEnd(model, entity, { path: condition.field, locale });
    return end === undefined ? undefined : conditionWhere(condition, end, clock);
  });
  const expressions = [...colors.map(({ when }) => when), ...(given.rest === undefined ? [] : [given.rest])];
  return {
    where: allOf([given.where, ...own, searchWhere(columning, columns, search.q ?? '')]),
    orderBy: listOrder(
      columning,
      sortKeys(search.sort),
      view.kind === 'list' && view.sort !== undefined ? view.sort : LATEST,
    ),
    bin: search.bin === true ? 'ONLY' : 'EXCLUDE',
    selection: listSelection(columning, columns, expressions),
    colors,
    ...(given.rest === undefined ? {} : { rest: given.rest }),
  };
}

/** Where a view says nothing, what was changed last comes first. */
const LATEST = [{ field: 'updatedAt', direction: 'desc' }] as const;

/** The day and the clock by which dates are meant at a moment. */
export /** The day and the clock by which conditions on dates are meant. */
function filterClock({ now, timeZone }: EvalContext): FilterClock {
  return { timeZone, today: localDate(must(parseInstant(now), 'an instant'), timeZone) };
}
