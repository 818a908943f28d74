import { CloseOutlined } from '@ant-design/icons';
import { Button, Segmented } from 'antd';
import { useState, type ReactNode } from 'react';
import { shownDate, localInput } from '../../../form-runtime/moment-text.ts';
import { Failure, Waiting } from '../../../shell/feedback.tsx';
import type { Columning } from '../../documents/list-columns.ts';
import type { ApprovalItem } from '../../inbox/inbox-items.ts';
import { useInboxText } from '../../inbox/inbox-texts.ts';
import { InboxTrail } from '../../inbox/inbox-trail.tsx';
import type { Reading } from '../../list/cell.tsx';
import { CommentComposer } from './comment-composer.tsx';
import { ADD_COMMENT, type Entry, type TimelinePart } from './timeline-entries.ts';
import { TimelineEntry } from './timeline-entry.tsx';
import { useTimelineText, type TimelineText } from './timeline-texts.ts';
import type { TimelinePlace } from './history-ask.ts';
import { useTimeline } from './use-timeline.ts';
import './timeline.css';

interface TimelinePanelProps {
  readonly tenant: string;
  readonly columning: Columning;
  readonly reading: Reading;
  readonly id: string;
  /** Nothing can be said about what is in the bin. */
  readonly isBinned: boolean;
  /** The request that waits for a decision. */
  readonly approval: ApprovalItem | undefined;
  readonly onClose: () => void;
}

const PARTS = ['ALL', 'COMMENTS', 'STEPS', 'CHANGES'] as const;

/** What became of a record and what people say about it, day by day, the latest first (SPEC [WRK-50]). */
export function TimelinePanel(props: TimelinePanelProps): ReactNode {
  const { tenant, columning, reading, id, isBinned, approval, onClose } = props;
  const asks = useInboxText();
  const text = useTimelineText();
  const { entity, locale } = columning;
  const place: TimelinePlace = { tenant, entity: entity.id, apiName: entity.apiName, id, locale };
  const [shown, setShown] = useState<(typeof PARTS)[number]>('ALL');
  const part: TimelinePart | undefined = shown === 'ALL' ? undefined : shown;
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useTimeline(place, part);
  const entries = data?.pages.flatMap((page) => page.entries) ?? [];
  const names = { ALL: text('all'), COMMENTS: text('comments'), STEPS: text('steps'), CHANGES: text('changes') };
  return (
    <section className="timeline" aria-label={text('timeline')}>
      <header className="tl-top">
        <h2>{text('timeline')}</h2>
        <Button
          type="text"
          size="small"
          icon={<CloseOutlined aria-hidden="true" />}
          aria-label={text('hide')}
          onClick={onClose}
        />
      </header>
      <Segmented
        size="small"
        className="tl-parts"
        aria-label={text('parts')}
        value={shown}
        onChange={setShown}
        options={PARTS.map((value) => ({ value, label: names[value] }))}
      />
      {!isBinned && (
        <CommentComposer
          place={place}
          onSend={(words) => ({ query: ADD_COMMENT, variables: { entity: entity.apiName, id, ...words } })}
        />
      )}
      {approval !== undefined && (shown === 'ALL' || shown === 'STEPS') && (
        <div className="tl-approval">
          <InboxTrail item={approval} reading={reading} text={asks} />
        </div>
      )}
      {data === undefined ? (
        error === null ? (
          <Waiting />
        ) : (
          <Failure error={error} retry={() => void refetch()} />
        )
      ) : (
        <div className="tl-days" role="feed" aria-busy={isFetchingNextPage} aria-label={text('timeline')}>
          {entries.length === 0 && <p className="tl-nothing">{text(part === 'COMMENTS' ? 'noComments' : 'nothing')}</p>}
          {daysOf(entries, reading, text).map(([day, list]) => (
            <article key={day} aria-label={day}>
              <h3>{day}</h3>
              <ul>
                {list.map((entry) => (
                  <TimelineEntry key={entry.id} {...{ place, entry, reading }} />
                ))}
              </ul>
            </article>
          ))}
          {hasNextPage && (
            <Button block loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {text('more')}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}

/** Entries by the day on which they happened, on the clock of the tenant. */
function daysOf(
  entries: readonly Entry[],
  { locale, timeZone }: Reading,
  text: TimelineText,
): readonly (readonly [string, readonly Entry[]])[] {
  const dayOf = (moment: string): string => localInput(moment, timeZone).slice(0, 10);
  const now = Date.now();
  const [today, yesterday] = [now, now - 86_400_000].map((moment) => dayOf(new Date(moment).toISOString()));
  const days = new Map<string, Entry[]>();
  for (const entry of entries) {
    const date = dayOf(entry.at);
    const name = date === today ? text('today') : date === yesterday ? text('yesterday') : shownDate(date, locale);
    days.set(name, [...(days.get(name) ?? []), entry]);
  }
  return [...days];
}
