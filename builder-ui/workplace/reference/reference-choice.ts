import type { EntityModel } from '../../../schema/model/model.ts';
import type { Choice } from '../../form-runtime/form-sources.ts';
import { titleName } from '../documents/field-path.ts';
import type { Columning } from '../documents/list-columns.ts';
import { subtitleName } from '../documents/list-document.ts';
import type { ApiRow } from '../documents/row-values.ts';

/** What is asked of a row that can be chosen: its id, what names it, and what tells it from its namesakes. */
export function referenceNodes({ entity, rights }: Pick<Columning, 'entity' | 'rights'>): string {
  const names = [titleName(entity), subtitleName(entity)].filter((name) => name !== undefined);
  return `{ ${[...new Set(['id', ...names.filter((name) => rights.shows(entity, name))])].join(' ')} }`;
}

/** A row as a choice. */
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
