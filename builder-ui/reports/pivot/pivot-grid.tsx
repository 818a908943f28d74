import { CaretDownOutlined, CaretRightOutlined } from '@ant-design/icons';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useMemo, useState, type CSSProperties, type KeyboardEvent, type ReactNode } from 'react';
import type { SortDef } from '../../../schema/template/template-views.ts';
import type { Condition } from '../../workplace/documents/list-search.ts';
import { drillSearch, groupsOf } from '../drill.ts';
import { figureText, groupText, unitOf, type FigureReading } from '../figure-text.ts';
import type { Axis, Measure, ReportPlan } from '../report-ask.ts';
import type { GroupValue, ReportData, ReportNode } from '../report-answer.ts';
import { sortedColumns } from '../sort-nodes.ts';
import { headRows, pivotColumns, type PivotColumn } from './pivot-columns.ts';
import { heatOf, type Heat } from './heat.ts';
import './pivot.css';

/** Rows and columns that are drawn at once. */
const ROWS_STEP = 200;
const COLUMNS_MAX = 80;

export interface PivotGridProps {
  readonly plan: ReportPlan;
  readonly data: ReportData;
  /** The rows in their order. */
  readonly rows: readonly ReportNode[];
  readonly reading: FigureReading;
  readonly label: string;
  /** Without the heads that sort. */
  readonly isPlain?: boolean;
  readonly hasHeat?: boolean;
  readonly hasSubtotals?: boolean;
  readonly sort?: SortDef | undefined;
  readonly onSort?: (field: string) => void;
  readonly drill: { readonly tenant: string; readonly within: string; readonly where: readonly Condition[] };
}

/** Rows against columns with their figures and totals; each figure leads to its records. */
export function PivotGrid(props: PivotGridProps): ReactNode {
  const { plan, data, rows, reading, label, hasHeat = false, hasSubtotals = true, drill } = props;
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [shown, setShown] = useState(ROWS_STEP);
  const navigate = useNavigate();
  const columns = useMemo(
    () => pivotColumns(sortedColumns(data, plan.columns, reading.locale), { hasSubtotals, depth: plan.columns.length }),
    [data, plan, reading.locale, hasSubtotals],
  );
  const drawn = useMemo(
    () => (columns.length > COLUMNS_MAX ? [...columns.slice(0, COLUMNS_MAX), ...columns.slice(-1)] : columns),
    [columns],
  );
  const heat = useMemo(() => (hasHeat ? heatOf(plan, data, rows) : undefined), [hasHeat, plan, data, rows]);
  const flat = useMemo(() => flatten(rows, closed), [rows, closed]);
  const toggle = (key: string): void => {
    const next = new Set(closed);
    if (!next.delete(key)) next.add(key);
    setClosed(next);
  };
  const open = (down: readonly GroupValue[], across: readonly GroupValue[]): void => {
    const search = drillSearch({ ...drill, groups: groupsOf(plan, { down, across }) });
    if (search !== undefined)
      void navigate({ to: '/w/$tenant/e/$entity', params: { tenant: drill.tenant, entity: plan.entity.id }, search });
  };
  const cells = (down: readonly GroupValue[], first: boolean, isHeated: boolean): ReactNode =>
    drawn.flatMap(({ path, kind }, index) =>
      plan.measures.map((measure, at) => (
        <FigureCell
          key={`${path.map(({ key }) => key).join(' ')} ${kind} ${measure.id}`}
          {...{ measure, reading }}
          value={data.at(down, path)?.values[at]}
          heat={isHeated && kind === 'group' ? heat : undefined}
          index={at}
          isTotal={kind !== 'group' && plan.columns.length > 0}
          isFirst={first && index === 0 && at === 0}
          onOpen={() => open(down, path)}
        />
      )),
    );
  return (
    <>
      {/* A scrolling table is reached by the keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="pivot" role="group" aria-label={label} tabIndex={0}>
        {/* The arrows walk over the figures, as in a spreadsheet; each figure is a button by itself. */}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
        <table onKeyDown={walk}>
          <PivotHead {...props} columns={drawn} />
          <tbody>
            {flat.slice(0, shown).map(({ node, depth }, index) => {
              const key = node.path.map((value) => value.key).join('\u0001');
              const axis = plan.rows[depth];
              const hasChildren = node.children.length > 0;
              const name = axis === undefined ? '' : groupText(axis, node.value, reading);
              const isLeaf = !hasChildren || closed.has(key);
              return (
                <tr key={key} data-depth={depth} className={hasChildren ? 'has-children' : ''}>
                  <th scope="row" style={{ paddingInlineStart: 12 + depth * 20 }}>
                    {hasChildren && (
                      <button
                        type="button"
                        className="pivot-fold"
                        aria-expanded={!closed.has(key)}
                        aria-label={reading.text(closed.has(key) ? 'expand' : 'collapse', { what: name })}
                        onClick={() => toggle(key)}
                      >
                        {closed.has(key) ? <CaretRightOutlined aria-hidden /> : <CaretDownOutlined aria-hidden />}
                      </button>
                    )}
                    {name}
                  </th>
                  {hasSubtotals || isLeaf ? (
                    cells(node.path, index === 0, isLeaf)
                  ) : (
                    <td colSpan={drawn.length * plan.measures.length} />
                  )}
                </tr>
              );
            })}
          </tbody>
          {plan.rows.length > 0 && (
            <tfoot>
              <tr>
                <th scope="row">{reading.text('total')}</th>
                {cells([], flat.length === 0, false)}
              </tr>
            </tfoot>
          )}
          {plan.rows.length === 0 && (
            <tbody>
              <tr>
                <th scope="row">{reading.text('total')}</th>
                {cells([], true, false)}
              </tr>
            </tbody>
          )}
        </table>
      </div>
      {flat.length > shown && (
        <Button type="link" onClick={() => setShown(shown + ROWS_STEP)}>
          {reading.text('more')} ({shown.toLocaleString()} / {flat.length.toLocaleString()})
        </Button>
      )}
    </>
  );
}

