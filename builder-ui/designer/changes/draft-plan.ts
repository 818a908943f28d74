import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Template } from '../../../schema/template/template.ts';
import {
  DraftImpactDocument,
  PlanPublicationDocument,
  TemplateTestsDocument,
  type DraftImpactQuery,
  type PlanPublicationMutation,
  type TemplateTestsQuery,
} from '../../data/generated/graphql.ts';
import { askPlatform, type ServerError } from '../../data/platform-client.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import { useDraft } from '../session/draft-context.tsx';

/** What publishing would do, as the server found it; nothing is changed by asking. */
export type DraftPlan = PlanPublicationMutation['planPublication'];
/** What one change does to the records there are. */
export type RuleImpact = DraftImpactQuery['draftImpact']['impact'][number];
/** One test of the template, and how it went. */
export type TestOutcome = TemplateTestsQuery['templateTests']['tests'][number];
/** Something that the data refuses. */
export type DataIssue = DraftPlan['issues'][number];
/** Something to put right, in the reader's language. */
export type WireIssue = Pick<DraftPlan['issues'][number], 'code' | 'path' | 'message' | 'cure' | 'params'>;

const numbers = new WeakMap<Template, number>();
let last = 0;

/** A number for each state of a draft, by which what was asked of it is kept. */
export function draftNumber(template: Template): number {
  const known = numbers.get(template);
  if (known !== undefined) return known;
  last += 1;
  numbers.set(template, last);
  return last;
}

const QUIET_MS = 350;

/** The draft as it is once nobody has typed for a moment: what is worth asking the server about. */
export function useQuietDraft(): {
  readonly template: Template;
  readonly isSound: boolean;
  readonly baseVersion: number;
} {
  const template = useDraft(({ compiled }) => compiled.template);
  const isSound = useDraft(({ compiled }) => compiled.issues.length === 0);
  const baseVersion = useDraft(({ base }) => base.version);
  const [quiet, setQuiet] = useState(template);
  useEffect(() => {
    const timer = setTimeout(() => setQuiet(template), QUIET_MS);
    return () => clearTimeout(timer);
  }, [template]);
  return { template: quiet, isSound: isSound && quiet === template, baseVersion };
}

/** The plan of the draft, made anew when the draft changes. `emptied` are the conversions that may empty values. */
export function useDraftPlan(emptied: readonly string[], isWanted: boolean): UseQueryResult<DraftPlan, ServerError> {
  const ask = useDraftQuestion('plan', isWanted);
  return useQuery<DraftPlan, ServerError>({
    ...ask.options,
    queryKey: [...ask.key, emptied],
    queryFn: async () => {
      const variables = { ...ask.variables, baseVersion: ask.baseVersion, emptyFailedCasts: [...emptied] };
      return (await askPlatform(PlanPublicationDocument, { locale: ask.locale, variables })).planPublication;
    },
  });
}

/** What the draft does to the records there are. */
export function useDraftImpact(isWanted: boolean): UseQueryResult<DraftImpactQuery['draftImpact'], ServerError> {
  const ask = useDraftQuestion('impact', isWanted);
  return useQuery<DraftImpactQuery['draftImpact'], ServerError>({
    ...ask.options,
    queryKey: ask.key,
    queryFn: async () =>
      (await askPlatform(DraftImpactDocument, { locale: ask.locale, variables: ask.variables })).draftImpact,
  });
}

/** How the template's own tests go with the draft. */
export function useDraftTests(isWanted: boolean): UseQueryResult<TemplateTestsQuery['templateTests'], ServerError> {
  const ask = useDraftQuestion('tests', isWanted);
  return useQuery<TemplateTestsQuery['templateTests'], ServerError>({
    ...ask.options,
    queryKey: ask.key,
    queryFn: async () =>
      (await askPlatform(TemplateTestsDocument, { locale: ask.locale, variables: ask.variables })).templateTests,
  });
}

const KEPT_MS = 60_000;

/** What all questions about a draft have in common. */
export function useDraftQuestion(topic: string, isWanted: boolean) {
  const { name: tenant } = useTenant();
  const { locale } = useLanguage();
  const { template, isSound, baseVersion } = useQuietDraft();
  return {
    locale,
    key: ['draft', topic, tenant, { locale, baseVersion, draft: draftNumber(template) }],
    variables: { tenant, draft: 'main', document: { ...template } },
    baseVersion,
    options: {
      enabled: isWanted && isSound,
      retry: false,
      // Records change while one looks; the answer is of a moment ago.
      staleTime: KEPT_MS,
      gcTime: KEPT_MS,
    },
  };
}
