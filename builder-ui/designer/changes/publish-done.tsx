import { CheckCircleFilled, RollbackOutlined, UnorderedListOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { Button, Popconfirm } from 'antd';
import type { ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import { useChangesText } from './changes-texts.ts';
import { useRollBack, type PublishOutcome } from './publish-draft.ts';

/** What was published, and what one wants next: to see it, or to take it back. */
export function PublishDone({
  outcome,
  entity,
  onTakenBack,
  onClose,
}: {
  readonly outcome: Extract<PublishOutcome, { kind: 'published' }>;
  /** The object that was changed most: its list is where one looks. */
  readonly entity: string | undefined;
  readonly onTakenBack: (outcome: PublishOutcome) => void;
  readonly onClose: () => void;
}): ReactNode {
  const text = useChangesText();
  const { locale } = useLanguage();
  const { name: tenant, model } = useTenant();
  const rollBack = useRollBack();
  const shown = model.entities.find(({ id, kind }) => id === entity && kind !== 'line');
  const { version, before } = outcome;
  const takeBack = (): void => {
    rollBack.mutate({ version: before, note: text('takeBack') }, { onSuccess: onTakenBack });
  };
  return (
    <div className="publish-done" role="status">
      <CheckCircleFilled className="publish-done-icon" aria-hidden="true" />
      <h2>{text('doneTitle', { number: version })}</h2>
      <p className="soft">{text('doneHint')}</p>
      {rollBack.error !== null && <p className="bad">{rollBack.error.message}</p>}
      <div className="publish-done-actions">
        {shown !== undefined && (
          <Link to="/w/$tenant/e/$entity" params={{ tenant, entity: shown.id }} className="button is-primary">
            <UnorderedListOutlined aria-hidden="true" />
            {text('openList', { name: textIn(shown.label, locale) })}
          </Link>
        )}
        {before > 0 && (
          <Popconfirm
            title={text('takeBackAsk', { number: before })}
            description={<div className="confirm-words">{text('takeBackHint', { number: before })}</div>}
            okText={text('takeBack')}
            cancelText={text('cancel')}
            onConfirm={takeBack}
          >
            <Button icon={<RollbackOutlined />} loading={rollBack.isPending}>
              {text('takeBack')}
            </Button>
          </Popconfirm>
        )}
        <Button type="text" onClick={onClose}>
          {text('keepDesigning')}
        </Button>
      </div>
    </div>
  );
}
