import { useQuery } from '@tanstack/react-query';
import { App } from 'antd';
import { useEffect, useEffectEvent, useId, useMemo, useRef, type KeyboardEvent, type ReactNode } from 'react';
import type { FieldModel } from '../../../../schema/model/model.ts';
import { ServerError } from '../../../data/platform-client.ts';
import type { TenantModel } from '../../../data/tenant-model.ts';
import { FieldEditor, type FieldEditorHandle } from '../../../form-runtime/field-editor.tsx';
import { compileForm } from '../../../form-runtime/form-plan.ts';
import { formRules } from '../../../form-runtime/form-rules.ts';
import { useFormText } from '../../../form-runtime/form-texts.ts';
import { lockText } from '../../../form-runtime/value-field.tsx';
import { formRights } from '../../record/field-rights.ts';
import type { StoredRecord } from '../../record/use-record-row.ts';
import { rowsKey } from '../../use-api-rights.ts';
import { useActor } from '../../use-clock.ts';
import { useSources } from '../../use-sources.ts';
import { useListWorkText } from '../list-work-texts.ts';
import { readRecord, type RecordPlace } from './read-record.ts';
import type { CellEdits, CellMark } from './use-cell-edits.ts';
import './edit.css';

/** Where the reader goes when a cell is done. */
export type CellLeave = 'stay' | 'down' | 'next' | 'previous' | 'away';

interface CellEditorProps extends RecordPlace {
  readonly tenantModel: TenantModel;
  readonly id: string;
  readonly field: FieldModel;
  readonly label: string;
  readonly edits: CellEdits;
  readonly mark: CellMark | undefined;
  readonly onDone: (leave: CellLeave) => void;
}

/** The input of a cell; the record behind it is read first, for its version and for what the rules read. */
export function CellEditor(props: CellEditorProps): ReactNode {
  const { tenant, columning, id, onDone } = props;
  const text = useListWorkText();
  const { message } = App.useApp();
  const opened = useId();
  const query = useQuery<StoredRecord | null>({
    queryKey: [...rowsKey(tenant, columning.entity.id), 'cell', id, opened],
    queryFn: () => readRecord(props, id, true),
    // While one types, the version stays the one that was read: what others do meanwhile is found out when saving.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    gcTime: 0,
  });
  const first = useRef<StoredRecord>(undefined);
  first.current ??= query.data ?? undefined;
  const isGone = query.data === null || query.error !== null;
  const leave = useEffectEvent(() => {
    const isUnreachable = query.error instanceof ServerError && query.error.code === 'NETWORK';
    void message.warning(text(isUnreachable ? 'cellUnknown' : 'cellGone'));
    onDone('stay');
  });
  useEffect(() => {
    if (isGone) leave();
  }, [isGone]);
  if (first.current === undefined) return <span className="cell-editor is-coming" />;
  return <LoadedEditor {...props} record={first.current} />;
}

function LoadedEditor({ record, ...props }: CellEditorProps & { readonly record: StoredRecord }): ReactNode {
  const { columning, tenantModel, field, label, edits, mark, onDone } = props;
  const { model, entity, rights, locale } = columning;
  const text = useFormText();
  const { message } = App.useApp();
  const id = useId();
  const sources = useSources(tenantModel, rights);
  const actor = useActor(tenantModel);
  const editor = useRef<FieldEditorHandle>(null);
  const isOver = useRef(false);
  const state = record.row['state'];
  const form = useMemo(
    () =>
      compileForm(model, entity.id, {
        locale,
        rights: formRights(model, entity, { rights, isNew: false }),
        ...(typeof state === 'string' ? { state } : {}),
      }),
    [model, entity, rights, locale, state],
  );
  const own = form.fields.find(({ apiName }) => apiName === field.apiName);
  const isLocked = useMemo(() => {
    const context = { now: new Date().toISOString(), timeZone: tenantModel.timeZone, actor };
    const derived = formRules(form)({ value: record.value, stored: record.value }, context);
    const conditions = derived.states.get(field.apiName);
    return (
      own === undefined || own.lock !== undefined || conditions?.readonly === true || conditions?.visible === false
    );
  }, [form, own, record, field.apiName, tenantModel.timeZone, actor]);
  const tellLock = useEffectEvent(() => {
    if (own !== undefined) void message.info(lockText(own, text));
    onDone('stay');
  });
  useEffect(() => {
    if (isLocked) tellLock();
  }, [isLocked]);

  const commit = (leave: CellLeave): void => {
    if (isOver.current) return;
    const handle = editor.current;
    if (handle === null) return;
    const value = handle.flush()[field.apiName] ?? null;
    if (leave !== 'away' && handle.isWrong()) return;
    isOver.current = true;
    edits.save({ record, field, value });
    onDone(leave);
  };
  // A row that scrolls out of sight takes nothing typed with it.
  const away = useEffectEvent(() => commit('away'));
  useEffect(() => () => away(), []);
  if (isLocked || own === undefined) return null;
  const press = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const leaves: Readonly<Record<string, CellLeave>> = {
      Enter: 'down',
      Tab: event.shiftKey ? 'previous' : 'next',
    };
    const leave = leaves[event.key];
    if (event.key === 'Escape') {
      event.preventDefault();
      isOver.current = true;
      onDone('stay');
    } else if (
      leave !== undefined &&
      !(event.key === 'Enter' && event.target instanceof HTMLTextAreaElement && event.shiftKey)
    ) {
      event.preventDefault();
      commit(leave);
    }
    event.stopPropagation();
  };
  const started = mark === undefined ? record.value : { ...record.value, [field.apiName]: mark.value };
  return (
    // The keys of the input are heard here: Enter and Tab save, Escape takes back.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events
    <span
      className="cell-editor"
      onKeyDown={press}
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget) && document.hasFocus()) commit('away');
      }}
    >
      <FieldEditor
        ref={editor}
        form={form}
        field={own}
        value={started}
        label={label}
        id={id}
        isCell
        {...(mark?.kind === 'refused' ? { told: { message: mark.message, cure: mark.cure } } : {})}
        sources={sources}
        actor={actor}
        timeZone={tenantModel.timeZone}
      />
    </span>
  );
}
