import { ClockCircleOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import dayjs from 'dayjs';
import { App, Button, Popover } from 'antd';
import { useId, useState, type ReactNode } from 'react';
import { SchedulePublicationDocument } from '../../data/generated/graphql.ts';
import { askPlatform, type ServerError } from '../../data/platform-client.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import { useDraftSession } from '../session/draft-context.tsx';
import { useChangesText } from './changes-texts.ts';
import { useHistoryChanged, useMoment } from './history.ts';
import './schedule.css';

/** Publishes the draft at a time of one's choice, by the clock of one's own device. */
export function ScheduleButton({ note, disabled }: { readonly note: string; readonly disabled: boolean }): ReactNode {
  const text = useChangesText();
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      open={isOpen}
      onOpenChange={setOpen}
      trigger="click"
      destroyOnHidden
      content={<ScheduleForm note={note} onDone={() => setOpen(false)} />}
    >
      <Button
        type="text"
        block
        className="schedule-button"
        icon={<ClockCircleOutlined />}
        disabled={disabled}
        aria-expanded={isOpen}
      >
        {text('later')}
      </Button>
    </Popover>
  );
}

function ScheduleForm({ note, onDone }: { readonly note: string; readonly onDone: () => void }): ReactNode {
  const text = useChangesText();
  const id = useId();
  const { locale } = useLanguage();
  const { message } = App.useApp();
  const { name: tenant } = useTenant();
  const moment = useMoment();
  const session = useDraftSession();
  const historyChanged = useHistoryChanged();
  const [at, setAt] = useState(tonight);
  const schedule = useMutation<string, ServerError, string>({
    mutationFn: async (when) => {
      await session.flush();
      const variables = { tenant, draft: 'main', at: new Date(when).toISOString(), note };
      const { schedulePublication } = await askPlatform(SchedulePublicationDocument, { locale, variables });
      const [issue] = schedulePublication.issues;
      return issue === undefined ? '' : `${issue.message} ${issue.cure}`;
    },
    onSuccess: async (refusal, when) => {
      if (refusal !== '') return;
      message.success(text('scheduled', { time: moment(new Date(when).toISOString()) }));
      await historyChanged();
      onDone();
    },
  });
  const refusal = schedule.error?.message ?? schedule.data ?? '';
  return (
    <form
      className="schedule-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (at !== '') schedule.mutate(at);
      }}
    >
      <label htmlFor={id}>{text('laterAt')}</label>
      <input
        id={id}
        type="datetime-local"
        // The window was opened for this.
        autoFocus
        value={at}
        onChange={(event) => setAt(event.target.value)}
      />
      <p className="soft">{text('laterHint')}</p>
      {refusal !== '' && (
        <p className="bad" role="alert">
          {refusal}
        </p>
      )}
      <Button type="primary" htmlType="submit" block disabled={at === ''} loading={schedule.isPending}>
        {text('schedule')}
      </Button>
    </form>
  );
}

/** When most have gone home, by the clock of the device. */
function tonight(): string {
  const at = dayjs().hour(22).startOf('hour');
  return (at.isAfter(dayjs()) ? at : at.add(1, 'day')).format('YYYY-MM-DDTHH:mm');
}
