import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { FieldModel } from '../../../../schema/model/model.ts';
import { askTenant, type TenantIssue } from '../../../data/tenant-client.ts';
import type { FieldValue } from '../../../form-runtime/form-value.ts';
import { updateDocument } from '../../documents/record-document.ts';
import { isSameValue, updatePatch } from '../../documents/write-input.ts';
import type { StoredRecord } from '../../record/use-record-row.ts';
import { renewRows } from '../../use-api-rights.ts';
import { readRecord, type RecordPlace } from './read-record.ts';

/** What a cell tells beside its value. */
export type CellMark =
  | { readonly kind: 'saving'; readonly value: FieldValue }
  | { readonly kind: 'refused'; readonly value: FieldValue; readonly message: string; readonly cure: string }
  /** Others changed the same field meanwhile: the reader chooses. */
  | { readonly kind: 'conflict'; readonly value: FieldValue; readonly theirs: StoredRecord };

/** A value that was typed into a cell. */
export interface CellEdit {
  readonly record: StoredRecord;
  readonly field: FieldModel;
  readonly value: FieldValue;
}

export interface CellEdits {
  readonly markOf: (id: string, field: string) => CellMark | undefined;
  /** Cells with something that is not stored. */
  readonly unsaved: number;
  readonly save: (edit: CellEdit) => void;
  readonly refuse: (edit: CellEdit, told: { readonly message: string; readonly cure: string }) => void;
  readonly forget: (id: string, field: string) => void;
}

/**
 * Saves cells one by one under the version that was read (SPEC [WRK-30]). Who only changed other fields meanwhile is
 * no reason to ask; who changed this one is told. Nothing typed is lost: what was refused stays in its cell.
 */
export function useCellEdits(place: RecordPlace): CellEdits {
  const client = useQueryClient();
  const [marks, setMarks] = useState<ReadonlyMap<string, CellMark>>(new Map());
  const latest = useRef(place);
  latest.current = place;
  const set = useCallback((key: string, mark: CellMark | undefined) => {
    setMarks((last) => {
      const next = new Map(last);
      if (mark === undefined) next.delete(key);
      else next.set(key, mark);
      return next;
    });
  }, []);
  const save = useCallback(
    async ({ record, field, value }: CellEdit): Promise<void> => {
      const { tenant, columning } = latest.current;
      const { entity, model, rights, locale } = columning;
      const id = String(record.row['id']);
      const key = cellKey(id, field.apiName);
      const patch = updatePatch({ model, rights }, entity, {
        stored: { [field.apiName]: record.value[field.apiName] ?? null },
        value: { [field.apiName]: value },
      });
      if (patch === undefined) {
        set(key, undefined);
        return;
      }
      set(key, { kind: 'saving', value });
      try {
        const answer = await askTenant<unknown>(tenant, {
          query: updateDocument(entity),
          variables: { id, version: record.version, patch, key: crypto.randomUUID() },
          locale,
        });
        if (answer.ok) {
          await renewRows(client, tenant, entity.id);
          set(key, undefined);
          return;
        }
        if (!answer.issues.some(({ code }) => code === 'VERSION_CONFLICT')) {
          set(key, { kind: 'refused', value, ...words(answer.issues) });
          return;
        }
        const theirs = await readRecord(latest.current, id);
        if (theirs === null) set(key, { kind: 'refused', value, ...words(answer.issues) });
        else if (isSameValue(field, record.value[field.apiName], theirs.value[field.apiName]))
          await save({ record: theirs, field, value });
        else set(key, { kind: 'conflict', value, theirs });
      } catch (error) {
        set(key, { kind: 'refused', value, message: error instanceof Error ? error.message : '', cure: '' });
      }
    },
    [client, set],
  );
  return useMemo<CellEdits>(
    () => ({
      markOf: (id, field) => marks.get(cellKey(id, field)),
      unsaved: [...marks.values()].filter(({ kind }) => kind !== 'saving').length,
      save: (edit) => void save(edit),
      refuse: ({ record, field, value }, told) =>
        set(cellKey(String(record.row['id']), field.apiName), { kind: 'refused', value, ...told }),
      forget: (id, field) => set(cellKey(id, field), undefined),
    }),
    [marks, save, set],
  );
}

function cellKey(id: string, field: string): string {
  return `${id} ${field}`;
}

function words(issues: readonly TenantIssue[]): { readonly message: string; readonly cure: string } {
  return {
    message: issues.map(({ message }) => message).join(' '),
    cure: issues.map(({ cure }) => cure).join(' '),
  };
}
