import type { Text } from '../core/text.ts';

export const FIELD_WIDTHS = ['full', 'half', 'third'] as const;
export const TEXT_TONES = ['plain', 'info', 'warning'] as const;
export const PAPER_SIZES = ['A4', 'A5', 'letter', 'label'] as const;
export const SUMMARY_FNS = ['count', 'sum', 'avg', 'min', 'max', 'countDistinct'] as const;
export const DATE_BUCKETS = ['day', 'week', 'month', 'quarter', 'year'] as const;
export const CHART_KINDS = ['bar', 'stacked', 'line', 'area', 'pie', 'scatter', 'table', 'number'] as const;
export const TILE_KINDS = ['number', 'chart', 'list', 'text'] as const;
/** Of the twelve columns of a dashboard: 3, 4, 6, 8, 12. */
/** The spans of days that dashboards and reports open on, and that their readers are offered. */
export const BOARD_PERIODS = [
  'all',
  'today',
  'last7',
  'last30',
  'thisWeek',
  'thisMonth',
  'lastMonth',
  'thisQuarter',
  'lastQuarter',
  'thisYear',
  'lastYear',
] as const;
export const TILE_WIDTHS = ['quarter', 'third', 'half', 'twoThirds', 'full'] as const;
export const TILE_HEIGHTS = ['short', 'normal', 'tall'] as const;

/** Our own layout tree; every node has an id, unique in its view, so that edits and merges address it. */
export type LayoutNode = SectionNode | TabsNode | ColumnsNode | FieldNode | TextNode | ChildGridNode;

export interface SectionNode {
  readonly kind: 'section';
  readonly id: string;
  readonly label?: Text;
  readonly collapsed?: boolean;
  readonly visible?: string;
  readonly children: readonly LayoutNode[];
}

/** Its children are sections: one tab each. */
export interface TabsNode {
  readonly kind: 'tabs';
  readonly id: string;
  readonly visible?: string;
  readonly children: readonly LayoutNode[];
}

/** Its children stand side by side where the screen is wide enough. */
export interface ColumnsNode {
  readonly kind: 'columns';
  readonly id: string;
  readonly visible?: string;
  readonly children: readonly LayoutNode[];
}

export interface FieldNode {
  readonly kind: 'field';
  readonly id: string;
  readonly field: string;
  readonly label?: Text;
  readonly help?: Text;
  readonly width?: (typeof FIELD_WIDTHS)[number];
  readonly visible?: string;
  readonly readonly?: string;
  readonly required?: string;
}

export interface TextNode {
  readonly kind: 'text';
  readonly id: string;
  readonly text: Text;
  readonly tone?: (typeof TEXT_TONES)[number];
  readonly visible?: string;
}

export interface ChildGridNode {
  readonly kind: 'childGrid';
  readonly id: string;
  /** A `lines` field of the view's entity. */
  readonly field: string;
  readonly label?: Text;
  readonly columns?: readonly ColumnDef[];
  readonly visible?: string;
  readonly readonly?: string;
}

/** A column shows the field its id names, or `field`: a field id or a path over references (`customer.city`). */
export interface ColumnDef {
  readonly id: string;
  readonly field?: string;
  readonly label?: Text;
  readonly width?: number;
  readonly summary?: (typeof SUMMARY_FNS)[number];
}

export interface SortDef {
  readonly field: string;
  readonly direction?: 'asc' | 'desc';
}

export interface ColorDef {
  readonly id: string;
  readonly when: string;
  readonly color: string;
}

interface ViewBase {
  readonly id: string;
  readonly label?: Text;
  readonly help?: Text;
  readonly roles?: readonly string[];
  /** Left out of a composition that has no such pack (SPEC [MOD-76]). */
  readonly ifPack?: string;
  readonly origin?: string;
}

export interface FormViewDef extends ViewBase {
  readonly kind: 'form' | 'phoneForm';
  readonly of: string;
  readonly layout: readonly LayoutNode[];
}

export interface PrintViewDef extends ViewBase {
  readonly kind: 'print';
  readonly of: string;
  readonly paper?: (typeof PAPER_SIZES)[number];
  readonly layout: readonly LayoutNode[];
}

export interface ListViewDef extends ViewBase {
  readonly kind: 'list';
  readonly of: string;
  readonly columns: readonly ColumnDef[];
  readonly filter?: string;
  /** Fields offered as quick filters. */
  readonly filters?: readonly string[];
  readonly sort?: readonly SortDef[];
  readonly colors?: readonly ColorDef[];
}

export interface BoardViewDef extends ViewBase {
  readonly kind: 'board';
  readonly of: string;
  /** `state` or an enum field: one lane for each value. */
  readonly by: string;
  readonly card?: readonly ColumnDef[];
  readonly filter?: string;
  readonly colors?: readonly ColorDef[];
}

export interface CalendarViewDef extends ViewBase {
  readonly kind: 'calendar';
  readonly of: string;
  readonly start: string;
  readonly end?: string;
  readonly filter?: string;
  readonly colors?: readonly ColorDef[];
}

/** What a report asks: shared by report views and by the `reports` section (an alias, so that reports stay plain items). */
export type ReportBody = {
  readonly of: string;
  readonly filter?: string;
  readonly groupBy?: readonly GroupDef[];
  readonly measures?: readonly MeasureOfReport[];
  readonly sort?: readonly SortDef[];
  readonly chart?: (typeof CHART_KINDS)[number];
  /** What it opens on, by its first grouped date; this year without it. */
  readonly period?: (typeof BOARD_PERIODS)[number];
};

export interface GroupDef {
  readonly id: string;
  readonly field?: string;
  readonly bucket?: (typeof DATE_BUCKETS)[number];
}

export interface MeasureOfReport {
  readonly id: string;
  readonly label?: Text;
  readonly fn: (typeof SUMMARY_FNS)[number];
  readonly field?: string;
}

export interface ReportViewDef extends ViewBase, ReportBody {
  readonly kind: 'report';
}

export interface DashboardViewDef extends ViewBase {
  readonly kind: 'dashboard';
  readonly of?: string;
  /** What it opens on; this year without it. */
  readonly period?: (typeof BOARD_PERIODS)[number];
  readonly tiles: readonly TileDef[];
}

export interface TileDef {
  readonly id: string;
  readonly kind: (typeof TILE_KINDS)[number];
  readonly label?: Text;
  /** The list or report view the tile shows. */
  readonly view?: string;
  /** How a chart is drawn; as its report says without it. */
  readonly chart?: (typeof CHART_KINDS)[number];
  readonly of?: string;
  readonly filter?: string;
  readonly fn?: (typeof SUMMARY_FNS)[number];
  readonly field?: string;
  /** The date by which a period of the dashboard counts rows; the entity's first without it. */
  readonly date?: string;
  /** Counts what there is now, whatever the period: open orders, what is unpaid. */
  readonly always?: boolean;
  readonly text?: Text;
  readonly width?: (typeof TILE_WIDTHS)[number];
  readonly height?: (typeof TILE_HEIGHTS)[number];
}

export type ViewDef =
  FormViewDef | PrintViewDef | ListViewDef | BoardViewDef | CalendarViewDef | ReportViewDef | DashboardViewDef;
