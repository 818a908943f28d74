import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Modal, Skeleton } from 'antd';
import { useState, type ReactNode } from 'react';
import { textIn } from '../../../../schema/core/text.ts';
import type { TransitionModel } from '../../../../schema/model/behaviour.ts';
import { askTenant, type TenantIssue } from '../../../data/tenant-client.ts';
import type { FormIssue } from '../../../form-runtime/form-value.ts';
import { NeedsServer } from '../../../offline/needs-server.tsx';
import type { ApiInput } from '../../documents/write-input.ts';
import { stepIssues } from '../../record/step-issues.ts';
import { TransitionDialog } from '../../record/transition-dialog.tsx';
import { renewRows, rowsKey } from '../../use-api-rights.ts';
import { useSources } from '../../use-sources.ts';
import { useListWorkText } from '../list-work-texts.ts';
import type { BulkDialogProps } from './bulk-edit-dialog.tsx';
import { bulkStepDocument, stepTargets, type StepTarget } from './bulk-step.ts';
import { RefusedList } from './refused-list.tsx';

/** A step with many rows: those that can are taken together, all or none; the others are named with their reasons. */
export function BulkStepDialog({ step, ...props }: BulkDialogProps & { readonly step: TransitionModel }): ReactNode {
  const { tenant, tenantModel, columning, targets, onClose } = props;
  const { entity, locale, rights } = columning;
  const text = useListWorkText();
  const label = textIn(step.label, locale) || step.id;
  const [isAsking, setAsking] = useState(false);
  const sources = useSources(tenantModel, rights);
  const taking = useTaking(props, { step, label });
  const query = useQuery<readonly StepTarget[]>({
    queryKey: [...rowsKey(tenant, entity.id), 'steps', step.id, targets],
    queryFn: () => stepTargets(tenant, { columning, targets, step: step.id }),
    gcTime: 0,
  });
  const can = (query.data ?? []).filter(({ option }) => option?.isAvailable === true);
  const cannot = (query.data ?? []).filter(({ option }) => option?.isAvailable !== true);
  const [first] = can;
  const needsMore = first?.option !== undefined && (first.option.reason !== undefined || first.option.input.length > 0);
  const rows = can.map(({ target }) => target);
  if (isAsking && first?.option !== undefined)
    return (
      <TransitionDialog
        {...{ columning, sources }}
        option={first.option}
        value={NOTHING}
        timeZone={tenantModel.timeZone}
        issues={taking.issues}
        isWorking={taking.isWorking}
        onTake={(given) => void taking.take(rows, given)}
        onCancel={onClose}
      />
    );
  const summary = can.length === 0 ? 'stepNoneCan' : cannot.length === 0 ? 'stepAllCan' : 'stepSomeCan';
  return (
    <Modal
      open
      title={text('stepTitle', { step: label, count: targets.length })}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>{text('cancel')}</Button>
          <Button
            type="primary"
            disabled={can.length === 0}
            loading={taking.isWorking}
            onClick={() => (needsMore ? setAsking(true) : void taking.take(rows, {}))}
          >
            {text('stepTake', { step: label, count: can.length })}
          </Button>
        </>
      }
    >
      <NeedsServer />
      {query.data === undefined ? (
        <>
          <p role="status">{query.error === null ? text('reading') : query.error.message}</p>
          {query.error === null && <Skeleton active title={false} />}
        </>
      ) : (
        <div className="bulk-result">
          <p role="status">{text(summary, { can: can.length, count: targets.length })}</p>
          {can.length > 1 && <p className="bulk-hint">{text('stepAllOrNone')}</p>}
          <RefusedList
            refused={cannot.map(({ target, option }) => ({
              target,
              message:
                option === undefined ? text('notFromHere') : option.whyNot.map(({ message }) => message).join(' '),
              cure: option?.whyNot.map(({ cure }) => cure).join(' ') ?? '',
            }))}
          />
          {taking.issues.map(({ message, cure }) => (
            <p key={message} className="is-bad" role="alert">
              {message} {cure}
            </p>
          ))}
          {taking.issues.length > 0 && <p className="bulk-hint">{text('stepNothing')}</p>}
        </div>
      )}
    </Modal>
  );
}

const NOTHING = {};

function useTaking(
  { tenant, columning, selection, onClose }: Omit<BulkDialogProps, 'targets'>,
  { step, label }: { readonly step: TransitionModel; readonly label: string },
) {
  const { entity, locale } = columning;
  const text = useListWorkText();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [isWorking, setWorking] = useState(false);
  const [issues, setIssues] = useState<readonly FormIssue[]>([]);
  const take = async (
    rows: BulkDialogProps['targets'],
    given: { readonly reason?: string; readonly input?: ApiInput },
  ): Promise<void> => {
    setWorking(true);
    try {
      const reason = given.reason === undefined ? undefined : step.reason;
      const answer = await askTenant<unknown>(tenant, {
        query: bulkStepDocument(entity, { id: step.id, reason, hasInput: given.input !== undefined }),
        variables: {
          rows: rows.map(({ id, version }) => ({ id, version })),
          key: crypto.randomUUID(),
          ...given,
        },
        locale,
      });
      if (!answer.ok) {
        const placed = stepIssues(answer.issues, { model: columning.model, entity, step: step.id, value: NOTHING });
        setIssues(placed.map((one, index) => ({ ...one, ...worded(answer.issues[index], rows) })));
        return;
      }
      await renewRows(client, tenant, entity.id);
      void message.success(text('stepDone', { step: label, count: rows.length }));
      selection.clear();
      onClose();
    } finally {
      setWorking(false);
    }
  };
  return { take, isWorking, issues };
}

/** An issue of one of the rows begins with what names it. */
function worded(
  issue: TenantIssue | undefined,
  rows: BulkDialogProps['targets'],
): Partial<Pick<FormIssue, 'message' | 'cure'>> {
  if (issue === undefined) return {};
  const { message, cure, place } = issue;
  const [, index] = /^\/rows\/(\d+)/.exec(place) ?? [];
  const row = index === undefined ? undefined : rows[Number(index)];
  return { message: row === undefined ? message : `${row.title}: ${message}`, cure };
}
