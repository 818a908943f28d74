import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { EntityModel } from '../../schema/model/model.ts';
import { listen } from '../data/live.ts';
import { changedDocument } from './documents/record-document.ts';
import { renewRows } from './use-api-rights.ts';

/** Changes of a burst (an import, a step taken with many rows) are shown together. */
const GATHER_MS = 300;

/** Asks for the rows of an entity anew when one of them was changed anywhere (SPEC [WRK-6]). */
export function useRowsLive(tenant: string, entity: EntityModel | undefined): void {
  const client = useQueryClient();
  const id = entity?.id;
  const document = entity === undefined ? undefined : changedDocument(entity);
  useEffect(() => {
    if (id === undefined || document === undefined) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = listen<unknown>(`/t/${tenant}/graphql`, {
      query: document,
      onData: () => {
        timer ??= setTimeout(() => {
          timer = undefined;
          void renewRows(client, tenant, id);
        }, GATHER_MS);
      },
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [client, tenant, id, document]);
}