interface FlatRow {
  readonly node: ReportNode;
  readonly depth: number;
}

function flatten(nodes: readonly ReportNode[], closed: ReadonlySet<string>, depth = 0): readonly FlatRow[] {
  return nodes.flatMap((node) => [
    { node, depth },
    ...(closed.has(node.path.map(({ key }) => key).join('\u0001')) ? [] : flatten(node.children, closed, depth + 1)),
  ]);
}

function PivotHead({
  plan,
  reading,
  columns,
  isPlain = false,
  sort,
  onSort,
}: PivotGridProps & { readonly columns: readonly PivotColumn[] }): ReactNode {
  const depth = plan.columns.length;
  const hasMeasures = depth === 0 || plan.measures.length > 1;
  const corner = plan.rows.map(({ label }) => label).join(' › ');
  const count = plan.measures.length;
  const sortable = (axis: Axis | Measure, label: string): ReactNode =>
    isPlain || onSort === undefined ? (
      label
    ) : (
      <button
        type="button"
        className="pivot-sort"
        onClick={() => onSort(axis.id)}
        title={reading.text('sortBy', { what: label })}
      >
        {label}
        <SortMark sort={sort} field={axis.id} />
      </button>
    );
  const [firstAxis] = plan.rows;
  const cornerCell = (rows: number): ReactNode => (
    <th scope="col" rowSpan={rows} className="pivot-corner" aria-sort={ariaSort(sort, firstAxis?.id)}>
      {firstAxis === undefined ? corner : sortable(firstAxis, corner)}
    </th>
  );
  const all = depth + (hasMeasures ? 1 : 0);
  return (
    <thead>
      {headRows(columns, depth).map((cells, level) => (
        <tr key={plan.columns[level]?.id}>
          {level === 0 && cornerCell(all)}
          {cells.map(({ path, kind, span, rows }) => (
            <th
              key={`${kind} ${path.map(({ key }) => key).join(' ')}`}
              scope="col"
              colSpan={span * count}
              rowSpan={rows}
              className={kind === 'group' ? 'is-group' : 'is-total'}
            >
              {headText(plan, { path, kind, level }, reading)}
            </th>
          ))}
        </tr>
      ))}
      {hasMeasures && (
        <tr>
          {depth === 0 && cornerCell(1)}
          {columns.flatMap(({ path, kind }) =>
            plan.measures.map((measure) => (
              <th
                key={`${kind} ${path.map(({ key }) => key).join(' ')} ${measure.id}`}
                scope="col"
                className="is-number"
                aria-sort={kind === 'total' ? ariaSort(sort, measure.id) : undefined}
              >
                {kind === 'total' ? sortable(measure, withUnit(measure)) : withUnit(measure)}
              </th>
            )),
          )}
        </tr>
      )}
    </thead>
  );
}

