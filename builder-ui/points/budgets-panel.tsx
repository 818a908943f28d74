import { App, Button, Input, Modal } from 'antd';
import { useMemo, useState, type ReactNode } from 'react';
import type { Model } from '../../schema/model/model.ts';
import { typedNumber } from '../form-runtime/number-text.ts';
import { useTenant } from '../shell/tenant-frame.tsx';
import type { ApiRights } from '../workplace/documents/api-rights.ts';
import { useCommitteeText } from './committee-texts.ts';
import { Amount, Issues, Panel } from './parts.tsx';
import { FUND_DOCUMENT, RULES_DOCUMENT, type Rule } from './points-documents.ts';
import { pointsText, signOf } from './points-figures.ts';
import { usePointsText } from './points-texts.ts';
import { useOnceKey, usePoints, usePointsAction } from './use-points.ts';

/** A budget, with the rules that it pays for. */
interface Budget {
  readonly key: string;
  /** One of the rules that it pays for: a budget is named by that. */
  readonly award: string;
  readonly title: string;
  readonly rules: readonly string[];
  readonly left: string;
}

/** What budgets have left and what they pay for; funded by who may (SPEC [PTS-16]). */
export function BudgetsPanel({ rights }: { readonly rights: ApiRights }): ReactNode {
  const text = useCommitteeText();
  const { model, myRoles } = useTenant();
  const [chosen, setChosen] = useState<Budget>();
  const { data } = usePoints<{ readonly rules: readonly Rule[] }>({ query: RULES_DOCUMENT });
  const budgets = useMemo(() => budgetsOf(model, data?.rules ?? []), [model, data]);
  if (budgets.length === 0) return null;
  const mayFund = myRoles.includes('owner') || mayChangeKeys(model, rights);
  return (
    <Panel title={text('budgets')} hint={text('budgetsHint')}>
      <ul className="pts-budgets">
        {budgets.map((budget) => (
          <li key={budget.key}>
            <div>
              <strong>{budget.title}</strong>
              <p className="pts-hint">{text('paysFor', { rules: budget.rules.join(' · ') })}</p>
            </div>
            <span className={signOf(budget.left) > 0 ? '' : 'pts-warn'}>
              <Amount value={budget.left} />
            </span>
            {mayFund && (
              <Button
                size="small"
                aria-label={text('fundWhat', { what: budget.title })}
                onClick={() => setChosen(budget)}
              >
                {text('fund')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {chosen !== undefined && <FundDialog budget={chosen} onClose={() => setChosen(undefined)} />}
    </Panel>
  );
}

/** Rules that name the same budget share it. */
function budgetsOf(model: Model, rules: readonly Rule[]): readonly Budget[] {
  const found = new Map<string, Budget>();
  for (const rule of rules) {
    const award = model.behaviour.awards.find(({ id }) => id === rule.id);
    const key = JSON.stringify([rule.ledger, award?.budget ?? {}]);
    const before = found.get(key);
    const says = rule.sentences.find(({ topic }) => topic === 'BUDGET')?.text ?? rule.label;
    found.set(key, {
      key,
      award: rule.id,
      // “Paid from the budget: Special awards”
      title: says.replace(/^[^:：]*[:：]\s*/, ''),
      rules: [...(before?.rules ?? []), rule.label],
      left: rule.budgetLeft ?? '0',
    });
  }
  return [...found.values()];
}

/** Budgets are funded by who may change the rows that they are kept by; the server has the last word. */
function mayChangeKeys(model: Model, rights: ApiRights): boolean {
  const ids = model.behaviour.ledgers.flatMap(({ books }) =>
    books
      .filter(({ account }) => account === 'budget')
      .flatMap(({ dimensions }) => dimensions.map(({ entity }) => entity)),
  );
  const entities = model.entities.filter(({ id }) => ids.includes(id));
  return entities.length > 0 && entities.every((entity) => rights.updates(entity));
}

function FundDialog({ budget, onClose }: { readonly budget: Budget; readonly onClose: () => void }): ReactNode {
  const text = useCommitteeText();
  const points = usePointsText();
  const { message } = App.useApp();
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const action = usePointsAction<{ readonly budget: { readonly left: string } }>(FUND_DOCUMENT);
  const once = useOnceKey();
  const amount = typedNumber(typed, { isPercent: false, isWhole: false });
  const fund = async (): Promise<void> => {
    const asked = { award: budget.award, amount, reason: reason.trim() };
    const done = await action.run({ ...asked, key: once.keyOf(asked) });
    if (done === undefined) return;
    void message.success(text('funded', { amount: pointsText(done.budget.left) }));
    onClose();
  };
  return (
    <Modal
      open
      width={420}
      title={text('fundWhat', { what: budget.title })}
      okText={text('fund')}
      cancelText={points('cancel')}
      okButtonProps={{ disabled: signOf(amount) === 0 || reason.trim() === '', loading: action.isBusy }}
      onOk={() => void fund()}
      onCancel={onClose}
    >
      <div className="pts-form">
        <label className="pts-field">
          <span className="pts-label">{text('fundAmount')}</span>
          <Input inputMode="decimal" value={typed} onChange={({ target }) => setTyped(target.value)} />
        </label>
        <label className="pts-field">
          <span className="pts-label">{text('fundReason')}</span>
          <Input value={reason} onChange={({ target }) => setReason(target.value)} />
        </label>
        <Issues issues={action.issues} />
      </div>
    </Modal>
  );
}
