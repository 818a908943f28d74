import type { Expr } from '../../../schema/expr/ast.ts';
import type { EntityModel, FieldKind } from '../../../schema/model/model.ts';
import { typeNames } from '../../../schema/model/names.ts';
import type { SortDef } from '../../../schema/template/template-views.ts';
import { pathEnd, titleName } from './field-path.ts';
import { mergeSelections, pathSelection, selectionText, systemSelection, type Selection } from './field-selection.ts';
import { orderBy, type Columning, type ListColumn } from './list-columns.ts';
import { holding, type Where } from './list-filter.ts';
import type { SortKey } from './list-search.ts';

/** What a list asks of each row: its columns, what names it, and what its colours are judged by. */
export function listSelection(
  columning: Columning,
  columns: readonly ListColumn[],
  expressions: readonly Expr[],
): Selection {
  const { entity } = columning;
  const paths = [
    ...columns.map(({ path }) => path.split('.')),
    ...expressions.flatMap(({ reads }) => reads),
    [entity.title],
  ];
  return mergeSelections([systemSelection(entity), ...paths.map((path) => pathSelection(columning, entity, path))]);
}

/**
 * One page of rows; variables `where`, `orderBy`, `bin`, `at`, and `first` with `after` or `offset`, or `last` with
 * `before` or `offset` (SPEC [WRK-2]). For an export only what may leave (SPEC [ACC-12]).
 */
export function pageDocument(
  entity: EntityModel,
  selection: Selection,
  { at, forExport = false }: { readonly at?: string | undefined; readonly forExport?: boolean } = {},
): string {
  const { where, orderBy: order } = typeNames(entity.apiName);
  const own = ownArguments(entity, at);
  const variables = `$where: ${where}, $orderBy: [${order}!], $first: Int, $after: String, $last: Int, $before: String, $offset: Int${own.variables}`;
  const args = `where: $where, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before, offset: $offset${own.args}${forExport ? ', forExport: true' : ''}`;
  return `query (${variables}) { page: ${entity.plural}${own.suffix}(${args}) { nodes ${selectionText(selection)} pageInfo { startCursor endCursor hasNextPage } } }`;
}

/** Balances and movements have no bin; balances may be asked for as of a moment (SPEC [LGQ-3], [LGQ-6]). */
function ownArguments({ origin }: EntityModel, at: string | undefined) {
  if (at !== undefined) return { suffix: 'At', variables: ', $at: DateTime!', args: ', at: $at' };
  return origin === 'ledger'
    ? { suffix: '', variables: '', args: '' }
    : { suffix: '', variables: ', $bin: BinFilter!', args: ', bin: $bin' };
}

/** How many rows match, and what the columns add up to; variables `where` and `bin`. */
export function totalsDocument({ entity, rights }: Columning, columns: readonly ListColumn[], at?: string): string {
  const functions = SUMMED.flatMap((fn) => {
    const names = columns
      .filter(({ summary, steps }) => summary === fn && steps.length === 1)
      .map(({ steps: [name = ''] }) => name)
      .filter((name) => (fn === 'sum' || fn === 'avg' ? rights.adds(entity, name) : rights.compares(entity, name)));
    return names.length === 0 ? [] : [`${fn} { ${[...new Set(names)].join(' ')} }`];
  });
  const { where } = typeNames(entity.apiName);
  const asked = ['count', ...functions].join(' ');
  const own = ownArguments(entity, at);
  return `query ($where: ${where}${own.variables}) { totals: ${entity.plural}${own.suffix}Aggregate(where: $where${own.args}) { ${asked} } }`;
}

const SUMMED = ['sum', 'avg', 'min', 'max', 'countDistinct'] as const;

/** The order of the reader, else the view's; what the caller may not order by is left out. */
export function listOrder(
  columning: Columning,
  chosen: readonly SortKey[],
  given: readonly SortDef[],
): readonly Readonly<Record<string, unknown>>[] {
  const keys =
    chosen.length > 0
      ? chosen
      : given.map(({ field, direction }): SortKey => ({ field, isDescending: direction === 'desc' }));
  return keys.flatMap(({ field, isDescending }) => {
    const end = pathEnd(columning.model, columning.entity, { path: field, locale: columning.locale });
    const isAllowed = end?.owners.every((owner, index) => columning.rights.orders(owner, end.steps[index] ?? ''));
    return end === undefined || isAllowed !== true ? [] : [orderBy(end, isDescending)];
  });
}

