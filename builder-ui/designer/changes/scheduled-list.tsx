import { ClockCircleOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { App, Button } from 'antd';
import type { ReactNode } from 'react';
import { CancelScheduledPublicationDocument } from '../../data/generated/graphql.ts';
import { askPlatform } from '../../data/platform-client.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import { useChangesText } from './changes-texts.ts';
import { useHistoryChanged, useMoment, type ScheduledPublication } from './history.ts';
import { toldAnew } from './told-issue.ts';
import { useIssueReader } from './use-issue-reader.ts';

/** What waits to be published, and what could not be when its time came. */
export function ScheduledList({ scheduled }: { readonly scheduled: readonly ScheduledPublication[] }): ReactNode {
  const text = useChangesText();
  const reader = useIssueReader();
  const moment = useMoment();
  const { locale } = useLanguage();
  const { message } = App.useApp();
  const { name: tenant } = useTenant();
  const historyChanged = useHistoryChanged();
  const cancel = useMutation({
    mutationFn: async (id: string) =>
      (await askPlatform(CancelScheduledPublicationDocument, { locale, variables: { tenant, id } }))
        .cancelScheduledPublication.issues,
    onSuccess: async (issues) => {
      const [issue] = issues;
      if (issue !== undefined) message.warning(`${issue.message} ${issue.cure}`);
      await historyChanged();
    },
    onError: (error) => message.error(error.message),
  });
  const shown = scheduled.filter(({ state, issues }) => state === 'waiting' || issues.length > 0);
  if (shown.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="scheduled-title">
      <header className="panel-head">
        <h2 id="scheduled-title">{text('scheduledList')}</h2>
      </header>
      <ul className="change-list">
        {shown.map(({ id, at, note, state, author, issues }) => (
          <li key={id} className="change-line">
            <ClockCircleOutlined aria-hidden="true" />
            <span className="change-sentence">
              {state === 'waiting' ? text('scheduled', { time: moment(at) }) : `${text('jobAborted')} · ${moment(at)}`}{' '}
              <span className="soft">
                {author?.name} {note}
              </span>
              {issues
                .map((one) => toldAnew(one, reader))
                .map(({ code, path, message: words, cure }) => (
                  <p key={`${code} ${path}`} className="bad">
                    {words} {cure}
                  </p>
                ))}
            </span>
            {state === 'waiting' && (
              <Button size="small" loading={cancel.isPending} onClick={() => cancel.mutate(id)}>
                {text('unschedule')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
