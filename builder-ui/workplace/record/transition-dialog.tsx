import { Input, Modal } from 'antd';
import { useId, useMemo, useRef, useState, type ReactNode } from 'react';
import type { FormViewDef } from '../../../schema/template/template-views.ts';
import { compileForm } from '../../form-runtime/form-plan.ts';
import type { FormSources } from '../../form-runtime/form-sources.ts';
import type { FormIssue, RecordValue } from '../../form-runtime/form-value.ts';
import { RecordForm, type RecordFormHandle } from '../../form-runtime/record-form.tsx';
import type { Columning } from '../documents/list-columns.ts';
import { givenInput, type ApiInput } from '../documents/write-input.ts';
import { useRecordText } from './record-texts.ts';
import type { TransitionOption } from './transition-options.ts';
import { useShowIssues } from './use-record-form.ts';

interface TransitionDialogProps {
  readonly columning: Columning;
  readonly option: TransitionOption;
  readonly value: RecordValue;
  readonly sources: FormSources;
  readonly timeZone: string;
  readonly issues: readonly FormIssue[];
  readonly isWorking: boolean;
  readonly onTake: (given: { readonly reason?: string; readonly input?: ApiInput }) => void;
  readonly onCancel: () => void;
}

/** What a step asks for before it is taken: fields, and why. */
export function TransitionDialog(props: TransitionDialogProps): ReactNode {
  const { columning, option, sources, timeZone, issues, isWorking, onTake, onCancel } = props;
  const { entity, model, locale } = columning;
  const text = useRecordText();
  const reasonId = useId();
  const [value, setValue] = useState(props.value);
  const [reason, setReason] = useState('');
  const [isTold, setTold] = useState(false);
  const form = useRef<RecordFormHandle>(null);
  useShowIssues(issues, form);
  const fields = useMemo(
    () => option.input.flatMap(({ field }) => entity.fields.filter(({ apiName }) => apiName === field)),
    [option, entity],
  );
  const compiled = useMemo(() => {
    const view: FormViewDef = {
      id: `${option.id}.ask`,
      kind: 'form',
      of: entity.id,
      layout: fields.map(({ id }) => ({ kind: 'field', id, field: id })),
    };
    return compileForm(model, entity.id, { locale, form: view });
  }, [model, entity.id, locale, fields, option.id]);
  const isReasonMissing = option.reason === 'required' && reason.trim() === '';
  const take = (): void => {
    setTold(true);
    const typed = form.current?.flush() ?? value;
    const names = new Set(fields.map(({ apiName }) => apiName));
    const mistakes = (form.current?.validate() ?? []).filter(({ path: [name = ''] }) => names.has(String(name)));
    if (mistakes.length > 0) form.current?.focusFirstIssue();
    if (mistakes.length > 0 || isReasonMissing) return;
    onTake({
      ...(option.reason === undefined || reason.trim() === '' ? {} : { reason: reason.trim() }),
      ...(fields.length === 0 ? {} : { input: givenInput(fields, typed) }),
    });
  };
  return (
    <Modal
      open
      title={option.label}
      okText={option.label}
      // Two buttons “Cancel” would be a riddle.
      cancelText={text(option.label === text('cancel') ? 'goBack' : 'cancel')}
      confirmLoading={isWorking}
      // A mistake that goes as its field is left makes the dialog lower: the button would move away under the pointer.
      okButtonProps={{ danger: option.isBack, onMouseDown: (event) => event.preventDefault() }}
      onOk={take}
      onCancel={onCancel}
      destroyOnHidden
    >
      {fields.length > 0 && (
        <RecordForm ref={form} form={compiled} value={value} onChange={setValue} {...{ sources, timeZone, issues }} />
      )}
      {option.reason !== undefined && (
        <div className="ask-reason">
          <label htmlFor={reasonId}>
            {text('reason')}
            {option.reason === 'required' && <span aria-hidden="true"> *</span>}
          </label>
          <Input.TextArea
            id={reasonId}
            rows={3}
            maxLength={2_000}
            value={reason}
            required={option.reason === 'required'}
            status={isTold && isReasonMissing ? 'error' : ''}
            aria-invalid={isTold && isReasonMissing}
            aria-describedby={`${reasonId}-hint`}
            onChange={(event) => setReason(event.target.value)}
          />
          <p id={`${reasonId}-hint`} className="ask-hint" role="status">
            {isTold && isReasonMissing ? text('reasonMissing') : ''}
          </p>
        </div>
      )}
      {fields.length === 0 &&
        issues.map(({ message, cure }) => (
          <p key={message} className="refusal" role="alert">
            {message} {cure}
          </p>
        ))}
    </Modal>
  );
}