function headText(
  { columns }: ReportPlan,
  {
    path,
    kind,
    level,
  }: { readonly path: readonly GroupValue[]; readonly kind: PivotColumn['kind']; readonly level: number },
  reading: FigureReading,
): string {
  if (kind === 'total') return reading.text('total');
  const at = kind === 'subtotal' ? path.length - 1 : level;
  const [axis, value] = [columns[at], path[at]];
  const name = axis === undefined || value === undefined ? '' : groupText(axis, value, reading);
  return kind === 'subtotal' ? reading.text('subtotal', { what: name }) : name;
}

function withUnit(measure: Measure): string {
  const unit = unitOf(measure);
  return unit === '' ? measure.label : `${measure.label} (${unit})`;
}

function ariaSort(sort: SortDef | undefined, field: string | undefined): 'ascending' | 'descending' | undefined {
  if (sort === undefined || sort.field !== field) return undefined;
  return sort.direction === 'desc' ? 'descending' : 'ascending';
}

function SortMark({ sort, field }: { readonly sort: SortDef | undefined; readonly field: string }): ReactNode {
  if (sort?.field !== field) return null;
  return <span aria-hidden="true">{sort.direction === 'desc' ? ' ↓' : ' ↑'}</span>;
}

interface FigureCellProps {
  readonly measure: Measure;
  readonly reading: FigureReading;
  readonly value: string | null | undefined;
  readonly heat: Heat | undefined;
  readonly index: number;
  readonly isTotal: boolean;
  readonly isFirst: boolean;
  readonly onOpen: () => void;
}

function FigureCell({ measure, reading, value, heat, index, isTotal, isFirst, onOpen }: FigureCellProps): ReactNode {
  if (value === undefined) return <td className={isTotal ? 'is-total' : ''} />;
  const warmth = heat?.(index, value);
  const style: (CSSProperties & Readonly<Record<'--heat', string>>) | undefined =
    warmth === undefined ? undefined : { '--heat': `${Math.round(warmth * 100)}%` };
  return (
    <td className={`is-number${isTotal ? ' is-total' : ''}${warmth === undefined ? '' : ' is-heated'}`} style={style}>
      <button type="button" tabIndex={isFirst ? 0 : -1} onClick={onOpen}>
        {figureText(measure, value, reading)}
      </button>
    </td>
  );
}

/** Arrows go from figure to figure. */
function walk(event: KeyboardEvent<HTMLTableElement>): void {
  const step = STEPS[event.key];
  const { target } = event;
  const cell = target instanceof HTMLElement ? target.closest('td') : null;
  const row = cell?.parentElement;
  if (step === undefined || cell === null || !(row instanceof HTMLTableRowElement)) return;
  const table = event.currentTarget;
  const next = table.rows[row.rowIndex + step[1]]?.cells[cell.cellIndex + step[0]];
  const button = next?.querySelector('button');
  if (button === null || button === undefined) return;
  event.preventDefault();
  button.focus();
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
