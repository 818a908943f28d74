import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { canonicalJson } from '../../../schema/core/canonical-json.ts';
import { resolveModel } from '../../../schema/model/resolve.ts';
import { parseTemplate } from '../../../schema/template/parse.ts';
import { PublishDocument, RollbackDocument, TemplateInForceDocument } from '../../data/generated/graphql.ts';
import { askPlatform, ServerError } from '../../data/platform-client.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import { useDraft, useDraftSession, useTemplateChanged } from '../session/draft-context.tsx';
import type { DraftBase } from '../session/draft-session.ts';
import type { WireIssue } from './draft-plan.ts';
import { useHistoryChanged } from './history.ts';
import { useChangesText } from './changes-texts.ts';

/** What a publisher decides. */
export interface PublishChoices {
  readonly note: string;
  /** Conversions whose values may be emptied. */
  readonly emptied: readonly string[];
  /** Why it is right although tests fail. */
  readonly despiteTests?: string;
}

/** What came of publishing: the version now in force and the one before, or what stands in the way. */
export type PublishOutcome =
  | { readonly kind: 'published'; readonly version: number; readonly before: number }
  | { readonly kind: 'refused'; readonly issues: readonly WireIssue[] };

/**
 * Publishes the draft as the server keeps it (SPEC [DSG-65]): first what is not kept yet is, afterwards the draft
 * begins anew on the version in force, and all pages hear of it.
 */
export function usePublish(): UseMutationResult<PublishOutcome, ServerError, PublishChoices> {
  const { name: tenant } = useTenant();
  const { locale } = useLanguage();
  const text = useChangesText();
  const session = useDraftSession();
  const takeInForce = useTakeInForce();
  const template = useDraft(({ log }) => log.template);
  const publish = useMutation<PublishOutcome, ServerError, PublishChoices>({
    mutationFn: async ({ note, emptied, despiteTests }) => {
      await session.flush();
      const { base, status, log } = session.store.getState();
      if (status !== 'kept') throw new ServerError(text('notKept'), 'DRAFT_NOT_KEPT', '');
      const { publish: made } = await askPlatform(PublishDocument, {
        locale,
        variables: {
          tenant,
          draft: 'main',
          baseVersion: base.version,
          note,
          emptyFailedCasts: [...emptied],
          ...(despiteTests === undefined ? {} : { despiteTests }),
        },
      });
      if (made.version === null || made.version === undefined) return { kind: 'refused', issues: made.issues };
      // What was done while it was being published is not in it.
      await takeInForce(session.store.getState().log.template === log.template);
      return { kind: 'published', version: made.version, before: base.version };
    },
  });
  const { reset } = publish;
  const isRefused = publish.data?.kind === 'refused';
  const refusedOf = useRef(template);
  useEffect(() => {
    // What was refused is not what the draft is now.
    if (isRefused && refusedOf.current !== template) reset();
    refusedOf.current = template;
  }, [template, isRefused, reset]);
  return publish;
}

/** Brings a former version into force again; what is in the draft stays there, on top of it. */
export function useRollBack(): UseMutationResult<
  PublishOutcome,
  ServerError,
  { readonly version: number; readonly note: string }
> {
  const { name: tenant } = useTenant();
  const { locale } = useLanguage();
  const session = useDraftSession();
  const takeInForce = useTakeInForce();
  return useMutation<PublishOutcome, ServerError, { readonly version: number; readonly note: string }>({
    mutationFn: async ({ version, note }) => {
      const { base, log } = session.store.getState();
      const isUntouched = canonicalJson(log.template) === canonicalJson(base.template);
      const { rollback } = await askPlatform(RollbackDocument, { locale, variables: { tenant, version, note } });
      if (rollback.version === null || rollback.version === undefined)
        return { kind: 'refused', issues: rollback.issues };
      await takeInForce(isUntouched);
      return { kind: 'published', version: rollback.version, before: base.version };
    },
  });
}

/** The draft goes on from the version that is in force now: as that version, or with what is in it besides. */
function useTakeInForce(): (isAllPublished: boolean) => Promise<void> {
  const { name: tenant } = useTenant();
  const { locale } = useLanguage();
  const session = useDraftSession();
  const tellAll = useTemplateChanged();
  const historyChanged = useHistoryChanged();
  return async (isAllPublished) => {
    const { templateOf } = await askPlatform(TemplateInForceDocument, { locale, variables: { tenant } });
    const base = templateOf === null || templateOf === undefined ? undefined : baseOf(templateOf);
    if (base !== undefined && isAllPublished) session.published(base);
    else if (base !== undefined) await session.catchUp(base);
    await Promise.all([tellAll(), historyChanged()]);
  };
}

function baseOf({
  version,
  document,
}: {
  readonly version: number;
  readonly document: unknown;
}): DraftBase | undefined {
  const template = parseTemplate(document);
  const model = template.ok ? resolveModel(template.value) : undefined;
  return template.ok && model?.ok === true ? { version, template: template.value, model: model.value } : undefined;
}
