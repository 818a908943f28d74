import { HistoryOutlined } from '@ant-design/icons';
import type { QueryClient } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import { fetchAhead } from '../../data/fetch-ahead.ts';
import { Waiting } from '../../shell/feedback.tsx';
import type { Columning } from '../documents/list-columns.ts';
import type { ApprovalItem } from '../inbox/inbox-items.ts';
import type { Reading } from '../list/cell.tsx';
import { keptWidth, SideHandle } from './side-handle.tsx';
import type { TimelinePlace } from './timeline/history-ask.ts';
import { useTimelineText } from './timeline/timeline-texts.ts';

const loadPanel = () => import('./timeline/timeline-panel.tsx');
const TimelinePanel = lazy(() => loadPanel().then((panel) => ({ default: panel.TimelinePanel })));

/** Where the panel stands beside the form; elsewhere it comes over it. */
const BESIDE = '(min-width: 1240px)';
const KEPT = 'formwork.timeline';

export interface Side {
  readonly isOpen: boolean;
  readonly isBeside: boolean;
  readonly toggle: () => void;
}

/**
 * Fetches the timeline, its code and what it will show, while the record itself is on its way, where it stands beside
 * the form (SPEC [WRK-105]).
 */
export function prepareSide(client: QueryClient, place: TimelinePlace): void {
  if (!matchMedia(BESIDE).matches || localStorage.getItem(KEPT) === 'closed') return;
  fetchAhead(loadPanel);
  fetchAhead(async () => {
    const { historyOptions } = await import('./timeline/history-ask.ts');
    await client.prefetchInfiniteQuery(historyOptions(place, undefined));
  });
}

/** Whether the timeline is shown. Beside the form it stays as the reader left it; over the form it is opened each time. */
export function useSide(): Side {
  const [isBeside, setBeside] = useState(() => matchMedia(BESIDE).matches);
  const [isKept, setKept] = useState(() => localStorage.getItem(KEPT) !== 'closed');
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const query = matchMedia(BESIDE);
    const hear = (): void => setBeside(query.matches);
    query.addEventListener('change', hear);
    return () => query.removeEventListener('change', hear);
  }, []);
  const toggle = (): void => {
    if (!isBeside) {
      setOver(!isOver);
      return;
    }
    localStorage.setItem(KEPT, isKept ? 'closed' : 'open');
    setKept(!isKept);
  };
  return { isOpen: isBeside ? isKept : isOver, isBeside, toggle };
}

/** Shows and hides the timeline. */
export function SideButton({ side }: { readonly side: Side }): ReactNode {
  const text = useTimelineText();
  const label = text(side.isOpen ? 'hide' : 'show');
  return (
    <Button
      type="text"
      icon={<HistoryOutlined aria-hidden="true" />}
      aria-label={label}
      title={label}
      aria-expanded={side.isOpen}
      className={side.isOpen ? 'is-on' : ''}
      onClick={side.toggle}
    />
  );
}

interface RecordSideProps {
  readonly side: Side;
  readonly tenant: string;
  readonly columning: Columning;
  readonly reading: Reading;
  readonly id: string;
  readonly isBinned: boolean;
  readonly approval: ApprovalItem | undefined;
}

/** The timeline of a stored record. */
export function RecordSide({ side, ...about }: RecordSideProps): ReactNode {
  const text = useTimelineText();
  const [width, setWidth] = useState(keptWidth);
  if (!side.isOpen) return null;
  const panel = (
    <Suspense fallback={<Waiting />}>
      <TimelinePanel key={about.id} {...about} onClose={side.toggle} />
    </Suspense>
  );
  if (side.isBeside)
    return (
      <aside className="record-side" style={width === undefined ? {} : { width }}>
        <SideHandle width={width} onWidth={setWidth} />
        <div className="record-side-panel">{panel}</div>
      </aside>
    );
  return (
    <Drawer
      open
      size={400}
      onClose={side.toggle}
      closable={false}
      aria-label={text('timeline')}
      className="record-drawer"
    >
      {panel}
    </Drawer>
  );
}
