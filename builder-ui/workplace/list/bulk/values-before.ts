import type { FieldModel } from '../../../../schema/model/model.ts';
import { askTenant } from '../../../data/tenant-client.ts';
import { mergeSelections, pathSelection, selectionText, systemSelection } from '../../documents/field-selection.ts';
import type { Columning } from '../../documents/list-columns.ts';
import { rowsByIdDocument } from '../../documents/record-facts.ts';
import { formRecord, isApiRow, rowsOf, textOf } from '../../documents/row-values.ts';
import { givenInput } from '../../documents/write-input.ts';
import { refusal } from '../../refusal.ts';
import type { BulkTarget } from './bulk-targets.ts';

export type Patch = Readonly<Record<string, unknown>>;

interface Asked {
  readonly tenant: string;
  readonly columning: Columning;
  readonly targets: readonly BulkTarget[];
  readonly field: FieldModel;
}

/** What gives each row the value of a field that it has now, by the row's id (SPEC [WRK-125]). */
export async function valuesBefore({ tenant, columning, targets, field }: Asked): Promise<ReadonlyMap<string, Patch>> {
  const { entity, model, locale } = columning;
  const selection = mergeSelections([systemSelection(entity), pathSelection(columning, entity, [field.id])]);
  const query = rowsByIdDocument(entity, selectionText(selection));
  const variables = { ids: targets.map(({ id }) => id), first: targets.length };
  const answer = await askTenant<{ readonly page?: unknown }>(tenant, { query, variables, locale });
  if (!answer.ok) throw refusal(answer.issues);
  const { page } = answer.data;
  return new Map(
    rowsOf(isApiRow(page) ? page['nodes'] : []).map((row) => [
      textOf(row['id']),
      givenInput([field], formRecord(model, entity, row)),
    ]),
  );
}
