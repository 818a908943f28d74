import {
  useEffect,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  type ReactNode,
  type Ref,
} from 'react';
import type { ActorValue } from '../../schema/expr/frame.ts';
import { FormContext, useForm, useFormState, type FormFrame } from './form-context.tsx';
import type { CompiledForm, FormField } from './form-plan.ts';
import type { FormSources } from './form-sources.ts';
import { createFormStore } from './form-store.ts';
import type { FieldValue, RecordValue } from './form-value.ts';
import { useTold, useValue, type Told } from './value-field.tsx';
import { WIDGETS } from './widgets/widget-table.ts';
import './form.css';

/** What who edits one field asks of it. */
export interface FieldEditorHandle {
  /** The record with what was typed, also a moment ago. */
  readonly flush: () => RecordValue;
  /** Whether the browser finds the value wrong; from then on it says so. */
  readonly isWrong: () => boolean;
}

export interface FieldEditorProps {
  readonly form: CompiledForm;
  readonly field: FormField;
  /** The whole record: conditions and formulas of the field read it. */
  readonly value: RecordValue;
  readonly label: string;
  /** The element that takes the focus. */
  readonly id: string;
  /** In a cell the label is not seen. */
  readonly isCell: boolean;
  /** What the server said of the value that is shown. */
  readonly told?: Told;
  readonly sources: FormSources;
  readonly actor: ActorValue | null;
  readonly timeZone: string;
  readonly ref?: Ref<FieldEditorHandle>;
}

/** One field of a record with the form's own input and rules, and nothing of the form around it (SPEC [WRK-30]). */
export function FieldEditor(props: FieldEditorProps): ReactNode {
  const { form, value, sources, actor, timeZone, told, field, ref } = props;
  const prefix = useId();
  const latest = useRef({ value, actor });
  const store = useMemo(
    () =>
      createFormStore(form, {
        value: latest.current.value,
        stored: latest.current.value,
        onChange: () => {},
        context: () => ({ now: new Date().toISOString(), timeZone, actor: latest.current.actor }),
      }),
    [form, timeZone],
  );
  const frame = useMemo(
    (): FormFrame => ({ store, sources, idPrefix: prefix, timeZone, readOnly: false }),
    [store, sources, prefix, timeZone],
  );
  useLayoutEffect(() => {
    if (told === undefined) return;
    const cure = told.cure === undefined ? {} : { cure: told.cure };
    store.setIssues([{ path: [field.apiName], message: told.message, ...cure }]);
  }, [store, told, field.apiName]);
  useImperativeHandle(ref, () => {
    const flush = (): RecordValue => {
      for (const buffer of store.buffers.values()) buffer.flush();
      return store.state.getState().value;
    };
    return {
      flush,
      isWrong: () => {
        flush();
        store.tellAll();
        return store.state.getState().mistakes.has(field.apiName);
      },
    };
  }, [store, field.apiName]);
  return (
    <FormContext value={frame}>
      <EditorInput {...props} />
    </FormContext>
  );
}

function EditorInput({ field, label, id, isCell }: FieldEditorProps): ReactNode {
  const { store } = useForm();
  const path = useMemo(() => [field.apiName], [field.apiName]);
  const value = useValue(field.apiName);
  const told = useTold(path);
  const isRequired = useFormState(({ derived }) => derived.states.get(field.apiName)?.required === true);
  const { widget } = field;
  // The name begins with the element, so that a key that opened the editor goes on into it.
  useEffect(() => {
    const element = document.getElementById(id);
    if (!isCell || !(element instanceof HTMLElement)) return;
    element.focus();
    if (element.getAttribute('role') === 'combobox') element.click();
    else if (element instanceof HTMLInputElement && element.type === 'text') element.select();
  }, [id, isCell]);
  if (widget === 'lines' || widget === 'sequence') return null;
  const Widget = WIDGETS[widget];
  return (
    <span className={`fw-form fw-one${isCell ? ' is-cell' : ''}`}>
      <Widget
        field={field}
        path={path}
        id={id}
        label={label}
        value={value}
        onChange={(next: FieldValue) => store.set(path, next)}
        isCell={isCell}
        isRequired={isRequired}
        isInvalid={told !== undefined}
        describedBy={told === undefined ? undefined : `${id}-told`}
      />
      {told !== undefined && (
        <span id={`${id}-told`} className="fw-one-told" role="alert">
          {told.message} {told.cure}
        </span>
      )}
    </span>
  );
}
