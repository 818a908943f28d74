import { useEffect, useLayoutEffect, useMemo, useState, type RefObject } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import type { EntityModel, FieldModel } from '../../../schema/model/model.ts';
import type { TenantModel } from '../../data/tenant-model.ts';
import { compileForm, type CompiledForm } from '../../form-runtime/form-plan.ts';
import type { FormIssue } from '../../form-runtime/form-value.ts';
import type { RecordFormHandle } from '../../form-runtime/record-form.tsx';
import { pathEnd } from '../documents/field-path.ts';
import type { Columning } from '../documents/list-columns.ts';
import { isApiRow, valueIn } from '../documents/row-values.ts';
import { formIssues, type ApiInput } from '../documents/write-input.ts';
import { noteRecent } from '../home/recent.ts';
import { cellText, type Reading } from '../list/cell.tsx';
import { usePhone } from '../list/use-phone.ts';
import { formRights } from './field-rights.ts';
import type { Editing } from './use-edit.ts';
import { useRecordText } from './record-texts.ts';
import type { StoredRecord } from './use-record-row.ts';
import type { RecordWork } from './use-record-work.ts';

interface FormAsk {
  readonly columning: Columning;
  readonly stored: StoredRecord | undefined;
  readonly isNew: boolean;
  readonly editing: Editing;
  readonly handle: RefObject<RecordFormHandle | null>;
  /** Whether there is no more room than on a phone, on whatever screen. */
  readonly isNarrow?: boolean;
}

/**
 * The form in the shape in force. When another version is published it takes the new shape at once: what is typed,
 * also a moment ago, is handed on to it first (SPEC [WRK-20]).
 */
export function useRecordForm({ columning, stored, isNew, editing, handle, isNarrow }: FormAsk): CompiledForm {
  const { model, entity, rights, locale } = columning;
  const isPhone = usePhone();
  const phone = isPhone || isNarrow === true;
  const state = stored?.row['state'];
  const next = useMemo(
    () =>
      compileForm(model, entity.id, {
        locale,
        phone,
        rights: formRights(model, entity, { rights, isNew }),
        ...(typeof state === 'string' ? { state } : {}),
      }),
    [model, entity, rights, locale, phone, isNew, state],
  );
  const [form, setForm] = useState(next);
  const { change, typed } = editing;
  useLayoutEffect(() => {
    if (form === next) return;
    if (handle.current !== null) change(typed());
    setForm(next);
  }, [form, next, handle, change, typed]);
  return form;
}

/** What names the record, in words. */
export function useTitle({
  columning,
  reading,
  stored,
}: {
  readonly columning: Columning;
  readonly reading: Reading;
  readonly stored: StoredRecord | undefined;
}): string {
  const text = useRecordText();
  const { model, entity, locale } = columning;
  if (stored === undefined) return text('newOf', { what: textIn(entity.label, locale) });
  const end = pathEnd(model, entity, { path: entity.title, locale });
  const title = end === undefined ? '' : cellText(end, valueIn(stored.row, end.steps), reading);
  return title === '' ? String(stored.row['id']).slice(0, 8) : title;
}

/** Remembers the record for the home page, and names the page of the browser. */
export function useNoted(
  tenant: TenantModel,
  entity: EntityModel,
  record: { readonly id: string; readonly title: string },
): void {
  const { id, title } = record;
  useEffect(() => {
    if (id !== 'new') noteRecent(tenant.name, { entity: entity.id, id, title });
    const before = document.title;
    document.title = `${title} · ${tenant.label}`;
    return () => {
      document.title = before;
    };
  }, [tenant.name, tenant.label, entity.id, id, title]);
}

/** What the server said of what stands in the form: just now, or while nobody looked. */
export function useIssues({ saving, stuck }: Pick<RecordWork, 'saving' | 'stuck'>): readonly FormIssue[] {
  const then = useMemo(() => {
    if (stuck === undefined || stuck.write.state !== 'refused') return NO_ISSUES;
    const patch = patchOf(stuck.write.variables);
    return formIssues(stuck.write.issues, { value: stuck.value, ...(patch === undefined ? {} : { patch }) });
  }, [stuck]);
  return saving.issues.length > 0 ? saving.issues : then;
}

const NO_ISSUES: readonly FormIssue[] = [];

function patchOf({ patch }: Readonly<Record<string, unknown>>): ApiInput | undefined {
  return isApiRow(patch) ? patch : undefined;
}

/** Leads to the first issue that the server told. */
export function useShowIssues(issues: readonly FormIssue[], handle: RefObject<RecordFormHandle | null>): void {
  useEffect(() => {
    if (issues.length > 0) handle.current?.focusFirstIssue();
  }, [issues, handle]);
}

/** Fields by their labels, each once. */
export function fieldNames(fields: readonly FieldModel[], { locale }: Reading): string {
  const names = [...new Set(fields.map(({ label }) => textIn(label, locale)))];
  return names.join(locale === 'zh-CN' ? '、' : ', ');
}
