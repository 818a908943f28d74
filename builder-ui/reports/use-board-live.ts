import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { EntityModel } from '../../schema/model/model.ts';
import { listen } from '../data/live.ts';
import { changedDocument } from '../workplace/documents/record-document.ts';
import { renewRows } from '../workplace/use-api-rights.ts';

/** Each kind of record is asked for anew this often at most, however much happens to it. */
const RENEW_MS = 3_000;

/** Renews what a dashboard or report shows when its rows change anywhere: soon, and never more than once in a while. */
export function useBoardLive(tenant: string, entities: readonly EntityModel[]): void {
  const client = useQueryClient();
  useEffect(() => {
    const stops = entities.map((entity) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      let last = 0;
      const stop = listen<unknown>(`/t/${tenant}/graphql`, {
        query: changedDocument(entity),
        onData: () => {
          const wait = Math.max(FIRST_MS, last + RENEW_MS - performance.now());
          timer ??= setTimeout(() => {
            timer = undefined;
            last = performance.now();
            void renewRows(client, tenant, entity.id);
          }, wait);
        },
      });
      return () => {
        clearTimeout(timer);
        stop();
      };
    });
    return () => {
      for (const stop of stops) stop();
    };
  }, [client, tenant, entities]);
}

/** Changes of a burst are shown together. */
const FIRST_MS = 300;
