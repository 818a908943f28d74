import RjsfForm from '@rjsf/core/lib/components/Form.js';
import type { FieldProps, RJSFSchema, UiSchema } from '@rjsf/utils';
import {
  useEffect,
  useEffectEvent,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
} from 'react';
import type { EvalContext } from '../../schema/expr/evaluate.ts';
import type { ActorValue } from '../../schema/expr/frame.ts';
import { followBalances, hasBalances } from './balances.ts';
import { FieldFrame } from './field-frame.tsx';
import { FormContext, useFieldNode, useForm, type Beside, type FormFrame } from './form-context.tsx';
import { focusPath, namesIn } from './form-focus.ts';
import { mistakeWords } from './form-mistakes.ts';
import { VALUE_FIELD, type CompiledForm } from './form-plan.ts';
import type { BalanceAsk, Choice, FormSources } from './form-sources.ts';
import { createFormStore, withComputed, type FormStore } from './form-store.ts';
import { useFormText, type FormText } from './form-texts.ts';
import { rowsIn, type FormIssue, type RecordValue, type ValuePath } from './form-value.ts';
import { IssueList } from './issue-list.tsx';
import { LayoutTemplate } from './layout-template.tsx';
import { schemaValidator } from './schema-validator.ts';
import { FieldValueView } from './value-field.tsx';
import './form.css';

/** What who shows a form asks of it. */
export interface RecordFormHandle {
  /** Opens the tab of the first mistake and focuses its field; false where there is none. */
  readonly focusFirstIssue: () => boolean;
  /** Everything typed so far, also what was typed a moment ago. */
  readonly flush: () => RecordValue;
  /** Tells every mistake that the browser can find, and gives them; nothing when the record can be sent. */
  readonly validate: () => readonly FormIssue[];
}

export interface RecordFormProps {
  readonly form: CompiledForm;
  /** By API names. Another object replaces what is shown, but for the field that somebody is typing in. */
  readonly value: RecordValue;
  readonly onChange: (value: RecordValue) => void;
  /** As the record is stored, for what is locked from then on; none for a new record. */
  readonly stored?: RecordValue | null;
  readonly issues?: readonly FormIssue[];
  readonly readOnly?: boolean;
  readonly sources: FormSources;
  /** Who types, for conditions and formulas that read `actor`. */
  readonly actor?: ActorValue | null;
  /** Of the tenant; the browser's without it. */
  readonly timeZone?: string;
  /** What stands beside a field; a button with the key F1 is pressed by it from the field. */
  readonly beside?: Beside;
  readonly ref?: Ref<RecordFormHandle>;
}

const FIELDS = { [VALUE_FIELD]: ValueField } as const;
const TEMPLATES = { FieldTemplate: FieldFrame, ObjectFieldTemplate: LayoutTemplate } as const;
const NO_DATA = {};
const NO_ISSUES: readonly FormIssue[] = [];

/**
 * The form that people type into (SPEC FORM). rjsf reads the schema, prepares the fields and gives them their frames;
 * the values stand in a store beside it, so that a key draws one field and not the form.
 */
export function RecordForm(props: RecordFormProps): ReactNode {
  const { form, value, issues = NO_ISSUES, readOnly = false, sources, timeZone, beside, ref } = props;
  const idPrefix = `form${useId()}`;
  const t = useFormText();
  const zone = timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const store = useFormStore(props, zone);
  const latestSources = useRef(sources);
  latestSources.current = sources;
  const frame = useMemo(
    (): FormFrame => ({ store, sources: forwarded(latestSources), idPrefix, timeZone: zone, readOnly, beside }),
    [store, idPrefix, zone, readOnly, beside],
  );
  useBalances(frame, () => props.actor ?? null);
  useLayoutEffect(() => store.replace(value), [store, value]);
  useEffect(() => store.setIssues(issues), [store, issues]);
  useImperativeHandle(ref, () => handleOf(store, idPrefix, t), [store, idPrefix, t]);
  const schema: RJSFSchema = form.schema;
  const uiSchema: UiSchema = form.uiSchema;
  return (
    <FormContext value={frame}>
      <div className={`fw-form${form.phone ? ' is-phone' : ''}`} lang={form.locale} onKeyDown={pressBeside}>
        <IssueList />
        <RjsfForm
          schema={schema}
          uiSchema={uiSchema}
          formData={NO_DATA}
          validator={schemaValidator}
          fields={FIELDS}
          templates={TEMPLATES}
          idPrefix={idPrefix}
          tagName="div"
          noHtml5Validate
          showErrorList={false}
          experimental_componentUpdateStrategy="shallow"
        >
          {/* No button: who shows the form sends the record. */}
          <></>
        </RjsfForm>
      </div>
    </FormContext>
  );
}

