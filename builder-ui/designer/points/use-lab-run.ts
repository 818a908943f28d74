import { useMutation, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Template } from '../../../schema/template/template.ts';
import {
  StartWhatIfDocument,
  WhatIfRunDocument,
  type StartWhatIfMutation,
  type WhatIfRunPartsFragment,
} from '../../data/generated/graphql.ts';
import { askPlatform, type ServerError } from '../../data/platform-client.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useSession } from '../../shell/session-context.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import { labMemory, type RememberedRun } from './lab-memory.ts';
import type { LabPeriod } from './lab-period.ts';

const POLL_MS = 500;
const TOP = 10;

type Payload = StartWhatIfMutation['startWhatIf'];

/** A question to the lab, from its start to its answer. */
export interface LabRun {
  readonly start: (question: {
    readonly template: Template;
    readonly period: LabPeriod;
    readonly ledger?: string;
  }) => void;
  readonly run: WhatIfRunPartsFragment | undefined;
  readonly issues: Payload['issues'];
  readonly isBusy: boolean;
  readonly error: ServerError | null;
  /** The rules that were asked about. */
  readonly asked: Template | undefined;
  /** It was asked on an earlier visit. */
  readonly isEarlier: boolean;
}

/** Asks what the rules of the draft would have given, and goes on asking until there is an answer. Posts nothing. */
export function useLabRun(): LabRun {
  const { name: tenant } = useTenant();
  const { locale } = useLanguage();
  const { me } = useSession();
  const person = me.user?.id ?? 'token';
  const memory = useMemo(() => labMemory(person, tenant), [person, tenant]);
  const start = useMutation<
    Payload,
    ServerError,
    { readonly template: Template; readonly period: LabPeriod; readonly ledger?: string }
  >({
    mutationFn: async ({ template, period, ledger }) => {
      const variables = {
        tenant,
        draft: 'main',
        document: JSON.parse(JSON.stringify(template)),
        from: period.from,
        to: period.to,
        top: TOP,
        ...(ledger === undefined ? {} : { ledger }),
      };
      const answer = (await askPlatform(StartWhatIfDocument, { locale, variables })).startWhatIf;
      if (answer.run !== null && answer.run !== undefined) void memory.write({ id: answer.run.id, asked: template });
      return answer;
    },
  });
  const isFresh = start.status === 'idle';
  const earlier = useQuery<{ readonly run: WhatIfRunPartsFragment; readonly asked: Template } | null, ServerError>({
    queryKey: ['lab-earlier', person, tenant, locale],
    enabled: isFresh,
    retry: false,
    staleTime: 0,
    queryFn: async () => {
      const known: RememberedRun | null = await memory.read();
      if (known === null) return null;
      const variables = { tenant, id: known.id };
      const { run } = (await askPlatform(WhatIfRunDocument, { locale, variables })).whatIfRun;
      // One that failed, is forgotten, or still runs is none to show.
      return run?.answer === null || run === null || run === undefined ? null : { run, asked: known.asked };
    },
  });
  const begun = start.data?.run ?? undefined;
  const isLong = begun?.state === 'running';
  const polled = useQuery<Payload, ServerError>({
    queryKey: ['lab-run', tenant, begun?.id, locale],
    enabled: isLong,
    refetchInterval: ({ state }) => (state.data === undefined || state.data.run?.state === 'running' ? POLL_MS : false),
    queryFn: async () =>
      (await askPlatform(WhatIfRunDocument, { locale, variables: { tenant, id: begun?.id ?? '' } })).whatIfRun,
  });
  const latest = isLong ? (polled.data ?? start.data) : start.data;
  const before = isFresh ? (earlier.data ?? undefined) : undefined;
  return {
    start: (question) => start.mutate(question),
    run: latest?.run ?? before?.run,
    issues: latest?.issues ?? [],
    isBusy: start.isPending || latest?.run?.state === 'running',
    error: start.error ?? polled.error,
    asked: start.variables?.template ?? before?.asked,
    isEarlier: before !== undefined,
  };
}
