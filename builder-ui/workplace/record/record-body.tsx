import { Alert, Button } from 'antd';
import type { ReactNode, RefObject } from 'react';
import type { ActorValue } from '../../../schema/expr/frame.ts';
import type { CompiledForm } from '../../form-runtime/form-plan.ts';
import type { FormSources } from '../../form-runtime/form-sources.ts';
import type { FormIssue, RecordValue } from '../../form-runtime/form-value.ts';
import { RecordForm, type RecordFormHandle } from '../../form-runtime/record-form.tsx';
import type { Reading } from '../list/cell.tsx';
import type { ApprovalItem } from '../inbox/inbox-items.ts';
import { ApprovalNotice } from './approval-notice.tsx';
import { useRecordText } from './record-texts.ts';
import type { Edit } from './use-edit.ts';
import { fieldNames } from './use-record-form.ts';

interface RecordBodyProps {
  readonly tenant: string;
  readonly form: CompiledForm;
  readonly handle: RefObject<RecordFormHandle | null>;
  readonly edit: Edit;
  readonly sources: FormSources;
  readonly reading: Reading;
  readonly isBinned: boolean;
  /** The request that waits; the record takes no change meanwhile. */
  readonly approval: ApprovalItem | undefined;
  readonly mayWrite: boolean;
  readonly actor: ActorValue | null;
  readonly issues: readonly FormIssue[];
  readonly onChange: (value: RecordValue) => void;
  readonly beside?: (apiName: string) => ReactNode;
  /** What of the record is on this device alone. */
  readonly notices?: ReactNode;
  /** Another one, and the form begins anew. */
  readonly begun: number;
  readonly onChoose: (pending: NonNullable<Edit['pending']>) => void;
}

/** What there is to know first, and the form. */
export function RecordBody(props: RecordBodyProps): ReactNode {
  const { form, handle, edit, sources, reading, isBinned, mayWrite, actor, issues } = props;
  const { onChange, beside, notices, begun, onChoose } = props;
  const { tenant, approval } = props;
  const text = useRecordText();
  const { pending } = edit;
  return (
    <div className="record-body">
      {isBinned && <Alert type="warning" showIcon title={text('inBin')} />}
      {approval !== undefined && !isBinned && <ApprovalNotice {...{ tenant, approval, reading }} />}
      {!mayWrite && !isBinned && approval === undefined && <Alert type="info" showIcon title={text('readOnly')} />}
      {notices}
      {pending !== undefined && (
        <Alert
          type="warning"
          showIcon
          title={text('outdated', {
            fields: fieldNames(
              pending.merged.conflicts.map(({ place }) => place.field),
              reading,
            ),
          })}
          action={
            <Button size="small" onClick={() => onChoose(pending)}>
              {text('chooseNow')}
            </Button>
          }
        />
      )}
      <RecordForm
        key={begun}
        ref={handle}
        form={form}
        value={edit.value}
        stored={edit.base?.value ?? null}
        onChange={onChange}
        issues={issues}
        readOnly={!mayWrite}
        sources={sources}
        actor={actor}
        timeZone={reading.timeZone}
        {...(beside === undefined ? {} : { beside })}
      />
    </div>
  );
}
