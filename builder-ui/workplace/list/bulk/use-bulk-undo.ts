import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { createElement } from 'react';
import { updateDocument } from '../../documents/record-document.ts';
import type { Columning } from '../../documents/list-columns.ts';
import { renewRows } from '../../use-api-rights.ts';
import { useListWorkText } from '../list-work-texts.ts';
import { bulkRun } from './bulk-run.ts';
import type { BulkTarget } from './bulk-targets.ts';
import { RefusedList } from './refused-list.tsx';
import type { Patch } from './values-before.ts';

/** Long enough to look at the list first. */
const OFFERED_S = 20;

/**
 * Tells how many rows were changed, and offers to give them back what they had; a row that somebody changed since is
 * left alone and named (SPEC [WRK-125]).
 */
export function useBulkUndo(
  tenant: string,
  { entity, locale }: Columning,
): (done: readonly BulkTarget[], before: ReadonlyMap<string, Patch>) => void {
  const text = useListWorkText();
  const client = useQueryClient();
  const { message, modal, notification } = App.useApp();
  return (done, before) => {
    const key = `bulk-undo-${crypto.randomUUID()}`;
    const undo = async (): Promise<void> => {
      notification.destroy(key);
      const back = await bulkRun({
        tenant,
        locale,
        targets: done.filter(({ id }) => before.has(id)),
        write: { query: updateDocument(entity), variables: ({ id }) => ({ patch: before.get(id) }) },
        onProgress: () => undefined,
        signal: new AbortController().signal,
      });
      await renewRows(client, tenant, entity.id);
      if (back.done.length > 0) void message.success(text('bulkUndone', { count: back.done.length }));
      if (back.refused.length === 0) return;
      modal.error({
        title: text('refusedOf', { count: back.refused.length }),
        content: createElement(RefusedList, { refused: back.refused }),
        okText: text('close'),
      });
    };
    notification.success({
      key,
      title: text('bulkDone', { count: done.length }),
      duration: OFFERED_S,
      actions: createElement(Button, { type: 'primary', size: 'small', onClick: () => void undo() }, text('undo')),
    });
  };
}
