import { useEffect, useRef, type ReactNode } from 'react';
import { useForm, useFormState } from './form-context.tsx';
import { focusPath } from './form-focus.ts';
import { mistakeWords } from './form-mistakes.ts';
import type { CompiledForm } from './form-plan.ts';
import type { FormState } from './form-store.ts';
import { useFormText, type FormText } from './form-texts.ts';
import { pathKey, rowsIn, type ValuePath } from './form-value.ts';
import { Glyph } from './glyphs.tsx';

const SHOWN = 8;

interface Line {
  readonly path: ValuePath;
  readonly place: string;
  readonly message: string;
}

/** Everything that is to be corrected, each with a way to its field (SPEC [FORM-12]). */
export function IssueList(): ReactNode {
  const { store, idPrefix } = useForm();
  const t = useFormText();
  const issues = useFormState((state) => state.issues);
  const mistakes = useFormState((state) => state.mistakes);
  const tellsAll = useFormState((state) => state.tellsAll);
  const box = useRef<HTMLDivElement>(null);
  const lines = issueLines(store.form, store.state.getState(), t);
  const isThere = lines.length > 0;
  useEffect(() => {
    if (isThere && (issues.size > 0 || tellsAll)) box.current?.scrollIntoView({ block: 'nearest' });
  }, [isThere, issues, tellsAll]);
  if (!isThere || (mistakes.size === 0 && issues.size === 0)) return null;
  return (
    <div ref={box} className="fw-issues" role="alert">
      <p className="fw-issues-title">
        <Glyph name="warning" />
        {t('mistakes', { count: lines.length })}
      </p>
      <ul>
        {lines.slice(0, SHOWN).map(({ path, place, message }) => (
          <li key={pathKey(path)}>
            {place === '' ? (
              message
            ) : (
              <button type="button" className="fw-link" onClick={() => focusPath(store, idPrefix, path)}>
                <strong>{place}</strong> {message}
              </button>
            )}
          </li>
        ))}
      </ul>
      {lines.length > SHOWN ? <p className="fw-hint">{t('mistakesMore', { count: lines.length - SHOWN })}</p> : null}
    </div>
  );
}

/** What is told now, in the order of the layout's fields; the server's word stands for a field's own mistake. */
export function issueLines(
  form: CompiledForm,
  { issues, mistakes, tellsAll, value }: FormState,
  t: FormText,
): readonly Line[] {
  const told = new Map<string, Line>();
  for (const [key, issue] of issues)
    told.set(key, { path: issue.path, place: placeOf(form, issue.path, { value, t }), message: withCure(issue) });
  if (tellsAll) {
    for (const [key, mistake] of mistakes) {
      if (told.has(key)) continue;
      const place = placeOf(form, mistake.path, { value, t });
      told.set(key, { path: mistake.path, place, message: withCure(mistakeWords(mistake, t)) });
    }
  }
  const order = form.fields.map(({ apiName }) => apiName);
  return [...told.values()].sort((a, b) => order.indexOf(a.path[0] ?? '') - order.indexOf(b.path[0] ?? ''));
}

function withCure({ message, cure }: { readonly message: string; readonly cure?: string | undefined }): string {
  return cure === undefined ? message : `${message} ${cure}`;
}

interface Placing {
  readonly value: FormState['value'];
  readonly t: FormText;
}

/** The field's name, with the row where it is in one; `''` for what is about the whole record. */
function placeOf(form: CompiledForm, [name, row, column]: ValuePath, { value, t }: Placing): string {
  const field = form.fields.find(({ apiName }) => apiName === name);
  if (field === undefined) return '';
  if (row === undefined || field.lines === undefined) return field.label;
  const index = rowsIn(value[field.apiName]).findIndex(({ $key }) => $key === row);
  const inner = field.lines.fields.find(({ apiName }) => apiName === column);
  const place = t('rowPlace', { label: field.label, row: index + 1 });
  return inner === undefined ? place : `${place} · ${inner.label}`;
}
