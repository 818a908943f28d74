import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { neighbours, trailOf } from '../list/list-trail.ts';

/** What keys of the record page lead to; absent where there is nothing to lead to. */
export interface RecordKeys {
  readonly tenant: string;
  readonly entity: string;
  readonly id: string;
  /** Takes the first step that is possible. */
  readonly step: (() => void) | undefined;
}

/** Ctrl+Enter takes the next step; Alt+← and Alt+→ go through the list that the record was opened from (SPEC [WRK-56]). */
export function useRecordKeys({ tenant, entity, id, step }: RecordKeys): void {
  const navigate = useNavigate();
  useEffect(() => {
    const hear = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || event.shiftKey || isInDialog(event.target)) return;
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.altKey && step !== undefined) {
        event.preventDefault();
        step();
        return;
      }
      const isBefore = event.key === 'ArrowLeft';
      if (!event.altKey || event.ctrlKey || event.metaKey || (!isBefore && event.key !== 'ArrowRight')) return;
      const trail = trailOf(entity);
      const next = trail === undefined ? undefined : neighbours(trail, id)[isBefore ? 'before' : 'after'];
      // Without a list the keys are the browser's own: back and forward.
      if (next === undefined) return;
      event.preventDefault();
      void navigate({ to: '/w/$tenant/e/$entity/$id', params: { tenant, entity, id: next } });
    };
    addEventListener('keydown', hear);
    return () => removeEventListener('keydown', hear);
  }, [navigate, tenant, entity, id, step]);
}

function isInDialog(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role="dialog"]') !== null;
}
