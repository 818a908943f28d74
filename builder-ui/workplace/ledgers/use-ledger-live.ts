import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { LedgerEntity } from '../../../schema/model/ledger-entities.ts';
import type { Model } from '../../../schema/model/model.ts';
import { listen } from '../../data/live.ts';
import type { ApiRights } from '../documents/api-rights.ts';
import { entityById } from '../documents/field-path.ts';
import { changedDocument } from '../documents/record-document.ts';
import { renewRows } from '../use-api-rights.ts';
import { sourcesIn } from './ledger-view.ts';

/** Postings of a burst are shown together. */
const GATHER_MS = 500;

interface Watched {
  readonly tenant: string;
  readonly model: Model;
  readonly rights: ApiRights;
  readonly movements: LedgerEntity;
}

/** Asks for the rows of a ledger anew when one of the documents that post to it was changed. */
export function useLedgerLive(shown: LedgerEntity, { tenant, model, rights, movements }: Watched): void {
  const client = useQueryClient();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const hear = (): void => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void renewRows(client, tenant, shown.entity.id);
      }, GATHER_MS);
    };
    const stops = sourcesIn(movements.entity).flatMap(({ type }) => {
      const source = type.kind === 'ref' ? entityById(model, type.to) : undefined;
      return source === undefined || !rights.reads(source)
        ? []
        : [listen<unknown>(`/t/${tenant}/graphql`, { query: changedDocument(source), onData: hear })];
    });
    return () => {
      clearTimeout(timer);
      for (const stop of stops) stop();
    };
  }, [client, tenant, model, rights, movements, shown]);
}
