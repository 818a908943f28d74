import { App } from 'antd';
import { HandOverDocument } from '../data/generated/graphql.ts';
import { useTenant } from '../shell/tenant-frame.tsx';
import { handOverOf, useHandOverPreview, type HandOverChoice } from './hand-over-part.tsx';
import { useHandOverText } from './hand-over-texts.ts';
import { useAdminAction, type AdminIssue } from './use-admin.ts';
import type { DirectoryPerson } from './use-directory.ts';

interface HandOverAction {
  readonly isBusy: boolean;
  readonly issues: readonly AdminIssue[];
  /** Whether it was done, or nobody was chosen. */
  readonly run: (choice: HandOverChoice) => Promise<boolean>;
}

/** Hands over as it was chosen, and tells what went. */
export function useHandOver(person: DirectoryPerson, people: readonly DirectoryPerson[]): HandOverAction {
  const { name: tenant } = useTenant();
  const text = useHandOverText();
  const { notification } = App.useApp();
  const preview = useHandOverPreview(person.id).data?.handOverPreview;
  const { run, issues, isBusy } = useAdminAction(HandOverDocument, ({ handOver }) => handOver.issues);
  return {
    isBusy,
    issues,
    run: async (choice) => {
      if (choice.to === undefined) return true;
      const done = await run({ tenant, user: person.id, to: choice.to, ...handOverOf(preview, choice) });
      const moved = done?.handOver.handOver;
      if (moved === undefined || moved === null) return false;
      const to = people.find(({ id }) => id === choice.to)?.name ?? '';
      const { records, approvals, views, approvalsLeft } = moved;
      notification.success({
        title: text('done', { to, records, approvals, views }),
        ...(approvalsLeft > 0 ? { description: text('left', { count: approvalsLeft, to }) } : {}),
      });
      return true;
    },
  };
}
