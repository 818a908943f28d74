import {
  choice,
  EXPRESSION,
  FLAG,
  form,
  integer,
  keyed,
  LABELS,
  list,
  may,
  need,
  object,
  type KeysOf,
  type Shape,
} from './shape.ts';
import {
  BOARD_PERIODS,
  CHART_KINDS,
  DATE_BUCKETS,
  FIELD_WIDTHS,
  PAPER_SIZES,
  SUMMARY_FNS,
  TEXT_TONES,
  TILE_HEIGHTS,
  TILE_KINDS,
  TILE_WIDTHS,
  type BoardViewDef,
  type CalendarViewDef,
  type ChildGridNode,
  type ColorDef,
  type ColumnDef,
  type ColumnsNode,
  type DashboardViewDef,
  type FieldNode,
  type FormViewDef,
  type GroupDef,
  type ListViewDef,
  type MeasureOfReport,
  type PrintViewDef,
  type ReportBody,
  type ReportViewDef,
  type SectionNode,
  type SortDef,
  type TabsNode,
  type TextNode,
  type TileDef,
} from './template-views.ts';

const ID = need(form('itemId'));
const ENTITY = form('entityId');
const FIELD = form('fieldId');
const PATH = form('fieldPath');
const LABEL = may(LABELS);
const WHEN = may(EXPRESSION);
const CHILDREN = need(keyed({ kind: 'named', name: 'layoutNode' }));

/** One node of a layout; the tree ends in fields, texts and grids. */
export const LAYOUT_NODE: Shape = {
  kind: 'variants',
  by: 'kind',
  of: {
    section: object<SectionNode>({
      kind: need(choice(['section'])),
      id: ID,
      label: LABEL,
      collapsed: may(FLAG),
      visible: WHEN,
      children: CHILDREN,
    }),
    tabs: object<TabsNode>({ kind: need(choice(['tabs'])), id: ID, visible: WHEN, children: CHILDREN }),
    columns: object<ColumnsNode>({ kind: need(choice(['columns'])), id: ID, visible: WHEN, children: CHILDREN }),
    field: object<FieldNode>({
      kind: need(choice(['field'])),
      id: ID,
      field: need(FIELD),
      label: LABEL,
      help: LABEL,
      width: may(choice(FIELD_WIDTHS)),
      visible: WHEN,
      readonly: WHEN,
      required: WHEN,
    }),
    text: object<TextNode>({
      kind: need(choice(['text'])),
      id: ID,
      text: need(LABELS),
      tone: may(choice(TEXT_TONES)),
      visible: WHEN,
    }),
    childGrid: object<ChildGridNode>({
      kind: need(choice(['childGrid'])),
      id: ID,
      field: need(FIELD),
      label: LABEL,
      columns: may(keyed(columnShape())),
      visible: WHEN,
      readonly: WHEN,
    }),
  },
};

function columnShape(): Shape {
  return object<ColumnDef>({
    id: ID,
    field: may(PATH),
    label: LABEL,
    width: may(integer(1, 2_000)),
    summary: may(choice(SUMMARY_FNS)),
  });
}

const SORT = list(object<SortDef>({ field: need(PATH), direction: may(choice(['asc', 'desc'])) }), { max: 8 });
const COLORS = keyed(object<ColorDef>({ id: ID, when: need(EXPRESSION), color: need(form('color')) }));
const LAYOUT = need(keyed({ kind: 'named', name: 'layoutNode' }));

const BASE = {
  id: ID,
  label: LABEL,
  help: LABEL,
  roles: may(list(form('itemId'))),
  ifPack: may(form('packName')),
  origin: may(form('packName')),
} as const;

/** The keys of a report, as a view or in the `reports` section. */
export const REPORT_BODY: KeysOf<ReportBody> = {
  of: need(ENTITY),
  filter: WHEN,
  groupBy: may(keyed(object<GroupDef>({ id: ID, field: may(PATH), bucket: may(choice(DATE_BUCKETS)) }), { max: 5 })),
  measures: may(
    keyed(object<MeasureOfReport>({ id: ID, label: LABEL, fn: need(choice(SUMMARY_FNS)), field: may(PATH) })),
  ),
  sort: may(SORT),
  chart: may(choice(CHART_KINDS)),
  period: may(choice(BOARD_PERIODS)),
};

const TILE = object<TileDef>({
  id: ID,
  kind: need(choice(TILE_KINDS)),
  label: LABEL,
  view: may(form('itemId')),
  chart: may(choice(CHART_KINDS)),
  of: may(ENTITY),
  filter: WHEN,
  fn: may(choice(SUMMARY_FNS)),
  field: may(PATH),
  date: may(PATH),
  always: may(FLAG),
  text: may(LABELS),
  width: may(choice(TILE_WIDTHS)),
  height: may(choice(TILE_HEIGHTS)),
});

function formView(kind: 'form' | 'phoneForm'): Shape & { readonly kind: 'object' } {
  return object<FormViewDef>({ ...BASE, kind: need(choice([kind])), of: need(ENTITY), layout: LAYOUT });
}

/** A view, told apart by its kind. */
export const VIEW: Shape = {
  kind: 'variants',
  by: 'kind',
  of: {
    form: formView('form'),
    phoneForm: formView('phoneForm'),
    print: object<PrintViewDef>({
      ...BASE,
      kind: need(choice(['print'])),
      of: need(ENTITY),
      paper: may(choice(PAPER_SIZES)),
      layout: LAYOUT,
    }),
    list: object<ListViewDef>({
      ...BASE,
      kind: need(choice(['list'])),
      of: need(ENTITY),
      columns: need(keyed(columnShape(), { min: 1 })),
      filter: WHEN,
      filters: may(list(FIELD)),
      sort: may(SORT),
      colors: may(COLORS),
    }),
    board: object<BoardViewDef>({
      ...BASE,
      kind: need(choice(['board'])),
      of: need(ENTITY),
      by: need(FIELD),
      card: may(keyed(columnShape())),
      filter: WHEN,
      colors: may(COLORS),
    }),
    calendar: object<CalendarViewDef>({
      ...BASE,
      kind: need(choice(['calendar'])),
      of: need(ENTITY),
      start: need(FIELD),
      end: may(FIELD),
      filter: WHEN,
      colors: may(COLORS),
    }),
    report: object<ReportViewDef>({ ...BASE, ...REPORT_BODY, kind: need(choice(['report'])) }),
    dashboard: object<DashboardViewDef>({
      ...BASE,
      kind: need(choice(['dashboard'])),
      of: may(ENTITY),
      period: may(choice(BOARD_PERIODS)),
      tiles: need(keyed(TILE)),
    }),
  },
};
