import type { QueryClient } from '@tanstack/react-query';
import type { TenantIssue } from '../../../data/tenant-client.ts';
import { plainText } from '../../../form-runtime/form-value.ts';
import { readOutbox } from '../../../offline/outbox-store.ts';
import { submit, type OutboxHost } from '../../../offline/outbox.ts';
import { EMPTY_OUTBOX, stuckChange } from '../../../offline/queued-write.ts';
import { titleName } from '../../documents/field-path.ts';
import { updateDocument } from '../../documents/record-document.ts';
import { isSameValue, updatePatch } from '../../documents/write-input.ts';
import { renewRows } from '../../use-api-rights.ts';
import { readRecord, type RecordPlace } from './read-record.ts';
import type { CellEdit, CellMark } from './use-cell-edits.ts';

export interface CellSaving {
  readonly place: RecordPlace;
  readonly host: OutboxHost;
  readonly client: QueryClient;
  /** Said where no more can be kept. */
  readonly full: string;
  /** Shows what became of it; nothing once it is stored. */
  readonly mark: (mark: CellMark | undefined) => void;
}

/** Saves one cell under the version that was read; over a newer one where this field is as it was (SPEC [WRK-30]). */
export async function saveCell(saving: CellSaving, { record, field, value }: CellEdit): Promise<void> {
  const { place, host, client, mark } = saving;
  const { tenant, columning } = place;
  const { entity, model, rights } = columning;
  const id = String(record.row['id']);
  // What was refused of the record, or is in conflict, goes along: this takes its place.
  const stuck = stuckChange(await readOutbox(host.place).catch(() => EMPTY_OUTBOX), id);
  const given = { ...stuck?.value, [field.apiName]: value };
  const patch = updatePatch({ model, rights }, entity, {
    stored: stuck?.write.base ?? { [field.apiName]: record.value[field.apiName] ?? null },
    value: given,
  });
  if (patch === undefined) {
    mark(undefined);
    return;
  }
  mark({ kind: 'saving', value });
  try {
    const { base = record.value, variables = { version: record.version } } = stuck?.write ?? {};
    const write = {
      kind: 'update',
      entity: entity.id,
      record: id,
      title: plainText(record.value[titleName(entity)]),
      query: updateDocument(entity),
      variables: { id, version: variables['version'], patch },
      base,
      value: { ...record.value, ...given },
    } as const;
    const answer = await submit(host, write, stuck?.keys);
    if (answer.kind !== 'refused') {
      if (answer.kind === 'done') await renewRows(client, tenant, entity.id);
      // What is kept is shown out of the outbox.
      mark(answer.kind === 'full' ? { kind: 'refused', value, message: saving.full, cure: '' } : undefined);
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
