import { useCallback, useMemo, type ReactNode } from 'react';
import type { FieldState } from '../../schema/model/field-conditions.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { useFieldNode, useForm, useFormState } from './form-context.tsx';
import { mistakeWords } from './form-mistakes.ts';
import type { FormField, LockReason } from './form-plan.ts';
import { pathKey, type FieldValue, type ValuePath } from './form-value.ts';
import { useFormText, type FormText } from './form-texts.ts';
import { ShownValue, type Reading } from './shown-value.tsx';
import { WIDGETS } from './widgets/widget-table.ts';

/** What is told beside a value. */
export interface Told {
  readonly message: string;
  readonly cure?: string | undefined;
}

/** What is wrong at a place, once it was left or everything is told; the server's word goes first. */
export function useTold(path: ValuePath): Told | undefined {
  const t = useFormText();
  const key = pathKey(path);
  const issue = useFormState(({ issues }) => issues.get(key));
  const mistake = useFormState(({ mistakes, left, tellsAll }) =>
    tellsAll || left.has(key) || left.has(`${key}/lng`) ? mistakes.get(key) : undefined,
  );
  return useMemo(() => {
    if (issue !== undefined) return { message: issue.message, cure: issue.cure };
    return mistake === undefined ? undefined : mistakeWords(mistake, t);
  }, [issue, mistake, t]);
}

/** A field's state now: its own conditions, and those of its place in the layout. */
export function useFieldState(apiName: string): FieldState {
  const { readOnly } = useForm();
  const node = useFieldNode();
  const own = useFormState(({ derived }) => derived.states.get(apiName));
  const placed = useFormState(({ derived }) => (node === undefined ? undefined : derived.nodes.get(node.id)));
  return {
    visible: own?.visible !== false && placed?.visible !== false,
    required: own?.required === true || placed?.required === true,
    readonly: readOnly || own?.readonly === true || placed?.readonly === true,
  };
}

export function useReading(): Reading {
  const t = useFormText();
  const { locale } = useLanguage();
  const { timeZone, sources } = useForm();
  const { files, peek } = sources;
  return useMemo(() => ({ t, locale, timeZone, files, peek }), [t, locale, timeZone, files, peek]);
}

/** The value of a field, given or computed. */
export function useValue(apiName: string): FieldValue | undefined {
  return useFormState(({ value, derived }) =>
    Object.hasOwn(derived.computed, apiName) ? derived.computed[apiName] : value[apiName],
  );
}

const LOCK_TEXTS = {
  computed: 'lockComputed',
  numbered: 'lockNumbered',
  given: 'lockGiven',
  rights: 'lockRights',
  masked: 'lockMasked',
  posted: 'lockPosted',
} as const satisfies Readonly<Record<LockReason, Parameters<FormText>[0]>>;

/** Why a field can't be changed; nothing where the whole form is for reading. */
export function lockText(field: FormField, t: FormText): string {
  return field.lock === undefined ? t('lockCondition') : t(LOCK_TEXTS[field.lock]);
}

/** The id of the element that takes a field's focus. */
export function inputId(idPrefix: string, path: ValuePath): string {
  return `${idPrefix}-${path.join('-')}`;
}

/** Draws a value of the form with its widget, or for reading. */
export function FieldValueView({ field, label }: { readonly field: FormField; readonly label: string }): ReactNode {
  const { store, idPrefix } = useForm();
  const path = useMemo(() => [field.apiName], [field.apiName]);
  const value = useValue(field.apiName);
  const state = useFieldState(field.apiName);
  const told = useTold(path);
  const reading = useReading();
  const onChange = useCallback((next: FieldValue) => store.set(path, next), [store, path]);
  const id = inputId(idPrefix, path);
  const { widget } = field;
  if (state.readonly || field.lock !== undefined || widget === 'lines' || widget === 'sequence') {
    return (
      <div className="fw-value" id={id} role="group" aria-labelledby={`${id}-label`} tabIndex={-1}>
        <ShownValue field={field} value={value} reading={reading} />
      </div>
    );
  }
  const Widget = WIDGETS[widget];
  const described = [
    ...(told === undefined ? [] : [`${id}-told`]),
    ...(field.help === undefined ? [] : [`${id}-help`]),
  ];
  return (
    <Widget
      field={field}
      path={path}
      id={id}
      label={label}
      value={value}
      onChange={onChange}
      isCell={false}
      isRequired={state.required}
      isInvalid={told !== undefined}
      describedBy={described.length === 0 ? undefined : described.join(' ')}
    />
  );
}
