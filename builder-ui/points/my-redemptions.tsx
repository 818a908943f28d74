import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { textIn } from '../../schema/core/text.ts';
import type { TransitionModel } from '../../schema/model/behaviour.ts';
import type { ServerError } from '../data/platform-client.ts';
import { askTenant } from '../data/tenant-client.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { useSession } from '../shell/session-context.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import { statesOf } from '../workplace/documents/field-path.ts';
import { tint } from '../workplace/list/cell.tsx';
import { refusal } from '../workplace/refusal.ts';
import { rowsKey, useApiRights } from '../workplace/use-api-rights.ts';
import { useRowsLive } from '../workplace/use-rows-live.ts';
import { Amount, Panel } from './parts.tsx';
import { useRewardsText } from './rewards-texts.ts';
import { redemptionsDocument, redemptionsIn, shopOf, undoSteps, type Redemption } from './shop.ts';
import { useShownDate } from './use-shown.ts';

const UndoDialog = lazy(() => import('./undo-dialog.tsx').then((made) => ({ default: made.UndoDialog })));

/** What the reader has redeemed and where it is; a step that undoes it where the workflow has one for him. */
export function MyRedemptions(): ReactNode {
  const text = useRewardsText();
  const tenant = useTenant();
  const { locale } = useLanguage();
  const { user } = useSession().me;
  const shop = shopOf(tenant.model);
  const { rights } = useApiRights(tenant);
  const mayRead = shop !== undefined && rights?.reads(shop.document) === true;
  useRowsLive(tenant.name, mayRead ? shop.document : undefined);
  const [undo, setUndo] = useState<{ readonly redemption: Redemption; readonly step: TransitionModel }>();
  const { data } = useQuery<unknown, ServerError>({
    queryKey: [...rowsKey(tenant.name, shop?.document.id ?? ''), 'mine', user?.id, tenant.version],
    queryFn: async () => {
      const query = shop === undefined ? '' : redemptionsDocument(shop);
      const answer = await askTenant<unknown>(tenant.name, { query, variables: { me: user?.id }, locale });
      if (!answer.ok) throw refusal(answer.issues);
      return answer.data;
    },
    enabled: mayRead && user !== null,
  });
  if (shop === undefined || rights === undefined || data === undefined) return null;
  const redemptions = redemptionsIn(data);
  return (
    <Panel title={text('mineTitle')}>
      {redemptions.length === 0 && <p className="pts-hint">{text('mineEmpty')}</p>}
      <ul className="pts-redemptions">
        {redemptions.map((one) => (
          <RedemptionRow
            key={one.id}
            redemption={one}
            steps={undoSteps(tenant.model, shop, { state: one.state, rights })}
            onUndo={(step) => setUndo({ redemption: one, step })}
          />
        ))}
      </ul>
      <Suspense>
        {undo !== undefined && <UndoDialog {...undo} entity={shop.document} onClose={() => setUndo(undefined)} />}
      </Suspense>
    </Panel>
  );
}

interface RedemptionRowProps {
  readonly redemption: Redemption;
  readonly steps: readonly TransitionModel[];
  readonly onUndo: (step: TransitionModel) => void;
}

function RedemptionRow({ redemption, steps, onUndo }: RedemptionRowProps): ReactNode {
  const { name, model } = useTenant();
  const { locale } = useLanguage();
  const shown = useShownDate();
  const shop = shopOf(model);
  if (shop === undefined) return null;
  const { id, number, reward, qty, points, at } = redemption;
  const state = statesOf(model, shop.document, locale).find(({ value }) => value === redemption.state);
  return (
    <li>
      <div className="pts-redemption-what">
        <strong>
          {reward}
          {qty !== '' && qty !== '1' && <> × {qty}</>}
        </strong>
        <small>
          <Link to="/w/$tenant/e/$entity/$id" params={{ tenant: name, entity: shop.document.id, id }}>
            {number === '' ? shown(at) : number}
          </Link>{' '}
          · {shown(at)}
        </small>
      </div>
      {state !== undefined && (
        <span className="tag" data-color={state.color ?? 'gray'} {...tint(state.color)}>
          {state.label}
        </span>
      )}
      {points !== '' && <Amount value={points} />}
      <span className="pts-redemption-steps">
        {steps.map((step) => (
          <Button key={step.id} size="small" onClick={() => onUndo(step)}>
            {textIn(step.label, locale)}
          </Button>
        ))}
      </span>
    </li>
  );
}
