import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { createElement, useState } from 'react';
import { askTenant, type TenantAnswer, type TenantIssue } from '../../data/tenant-client.ts';
import { plainText, type FormIssue } from '../../form-runtime/form-value.ts';
import { submit, type OutboxHost } from '../../offline/outbox.ts';
import { titleName } from '../documents/field-path.ts';
import type { Columning } from '../documents/list-columns.ts';
import { deleteDocument, restoreDocument, transitionDocument } from '../documents/record-document.ts';
import { formIssues, type ApiInput } from '../documents/write-input.ts';
import { forgetRecent } from '../home/recent.ts';
import { trailOf } from '../list/list-trail.ts';
import { renewRows } from '../use-api-rights.ts';
import { useRecordText } from './record-texts.ts';
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
  const { entity, locale } = columning;
  const client = useQueryClient();
  const navigate = useNavigate();
  const { message, notification, modal } = App.useApp();
  const text = useRecordText();
  const [isWorking, setWorking] = useState(false);
  const [asking, ask] = useState<TransitionOption>();
  const [issues, setIssues] = useState<readonly FormIssue[]>([]);

  const run = async (query: string, variables: Readonly<Record<string, unknown>>): Promise<TenantAnswer<unknown>> => {
    setWorking(true);
    try {
      const given = { ...variables, key: crypto.randomUUID() };
      const answer = await askTenant<unknown>(tenant, { query, variables: given, locale });
      await renewRows(client, tenant, entity.id);
      return answer;
    } finally {
      setWorking(false);
    }
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
    setWorking(true);
    const answer = await submit(host, {
      kind: 'step',
      entity: entity.id,
      record: id,
      title: plainText(record.value[titleName(entity)]),
      step: option.label,
      query,
      variables: { id, version: record.version, ...given },
    }).finally(() => setWorking(false));
    await renewRows(client, tenant, entity.id);
    if (answer.kind === 'kept' || answer.kind === 'full') {
      ask(undefined);
      void (answer.kind === 'kept'
        ? message.info({ key: 'kept', content: text('keptHere'), duration: 4 })
        : message.error(text('keptFull'), 6));
      return answer.kind === 'kept';
    }
    if (answer.kind === 'refused') {
      if (asking === undefined) refuse(answer.issues);
      else setIssues(formIssues(answer.issues, { value: given.input === undefined ? {} : record.value }));
      return false;
    }
    ask(undefined);
    setIssues([]);
    const isMoved = answer.record.state === option.to;
    void message.success(isMoved ? text('done', { what: option.label }) : text('sentForApproval'));
    return true;
  };

  const restore: RecordActions['restore'] = async (id, title) => {
    const answer = await run(restoreDocument(entity), { id });
    if (answer.ok) void message.success(text('restored', { what: title }));
    else refuse(answer.issues);
  };

  const remove: RecordActions['remove'] = async (record, title) => {
    const id = String(record.row['id']);
    const answer = await run(deleteDocument(entity), { id, version: record.version });
    if (!answer.ok) {
      refuse(answer.issues);
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
      title: text('binned', { what: title }),
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
