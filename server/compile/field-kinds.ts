import type { FieldKind, FieldType } from '../../schema/model/model.ts';

/** How a field kind behaves in the API: its scalar, its filter, and whether it can be ordered, grouped and added up. */
export interface ApiKind {
  /** Output scalar; `null` where the output is an object, an enum of its own, or a list of rows. */
  readonly scalar: ScalarName | null;
  readonly filter: FilterName | null;
  readonly orderable: boolean;
  readonly groupable: boolean;
  readonly numeric: boolean;
  /** Groups can be cut by day, week, month, … */
  readonly bucketed: boolean;
}

export type ScalarName =
  'String' | 'Int' | 'Boolean' | 'ID' | 'Decimal' | 'Money' | 'Date' | 'Time' | 'DateTime' | 'Duration' | 'JSON';
export type FilterName =
  | 'TextFilter'
  | 'IntFilter'
  | 'BooleanFilter'
  | 'IdFilter'
  | 'DecimalFilter'
  | 'DateFilter'
  | 'TimeFilter'
  | 'DateTimeFilter'
  | 'DurationFilter'
  | 'PresenceFilter';

const value = (scalar: ScalarName, filter: FilterName): ApiKind => ({
  scalar,
  filter,
  orderable: true,
  groupable: true,
  numeric: false,
  bucketed: false,
});
const text = value('String', 'TextFilter');
const decimal = { ...value('Decimal', 'DecimalFilter'), numeric: true };
const opaque: ApiKind = { ...value('JSON', 'PresenceFilter'), orderable: false, groupable: false };
const relation: ApiKind = {
  scalar: null,
  filter: null,
  orderable: true,
  groupable: true,
  numeric: false,
  bucketed: false,
};
const rows: ApiKind = { ...relation, orderable: false, groupable: false };

/** The table the GraphQL plan and the read planner share; a new field kind does not compile until it has a row here. */
export const API_KINDS = {
  text,
  longtext: { ...text, groupable: false },
  richtext: { ...text, groupable: false },
  sequence: text,
  int: { ...value('Int', 'IntFilter'), numeric: true },
  bool: value('Boolean', 'BooleanFilter'),
  date: { ...value('Date', 'DateFilter'), bucketed: true },
  time: value('Time', 'TimeFilter'),
  datetime: { ...value('DateTime', 'DateTimeFilter'), bucketed: true },
  duration: value('Duration', 'DurationFilter'),
  geo: opaque,
  json: opaque,
  decimal,
  quantity: decimal,
  percent: decimal,
  money: { ...value('Money', 'DecimalFilter'), numeric: true },
  enum: { ...relation, scalar: null },
  multiEnum: rows,
  ref: relation,
  multiRef: rows,
  lines: rows,
  user: relation,
  org: relation,
  file: opaque,
  image: opaque,
  signature: opaque,
} satisfies Readonly<Record<FieldKind, ApiKind>>;

/** The row of the table, typed as what all rows share. */
export function apiKind(kind: FieldKind): ApiKind {
  return API_KINDS[kind];
}

const ID_KIND: ApiKind = value('ID', 'IdFilter');

/** The same for a field's type: a text that holds an id is one in the API. */
export function apiKindOf(type: FieldType): ApiKind {
  return type.kind === 'text' && type.holds === 'id' ? ID_KIND : apiKind(type.kind);
}

/** Whether `min` and `max` have a meaning. */
export function isExtremal(kind: ApiKind): boolean {
  return kind.orderable && kind.scalar !== null && kind.scalar !== 'Boolean' && kind.scalar !== 'ID';
}
