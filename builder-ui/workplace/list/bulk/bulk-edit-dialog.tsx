import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Modal, Progress } from 'antd';
import { useId, useMemo, useRef, useState, type ReactNode } from 'react';
import { textIn } from '../../../../schema/core/text.ts';
import type { FieldModel } from '../../../../schema/model/model.ts';
import type { TenantModel } from '../../../data/tenant-model.ts';
import { FieldEditor, type FieldEditorHandle } from '../../../form-runtime/field-editor.tsx';
import { compileForm } from '../../../form-runtime/form-plan.ts';
import { NeedsServer } from '../../../offline/needs-server.tsx';
import type { Columning } from '../../documents/list-columns.ts';
import { updateDocument } from '../../documents/record-document.ts';
import { isUniqueField } from '../../documents/unique-field.ts';
import { givenInput } from '../../documents/write-input.ts';
import { renewRows } from '../../use-api-rights.ts';
import { useActor } from '../../use-clock.ts';
import { useSources } from '../../use-sources.ts';
import { editableFields } from '../edit/editable.ts';
import { useListWorkText } from '../list-work-texts.ts';
import type { Selection } from '../use-selection.ts';
import { bulkRun, type BulkResult } from './bulk-run.ts';
import type { BulkTarget } from './bulk-targets.ts';
import { RefusedList } from './refused-list.tsx';
import { useBulkUndo } from './use-bulk-undo.ts';
import { valuesBefore } from './values-before.ts';

export interface BulkDialogProps {
  readonly tenant: string;
  readonly tenantModel: TenantModel;
  readonly columning: Columning;
  readonly targets: readonly BulkTarget[];
  readonly selection: Selection;
  readonly onClose: () => void;
}

/** One field, many rows, and for each row how it went (SPEC [WRK-32]). */
export function BulkEditDialog(props: BulkDialogProps): ReactNode {
  const { tenant, tenantModel, columning, targets, selection, onClose } = props;
  const { entity, model, rights, locale } = columning;
  const text = useListWorkText();
  const { message } = App.useApp();
  const offerUndo = useBulkUndo(tenant, columning);
  const client = useQueryClient();
  const [fieldId, setFieldId] = useState<string>();
  const [done, setDone] = useState<number>();
  const [result, setResult] = useState<BulkResult>();
  const stop = useRef<AbortController>(null);
  const editor = useRef<FieldEditorHandle>(null);
  const ids = { field: useId(), value: useId() };
  const sources = useSources(tenantModel, rights);
  const actor = useActor(tenantModel);
  // Many rows have no value in common of what tells rows apart.
  const fields = editableFields(columning).filter((one) => !isUniqueField(entity, one));
  const field = fields.find(({ id }) => id === fieldId) ?? fields[0];
  const form = useMemo(() => compileForm(model, entity.id, { locale }), [model, entity.id, locale]);
  const own = form.fields.find(({ apiName }) => apiName === field?.apiName);
  const isRunning = done !== undefined && result === undefined;

  const run = async (chosen: FieldModel): Promise<void> => {
    const typed = editor.current?.flush() ?? {};
    const patch = givenInput([chosen], typed);
    const controller = new AbortController();
    stop.current = controller;
    setDone(0);
    const before = await valuesBefore({ tenant, columning, targets, field: chosen });
    const found = await bulkRun({
      tenant,
      locale,
      targets,
      write: { query: updateDocument(entity), variables: () => ({ patch }) },
      onProgress: setDone,
      signal: controller.signal,
    });
    await renewRows(client, tenant, entity.id);
    if (found.done.length > 0) offerUndo(found.done, before);
    if (found.refused.length === 0 && !controller.signal.aborted) {
      selection.clear();
      onClose();
    } else setResult(found);
  };
  return (
    <Modal
      open
      title={text('bulkEditTitle', { count: targets.length })}
      onCancel={isRunning ? () => stop.current?.abort() : onClose}
      mask={{ closable: false }}
      footer={
        result === undefined ? (
          <>
            <Button onClick={isRunning ? () => stop.current?.abort() : onClose}>
              {text(isRunning ? 'stop' : 'cancel')}
            </Button>
            <Button
              type="primary"
              disabled={field === undefined || targets.length === 0}
              loading={isRunning}
              onClick={() => {
                if (field === undefined) return;
                run(field).catch((error: unknown) => {
                  setDone(undefined);
                  void message.error(error instanceof Error ? error.message : '');
                });
              }}
            >
              {text('apply', { count: targets.length })}
            </Button>
          </>
        ) : (
          <Button
            type="primary"
            onClick={() => {
              selection.only(result.refused.map(({ target }) => target.id));
              onClose();
            }}
          >
            {text(result.refused.length === 0 ? 'close' : 'selectRefused')}
          </Button>
        )
      }
    >
      <NeedsServer />
      {result !== undefined ? (
        <div className="bulk-result" role="status">
          <p>{text('bulkDone', { count: result.done.length })}</p>
          {result.refused.length > 0 && <p className="is-bad">{text('refusedOf', { count: result.refused.length })}</p>}
          <RefusedList refused={result.refused} />
        </div>
      ) : (
        <div className="bulk-form">
          <p className="bulk-hint">{text('bulkEditHint')}</p>
          <label htmlFor={ids.field}>{text('field')}</label>
          <select
            id={ids.field}
            className="bulk-select"
            value={field?.id}
            disabled={isRunning}
            onChange={(event) => setFieldId(event.target.value)}
          >
            {fields.map(({ id, label }) => (
              <option key={id} value={id}>
                {textIn(label, locale)}
              </option>
            ))}
          </select>
          {own !== undefined && (
            <>
              <label htmlFor={ids.value}>{text('newValue')}</label>
              <FieldEditor
                key={own.apiName}
                ref={editor}
                form={form}
                field={own}
                value={NOTHING}
                label={text('newValue')}
                id={ids.value}
                isCell={false}
                sources={sources}
                actor={actor}
                timeZone={tenantModel.timeZone}
              />
              {field?.required !== true && <p className="bulk-hint">{text('emptyValue')}</p>}
            </>
          )}
          {done !== undefined && (
            <>
              <Progress
                percent={Math.round((done / Math.max(1, targets.length)) * 100)}
                aria-label={text('bulkEdit')}
              />
              <p role="status">{text('progress', { done, count: targets.length })}</p>
            </>
          )}
        </div>
      )}
    </Modal>
  );
}

const NOTHING = {};
