import { StrictMode, useMemo, useRef, useState, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import type { Template } from '../../schema/template/template.ts';
import { resolveModel } from '../../schema/model/resolve.ts';
import type { Model } from '../../schema/model/model.ts';
import { LanguageProvider, useLanguage } from '../i18n/locale-context.tsx';
import { AppearanceProvider } from '../shell/appearance.tsx';
import { applyTheme, storedTheme } from '../shell/theme.ts';
import { compileForm, type FieldRights } from './form-plan.ts';
import type { Choice, FormSources } from './form-sources.ts';
import type { FormIssue, RecordValue } from './form-value.ts';
import { RecordForm, type RecordFormHandle } from './record-form.tsx';
import '../shell/base.css';

/** What a test says that the page shows. */
interface Shown {
  readonly template: Template;
  readonly entity: string;
  readonly value: RecordValue;
  readonly stored?: RecordValue;
  readonly issues?: readonly FormIssue[];
  readonly rights?: FieldRights;
  readonly readOnly?: boolean;
  readonly phone?: boolean;
  /** By entity, what its references offer. */
  readonly choices?: Readonly<Record<string, readonly Choice[]>>;
}

/** By what a test reads and drives the form: the same as a record page has in hand. */
interface FormBench {
  readonly show: (shown: Shown) => void;
  readonly setValue: (value: RecordValue) => void;
  readonly setIssues: (issues: readonly FormIssue[]) => void;
  readonly flush: () => RecordValue | undefined;
  readonly validate: () => readonly FormIssue[] | undefined;
  readonly focusFirstIssue: () => boolean | undefined;
  readonly last: () => RecordValue;
}

declare global {
  interface Window {
    formBench?: FormBench;
  }
}

/** A page with one form and a bare input, for the tests of this folder; it is no part of the product. */
function Harness(): ReactNode {
  const [shown, setShown] = useState<Shown>();
  return (
    <main id="harness">
      <h1 className="unseen">Form</h1>
      <label className="unseen" htmlFor="bare">
        Bare
      </label>
      <input id="bare" />
      {shown === undefined ? (
        <Waiting onShow={setShown} />
      ) : (
        <ShownForm key={shown.entity} shown={shown} onShow={setShown} />
      )}
    </main>
  );
}

function Waiting({ onShow }: { readonly onShow: (shown: Shown) => void }): ReactNode {
  window.formBench = {
    show: onShow,
    setValue: () => undefined,
    setIssues: () => undefined,
    flush: () => undefined,
    validate: () => undefined,
    focusFirstIssue: () => undefined,
    last: () => ({}),
  };
  return null;
}

function ShownForm({ shown, onShow }: { readonly shown: Shown; readonly onShow: (shown: Shown) => void }): ReactNode {
  const { locale } = useLanguage();
  const handle = useRef<RecordFormHandle>(null);
  const model = useMemo(() => modelOf(shown.template), [shown.template]);
  const { entity, rights, phone = false } = shown;
  const form = useMemo(
    () => compileForm(model, entity, { locale, phone, ...(rights === undefined ? {} : { rights }) }),
    [model, entity, locale, phone, rights],
  );
  const [value, setValue] = useState(shown.value);
  const [issues, setIssues] = useState(shown.issues ?? []);
  const last = useRef(value);
  window.formBench = {
    show: onShow,
    setValue,
    setIssues,
    flush: () => handle.current?.flush(),
    validate: () => handle.current?.validate(),
    focusFirstIssue: () => handle.current?.focusFirstIssue(),
    last: () => last.current,
  };
  return (
    <RecordForm
      ref={handle}
      form={form}
      value={value}
      stored={shown.stored ?? null}
      issues={issues}
      readOnly={shown.readOnly ?? false}
      sources={sourcesOf(shown)}
      actor={{ id: 'me', name: 'Wang', roles: ['clerk'], departments: [] }}
      timeZone="Asia/Shanghai"
      onChange={(next) => {
        last.current = next;
        setValue(next);
      }}
    />
  );
}

function modelOf(template: Template): Model {
  const resolved = resolveModel(template);
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues));
  return resolved.value;
}

function sourcesOf({ choices = {} }: Shown): FormSources {
  const find = async (kind: string, text: string): Promise<readonly Choice[]> =>
    Promise.resolve((choices[kind] ?? []).filter(({ title }) => title.toLowerCase().includes(text.toLowerCase())));
  return {
    searchReference: (entity, text) => find(entity, text),
    members: (text) => find('members', text),
    departments: (text) => find('departments', text),
  };
}

applyTheme(storedTheme());
const root = document.getElementById('app');
if (root === null) throw new Error('Broken invariant: the page has #app');
createRoot(root).render(
  <StrictMode>
    <LanguageProvider>
      <AppearanceProvider>
        <Harness />
      </AppearanceProvider>
    </LanguageProvider>
  </StrictMode>,
);
