import type { ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import type { ColumnDef } from '../../../schema/template/template-views.ts';
import { useTenant } from '../../shell/tenant-frame.tsx';
import { pathEnd, statesOf } from '../../workplace/documents/field-path.ts';
import type { ListColumn } from '../../workplace/documents/list-columns.ts';
import { valueIn, type ApiRow } from '../../workplace/documents/row-values.ts';
import { Cell, type Reading } from '../../workplace/list/cell.tsx';
import { useWorkText } from '../../workplace/work-texts.ts';
import { pathLabel, type ViewDesign } from './use-view-design.ts';
import { columnsOf, usePreviewRows, type PreviewRows } from './use-preview-rows.ts';
import type { RecordsView } from './view-target.ts';

interface PreviewProps {
  readonly design: ViewDesign;
  readonly view: RecordsView;
}

/** The view with the first rows of the company, as it is designed at this moment. */
export function ViewPreview({ design, view }: PreviewProps): ReactNode {
  const { text, locale } = design;
  const preview = usePreviewRows(view);
  const { rows } = preview;
  const name = textIn(view.label, locale) || view.id;
  return (
    <section className="view-preview" aria-label={text('previewOf', { name })}>
      <header className="view-preview-head">
        <h2>{name}</h2>
        {view.kind === 'list' &&
          (view.filters ?? []).map((path) => (
            <span key={path} className="quick">
              {design.entity === undefined ? path : pathLabel(design.model, design.entity, { path, locale })}
            </span>
          ))}
        <span className="bar-space" />
        {rows !== undefined && <span className="view-count">{text('previewRows', { count: rows.length })}</span>}
      </header>
      {preview.isPartly && <p className="form-notice">{text('partly')}</p>}
      {view.kind === 'list' ? (
        <ListPreview {...{ design, view, preview }} columns={view.columns} />
      ) : (
        <CardsPreview {...{ design, view, preview }} />
      )}
      {!preview.isPublished && <p className="view-none">{text('noRowsYet')}</p>}
      {rows?.length === 0 && <p className="view-none">{text('noRows')}</p>}
    </section>
  );
}

interface ShownProps extends PreviewProps {
  readonly preview: PreviewRows;
}

function useReading(locale: ViewDesign['locale']): Reading {
  const text = useWorkText();
  const { timeZone } = useTenant();
  return { text, locale, timeZone };
}

function headOf(def: ColumnDef, { model, entity, locale }: ViewDesign): string {
  const path = def.field ?? def.id;
  return textIn(def.label, locale) || (entity === undefined ? path : pathLabel(model, entity, { path, locale }));
}

function ListPreview({ design, preview, columns }: ShownProps & { readonly columns: readonly ColumnDef[] }): ReactNode {
  const { text, locale } = design;
  const reading = useReading(locale);
  const known = new Map(preview.columns.map((column) => [column.id, column]));
  return (
    <div className="view-table" tabIndex={0} role="group" aria-label={text('list')}>
      <table>
        <thead>
          <tr>
            {columns.map((def) => (
              <th key={def.id} scope="col" className={known.get(def.id)?.isNumber === true ? 'is-number' : ''}>
                {headOf(def, design)}
                {!known.has(def.id) && preview.isPublished && <span className="chip">{text('afterPublish')}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {(preview.rows ?? []).map((row) => (
            <tr key={String(row['id'])} data-color={preview.colorOf(row)}>
              {columns.map((def) => (
                <PreviewCell key={def.id} column={known.get(def.id)} row={row} reading={reading} />
              ))}
            </tr>
          ))}
        </tbody>
        {columns.some(({ summary }) => summary !== undefined) && (
          <tfoot>
            <tr>
              {columns.map(({ id, summary }) => (
                <td key={id} className={known.get(id)?.isNumber === true ? 'is-number' : ''}>
                  {summary === undefined ? '' : text(summary)}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}

function PreviewCell({
  column,
  row,
  reading,
}: {
  readonly column: ListColumn | undefined;
  readonly row: ApiRow;
  readonly reading: Reading;
}): ReactNode {
  if (column === undefined) return <td />;
  return (
    <td className={column.isNumber ? 'is-number' : ''}>
      <Cell end={column} value={valueIn(row, column.steps)} reading={reading} />
    </td>
  );
}

interface Lane {
  readonly value: string;
  readonly label: string;
  readonly rows: readonly ApiRow[];
}

/** Lanes of a board, or days of a calendar, each with its cards. */
function CardsPreview({ design, view, preview }: ShownProps): ReactNode {
  const { text, locale } = design;
  const reading = useReading(locale);
  const lanes = view.kind === 'board' ? boardLanes(design, view.by, preview) : dayLanes(design, preview, reading);
  const isBoard = view.kind === 'board';
  const defs = columnsOf(view, design.entity);
  const shown = preview.columns.filter(
    (column, index) => (isBoard ? index > 0 : true) && column.id !== laneColumn(view),
  );
  return (
    <div
      className={isBoard ? 'view-lanes' : 'view-lanes is-days'}
      tabIndex={0}
      role="group"
      aria-label={text(view.kind)}
    >
      {lanes.map((lane) => (
        <section key={lane.value} className="lane" aria-label={lane.label}>
          <h3>
            {lane.label} <span className="count">{lane.rows.length}</span>
          </h3>
          {lane.rows.map((row) => (
            <div key={String(row['id'])} className="lane-card" data-color={preview.colorOf(row)}>
              {shown.map((column) => (
                <div key={column.id} className="lane-fact">
                  <span className="unseen">{defs.some(({ id }) => id === column.id) ? column.label : ''}</span>
                  <Cell end={column} value={valueIn(row, column.steps)} reading={reading} />
                </div>
              ))}
            </div>
          ))}
        </section>
      ))}
    </div>
  );
}

function laneColumn(view: RecordsView): string | undefined {
  return view.kind === 'calendar' ? view.start : undefined;
}

function boardLanes(
  { model, entity, text, locale }: ViewDesign,
  by: string,
  { rows = [], columns }: PreviewRows,
): readonly Lane[] {
  const end = entity === undefined ? undefined : pathEnd(model, entity, { path: by, locale });
  const states = entity === undefined || by !== 'state' ? [] : statesOf(model, entity, locale);
  const options = by === 'state' ? states : (end?.options ?? []);
  const steps = columns[0]?.steps ?? [];
  const lanes = options.map(({ value, label }): Lane => ({
    value,
    label,
    rows: rows.filter((row) => valueIn(row, steps) === value),
  }));
  const none = rows.filter((row) => valueIn(row, steps) === null);
  return none.length === 0 ? lanes : [...lanes, { value: '', label: text('empty'), rows: none }];
}

function dayLanes(
  { text, locale }: ViewDesign,
  { rows = [], columns }: PreviewRows,
  { timeZone }: Reading,
): readonly Lane[] {
  const steps = columns.at(-1)?.steps ?? [];
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone });
  const days = new Map<string, ApiRow[]>();
  for (const row of rows) {
    const value = valueIn(row, steps);
    const day = typeof value === 'string' ? dayOf(value, format) : '';
    days.set(day, [...(days.get(day) ?? []), row]);
  }
  return [...days].map(([day, own]) => ({ value: day, label: day === '' ? text('noDate') : day, rows: own }));
}

function dayOf(value: string, format: Intl.DateTimeFormat): string {
  // A date is a day wherever one is; a moment is the day that it falls on here.
  return format.format(new Date(value.length === 10 ? `${value}T12:00:00Z` : value));
}