/** Rows in which one of the fields that name things holds the text: the title, other texts of the list, references. */
export function searchWhere(
  { model, entity, rights, locale }: Columning,
  columns: readonly Pick<ListColumn, 'path'>[],
  search: string,
): Where | undefined {
  const words = search
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return undefined;
  const paths = new Set<string>([entity.title, ...columns.map(({ path }) => path)]);
  const ends = [...paths].flatMap((path) => {
    const end = pathEnd(model, entity, { path, locale });
    return end === undefined || end.isSecret || end.steps.length > 1 ? [] : [end];
  });
  const among = (word: string): readonly Where[] =>
    ends.flatMap(({ kind, steps: [name = ''], target }): readonly Where[] => {
      if (!rights.compares(entity, name)) return [];
      if (TEXTS.has(kind)) return [{ [name]: holding(word) }];
      if (kind === 'user' || kind === 'org') return [{ [name]: { name: holding(word) } }];
      if (kind !== 'ref' || target === undefined || !rights.compares(target.entity, target.title)) return [];
      const title = target.entity.fields.find(({ apiName }) => apiName === target.title);
      return title === undefined || !TEXTS.has(title.type.kind) ? [] : [{ [name]: { [target.title]: holding(word) } }];
    });
  return allOf(words.map((word) => ({ or: among(word) })));
}

const TEXTS: ReadonlySet<FieldKind> = new Set(['text', 'longtext', 'sequence']);

/** All filters at once; `undefined` for none. */
export function allOf(wheres: readonly (Where | undefined)[]): Where | undefined {
  const given = wheres.flatMap((where) => (where === undefined ? [] : [where]));
  return given.length <= 1 ? given[0] : { and: given };
}

/** Rows for a reference to choose from, with what is asked of each; variables `where`, `orderBy` and `first`. */
export function referenceDocument(entity: EntityModel, nodes: string): string {
  const { where, orderBy: order } = typeNames(entity.apiName);
  return `query ($where: ${where}, $orderBy: [${order}!], $first: Int) { page: ${entity.plural}(where: $where, orderBy: $orderBy, first: $first) { nodes ${nodes} } }`;
}

/** The API name of what tells namesakes apart: the number or code of a row that is named otherwise. */
export function subtitleName(entity: EntityModel): string | undefined {
  const isKey = (id: string): boolean =>
    entity.uniques.some(({ fields }) => fields.length === 1 && fields[0] === id) ||
    entity.fields.some((field) => field.id === id && field.unique);
  const found = entity.fields.find(
    ({ id, type, secret }) =>
      id !== entity.title && !secret && (type.kind === 'sequence' || (type.kind === 'text' && isKey(id))),
  );
  return found?.apiName;
}

/** The filter of a reference's search: in the title, in what tells namesakes apart, or in what `party` refers to. */
export function referenceWhere(
  { entity, rights }: Pick<Columning, 'entity' | 'rights'>,
  text: string,
  party?: Pick<ListColumn, 'steps' | 'target'>,
): Where | undefined {
  const names = [titleName(entity), subtitleName(entity)].filter((name) => name !== undefined);
  const fields = names.filter((name) => {
    const field = entity.fields.find(({ apiName }) => apiName === name);
    return field !== undefined && TEXTS.has(field.type.kind) && rights.compares(entity, name);
  });
  const words = text
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (fields.length === 0) return undefined;
  const isAbout = aboutWhom({ entity, rights }, party);
  return allOf(words.map((word) => ({ or: [...fields.map((name) => ({ [name]: holding(word) })), ...isAbout(word)] })));
}

/** Rows about whom the word names, where the reader may ask that. */
function aboutWhom(
  { entity, rights }: Pick<Columning, 'entity' | 'rights'>,
  party: Pick<ListColumn, 'steps' | 'target'> | undefined,
): (word: string) => readonly Where[] {
  const { target, steps: [name = '', ...deeper] = [] } = party ?? {};
  const title = target?.entity.fields.find(({ apiName }) => apiName === target.title);
  const isOpen =
    target !== undefined &&
    deeper.length === 0 &&
    title !== undefined &&
    TEXTS.has(title.type.kind) &&
    rights.compares(entity, name) &&
    rights.compares(target.entity, target.title);
  return (word) => (isOpen ? [{ [name]: { [target.title]: holding(word) } }] : []);
}
