import { CloseOutlined, DeleteOutlined, DownOutlined, EditOutlined, UndoOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Dropdown } from 'antd';
import { createElement, useState, type ReactNode } from 'react';
import { LIMITS } from '../../../../schema/core/limits.ts';
import { textIn } from '../../../../schema/core/text.ts';
import type { TransitionModel } from '../../../../schema/model/behaviour.ts';
import type { TenantModel } from '../../../data/tenant-model.ts';
import { deleteDocument, restoreDocument } from '../../documents/record-document.ts';
import { renewRows } from '../../use-api-rights.ts';
import { useWorkText } from '../../work-texts.ts';
import type { Reading } from '../cell.tsx';
import type { ListWorkText } from '../list-work-texts.ts';
import { useListWorkText } from '../list-work-texts.ts';
import type { Selection } from '../use-selection.ts';
import { editableFields } from '../edit/editable.ts';
import { BulkEditDialog } from './bulk-edit-dialog.tsx';
import { bulkRun, type BulkResult } from './bulk-run.ts';
import { bulkSteps } from './bulk-step.ts';
import { BulkStepDialog } from './bulk-step-dialog.tsx';
import { bulkTargets, type BulkAsk, type BulkTarget } from './bulk-targets.ts';
import { RefusedList } from './refused-list.tsx';
import { SelectionSum } from './selection-sum.tsx';
import './bulk.css';

interface SelectionBarProps extends BulkAsk {
  readonly tenantModel: TenantModel;
  readonly selection: Selection;
  readonly total: number;
}

type Open =
  | { readonly kind: 'edit'; readonly targets: readonly BulkTarget[] }
  | { readonly kind: 'step'; readonly targets: readonly BulkTarget[]; readonly step: TransitionModel };

/** What can be done with the chosen rows (SPEC [WRK-32], [WRK-33]). */
export function SelectionBar(props: SelectionBarProps): ReactNode {
  const { columning, selection, total, bin, tenantModel, tenant } = props;
  const { model, entity, rights, locale } = columning;
  const text = useListWorkText();
  const workText = useWorkText();
  const reading: Reading = { text: workText, locale, timeZone: tenantModel.timeZone };
  const bulk = useBulk(props);
  const [open, setOpen] = useState<Open>();
  const count = selection.countOf(total);
  const steps = bin === 'ONLY' ? [] : bulkSteps(model, entity, rights);
  const mayEdit = bin !== 'ONLY' && editableFields(columning).length > 0;
  const dialog = { tenant, tenantModel, columning, selection, onClose: () => setOpen(undefined) };
  return (
    <div className="selection-bar" role="toolbar" aria-label={text('actions')}>
      <strong role="status">{text('selected', { count })}</strong>
      <SelectionSum {...props} chosen={selection} reading={reading} />
      {!selection.isAll && count < total && (
        <Button type="link" size="small" onClick={selection.all}>
          {text('selectAllOf', { count: total })}
        </Button>
      )}
      <span className="selection-acts">
        {mayEdit && (
          <Button
            size="small"
            icon={<EditOutlined aria-hidden="true" />}
            loading={bulk.isWorking}
            onClick={() =>
              void bulk.targets().then((targets) => targets !== undefined && setOpen({ kind: 'edit', targets }))
            }
          >
            {text('bulkEdit')}
          </Button>
        )}
        {steps.length > 0 && (
          <Dropdown
            trigger={['click']}
            menu={{
              items: steps.map((step) => ({
                key: step.id,
                label: textIn(step.label, locale) || step.id,
                onClick: () =>
                  void bulk
                    .targets()
                    .then((targets) => targets !== undefined && setOpen({ kind: 'step', targets, step })),
              })),
            }}
          >
            <Button size="small">
              {text('bulkSteps')} <DownOutlined aria-hidden="true" />
            </Button>
          </Dropdown>
        )}
        {rights.deletes(entity) && bin !== 'ONLY' && (
          <Button size="small" danger icon={<DeleteOutlined aria-hidden="true" />} onClick={() => void bulk.remove()}>
            {text('bulkDelete')}
          </Button>
        )}
        {rights.deletes(entity) && bin === 'ONLY' && (
          <Button size="small" icon={<UndoOutlined aria-hidden="true" />} onClick={() => void bulk.restoreChosen()}>
            {text('bulkRestore')}
          </Button>
        )}
      </span>
      <Button
        type="text"
        size="small"
        icon={<CloseOutlined aria-hidden="true" />}
        aria-label={text('clearSelection')}
        onClick={selection.clear}
      />
      {open?.kind === 'edit' && <BulkEditDialog {...dialog} targets={open.targets} />}
      {open?.kind === 'step' && <BulkStepDialog {...dialog} targets={open.targets} step={open.step} />}
    </div>
  );
}

/** The chosen rows, and what needs no dialog of its own. */
function useBulk(props: SelectionBarProps) {
  const { columning, selection, tenant } = props;
  const { entity, locale } = columning;
  const text = useListWorkText();
  const client = useQueryClient();
  const { message, modal, notification } = App.useApp();
  const [isWorking, setWorking] = useState(false);
  const targets = async (): Promise<readonly BulkTarget[] | undefined> => {
    setWorking(true);
    try {
      const found = await bulkTargets(props, selection);
      if (found === undefined) void message.warning(text('tooMany', { count: LIMITS.bulkRowsMax }));
      return found;
    } catch (error) {
      void message.error(error instanceof Error ? error.message : '');
      return undefined;
    } finally {
      setWorking(false);
    }
  };
  const write = async (rows: readonly BulkTarget[], query: string): Promise<BulkResult> => {
    const result = await bulkRun({
      tenant,
      locale,
      targets: rows,
      write: { query, variables: () => ({}) },
      onProgress: () => undefined,
      signal: new AbortController().signal,
    });
    await renewRows(client, tenant, entity.id);
    if (result.refused.length > 0) tellRefused(modal, text, result);
    return result;
  };
  const restore = async (rows: readonly BulkTarget[]): Promise<void> => {
    const { done } = await write(rows, restoreDocument(entity));
    if (done.length > 0) void message.success(text('bulkRestored', { count: done.length }));
  };
  const removeNow = async (rows: readonly BulkTarget[]): Promise<void> => {
    const { done, refused } = await write(rows, deleteDocument(entity));
    selection.only(refused.map(({ target }) => target.id));
    if (done.length === 0) return;
    const key = `bulk-${String(Date.now())}`;
    const undo = (): void => {
      notification.destroy(key);
      void restore(done);
    };
    notification.info({
      key,
      title: text('bulkDeleted', { count: done.length }),
      duration: 10,
      actions: createElement(Button, { type: 'primary', size: 'small', onClick: undo }, text('undo')),
    });
  };
  const remove = async (): Promise<void> => {
    const rows = await targets();
    if (rows === undefined || rows.length === 0) return;
    modal.confirm({
      title: text('bulkDeleteTitle', { count: rows.length }),
      content: text('bulkDeleteHint'),
      okText: text('bulkDelete'),
      okButtonProps: { danger: true },
      cancelText: text('cancel'),
      onOk: () => removeNow(rows),
    });
  };
  const restoreChosen = async (): Promise<void> => {
    const rows = await targets();
    if (rows === undefined) return;
    await restore(rows);
    selection.clear();
  };
  return { targets, isWorking, remove, restoreChosen };
}

function tellRefused(modal: ReturnType<typeof App.useApp>['modal'], text: ListWorkText, { refused }: BulkResult): void {
  modal.error({
    title: text('refusedOf', { count: refused.length }),
    content: createElement(RefusedList, { refused }),
    okText: text('close'),
  });
}
