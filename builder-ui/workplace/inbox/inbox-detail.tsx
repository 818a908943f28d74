import { ArrowLeftOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { lazy, Suspense, type ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import type { TenantIssue } from '../../data/tenant-client.ts';
import { groupThousands } from '../../form-runtime/number-text.ts';
import { shownMoment } from '../../form-runtime/moment-text.ts';
import { Waiting } from '../../shell/feedback.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import { entityById } from '../documents/field-path.ts';
import type { Reading } from '../list/cell.tsx';
import { PersonMark } from '../people/person-mark.tsx';
import type { InboxItem, OverrideItem } from './inbox-items.ts';
import { InboxTrail } from './inbox-trail.tsx';
import type { InboxText } from './inbox-texts.ts';
import { useTitlesOf } from './use-titles-of.ts';
import { askedText } from './inbox-words.ts';

const InboxRecord = lazy(async () => ({ default: (await import('./inbox-record.tsx')).InboxRecord }));

/** What can be done with the request that is open. */
export interface DetailActions {
  readonly approve: () => void;
  readonly ask: (kind: 'APPROVE' | 'REJECT' | 'SEND_BACK' | 'DELEGATE') => void;
  readonly withdraw: () => void;
  /** Back to the list, where only one of both is to be seen. */
  readonly back: (() => void) | undefined;
}

interface InboxDetailProps {
  readonly item: InboxItem;
  readonly reading: Reading;
  readonly text: InboxText;
  readonly issues: readonly TenantIssue[];
  readonly actions: DetailActions;
  readonly areKeysOn: boolean;
}

/** A request: who asks for what and why, what changes, the record, and how far it is (SPEC [WRK-71]). */
export function InboxDetail({ item, reading, text, issues, actions, areKeysOn }: InboxDetailProps): ReactNode {
  const { locale, timeZone } = reading;
  return (
    <article className="inbox-detail" aria-label={text('request')}>
      <header className="inbox-head">
        {actions.back !== undefined && (
          <Button
            type="text"
            icon={<ArrowLeftOutlined aria-hidden="true" />}
            aria-label={text('back')}
            onClick={actions.back}
          />
        )}
        <div className="inbox-names">
          <span className="inbox-kind">{item.group}</span>
          <h2>
            <HeadTitle item={item} text={text} />
            <span className={`inbox-state is-${item.state.toLowerCase()}`}>{text(`state_${item.state}`)}</span>
          </h2>
        </div>
        <Decisions {...{ item, text, actions, areKeysOn }} />
      </header>
      <div className="inbox-body">
        <aside className="inbox-aside">
          <InboxTrail item={item} reading={reading} text={text} />
        </aside>
        <div className="inbox-main">
          {issues.length > 0 && (
            <div className="refusal" role="alert">
              {issues.map(({ message, cure }) => (
                <p key={message}>
                  {message} {cure}
                </p>
              ))}
            </div>
          )}
          <section className="inbox-ask">
            <PersonMark name={item.askedBy?.name ?? ''} />
            <div>
              <p>
                <strong>{askedText(item, text)}</strong>
                <time dateTime={item.askedAt}>{shownMoment(item.askedAt, locale, timeZone)}</time>
              </p>
              {item.dueAt !== undefined && item.state === 'PENDING' && (
                <p className={item.isOverdue ? 'inbox-late' : 'inbox-due'}>
                  {text(item.isOverdue ? 'overdue' : 'due', { when: shownMoment(item.dueAt, locale, timeZone) })}
                </p>
              )}
              {item.reason !== undefined && (
                <blockquote aria-label={text('reason')} className="inbox-reason">
                  {item.reason}
                </blockquote>
              )}
            </div>
          </section>
          {item.kind === 'gift' && (
            <dl className="inbox-facts">
              <dt>{text('amount')}</dt>
              <dd>{groupThousands(item.amount)}</dd>
            </dl>
          )}
          {item.kind === 'override' && <OverrideFacts item={item} reading={reading} text={text} />}
          {item.kind === 'approval' && (
            <Suspense fallback={<Waiting />}>
              <InboxRecord item={item} reading={reading} />
            </Suspense>
          )}
        </div>
      </div>
    </article>
  );
}

function HeadTitle({ item, text }: { readonly item: InboxItem; readonly text: InboxText }): ReactNode {
  const { name, model } = useTenant();
  const entity = item.kind === 'approval' ? model.entities.find(({ apiName }) => apiName === item.entity) : undefined;
  if (item.kind !== 'approval' || entity === undefined) return <span>{item.title}</span>;
  return (
    <Link
      to="/w/$tenant/e/$entity/$id"
      params={{ tenant: name, entity: entity.id, id: item.recordId }}
      title={text('openRecord')}
    >
      {item.title}
    </Link>
  );
}

interface DecisionsProps {
  readonly item: InboxItem;
  readonly text: InboxText;
  readonly actions: DetailActions;
  readonly areKeysOn: boolean;
}

function Decisions({ item, text, actions, areKeysOn }: DecisionsProps): ReactNode {
  const key = (letter: string): ReactNode => (areKeysOn ? <kbd aria-hidden="true">{letter}</kbd> : null);
  return (
    <div className="inbox-actions">
      {item.canWithdraw && <Button onClick={actions.withdraw}>{text('withdraw')}</Button>}
      {item.canDecide && (
        <>
          {item.kind === 'approval' && (
            <>
              <Button type="text" onClick={() => actions.ask('DELEGATE')}>
                {text('delegate')}
                {key('D')}
              </Button>
              <Button onClick={() => actions.ask('SEND_BACK')}>
                {text('sendBack')}
                {key('B')}
              </Button>
            </>
          )}
          <Button danger onClick={() => actions.ask('REJECT')}>
            {text('reject')}
            {key('R')}
          </Button>
          <Button type="primary" onClick={actions.approve}>
            {text('approve')}
            {key('A')}
          </Button>
        </>
      )}
    </div>
  );
}

/** Which balance may pass its bound, how far, and how long. */
function OverrideFacts({
  item,
  reading,
  text,
}: Pick<InboxDetailProps, 'reading' | 'text'> & { readonly item: OverrideItem }): ReactNode {
  const { name, model } = useTenant();
  const { locale, timeZone } = reading;
  const books = model.behaviour.ledgers.find(({ id }) => id === item.ledger)?.books ?? [];
  const dimensions = books.flatMap((book) => book.dimensions);
  const measure = books.flatMap(({ measures }) => measures).find(({ id }) => id === item.measure);
  const rows = item.parts.map(({ dimension, value }) => {
    const known = dimensions.find(({ id }) => id === dimension);
    const entity = known?.entity === undefined ? undefined : entityById(model, known.entity);
    return { key: dimension, label: known === undefined ? dimension : textIn(known.label, locale), value, entity };
  });
  const titles = useTitlesOf(name, rows);
  return (
    <dl className="inbox-facts">
      {rows.map(({ key, label, value }) => (
        <div key={key}>
          <dt>{label}</dt>
          <dd>{titles.get(value) ?? value}</dd>
        </div>
      ))}
      <div>
        <dt>{text('floor')}</dt>
        <dd>
          {groupThousands(item.floor)} {measure === undefined ? '' : textIn(measure.label, locale)}
        </dd>
      </div>
      {item.expiresAt !== undefined && (
        <div>
          <dt>{text('until')}</dt>
          <dd>{shownMoment(item.expiresAt, locale, timeZone)}</dd>
        </div>
      )}
    </dl>
  );
}
