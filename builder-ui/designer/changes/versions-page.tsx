import { HistoryOutlined, RollbackOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { Failure, Waiting } from '../../shell/feedback.tsx';
import { useDraft } from '../session/draft-context.tsx';
import { useChangesText } from './changes-texts.ts';
import { useHistory, useHistoryChanged, useMoment, type PublishedVersion } from './history.ts';
import { JobList } from './job-list.tsx';
import { RollBackDialog } from './roll-back-dialog.tsx';
import { ScheduledList } from './scheduled-list.tsx';
import { VersionCompare } from './version-compare.tsx';
import './changes.css';
import './versions.css';

/** All versions there were: who published what and why, what differs between any two, and the way back. */
export function VersionsPage(): ReactNode {
  const text = useChangesText();
  const history = useHistory();
  const historyChanged = useHistoryChanged();
  const { message } = App.useApp();
  const [chosen, setChosen] = useState<number>();
  const [goingBack, setGoingBack] = useState<number>();
  const inForce = useDraft(({ base }) => base.version);
  if (history.error !== null && history.data === undefined) {
    return <Failure error={history.error} retry={() => void history.refetch()} />;
  }
  const tenant = history.data?.tenant;
  if (tenant === undefined || tenant === null) return <Waiting />;
  const shown = chosen ?? tenant.versions[0]?.number;
  return (
    <div className="versions-page">
      <header className="page-head">
        <div>
          <h1>{text('versions')}</h1>
        </div>
      </header>
      <ScheduledList scheduled={tenant.scheduled} />
      <div className="versions-columns">
        <ol className="version-list">
          {tenant.versions.map((version) => (
            <VersionItem
              key={version.number}
              version={version}
              isInForce={version.number === inForce}
              isChosen={version.number === shown}
              onChoose={() => setChosen(version.number)}
              onGoBack={() => setGoingBack(version.number)}
            />
          ))}
        </ol>
        {shown !== undefined && (
          <VersionCompare key={shown} numbers={tenant.versions.map(({ number }) => number)} initial={shown} />
        )}
      </div>
      <JobList jobs={tenant.jobs} />
      <RollBackDialog
        version={goingBack}
        onClose={() => setGoingBack(undefined)}
        onDone={(outcome) => {
          setGoingBack(undefined);
          setChosen(undefined);
          if (outcome.kind === 'published') message.success(text('doneTitle', { number: outcome.version }));
          void historyChanged();
        }}
      />
    </div>
  );
}

function VersionItem({
  version,
  isInForce,
  isChosen,
  onChoose,
  onGoBack,
}: {
  readonly version: PublishedVersion;
  readonly isInForce: boolean;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  readonly onGoBack: () => void;
}): ReactNode {
  const text = useChangesText();
  const moment = useMoment();
  const { number, note, at, author, despiteTests } = version;
  return (
    <li className={isChosen ? 'version is-chosen' : 'version'}>
      <button type="button" className="version-open" aria-pressed={isChosen} onClick={onChoose}>
        <span className="version-number">
          {text('versionNumber', { number })} {isInForce && <span className="version-force">{text('inForce')}</span>}
        </span>
        <span>{note === '' ? <span className="soft">{text('noNote')}</span> : note}</span>
        <span className="soft">
          <HistoryOutlined aria-hidden="true" />{' '}
          {text('byWhom', { name: author?.name ?? text('someone'), time: moment(at) })}
        </span>
        {despiteTests !== null && despiteTests !== undefined && (
          <span className="version-despite">{text('publishedDespite', { reason: despiteTests })}</span>
        )}
      </button>
      {!isInForce && (
        <Button
          size="small"
          icon={<RollbackOutlined />}
          aria-label={text('goBackTitle', { number })}
          onClick={onGoBack}
        >
          {text('goBack')}
        </Button>
      )}
    </li>
  );
}
