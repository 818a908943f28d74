import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { FieldModel } from '../../../../schema/model/model.ts';
import type { FieldValue } from '../../../form-runtime/form-value.ts';
import type { OutboxHost } from '../../../offline/outbox.ts';
import { changeOutbox, useOutbox } from '../../../offline/outbox-store.ts';
import { EMPTY_OUTBOX, stuckChange, without, writesOf, type Outbox } from '../../../offline/queued-write.ts';
import { isApiRow } from '../../documents/row-values.ts';
import type { StoredRecord } from '../../record/use-record-row.ts';
import { useListWorkText } from '../list-work-texts.ts';
import type { RecordPlace } from './read-record.ts';

/** What a cell tells beside its value. */
export type CellMark =
  | { readonly kind: 'saving'; readonly value: FieldValue }
  /** On this device, until the server can be reached. */
  | { readonly kind: 'kept'; readonly value: FieldValue }
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
  readonly forget: (id: string, field: string) => void;
}

/**
 * Saves cells one by one under the version that was read (SPEC [WRK-30]). Who only changed other fields meanwhile is
 * no reason to ask; who changed this one is told. Nothing typed is lost: what was refused stays in its cell.
 */
export function useCellEdits(place: RecordPlace, host: OutboxHost): CellEdits {
  const client = useQueryClient();
  const box = useOutbox(host.place) ?? EMPTY_OUTBOX;
  const [marks, setMarks] = useState<ReadonlyMap<string, CellMark>>(new Map());
  const latest = useRef({ place, host, full: '' });
  latest.current = { place, host, full: useListWorkText()('keptFull') };
  const set = useCallback((key: string, mark: CellMark | undefined) => {
    setMarks((last) => {
      const next = new Map(last);
      if (mark === undefined) next.delete(key);
      else next.set(key, mark);
      return next;
    });
  }, []);
  const save = useCallback(
    async (edit: CellEdit): Promise<void> => {
      // What saving needs comes with the first cell that is changed.
      const { saveCell } = await import('./save-cell.ts');
      const key = cellKey(String(edit.record.row['id']), edit.field.apiName);
      await saveCell({ ...latest.current, client, mark: (mark) => set(key, mark) }, edit);
    },
    [client, set],
  );
  return useMemo<CellEdits>(
    () => ({
      markOf: (id, field) => marks.get(cellKey(id, field)) ?? queuedMark(box, id, field),
      unsaved: [...marks.values()].filter(({ kind }) => kind !== 'saving').length,
      save: (edit) => void save(edit),
      forget: (id, field) => {
        const key = cellKey(id, field);
        if (marks.has(key)) {
          set(key, undefined);
          return;
        }
        const { keys = [] } = stuckChange(box, id) ?? {};
        const stuck = box.writes.filter((write) => keys.includes(write.key));
        void changeOutbox(latest.current.host.place, (now) => without(now, stuck));
      },
    }),
    [marks, box, save, set],
  );
}

/** What the outbox holds of a cell (SPEC [OFF-32]). */
function queuedMark(box: Outbox, id: string, field: string): CellMark | undefined {
  if (box.writes.length === 0) return undefined;
  const stuck = stuckChange(box, id);
  const own = writesOf(box, id).findLast(({ variables: { patch } }) => isApiRow(patch) && field in patch);
  if (own?.value === undefined) return undefined;
  const value = own.value[field] ?? null;
  if (stuck === undefined || !stuck.keys.includes(own.key)) return { kind: 'kept', value };
  const said = (what: 'message' | 'cure'): string => stuck.write.issues.map((issue) => issue[what]).join(' ');
  return { kind: 'refused', value, message: said('message'), cure: said('cure') };
}

function cellKey(id: string, field: string): string {
  return `${id} ${field}`;
}
