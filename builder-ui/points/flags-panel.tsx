import { Button, Input } from 'antd';
import { useId, useState, type ReactNode } from 'react';
import { useSession } from '../shell/session-context.tsx';
import { CasesPanel } from './cases-panel.tsx';
import { useCommitteeText } from './committee-texts.ts';
import { Change, Issues } from './parts.tsx';
import {
  DECIDE_FLAG_DOCUMENT,
  FLAGS_DOCUMENT,
  PERSON_ENTRIES_DOCUMENT,
  type EntryPage,
  type Flag,
  type Person,
} from './points-documents.ts';
import { signedText, signOf } from './points-figures.ts';
import { useMyText } from './my-texts.ts';
import { usePoints, usePointsAction } from './use-points.ts';
import { useShownDate } from './use-shown.ts';

const COLORS = { OPEN: 'amber', EXPLAINED: 'blue', UPHELD: 'red', DISMISSED: 'green' } as const;
const DECIDED_SHOWN = 10;

/** What looked unusual about anybody: looked into, upheld or dismissed by the committee (SPEC [PWK-13]). */
export function FlagsPanel(): ReactNode {
  const text = useCommitteeText();
  const { data } = usePoints<{ readonly flags: readonly Flag[] }>({
    query: FLAGS_DOCUMENT,
    variables: { everybody: true },
  });
  if (data === undefined) return null;
  const isOpen = ({ state }: Flag): boolean => state === 'OPEN' || state === 'EXPLAINED';
  const open = data.flags.filter(isOpen);
  const decided = data.flags.filter((flag) => !isOpen(flag)).slice(0, DECIDED_SHOWN);
  return (
    <CasesPanel
      title={text('flags')}
      hint={text('flagsHint')}
      nothing={text('flagsNone')}
      open={open.map((flag) => (
        <FlagCase key={flag.id} flag={flag} />
      ))}
      decided={decided.map((flag) => (
        <FlagCase key={flag.id} flag={flag} />
      ))}
    />
  );
}

function FlagCase({ flag }: { readonly flag: Flag }): ReactNode {
  const text = useCommitteeText();
  const shown = useShownDate();
  const { user } = useSession().me;
  const [isLooking, setLooking] = useState(false);
  const { person, state, at, appeal, decision } = flag;
  const isDecided = state === 'UPHELD' || state === 'DISMISSED';
  return (
    <li className="pts-case">
      <div className="pts-case-head">
        <strong>{person.name}</strong>
        <span className="tag" data-color={COLORS[state]}>
          {text(`flag_${state}`)}
        </span>
        <time dateTime={at}>{shown(at)}</time>
      </div>
      <p>{flag.text}</p>
      {appeal !== null && <p className="pts-case-words">{text('inTheirWords', { text: appeal })}</p>}
      {decision !== null && <p className="pts-hint">{text('decided', { text: decision })}</p>}
      <div>
        <Button size="small" aria-expanded={isLooking} onClick={() => setLooking(!isLooking)}>
          {text('lookInto')}
        </Button>
      </div>
      {isLooking && <PersonEntries person={person} />}
      {!isDecided && (person.id === user?.id ? <p className="pts-hint">{text('notMine')}</p> : <Decide flag={flag} />)}
    </li>
  );
}

function Decide({ flag }: { readonly flag: Flag }): ReactNode {
  const text = useCommitteeText();
  const id = useId();
  const [comment, setComment] = useState('');
  const action = usePointsAction(DECIDE_FLAG_DOCUMENT);
  const decide = (state: 'UPHELD' | 'DISMISSED'): void =>
    void action.run({ id: flag.id, state, comment: comment.trim() });
  const isEmpty = comment.trim() === '';
  return (
    <div className="pts-decide">
      <label className="unseen" htmlFor={id}>
        {text('comment')}
      </label>
      <Input
        id={id}
        placeholder={text('comment')}
        value={comment}
        onChange={({ target }) => setComment(target.value)}
      />
      <Button disabled={isEmpty} loading={action.isBusy} onClick={() => decide('DISMISSED')}>
        {text('dismiss')}
      </Button>
      <Button danger disabled={isEmpty || action.isBusy} onClick={() => decide('UPHELD')}>
        {text('uphold')}
      </Button>
      <Issues issues={action.issues} />
    </div>
  );
}

/** The newest entries of somebody, for the committee. */
function PersonEntries({ person }: { readonly person: Person }): ReactNode {
  const text = useCommitteeText();
  const mine = useMyText();
  const shown = useShownDate();
  const { data } = usePoints<{ readonly page: EntryPage }>({
    query: PERSON_ENTRIES_DOCUMENT,
    variables: { user: person.id },
  });
  return (
    <ul className="pts-cases is-entries" aria-label={text('lookIntoOf', { name: person.name })}>
      {data?.page.nodes.map((entry) => (
        <li key={entry.id} className="pts-entry-line is-plain">
          <time dateTime={entry.at}>{shown(entry.at)}</time>
          <div className="pts-entry-what">
            <strong>{entry.label}</strong> {entry.text !== null && <p>{entry.text}</p>}
          </div>
          <div className="pts-entry-amount">
            <Change value={entry.balance} />
            {signOf(entry.pending) !== 0 && <small>{mine('waits', { amount: signedText(entry.pending) })}</small>}
          </div>
        </li>
      ))}
    </ul>
  );
}
