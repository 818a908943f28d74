import type { QueryClient } from '@tanstack/react-query';
import { askTenant, type TenantIssue } from '../../../data/tenant-client.ts';
import { updateDocument } from '../../documents/record-document.ts';
import { isSameValue, updatePatch } from '../../documents/write-input.ts';
import { renewRows } from '../../use-api-rights.ts';
import { readRecord, type RecordPlace } from './read-record.ts';
import type { CellEdit, CellMark } from './use-cell-edits.ts';

export interface CellSaving {
  readonly place: RecordPlace;
  readonly client: QueryClient;
  /** Shows what became of it; nothing once it is stored. */
  readonly mark: (mark: CellMark | undefined) => void;
}

/** Saves one cell under the version that was read; over a newer one where this field is as it was (SPEC [WRK-30]). */
export async function saveCell(saving: CellSaving, { record, field, value }: CellEdit): Promise<void> {
  const { place, client, mark } = saving;
  const { tenant, columning } = place;
  const { entity, model, rights, locale } = columning;
  const id = String(record.row['id']);
  const patch = updatePatch({ model, rights }, entity, {
    stored: { [field.apiName]: record.value[field.apiName] ?? null },
    value: { [field.apiName]: value },
  });
  if (patch === undefined) {
    mark(undefined);
    return;
  }
  mark({ kind: 'saving', value });
  try {
    const answer = await askTenant<unknown>(tenant, {
      query: updateDocument(entity),
      variables: { id, version: record.version, patch, key: crypto.randomUUID() },
      locale,
    });
    if (answer.ok) {
      await renewRows(client, tenant, entity.id);
      mark(undefined);
      return;
    }
    if (!answer.issues.some(({ code }) => code === 'VERSION_CONFLICT')) {
      mark({ kind: 'refused', value, ...words(answer.issues) });
      return;
    }
    const theirs = await readRecord(place, id);
    if (theirs === null) mark({ kind: 'refused', value, ...words(answer.issues) });
    else if (isSameValue(field, record.value[field.apiName], theirs.value[field.apiName]))
      await saveCell(saving, { record: theirs, field, value });
    else mark({ kind: 'conflict', value, theirs });
  } catch (error) {
    mark({ kind: 'refused', value, message: error instanceof Error ? error.message : '', cure: '' });
  }
}

function words(issues: readonly TenantIssue[]): { readonly message: string; readonly cure: string } {
  return {
    message: issues.map(({ message }) => message).join(' '),
    cure: issues.map(({ cure }) => cure).join(' '),
  };
}
