import { Button, Input } from 'antd';
import { useId, useState, type ReactNode } from 'react';
import { useSession } from '../shell/session-context.tsx';
import { CasesPanel } from './cases-panel.tsx';
import { useCommitteeText } from './committee-texts.ts';
import { Amount, Issues } from './parts.tsx';
import { DECIDE_GIFT_DOCUMENT, GIFTS_DOCUMENT, WITHDRAW_GIFT_DOCUMENT, type Gift } from './points-documents.ts';
import { usePoints, usePointsAction } from './use-points.ts';
import { useShownDate } from './use-shown.ts';

const COLORS = { WAITING: 'amber', GRANTED: 'green', DECLINED: 'red', WITHDRAWN: 'gray' } as const;
const LATELY = 12;

/** Special awards that wait for somebody, and those that were decided lately. */
export function GiftsPanel(): ReactNode {
  const text = useCommitteeText();
  const { data } = usePoints<{ readonly gifts: readonly Gift[] }>({ query: GIFTS_DOCUMENT });
  if (data === undefined) return null;
  const waiting = data.gifts.filter(({ state }) => state === 'WAITING');
  const decided = data.gifts.filter(({ state }) => state !== 'WAITING').slice(0, LATELY);
  return (
    <CasesPanel
      title={text('waiting')}
      nothing={text('waitingNone')}
      open={waiting.map((gift) => (
        <GiftCase key={gift.id} gift={gift} />
      ))}
      decided={decided.map((gift) => (
        <GiftCase key={gift.id} gift={gift} />
      ))}
    />
  );
}

function GiftCase({ gift }: { readonly gift: Gift }): ReactNode {
  const text = useCommitteeText();
  const shown = useShownDate();
  const { user } = useSession().me;
  const { state, giver, receiver, amount, reason, askedAt, decisions, mayDecide } = gift;
  const isMine = giver.id === user?.id;
  return (
    <li className="pts-case">
      <div className="pts-case-head">
        <strong>{text('fromTo', { giver: giver.name, receiver: receiver.name })}</strong>
        <Amount value={amount} />
        <span className="tag" data-color={COLORS[state]}>
          {text(`state_${state}`)}
        </span>
        <time dateTime={askedAt}>{shown(askedAt)}</time>
      </div>
      <p className="pts-case-words">{reason}</p>
      {decisions.map(({ by, approved, comment, at }) => (
        <p key={`${by.id} ${at}`} className="pts-hint">
          {text(approved ? 'saidYes' : 'saidNo', { who: by.name })}
          {comment !== null && comment !== '' && <>: {comment}</>}
        </p>
      ))}
      {state === 'WAITING' && mayDecide && <Decide gift={gift} />}
      {state === 'WAITING' && isMine && <Withdraw gift={gift} />}
      {state === 'WAITING' && !mayDecide && !isMine && <p className="pts-hint">{text('notMine')}</p>}
    </li>
  );
}

function Decide({ gift }: { readonly gift: Gift }): ReactNode {
  const text = useCommitteeText();
  const id = useId();
  const [comment, setComment] = useState('');
  const action = usePointsAction(DECIDE_GIFT_DOCUMENT);
  const decide = (approve: boolean): void =>
    void action.run({ id: gift.id, approve, ...(comment.trim() === '' ? {} : { comment: comment.trim() }) });
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
      <Button type="primary" loading={action.isBusy} onClick={() => decide(true)}>
        {text('approve')}
      </Button>
      <Button disabled={action.isBusy} onClick={() => decide(false)}>
        {text('decline')}
      </Button>
      <Issues issues={action.issues} />
    </div>
  );
}

function Withdraw({ gift }: { readonly gift: Gift }): ReactNode {
  const text = useCommitteeText();
  const action = usePointsAction(WITHDRAW_GIFT_DOCUMENT);
  return (
    <div className="pts-decide">
      <Button size="small" loading={action.isBusy} onClick={() => void action.run({ id: gift.id })}>
        {text('withdraw')}
      </Button>
      <Issues issues={action.issues} />
    </div>
  );
}
