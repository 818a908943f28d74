import { useMemo, useState } from 'react';
import type { TenantModel } from '../../data/tenant-model.ts';
import { useOutboxHost } from '../../offline/use-outbox-host.ts';
import type { FieldModel } from '../../../schema/model/model.ts';
import type { Columning } from '../documents/list-columns.ts';
import type { Reading } from './cell.tsx';
import { editableFields } from './edit/editable.ts';
import { useCellEdits } from './edit/use-cell-edits.ts';
import type { ListPlan } from './list-plan.ts';
import type { GridWork } from './list-row.tsx';
import type { ListRows } from './use-list.ts';
import { usePhone } from './use-phone.ts';
import { useSelection } from './use-selection.ts';

interface WorkAsk {
  readonly tenant: TenantModel;
  readonly columning: Columning;
  readonly reading: Reading;
  readonly plan: ListPlan;
  readonly rows: ListRows;
}

export interface ListWork extends GridWork {
  readonly mayEdit: boolean;
  readonly setEditing: (isEditing: boolean) => void;
  /** Whether rows are chosen only after saying so: a phone has no room for boxes at all times. */
  readonly asksToSelect: boolean;
  readonly setSelecting: (isSelecting: boolean) => void;
}

/** What the reader is about in the rows of a list: cells that are typed into, rows that are chosen. */
export function useListWork({ tenant, columning, reading, plan, rows }: WorkAsk): ListWork {
  const { entity, rights } = columning;
  const isPhone = usePhone();
  const host = useOutboxHost(tenant);
  const [isEditing, setEditing] = useState(false);
  const [isSelecting, setSelecting] = useState(false);
  const edits = useCellEdits({ tenant: tenant.name, columning, reading }, host);
  const selection = useSelection(JSON.stringify([plan.where, plan.bin, plan.rest?.source]), (from, to) =>
    Array.from({ length: to - from + 1 }, (_, index) => rows.rowAt(from + index)?.['id']).filter(
      (id) => typeof id === 'string',
    ),
  );
  const fields = useMemo(
    () => new Map<string, FieldModel>(editableFields(columning).map((field) => [field.apiName, field])),
    [columning],
  );
  const isBin = plan.bin === 'ONLY';
  const mayChoose = rights.updates(entity) || rights.deletes(entity);
  const mayEdit = !isBin && !isPhone && fields.size > 0;
  const isPlain = isBin || isPhone;
  // The same as long as nothing of it changes: each row on the screen is drawn with it.
  return useMemo<ListWork>(
    () => ({
      tenantModel: tenant,
      edits,
      selection,
      mayEdit,
      isEditing: isEditing && mayEdit,
      setEditing,
      setSelecting: (isOn) => {
        setSelecting(isOn);
        if (!isOn) selection.clear();
      },
      maySelect: mayChoose && (!isPhone || isSelecting),
      asksToSelect: mayChoose && isPhone,
      isSelecting: mayChoose && isPhone && isSelecting,
      fieldOf: ({ steps }) => (isPlain || steps.length !== 1 ? undefined : fields.get(steps[0] ?? '')),
    }),
    [tenant, edits, selection, mayEdit, isEditing, mayChoose, isPhone, isSelecting, isPlain, fields],
  );
}