/** What the books say follows what names it, in forms that have such fields. */
function useBalances({ store, sources, timeZone, readOnly }: FormFrame, actor: () => EvalContext['actor']): void {
  const actorNow = useEffectEvent(actor);
  const { balances } = sources;
  useEffect(() => {
    if (readOnly || balances === undefined || !hasBalances(store.form.fields)) return undefined;
    return followBalances(store, balances, () => ({ now: new Date().toISOString(), timeZone, actor: actorNow() }));
  }, [store, balances, timeZone, readOnly]);
}

/** F1 presses what stands beside the field that one is in. */
function pressBeside(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'F1' || !(event.target instanceof Element)) return;
  const place = event.target.closest('.fw-cell') ?? event.target.closest('.fw-field');
  const button = place?.querySelector<HTMLElement>('button[aria-keyshortcuts="F1"]');
  if (button === null || button === undefined) return;
  event.preventDefault();
  button.click();
}

/** rjsf's field for every value of ours. */
function ValueField({ name }: FieldProps): ReactNode {
  const { store } = useForm();
  const node = useFieldNode();
  const field = store.form.fields.find(({ apiName }) => apiName === name);
  return field === undefined ? null : <FieldValueView field={field} label={node?.label ?? field.label} />;
}

/** One store for a form's life; another form, or another record, begins a new one. */
function useFormStore(props: RecordFormProps, timeZone: string): FormStore {
  const { form, value, stored = null } = props;
  const latest = useRef(props);
  latest.current = props;
  const make = (): FormStore =>
    createFormStore(form, {
      value,
      stored,
      onChange: (next) => latest.current.onChange(next),
      context: () => ({ now: new Date().toISOString(), timeZone, actor: latest.current.actor ?? null }),
    });
  const [held, setHeld] = useState(() => ({ form, stored, store: make() }));
  if (held.form === form && held.stored === stored) return held.store;
  const next = { form, stored, store: make() };
  setHeld(next);
  return next.store;
}

/** Sources that always ask the latest ones: who shows the form may make them anew each time. */
function forwarded(latest: { readonly current: FormSources }): FormSources {
  // Of one tenant for as long as the form stands.
  const { files, balances } = latest.current;
  return {
    chosen: (entity, choice) => latest.current.chosen?.(entity, choice),
    mayCreate: (entity) => latest.current.create !== undefined && latest.current.mayCreate?.(entity) === true,
    create: async (entity, text) => latest.current.create?.(entity, text),
    ...(latest.current.peek === undefined
      ? {}
      : { peek: (entity: string, row: Pick<Choice, 'id' | 'title'>) => latest.current.peek?.(entity, row) }),
    searchReference: (entity, text, options) => latest.current.searchReference(entity, text, options),
    members: (text) => latest.current.members(text),
    departments: (text) => latest.current.departments(text),
    ...(balances === undefined
      ? {}
      : { balances: async (asks: readonly BalanceAsk[]) => (await latest.current.balances?.(asks)) ?? [] }),
    ...(files === undefined ? {} : { files }),
  };
}

function handleOf(store: FormStore, idPrefix: string, t: FormText): RecordFormHandle {
  const flush = (): RecordValue => {
    for (const buffer of store.buffers.values()) buffer.flush();
    const { value, derived } = store.state.getState();
    return withComputed(value, derived);
  };
  return {
    flush,
    focusFirstIssue() {
      const { issues, mistakes } = store.state.getState();
      const order = namesIn(store.form.layout);
      const paths = [...issues.values(), ...mistakes.values()].map(({ path }) => path);
      const [first] = paths
        .filter(([name = '']) => order.includes(name))
        .sort(([a = ''], [b = '']) => order.indexOf(a) - order.indexOf(b));
      if (first === undefined) return false;
      store.tellAll();
      focusPath(store, idPrefix, first);
      return true;
    },
    validate() {
      flush();
      store.tellAll();
      const { mistakes, value } = store.state.getState();
      return [...mistakes.values()].map((mistake) => ({
        path: indexed(value, mistake.path),
        ...mistakeWords(mistake, t),
      }));
    },
  };
}

/** The path with the row's place instead of its key. */
function indexed(value: RecordValue, [name = '', row, ...rest]: ValuePath): FormIssue['path'] {
  if (row === undefined) return [name];
  return [name, rowsIn(value[name]).findIndex(({ $key }) => $key === row), ...rest];
}
