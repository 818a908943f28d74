import { type ReactNode } from 'react';
import { useChangesText } from './changes-texts.ts';
import { durationWords } from './duration-words.ts';
import { useMoment, type PublicationJob } from './history.ts';

const STATES: Readonly<Record<string, 'jobRunning' | 'jobDone' | 'jobAborted'>> = {
  running: 'jobRunning',
  done: 'jobDone',
  aborted: 'jobAborted',
};

/** Publications as the server ran them, with the reason where one did not work. */
export function JobList({ jobs }: { readonly jobs: readonly PublicationJob[] }): ReactNode {
  const text = useChangesText();
  const moment = useMoment();
  if (jobs.length === 0) return null;
  return (
    <details className="panel" open={jobs.some(({ state }) => state !== 'done')}>
      <summary className="panel-head">
        <h2>{text('jobs')}</h2>
      </summary>
      <table className="plain-table job-table">
        <thead>
          <tr>
            <th scope="col">{text('versions')}</th>
            <th scope="col">{text('when')}</th>
            <th scope="col">{text('took')}</th>
            <th scope="col">{text('state')}</th>
            <th scope="col">{text('jobFailure')}</th>
          </tr>
        </thead>
        <tbody>
          {jobs.map(({ id, number, state, createdAt, endedAt, failure }) => (
            <tr key={id}>
              <th scope="row">{text('versionNumber', { number })}</th>
              <td>{moment(createdAt)}</td>
              <td>
                {endedAt === null || endedAt === undefined
                  ? '–'
                  : durationWords(Date.parse(endedAt) - Date.parse(createdAt), text)}
              </td>
              <td className={state === 'aborted' ? 'bad' : ''}>{text(STATES[state] ?? 'jobRunning')}</td>
              <td>{failure ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
