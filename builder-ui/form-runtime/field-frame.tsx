import type { FieldTemplateProps } from '@rjsf/utils';
import type { ReactNode } from 'react';
import { FieldNodeContext, useFieldNode, useForm } from './form-context.tsx';
import type { FieldForm } from './form-layout.ts';
import type { FormField } from './form-plan.ts';
import { RequiredMark } from './child-grid/grid-frame.tsx';
import { useFormText } from './form-texts.ts';
import { Glyph } from './glyphs.tsx';
import { inputId, lockText, useFieldState, useTold } from './value-field.tsx';
import { GROUP_WIDGETS } from './widgets/widget-table.ts';

/** A field at its place: shown or not, and as wide as the layout says. */
export function PlacedField({ node, children }: { readonly node: FieldForm; readonly children: ReactNode }): ReactNode {
  return <FieldNodeContext value={node}>{children}</FieldNodeContext>;
}

/** rjsf's frame of a field: label, mark of what is required, help, and what is wrong beside it. */
export function FieldFrame({ id, fieldPathId, children }: FieldTemplateProps): ReactNode {
  const { store } = useForm();
  const name = fieldPathId.path.at(-1);
  const field = store.form.fields.find(({ apiName }) => apiName === name);
  // The whole record is a field to rjsf too; it has no frame.
  if (field === undefined) return <div id={id}>{children}</div>;
  return <Frame field={field}>{children}</Frame>;
}

function Frame({ field, children }: { readonly field: FormField; readonly children: ReactNode }): ReactNode {
  const { idPrefix, readOnly, beside } = useForm();
  const t = useFormText();
  const node = useFieldNode();
  const state = useFieldState(field.apiName);
  const told = useTold([field.apiName]);
  if (!state.visible) return null;
  const id = inputId(idPrefix, [field.apiName]);
  const label = node?.label ?? field.label;
  const help = node?.help ?? field.help;
  const isLocked = !readOnly && (state.readonly || field.lock !== undefined);
  const isShown = readOnly || isLocked || GROUP_WIDGETS.has(field.widget);
  const isCheck = field.widget === 'checkbox' && !isShown;
  const why = beside?.(field.apiName);
  const words = (
    <>
      {label}
      {state.required && !isLocked && !readOnly ? <RequiredMark /> : null}
      {isLocked ? (
        <span className="fw-lock" title={lockText(field, t)}>
          <Glyph name="lock" />
          <span className="unseen">{lockText(field, t)}</span>
        </span>
      ) : null}
    </>
  );
  return (
    <div
      className={`fw-field${isCheck ? ' is-check' : ''}${told === undefined ? '' : ' is-wrong'}${isShown ? ' is-shown' : ''}`}
      data-width={node?.width ?? 'full'}
      data-field={field.apiName}
    >
      {isShown ? (
        <span className="fw-label">
          <span id={`${id}-label`}>{words}</span>
          {why}
        </span>
      ) : (
        <span className="fw-label">
          <label id={`${id}-label`} htmlFor={id}>
            {words}
          </label>
          {why}
        </span>
      )}
      {children}
      {told === undefined ? null : (
        <p id={`${id}-told`} className="fw-told">
          {told.message}
          {told.cure === undefined ? null : <span className="fw-cure"> {told.cure}</span>}
        </p>
      )}
      {help === undefined ? null : (
        <p id={`${id}-help`} className="fw-help">
          {help}
        </p>
      )}
    </div>
  );
}
