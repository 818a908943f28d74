import { App, InputNumber, Modal } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useId, useState, type ReactNode } from 'react';
import { decimalText, multiplyDecimal } from '../../schema/core/decimal.ts';
import { useTenant } from '../shell/tenant-frame.tsx';
import { renewRows } from '../workplace/use-api-rights.ts';
import { NeedsServer } from '../offline/needs-server.tsx';
import { Amount, Issues } from './parts.tsx';
import { REDEEM_DOCUMENT, type Reward } from './points-documents.ts';
import { difference, exact, pointsText, signOf } from './points-figures.ts';
import { usePointsText } from './points-texts.ts';
import { useRewardsText } from './rewards-texts.ts';
import { shopOf } from './shop.ts';
import { useOnceKey, usePointsAction } from './use-points.ts';

interface RedeemDialogProps {
  readonly reward: Reward;
  readonly balance: string;
  readonly onClose: () => void;
}

const AT_ONCE_MAX = 10;

/** Says what it costs and what is left before points are spent. */
export function RedeemDialog({ reward, balance, onClose }: RedeemDialogProps): ReactNode {
  const text = useRewardsText();
  const points = usePointsText();
  const id = useId();
  const { name, model } = useTenant();
  const client = useQueryClient();
  const { notification } = App.useApp();
  const [qty, setQty] = useState(1);
  const action = usePointsAction<{ readonly made: { readonly number: string | null } }>(REDEEM_DOCUMENT);
  const once = useOnceKey();
  const shop = shopOf(model);
  const cost = decimalText(multiplyDecimal(exact(reward.cost), exact(String(qty))));
  const after = difference(balance, cost);
  const most = Math.min(AT_ONCE_MAX, reward.mine ?? AT_ONCE_MAX, reward.left ?? AT_ONCE_MAX);
  const redeem = async (): Promise<void> => {
    const asked = { reward: reward.id, qty };
    const done = await action.run({ ...asked, key: once.keyOf(asked) });
    if (done === undefined) return;
    if (shop !== undefined) void renewRows(client, name, shop.document.id);
    notification.success({ title: text('done', { what: reward.name, number: done.made.number ?? '' }) });
    onClose();
  };
  return (
    <Modal
      open
      width={440}
      title={text('redeemWhat', { what: reward.name })}
      okText={text('confirm', { amount: pointsText(cost) })}
      cancelText={points('cancel')}
      okButtonProps={{ disabled: signOf(after) < 0, loading: action.isBusy }}
      onOk={() => void redeem()}
      onCancel={onClose}
    >
      <div className="pts-form">
        <NeedsServer />
        {shop?.qty !== undefined && most > 1 && (
          <div className="pts-field">
            <label className="pts-label" htmlFor={id}>
              {text('quantity')}
            </label>
            <InputNumber
              id={id}
              min={1}
              max={most}
              precision={0}
              value={qty}
              onChange={(value) => setQty(value ?? 1)}
            />
          </div>
        )}
        <dl className="pts-sum">
          <div>
            <dt>{text('costs')}</dt>
            <dd>
              <Amount value={cost} />
            </dd>
          </div>
          <div className={signOf(after) < 0 ? 'is-short' : ''}>
            <dt>{text('after')}</dt>
            <dd>
              <Amount value={after} />
            </dd>
          </div>
        </dl>
        <Issues issues={action.issues} />
      </div>
    </Modal>
  );
}
