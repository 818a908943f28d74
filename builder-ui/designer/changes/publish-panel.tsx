import { CheckCircleFilled, CloseCircleFilled, ExclamationCircleFilled, LoadingOutlined } from '@ant-design/icons';
import { Alert, Button, Input } from 'antd';
import { useId, useState, type ReactNode } from 'react';
import type { UseMutationResult } from '@tanstack/react-query';
import type { ServerError } from '../../data/platform-client.ts';
import { useChangesText } from './changes-texts.ts';
import { RunningJob, useRunningJob } from './running-job.tsx';
import { ScheduleButton } from './schedule-form.tsx';
import type { PublishChoices, PublishOutcome } from './publish-draft.ts';
import type { Verdict } from './publish-checks.ts';
import { toldAnew } from './told-issue.ts';
import { useIssueReader } from './use-issue-reader.ts';

const TITLES = {
  ready: ['verdictReady', 'verdictReadyHint'],
  look: ['verdictLook', 'verdictLookHint'],
  blocked: ['verdictBlocked', 'verdictBlockedHint'],
  checking: ['checking', 'checkingHint'],
} as const;

const ICONS: Readonly<Record<Verdict, ReactNode>> = {
  ready: <CheckCircleFilled />,
  look: <ExclamationCircleFilled />,
  blocked: <CloseCircleFilled />,
  checking: <LoadingOutlined />,
};

/** Whether it may be published, in one line. */
export function VerdictLine({ verdict }: { readonly verdict: Verdict }): ReactNode {
  const text = useChangesText();
  const [title, hint] = TITLES[verdict];
  return (
    <div className={`verdict is-${verdict}`} role="status">
      <span className="verdict-icon" aria-hidden="true">
        {ICONS[verdict]}
      </span>
      <div>
        <strong>{text(title)}</strong>
        <p>{text(hint)}</p>
      </div>
    </div>
  );
}

/** The note, the button, and what came in between when it was not published. */
export function PublishForm({
  publish,
  verdict,
  emptied,
  onDone,
}: {
  readonly publish: UseMutationResult<PublishOutcome, ServerError, PublishChoices>;
  readonly verdict: Verdict;
  readonly emptied: readonly string[];
  readonly onDone: (outcome: PublishOutcome) => void;
}): ReactNode {
  const text = useChangesText();
  const reader = useIssueReader();
  const [note, setNote] = useState('');
  const [reason, setReason] = useState('');
  const id = useId();
  const refused = publish.data?.kind === 'refused' ? publish.data.issues : [];
  const isRed = refused.some(({ code }) => TEST_CODE.test(code));
  const others = refused.filter(({ code }) => !TEST_CODE.test(code));
  const run = (despiteTests?: string): void => {
    publish.mutate(
      { note: note.trim(), emptied, ...(despiteTests === undefined ? {} : { despiteTests }) },
      { onSuccess: onDone },
    );
  };
  const running = useRunningJob(publish.isPending);
  const mayPublish = (verdict === 'ready' || verdict === 'look') && running === undefined;
  return (
    <div className="publish-form">
      {refused.length > 0 && (
        <Alert
          type={isRed && others.length === 0 ? 'warning' : 'error'}
          showIcon
          title={text('refusedTitle')}
          description={
            <>
              <p>{text('nothingLost')}</p>
              <ul className="refusals">
                {refused
                  .map((one) => toldAnew(one, reader))
                  .map(({ code, path, message, cure }) => (
                    <li key={`${code} ${path} ${message}`}>
                      {message} <span className="soft">{cure}</span>
                    </li>
                  ))}
              </ul>
            </>
          }
        />
      )}
      {publish.error !== null && (
        <Alert type="error" showIcon title={publish.error.message} description={publish.error.cure} />
      )}
      <label htmlFor={`${id}note`}>{text('note')}</label>
      <Input
        id={`${id}note`}
        value={note}
        placeholder={text('notePlaceholder')}
        onChange={(event) => setNote(event.target.value)}
      />
      {isRed && others.length === 0 ? (
        <div className="despite">
          <label htmlFor={`${id}reason`}>{text('despiteReason')}</label>
          <Input id={`${id}reason`} value={reason} onChange={(event) => setReason(event.target.value)} />
          <p className="soft">{text('despiteHint')}</p>
          <Button
            danger
            block
            disabled={reason.trim() === '' || !mayPublish}
            loading={publish.isPending}
            onClick={() => run(reason.trim())}
          >
            {text('despite')}
          </Button>
        </div>
      ) : (
        <Button
          type="primary"
          size="large"
          block
          disabled={!mayPublish}
          loading={publish.isPending}
          onClick={() => run()}
        >
          {publish.isPending ? text('publishing') : text('publishNow')}
        </Button>
      )}
      {running !== undefined && <RunningJob job={running} />}
      <ScheduleButton note={note.trim()} disabled={publish.isPending || verdict === 'blocked'} />
      <p className="soft publish-foot">{publish.isPending ? text('publishingHint') : text('canUndo')}</p>
    </div>
  );
}

const TEST_CODE = /^(?:TEMPLATE_TESTS_FAILED|TEST_)/;
