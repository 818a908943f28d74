import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { usePageActions, type PageAction } from '../keys/page-keys.ts';
import { neighbours, trailOf } from '../list/list-trail.ts';
import { useRecordText } from './record-texts.ts';
import { useTimelineText } from './timeline/timeline-texts.ts';

/** What can be done to the record by keys and by the palette; absent where it can't. */
export interface RecordKeys {
  readonly tenant: string;
  readonly entity: string;
  readonly id: string;
  readonly save: (() => void) | undefined;
  /** The first step that is possible. */
  readonly step: { readonly label: string; readonly take: () => void } | undefined;
  readonly duplicate: (() => void) | undefined;
  /** Documents that can be made of it. */
  readonly follow: readonly { readonly label: string; readonly begin: () => void }[];
  readonly showTimeline: (() => void) | undefined;
}

/** Ctrl+S saves, Ctrl+Enter takes the next step; Alt+← and Alt+→ go through the list behind it (SPEC [WRK-56]). */
export function useRecordKeys(keys: RecordKeys): void {
  const { tenant, entity, id, save, step, duplicate, follow, showTimeline } = keys;
  const text = useRecordText();
  const timelineText = useTimelineText();
  const navigate = useNavigate();
  const isNew = id === 'new';
  const print = (): void => void navigate({ to: '/w/$tenant/e/$entity/$id/print', params: { tenant, entity, id } });
  const action = (name: string, label: string, run: (() => void) | undefined, key?: string): readonly PageAction[] =>
    run === undefined ? [] : [{ id: `record.${name}`, label, run, ...(key === undefined ? {} : { keys: [key] }) }];
  usePageActions([
    ...action('save', text('save'), save, 'mod+s'),
    ...action('step', step?.label ?? '', step && (() => isInDialog() || step.take()), 'mod+enter'),
    ...action('print', text('print'), isNew ? undefined : print, 'mod+p'),
    ...action('duplicate', text('duplicate'), duplicate),
    ...follow.flatMap(({ label, begin }) => action(`new.${label}`, text('newOf', { what: label }), begin)),
    ...action('timeline', timelineText('timeline'), showTimeline),
  ]);
  useWalkKeys({ tenant, entity, id });
}

function useWalkKeys({ tenant, entity, id }: Pick<RecordKeys, 'tenant' | 'entity' | 'id'>): void {
  const navigate = useNavigate();
  useEffect(() => {
    const hear = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const isBefore = event.key === 'ArrowLeft';
      if ((!isBefore && event.key !== 'ArrowRight') || isInDialog()) return;
      const trail = trailOf(entity);
      const next = trail === undefined ? undefined : neighbours(trail, id)[isBefore ? 'before' : 'after'];
      // Without a list the keys are the browser's own: back and forward.
      if (next === undefined) return;
      event.preventDefault();
      void navigate({ to: '/w/$tenant/e/$entity/$id', params: { tenant, entity, id: next } });
    };
    addEventListener('keydown', hear);
    return () => removeEventListener('keydown', hear);
  }, [navigate, tenant, entity, id]);
}

/** A dialog has its own keys. */
function isInDialog(): boolean {
  return document.activeElement?.closest('[role="dialog"]') !== null;
}
