import { textIn, type Locale } from '../../../schema/core/text.ts';
import type { EntityModel, FieldKind, Model } from '../../../schema/model/model.ts';
import type { ColumnDef, SUMMARY_FNS } from '../../../schema/template/template-views.ts';
import type { ApiRights } from './api-rights.ts';
import { pathEnd, type PathEnd } from './field-path.ts';

/** A column that the caller may see. */
export interface ListColumn extends PathEnd {
  readonly id: string;
  /** In pixels, until the reader chooses another width. */
  readonly width: number;
  /** Whether somebody chose the width: the view's author, or the reader. */
  readonly isSized?: boolean;
  readonly isNumber: boolean;
  readonly isSortable: boolean;
  readonly summary?: (typeof SUMMARY_FNS)[number];
}

export interface Columning {
  readonly model: Model;
  readonly entity: EntityModel;
  readonly rights: ApiRights;
  readonly locale: Locale;
}

/** The columns of a view in its order; one that the caller may not see leaves no gap (SPEC [WRK-2]). */
export function listColumns(defs: readonly ColumnDef[], columning: Columning): readonly ListColumn[] {
  return defs.flatMap((def) => {
    const column = listColumn(def, columning);
    return column === undefined ? [] : [column];
  });
}

function listColumn(def: ColumnDef, { model, entity, rights, locale }: Columning): ListColumn | undefined {
  const end = pathEnd(model, entity, { path: def.field ?? def.id, locale });
  if (end === undefined || !end.steps.every((step, index) => isShown(rights, end, { step, index }))) return undefined;
  const isNumber = NUMBERS.has(end.kind);
  return {
    ...end,
    id: def.id,
    label: def.label === undefined ? end.label : textIn(def.label, locale),
    width: def.width ?? WIDTHS[end.kind] ?? 140,
    ...(def.width === undefined ? {} : { isSized: true }),
    isNumber,
    isSortable: isSortable(rights, end),
    ...(def.summary === undefined ? {} : { summary: def.summary }),
  };
}

function isShown(rights: ApiRights, end: PathEnd, { step, index }: { readonly step: string; readonly index: number }) {
  const owner = end.owners[index];
  return owner !== undefined && rights.shows(owner, step);
}

/** Orders run over one reference: the fields of what it leads to are known then. */
function isSortable(rights: ApiRights, { owners, steps, kind, target }: PathEnd): boolean {
  const ordered = steps.every((step, index) => {
    const owner = owners[index];
    return owner !== undefined && rights.orders(owner, step);
  });
  return ordered && (kind !== 'ref' || (target !== undefined && rights.orders(target.entity, target.title)));
}

/** Every column that could be shown: what the view has, then the other fields of the entity. */
export function possibleColumns(defs: readonly ColumnDef[], columning: Columning): readonly ListColumn[] {
  const { entity } = columning;
  const taken = new Set(defs.map(({ id, field }) => field ?? id));
  const others = [
    ...(entity.workflow === undefined ? [] : ['state']),
    ...entity.fields.filter(({ type }) => !HIDDEN.has(type.kind)).map(({ id }): string => id),
    ...['createdAt', 'createdBy', 'updatedAt', 'updatedBy'],
  ];
  const rest = others.filter((id) => !taken.has(id)).map((id): ColumnDef => ({ id }));
  return [...listColumns(defs, columning), ...listColumns(rest, columning)];
}

const HIDDEN: ReadonlySet<FieldKind> = new Set(['lines', 'multiRef', 'json', 'geo', 'richtext']);
const NUMBERS: ReadonlySet<FieldKind> = new Set(['int', 'decimal', 'money', 'quantity', 'percent']);
const WIDTHS: Readonly<Partial<Record<FieldKind, number>>> = {
  sequence: 176,
  text: 180,
  longtext: 260,
  ref: 200,
  user: 150,
  org: 150,
  enum: 120,
  multiEnum: 180,
  date: 120,
  datetime: 160,
  time: 100,
  duration: 110,
  bool: 90,
  file: 190,
  image: 110,
  signature: 110,
  int: 110,
  decimal: 120,
  quantity: 120,
  percent: 100,
  money: 140,
};

/** The order of the API for a sort by this path: by what names a row or a person. */
export function orderBy({ steps, kind, target }: PathEnd, isDescending: boolean): Readonly<Record<string, unknown>> {
  const direction = isDescending ? 'DESC' : 'ASC';
  const named = kind === 'user' || kind === 'org' ? 'name' : kind === 'ref' ? target?.title : undefined;
  const leaf: unknown = named === undefined ? direction : { [named]: direction };
  const below = [...steps].reverse().reduce<unknown>((inner, step) => ({ [step]: inner }), leaf);
  return typeof below === 'object' && below !== null ? { ...below } : {};
}
