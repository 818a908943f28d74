import { App, Input, Modal } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { textIn } from '../../schema/core/text.ts';
import type { TransitionModel } from '../../schema/model/behaviour.ts';
import type { EntityModel } from '../../schema/model/model.ts';
import { transitionName } from '../../schema/model/names.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import { NeedsServer } from '../offline/needs-server.tsx';
import { transitionDocument } from '../workplace/documents/record-document.ts';
import { renewRows } from '../workplace/use-api-rights.ts';
import { Issues } from './parts.tsx';
import { useRewardsText } from './rewards-texts.ts';
import type { Redemption } from './shop.ts';
import { useOnceKey, usePointsAction } from './use-points.ts';

interface UndoDialogProps {
  readonly redemption: Redemption;
  readonly step: TransitionModel;
  readonly entity: EntityModel;
  readonly onClose: () => void;
}

/** Asks once more before a redemption is undone by a step of its workflow. */
export function UndoDialog({ redemption, step, entity, onClose }: UndoDialogProps): ReactNode {
  const text = useRewardsText();
  const { locale } = useLanguage();
  const { name } = useTenant();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [reason, setReason] = useState('');
  const mutation = transitionName(step.id, entity.apiName);
  const action = usePointsAction(
    transitionDocument(entity, { id: step.id, mutation, reason: step.reason, hasInput: false }),
  );
  const once = useOnceKey();
  const label = textIn(step.label, locale);
  const take = async (): Promise<void> => {
    const asked = {
      id: redemption.id,
      version: redemption.version,
      ...(step.reason === undefined || reason.trim() === '' ? {} : { reason: reason.trim() }),
    };
    if ((await action.run({ ...asked, key: once.keyOf(asked) })) === undefined) return;
    await renewRows(client, name, entity.id);
    void message.success(text('stepDone'));
    onClose();
  };
  return (
    <Modal
      open
      width={420}
      title={text('reallyTitle', { step: label, number: redemption.number })}
      okText={label}
      cancelText={text('keep')}
      okButtonProps={{ loading: action.isBusy, disabled: step.reason === 'required' && reason.trim() === '' }}
      onOk={() => void take()}
      onCancel={onClose}
    >
      <div className="pts-form">
        <p className="pts-hint">{text('reallyHint')}</p>
        {step.reason !== undefined && (
          <label className="pts-field">
            <span className="pts-label">{text('reason')}</span>
            <Input.TextArea rows={2} value={reason} onChange={({ target }) => setReason(target.value)} />
          </label>
        )}
        <NeedsServer />
        <Issues issues={action.issues} />
      </div>
    </Modal>
  );
}
