import { useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { useTimelineText } from './timeline/timeline-texts.ts';

const KEPT = 'formwork.timeline.width';
/** Narrower than this a comment breaks after each word; wider, the form loses its place. */
const LEAST_PX = 260;
const MOST_PX = 560;
const STEP_PX = 24;

/** The width that the reader gave the timeline in this browser. */
export function keptWidth(): number | undefined {
  const kept = Number(localStorage.getItem(KEPT));
  return kept >= LEAST_PX && kept <= MOST_PX ? kept : undefined;
}

interface SideHandleProps {
  /** Of the panel, in pixels; `undefined` while it is as wide as the page makes it. */
  readonly width: number | undefined;
  readonly onWidth: (width: number | undefined) => void;
}

/** The edge of the timeline: dragged, or moved by arrows; a double click gives the page its way again (SPEC [WRK-100]). */
export function SideHandle({ width, onWidth }: SideHandleProps): ReactNode {
  const text = useTimelineText();
  const grip = useRef<HTMLDivElement>(null);
  const drag = useRef<{ readonly x: number; readonly from: number }>(undefined);
  const here = (): number => grip.current?.parentElement?.offsetWidth ?? LEAST_PX;
  const set = (next: number | undefined): void => {
    const kept = next === undefined ? undefined : Math.round(Math.min(MOST_PX, Math.max(LEAST_PX, next)));
    if (kept === undefined) localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, String(kept));
    onWidth(kept);
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { x: event.clientX, from: here() };
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    if (drag.current !== undefined) set(drag.current.from + drag.current.x - event.clientX);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = event.key === 'ArrowLeft' ? STEP_PX : event.key === 'ArrowRight' ? -STEP_PX : 0;
    if (step === 0 || event.altKey) return;
    event.preventDefault();
    set(here() + step);
  };
  return (
    <div
      ref={grip}
      className="side-handle"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={text('resize')}
      aria-valuemin={LEAST_PX}
      aria-valuemax={MOST_PX}
      aria-valuenow={width ?? LEAST_PX}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        drag.current = undefined;
      }}
      onDoubleClick={() => set(undefined)}
      onKeyDown={onKeyDown}
    />
  );
}
