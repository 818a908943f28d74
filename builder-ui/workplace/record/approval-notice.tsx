import { useNavigate } from '@tanstack/react-router';
import { Alert, Button } from 'antd';
import type { ReactNode } from 'react';
import { shownMoment } from '../../form-runtime/moment-text.ts';
import type { ApprovalItem } from '../inbox/inbox-items.ts';
import type { Reading } from '../list/cell.tsx';
import { useRecordText } from './record-texts.ts';

interface NoticeProps {
  readonly tenant: string;
  readonly approval: ApprovalItem;
  readonly reading: Reading;
}

/** That a record waits for an approval, on whom, until when; whoever is asked is led to the decision (SPEC [WRK-103]). */
export function ApprovalNotice({ tenant, approval, reading }: NoticeProps): ReactNode {
  const text = useRecordText();
  const navigate = useNavigate();
  const { transitionLabel, tasks, step, dueAt, isOverdue, canDecide, key } = approval;
  const { locale, timeZone } = reading;
  const asked = tasks.filter((task) => task.step === step && task.state === 'OPEN');
  const who = asked.flatMap(({ person }) => person?.name ?? []).join(locale === 'zh-CN' ? '、' : ', ');
  const due = dueAt === undefined ? '' : shownMoment(dueAt, locale, timeZone);
  return (
    <Alert
      type={isOverdue ? 'warning' : 'info'}
      showIcon
      title={text('waits', { step: transitionLabel })}
      description={
        <>
          {who !== '' && <span>{text('waitsFor', { who })}</span>}
          {due !== '' && (
            <span className={isOverdue ? 'is-late' : ''}> {text(isOverdue ? 'wasDue' : 'isDue', { when: due })}</span>
          )}
        </>
      }
      action={
        canDecide ? (
          <Button
            type="primary"
            size="small"
            onClick={() => void navigate({ to: '/w/$tenant/inbox', params: { tenant }, search: { at: key } })}
          >
            {text('decide')}
          </Button>
        ) : undefined
      }
    />
  );
}
