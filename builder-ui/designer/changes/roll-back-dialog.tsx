import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Modal } from 'antd';
import { type ReactNode } from 'react';
import { diffModels } from '../../../schema/model/diff.ts';
import { DraftImpactDocument, PlanPublicationDocument, type DraftImpactQuery } from '../../data/generated/graphql.ts';
import { askPlatform, type ServerError } from '../../data/platform-client.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { Waiting } from '../../shell/feedback.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import { useDraft } from '../session/draft-context.tsx';
import type { DraftBase } from '../session/draft-session.ts';
import { useChangesText } from './changes-texts.ts';
import type { DraftPlan } from './draft-plan.ts';
import { useVersion } from './history.ts';
import { ImpactList } from './impact-list.tsx';
import { concerned } from './publish-checks.ts';
import { useRollBack, type PublishOutcome } from './publish-draft.ts';
import { Differences } from './version-compare.tsx';
import { toldAnew } from './told-issue.ts';
import { useIssueReader } from './use-issue-reader.ts';

/** What going back to a version changes, told before it is done. */
export function RollBackDialog({
  version,
  onClose,
  onDone,
}: {
  readonly version: number | undefined;
  readonly onClose: () => void;
  readonly onDone: (outcome: PublishOutcome) => void;
}): ReactNode {
  const text = useChangesText();
  return (
    <Modal
      open={version !== undefined}
      onCancel={onClose}
      footer={null}
      width={760}
      destroyOnHidden
      title={version === undefined ? '' : text('goBackTitle', { number: version })}
    >
      {version !== undefined && <RollBackPlan number={version} onClose={onClose} onDone={onDone} />}
    </Modal>
  );
}

function RollBackPlan({
  number,
  onClose,
  onDone,
}: {
  readonly number: number;
  readonly onClose: () => void;
  readonly onDone: (outcome: PublishOutcome) => void;
}): ReactNode {
  const text = useChangesText();
  const base = useDraft((state) => state.base);
  const version = useVersion(number);
  const plan = usePlanOf(version.data ?? undefined, base.version);
  const impact = useImpactOf(version.data ?? undefined, base.version);
  const rollBack = useRollBack();
  const reader = useIssueReader();
  const refused = rollBack.data?.kind === 'refused' ? rollBack.data.issues : [];
  const issues = [...(plan.data?.issues ?? []), ...refused];
  const touched = (impact.data?.impact ?? []).filter((one) => (concerned(one) ?? 0) > 0);
  const error = version.error ?? plan.error ?? rollBack.error;
  const run = (): void => {
    rollBack.mutate(
      { version: number, note: text('goBackTitle', { number }) },
      { onSuccess: (outcome) => outcome.kind === 'published' && onDone(outcome) },
    );
  };
  return (
    <div className="roll-back">
      <p className="soft">{text('takeBackHint', { number })}</p>
      {error !== null && <Alert type="error" showIcon title={error.message} description={error.cure} />}
      {issues.length > 0 && (
        <Alert
          type="error"
          showIcon
          title={text('verdictBlocked')}
          description={issues
            .map((one) => toldAnew(one, reader))
            .map(({ code, path, message, cure }) => (
              <p key={`${code} ${path} ${message}`}>
                {message} {cure}
              </p>
            ))}
        />
      )}
      {version.data === undefined && error === null && <Waiting />}
      {version.data !== undefined && version.data !== null && (
        <>
          <p>{text('goBackWill')}</p>
          <div className="roll-back-changes">
            {touched.length > 0 && (
              <ImpactList
                impact={touched}
                issues={plan.data?.issues ?? []}
                changes={diffModels(base.model, version.data.model)}
                models={{ before: base.model, after: version.data.model }}
              />
            )}
            {impact.data !== undefined && touched.length === 0 && <p className="soft">{text('recordsNone')}</p>}
            <Differences before={base} after={version.data} />
          </div>
        </>
      )}
      <div className="dialog-actions">
        <Button onClick={onClose}>{text('cancel')}</Button>
        <Button
          type="primary"
          disabled={plan.data === undefined || issues.length > 0}
          loading={rollBack.isPending || (plan.isFetching && plan.data === undefined)}
          onClick={run}
        >
          {text('goBackTitle', { number })}
        </Button>
      </div>
    </div>
  );
}

function usePlanOf(version: DraftBase | undefined, baseVersion: number) {
  const { name: tenant } = useTenant();
  const { locale } = useLanguage();
  return useQuery<DraftPlan, ServerError>({
    queryKey: ['draft', 'plan', tenant, { locale, baseVersion, version: version?.version }],
    enabled: version !== undefined,
    retry: false,
    queryFn: async () => {
      const document = { ...version?.template };
      const variables = { tenant, draft: 'main', document, baseVersion };
      return (await askPlatform(PlanPublicationDocument, { locale, variables })).planPublication;
    },
  });
}

/** What going back does to the records there are. */
function useImpactOf(version: DraftBase | undefined, baseVersion: number) {
  const { name: tenant } = useTenant();
  const { locale } = useLanguage();
  return useQuery<DraftImpactQuery['draftImpact'], ServerError>({
    queryKey: ['draft', 'impact', tenant, { locale, baseVersion, version: version?.version }],
    enabled: version !== undefined,
    retry: false,
    queryFn: async () => {
      const variables = { tenant, draft: 'main', document: { ...version?.template } };
      return (await askPlatform(DraftImpactDocument, { locale, variables })).draftImpact;
    },
  });
}
