import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { createElement, useState } from 'react';
import type { TenantIssue } from '../../data/tenant-client.ts';
import { plainText, type FormIssue } from '../../form-runtime/form-value.ts';
import { changeOutbox } from '../../offline/outbox-store.ts';
import { submit, type Delivered, type NewWrite, type OutboxHost } from '../../offline/outbox.ts';
import { without, writesOf, type QueuedWrite } from '../../offline/queued-write.ts';
import { titleName } from '../documents/field-path.ts';
import type { Columning } from '../documents/list-columns.ts';
import { deleteDocument, restoreDocument, transitionDocument } from '../documents/record-document.ts';
import type { ApiInput } from '../documents/write-input.ts';
import { forgetRecent } from '../home/recent.ts';
import { trailOf } from '../list/list-trail.ts';
import { renewRows } from '../use-api-rights.ts';
import { useRecordText } from './record-texts.ts';
import { stepIssues } from './step-issues.ts';
import type { TransitionOption } from './transition-options.ts';
import type { StoredRecord } from './use-record-row.ts';

export interface RecordActions {
  readonly isWorking: boolean;
  /** The step whose dialog is open. */
  readonly asking: TransitionOption | undefined;
  readonly issues: readonly FormIssue[];
  readonly ask: (option: TransitionOption | undefined) => void;
  readonly take: (
    option: TransitionOption,
    record: StoredRecord,
    given: { readonly reason?: string; readonly input?: ApiInput },
  ) => Promise<boolean>;
  readonly remove: (record: StoredRecord, title: string) => Promise<void>;
  readonly restore: (id: string, title: string) => Promise<void>;
}

/** Steps, the bin, and the way back out of it. */
export function useRecordActions(host: OutboxHost, columning: Columning): RecordActions {
  const { tenant } = host.place;
  const { entity } = columning;
  const client = useQueryClient();
  const navigate = useNavigate();
  const { message, notification, modal } = App.useApp();
  const text = useRecordText();
  const [isWorking, setWorking] = useState(false);
  const [asking, ask] = useState<TransitionOption>();
  const [issues, setIssues] = useState<readonly FormIssue[]>([]);

  const run = async (write: Omit<NewWrite, 'entity'>): Promise<Delivered> => {
    setWorking(true);
    try {
      const answer = await submit(host, { ...write, entity: entity.id });
      await renewRows(client, tenant, entity.id);
      // What it moved in the books is read by records of other kinds: they are asked anew when they are opened.
      void client.invalidateQueries({ queryKey: ['rows', tenant], refetchType: 'none' });
      return answer;
    } finally {
      setWorking(false);
    }
  };
  const tellKept = (answer: Delivered): void => {
    if (answer.kind === 'kept') void message.info({ key: 'kept', content: text('keptHere'), duration: 4 });
    if (answer.kind === 'full') void message.error(text('keptFull'), 6);
  };
  const refuse = (told: readonly TenantIssue[]): void => {
    const lines = told.map(({ message: said, cure }) => createElement('li', { key: said }, `${said} ${cure}`));
    modal.error({ title: text('refusedTitle'), content: createElement('ul', { className: 'why-not' }, lines) });
  };

  const take: RecordActions['take'] = async (option, record, given) => {
    const hasInput = given.input !== undefined;
    const id = String(record.row['id']);
    const query = transitionDocument(entity, {
      id: option.id,
      mutation: option.mutation,
      reason: given.reason === undefined ? undefined : option.reason,
      hasInput,
    });
    const answer = await run({
      kind: 'step',
      record: id,
      title: plainText(record.value[titleName(entity)]),
      step: option.label,
      about: option.id,
      query,
      variables: { id, version: record.version, ...given },
    });
    if (answer.kind === 'kept' || answer.kind === 'full') {
      ask(undefined);
      tellKept(answer);
      return answer.kind === 'kept';
    }
    if (answer.kind === 'refused') {
      if (asking === undefined) refuse(answer.issues);
      else {
        const value = given.input === undefined ? {} : record.value;
        setIssues(stepIssues(answer.issues, { model: columning.model, entity, step: option.id, value }));
      }
      return false;
    }
    ask(undefined);
    setIssues([]);
    const isMoved = answer.record.state === option.to;
    void message.success(isMoved ? text('done', { what: option.label }) : text('sentForApproval'));
    return true;
  };

  const restore: RecordActions['restore'] = async (id, title) => {
    let unsent: readonly QueuedWrite[] = [];
    await changeOutbox(host.place, (box) => {
      unsent = writesOf(box, id).filter(({ kind, isSent }) => kind === 'remove' && !isSent);
      return without(box, unsent);
    }).catch(() => undefined);
    // What the server has not heard of need not be taken back there.
    const isBack = unsent.length > 0;
    const ask = { kind: 'restore', record: id, title, query: restoreDocument(entity), variables: { id } } as const;
    const answer = isBack ? undefined : await run(ask);
    if (answer === undefined || answer.kind === 'done') void message.success(text('restored', { what: title }));
    else if (answer.kind === 'refused') refuse(answer.issues);
    else tellKept(answer);
  };

  const remove: RecordActions['remove'] = async (record, title) => {
    const id = String(record.row['id']);
    const variables = { id, version: record.version };
    const answer = await run({ kind: 'remove', record: id, title, query: deleteDocument(entity), variables });
    if (answer.kind === 'refused') refuse(answer.issues);
    if (answer.kind === 'refused' || answer.kind === 'full') {
      tellKept(answer);
      return;
    }
    forgetRecent(tenant, id);
    const key = `bin-${id}`;
    const undo = (): void => {
      notification.destroy(key);
      void restore(id, title);
    };
    notification.info({
      key,
      title: text(answer.kind === 'kept' ? 'binWaits' : 'binned', { what: title }),
      duration: 10,
      actions: createElement(Button, { type: 'primary', size: 'small', onClick: undo }, text('undo')),
    });
    await navigate({
      to: '/w/$tenant/e/$entity',
      params: { tenant, entity: entity.id },
      search: trailOf(entity.id)?.search ?? {},
    });
  };

  return {
    isWorking,
    asking,
    issues,
    ask: (option) => {
      setIssues([]);
      ask(option);
    },
    take,
    remove,
    restore,
  };
}
