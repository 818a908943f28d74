import type { EntityModel, FieldKind } from '../../../schema/model/model.ts';
import type { Choice } from '../../form-runtime/form-sources.ts';
import { titleName } from '../documents/field-path.ts';
import { mergeSelections, selectionText, type Selection } from '../documents/field-selection.ts';
import type { Columning } from '../documents/list-columns.ts';
import { listSelection, subtitleName } from '../documents/list-document.ts';
import { factColumns, recordFacts } from '../documents/record-facts.ts';
import { textOf, valueIn, type ApiRow } from '../documents/row-values.ts';
import { cellText, type Reading } from '../list/cell.tsx';

/** What is asked of a row that can be chosen: its id, what names it, and what tells it from its namesakes. */
export function referenceNodes({ entity, rights }: Pick<Columning, 'entity' | 'rights'>): string {
  return selectionText(namedBy({ entity, rights }));
}

function namedBy({ entity, rights }: Pick<Columning, 'entity' | 'rights'>): Selection {
  const names = [titleName(entity), subtitleName(entity)].filter((name) => name !== undefined);
  return Object.fromEntries(['id', ...names.filter((name) => rights.shows(entity, name))].map((name) => [name, true]));
}

/** The same with what a document is told by: whom it is about, how much, when, and where it stands. */
export function choiceNodes(columning: Columning): string {
  const { entity } = columning;
  if (!hasFacts(entity)) return referenceNodes(columning);
  const facts = listSelection(columning, factColumns(recordFacts(columning)), []);
  return selectionText(mergeSelections([namedBy(columning), facts]));
}

/** A document has a number that says nothing; other rows have a name. */
export function hasFacts({ kind }: EntityModel): boolean {
  return kind === 'document';
}

/** A row as a choice, by what names it. */
export function choiceOf(entity: EntityModel, row: ApiRow): Choice {
  const second = subtitleName(entity);
  const subtitle = second === undefined ? undefined : row[second];
  const title = row[titleName(entity)];
  return {
    id: String(row['id']),
    title: typeof title === 'string' && title !== '' ? title : String(row['id']).slice(0, 8),
    ...(typeof subtitle === 'string' && subtitle !== '' ? { subtitle } : {}),
  };
}

const NUMBERED: ReadonlySet<FieldKind> = new Set(['quantity', 'decimal', 'int']);

/** The same with the facts of a document (SPEC [FORM-29]). */
export function toldChoice(columning: Columning, row: ApiRow, reading: Reading): Choice {
  const choice = choiceOf(columning.entity, row);
  if (!hasFacts(columning.entity)) return choice;
  const { number, party, date, amount, state } = recordFacts(columning);
  const facts = [number, party, date, amount].flatMap((column) => {
    const text = column === undefined ? '' : cellText(column, valueIn(row, column.steps), reading);
    if (column === undefined || text === '' || text === choice.title) return [];
    // A sum of money is known by its looks; another figure says what it counts.
    return [NUMBERED.has(column.kind) ? `${column.label} ${text}` : text];
  });
  const at = textOf(row['state']);
  const option = state?.options?.find(({ value }) => value === at);
  const { subtitle: _, ...named } = choice;
  return {
    ...named,
    ...(facts.length === 0 ? {} : { facts }),
    ...(option === undefined
      ? {}
      : { tag: { label: option.label, ...(option.color === undefined ? {} : { color: option.color }) } }),
  };
}
