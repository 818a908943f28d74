import { useQuery } from '@tanstack/react-query';
import { Progress } from 'antd';
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { RunningPublicationsDocument, type RunningPublicationsQuery } from '../../data/generated/graphql.ts';
import { askPlatform, type ServerError } from '../../data/platform-client.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import { useDraft, useTemplateChanged } from '../session/draft-context.tsx';
import { useChangesText } from './changes-texts.ts';
import { useHistoryChanged } from './history.ts';
import { entityName } from './place-link.ts';

type Job = NonNullable<RunningPublicationsQuery['tenant']>['jobs'][number];
type JobProgress = NonNullable<Job['progress']>;

const ASK_MS = 700;
const TOLD_MS = 1_000;

const PHASE_TEXTS: Readonly<Record<string, 'phaseExpand' | 'phaseFill' | 'phaseIndex' | 'phaseCheck' | 'phaseSwitch'>> =
  {
    expand: 'phaseExpand',
    backfill: 'phaseFill',
    index: 'phaseIndex',
    validate: 'phaseCheck',
    switch: 'phaseSwitch',
  };

/** The publication that runs in the tenant, whoever began it; asked for again while there is one, or one is begun. */
export function useRunningJob(isBegun: boolean): Job | undefined {
  const { name: tenant } = useTenant();
  const { locale } = useLanguage();
  const tellAll = useTemplateChanged();
  const historyChanged = useHistoryChanged();
  const key = ['platform', 'running', tenant];
  const { data } = useQuery<Job | null, ServerError>({
    queryKey: key,
    queryFn: async () => {
      const { tenant: found } = await askPlatform(RunningPublicationsDocument, { locale, variables: { tenant } });
      return found?.jobs.find(({ state }) => state === 'running') ?? null;
    },
    refetchInterval: ({ state }) => (isBegun || (state.data ?? null) !== null ? ASK_MS : false),
  });
  const job = data ?? undefined;
  const wasRunning = useRef(false);
  useEffect(() => {
    const isRunning = job !== undefined;
    // Who only looked on hears of the new version here; who published, from the answer.
    if (wasRunning.current && !isRunning && !isBegun) void Promise.all([tellAll(), historyChanged()]);
    wasRunning.current = isRunning;
  }, [job, isBegun, tellAll, historyChanged]);
  return job;
}

/**
 * What the publication does now, and how far it is (SPEC [DSG-98]). Its stages are told to who hears the page, the
 * records within them are not (SPEC [DSG-103]).
 */
export function RunningJob({ job }: { readonly job: Job }): ReactNode {
  const text = useChangesText();
  const { locale } = useLanguage();
  const id = useId();
  const template = useDraft(({ log }) => log.template);
  const { number, progress } = job;
  const count = new Intl.NumberFormat(locale);
  const entity = progress?.entity ?? undefined;
  const name = entity === undefined ? text('allObjects') : entityName(template, entity, locale);
  const stage = text(PHASE_TEXTS[progress?.phase ?? ''] ?? 'phaseBegin', { name });
  const told = useSettled(stage);
  return (
    <div className="running-job">
      <p id={id}>
        <strong>{text('runningTitle', { number })}</strong>
      </p>
      <Progress percent={percentOf(progress)} status="active" size="small" aria-labelledby={id} />
      <p className="unseen" role="status">
        {told}
      </p>
      <p className="soft" aria-hidden="true">
        {stage}
        {progress !== null && progress !== undefined && (
          <>
            {' · '}
            {text('stepOf', { step: progress.step + 1, of: progress.of })}
            {progress.rows > 0 && (
              <>
                {' · '}
                {typeof progress.rowsOf === 'number'
                  ? text('rowsOfAbout', { rows: count.format(progress.rows), of: count.format(progress.rowsOf) })
                  : text('rowsDone', { rows: count.format(progress.rows) })}
              </>
            )}
          </>
        )}
      </p>
    </div>
  );
}

/** A text that changes at most once in a second: what was said before is heard out, what was meanwhile is left out. */
function useSettled(value: string): string {
  const [told, setTold] = useState(value);
  const next = useRef(value);
  const isWaiting = useRef(false);
  useEffect(() => {
    next.current = value;
    if (isWaiting.current || told === value) return;
    isWaiting.current = true;
    setTimeout(() => {
      isWaiting.current = false;
      setTold(next.current);
    }, TOLD_MS);
  }, [value, told]);
  return told;
}

/** Steps count alike; the one that runs counts by its rows. */
function percentOf(progress: JobProgress | null | undefined): number {
  if (progress === null || progress === undefined) return 0;
  const { step, of, rows, rowsOf } = progress;
  const part = typeof rowsOf === 'number' && rowsOf > 0 ? Math.min(1, rows / rowsOf) : 0;
  return Math.floor(((step + part) / Math.max(1, of)) * 100);
}
