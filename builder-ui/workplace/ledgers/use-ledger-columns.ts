import { useMemo } from 'react';
import type { LedgerEntity } from '../../../schema/model/ledger-entities.ts';
import type { ListViewDef } from '../../../schema/template/template-views.ts';
import { listColumns, possibleColumns, type Columning, type ListColumn } from '../documents/list-columns.ts';
import type { ColumnLayout } from '../list/layout-memory.ts';
import { DOCUMENT_COLUMN, documentColumn, sourcesIn } from './ledger-view.ts';
import { useLedgerText } from './ledger-texts.ts';

interface LedgerColumnsAsk {
  readonly shown: LedgerEntity;
  readonly columning: Columning;
  readonly view: ListViewDef;
  readonly layout: ColumnLayout;
}

/** Ids are for machines; the document stands in a column of its own. */
const TECHNICAL: ReadonlySet<string> = new Set([
  ...['postingId', 'reversesId', 'reversedById', 'recordId', 'recordEntity', 'transition', 'lotId'],
  ...['postingKind', 'postingRule'],
]);

/** The columns that the reader chose, and those that could be shown. */
export function useLedgerColumns({ shown, columning, view, layout }: LedgerColumnsAsk): {
  readonly columns: readonly ListColumn[];
  readonly possible: readonly ListColumn[];
} {
  const text = useLedgerText();
  return useMemo(() => {
    const sources = new Set<string>(sourcesIn(columning.entity).map(({ id }) => id));
    const documents = shown.rows === 'movement' ? [documentColumn(text('document'))] : [];
    const designed = withDocuments(listColumns(view.columns, columning), documents);
    const possible = withDocuments(
      possibleColumns(view.columns, columning).filter(({ path }) => !TECHNICAL.has(path) && !sources.has(path)),
      documents,
    );
    const chosen = layout.shown?.flatMap((id) => possible.filter((column) => column.id === id)) ?? [];
    const columns = (chosen.length === 0 ? designed : chosen).map((column) => withOwnWidth(column, layout));
    return { columns, possible };
  }, [shown, columning, view, layout, text]);
}

/** The width that somebody chose; without one a column is as wide as what it holds. */
export function withOwnWidth(column: ListColumn, { widths }: ColumnLayout): ListColumn {
  const { isSized: _isSized, ...plain } = column;
  const width = widths?.[column.id];
  if (width !== undefined) return { ...column, width, isSized: true };
  // What documents are called stands behind many fields.
  return column.id === DOCUMENT_COLUMN ? { ...column, isSized: true } : plain;
}

/** When something moved comes first, then by which document. */
function withDocuments(columns: readonly ListColumn[], documents: readonly ListColumn[]): readonly ListColumn[] {
  return [...columns.slice(0, 1), ...documents, ...columns.slice(1)];
}
