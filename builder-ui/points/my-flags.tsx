import { Button, Input } from 'antd';
import { useId, useState, type ReactNode } from 'react';
import { useMyText } from './my-texts.ts';
import { Issues, Panel } from './parts.tsx';
import { APPEAL_FLAG_DOCUMENT, FLAGS_DOCUMENT, type Flag } from './points-documents.ts';
import { usePoints, usePointsAction } from './use-points.ts';
import { useShownDate } from './use-shown.ts';

/** What looked unusual about the reader, and his answer to it (SPEC [PWK-5]). Nothing where there is nothing. */
export function MyFlags(): ReactNode {
  const text = useMyText();
  const { data } = usePoints<{ readonly flags: readonly Flag[] }>({ query: FLAGS_DOCUMENT });
  const flags = data?.flags ?? [];
  if (flags.length === 0) return null;
  return (
    <Panel title={text('flagTitle')} hint={text('flagHint')} className="pts-flags">
      <ul>
        {flags.map((flag) => (
          <MyFlag key={flag.id} flag={flag} />
        ))}
      </ul>
    </Panel>
  );
}

function MyFlag({ flag }: { readonly flag: Flag }): ReactNode {
  const text = useMyText();
  const shown = useShownDate();
  const id = useId();
  const [answer, setAnswer] = useState('');
  const action = usePointsAction(APPEAL_FLAG_DOCUMENT);
  const decided = flag.state === 'UPHELD' ? 'flagUpheld' : flag.state === 'DISMISSED' ? 'flagDismissed' : undefined;
  return (
    <li className="pts-flag">
      <p>
        {flag.text} <time dateTime={flag.at}>{shown(flag.at)}</time>
      </p>
      {flag.appeal !== null && flag.appealedAt !== null && (
        <p className="pts-hint">{text('flagSent', { date: shown(flag.appealedAt), text: flag.appeal })}</p>
      )}
      {decided !== undefined && <p>{text(decided, { text: flag.decision ?? '' })}</p>}
      {flag.state === 'OPEN' && (
        <form
          className="pts-form"
          onSubmit={(event) => {
            event.preventDefault();
            void action.run({ id: flag.id, text: answer.trim() });
          }}
        >
          <label className="pts-label" htmlFor={id}>
            {text('flagAnswer')}
          </label>
          <Input.TextArea id={id} rows={2} value={answer} onChange={({ target }) => setAnswer(target.value)} />
          <Issues issues={action.issues} />
          <Button htmlType="submit" disabled={answer.trim() === ''} loading={action.isBusy}>
            {text('flagSend')}
          </Button>
        </form>
      )}
    </li>
  );
}
