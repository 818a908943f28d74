import { App, Button, Input } from 'antd';
import { useCallback, useId, useState, type ReactNode } from 'react';
import { textIn } from '../../schema/core/text.ts';
import { usePinyinSearch } from '../designer/parts/pinyin-search.ts';
import type { Choice } from '../form-runtime/form-sources.ts';
import { typedNumber } from '../form-runtime/number-text.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { useSession } from '../shell/session-context.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import { useApiRights } from '../workplace/use-api-rights.ts';
import { useSources } from '../workplace/use-sources.ts';
import { useCommitteeText } from './committee-texts.ts';
import { Finder } from './finder.tsx';
import { Issues, Panel, Pick } from './parts.tsx';
import { GIVE_DOCUMENT, RULES_DOCUMENT, type Gift, type Rule } from './points-documents.ts';
import { difference, pointsText, signOf } from './points-figures.ts';
import type { ManualAward } from './use-place.ts';
import { useOnceKey, usePoints, usePointsAction } from './use-points.ts';

const PLAIN = { isPercent: false, isWhole: false } as const;

/** Gives a special award by hand, with what budget and limits have left beside it (SPEC [PWK-12]). */
export function GivePanel({ awards }: { readonly awards: readonly ManualAward[] }): ReactNode {
  const text = useCommitteeText();
  const { locale } = useLanguage();
  const { message } = App.useApp();
  const reasonId = useId();
  const [id, setId] = useState(awards[0]?.id ?? '');
  const [to, setTo] = useState<Choice>();
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const award = awards.find((one) => one.id === id) ?? awards[0];
  const find = useMembers(award?.on.notToSelf === true);
  const action = usePointsAction<{ readonly gift: GiftDone }>(GIVE_DOCUMENT);
  const once = useOnceKey();
  if (award === undefined) return null;
  const amount = typedNumber(typed, PLAIN);
  const isWhole = to !== undefined && signOf(amount) > 0 && (award.on.reason !== 'required' || reason.trim() !== '');
  const give = async (): Promise<void> => {
    const asked = { award: award.id, to: to?.id, amount, reason: reason.trim() };
    const made = await action.run({ ...asked, key: once.keyOf(asked) });
    if (made === undefined) return;
    once.done();
    void message.success(
      made.gift.state === 'GRANTED'
        ? text('given', { who: to?.title ?? '', amount: pointsText(amount) })
        : text('asked'),
    );
    setTo(undefined);
    setTyped('');
    setReason('');
  };
  return (
    <Panel title={text('give')}>
      <form
        className="pts-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (isWhole) void give();
        }}
      >
        <div className="pts-give-row">
          {awards.length > 1 && (
            <Pick
              isLabelled
              label={text('award')}
              value={award.id}
              options={awards.map((one) => ({ value: one.id, label: textIn(one.label, locale) }))}
              onPick={setId}
            />
          )}
          <Finder label={text('to')} hint={text('toHint')} chosen={to} onChoose={setTo} find={find} />
          <label className="pts-field is-short">
            <span className="pts-label">{text('amount')}</span>
            <Input inputMode="decimal" value={typed} onChange={({ target }) => setTyped(target.value)} />
          </label>
        </div>
        <Room award={award.id} amount={amount} />
        <div className="pts-field">
          <label className="pts-label" htmlFor={reasonId}>
            {text('reason')}
          </label>
          <Input.TextArea
            id={reasonId}
            rows={3}
            placeholder={text('reasonHint')}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        </div>
        <Issues issues={action.issues} />
        <Button type="primary" htmlType="submit" disabled={!isWhole} loading={action.isBusy}>
          {text(award.on.approvals.length > 0 ? 'sendAsk' : 'send')}
        </Button>
      </form>
    </Panel>
  );
}

interface GiftDone {
  readonly state: Gift['state'];
}

/** Members by name, pinyin or e-mail. */
function useMembers(isNotSelf: boolean): (typed: string) => Promise<readonly Choice[]> {
  const tenant = useTenant();
  const { rights } = useApiRights(tenant);
  const sources = useSources(tenant, rights);
  const matches = usePinyinSearch();
  const { user } = useSession().me;
  const me = isNotSelf ? user?.id : undefined;
  return useCallback(
    async (typed) =>
      (await sources.members('')).filter(
        ({ id, title, subtitle = '' }) => id !== me && matches(typed, [title, subtitle]),
      ),
    [sources, matches, me],
  );
}

/** What the award's budget and the giver's limits have left. */
function Room({ award, amount }: { readonly award: string; readonly amount: string }): ReactNode {
  const text = useCommitteeText();
  const { data } = usePoints<{ readonly rules: readonly Rule[] }>({ query: RULES_DOCUMENT });
  const rule = data?.rules.find(({ id }) => id === award);
  if (rule === undefined) return null;
  const isOver = rule.budgetLeft !== null && signOf(difference(rule.budgetLeft, amount)) < 0;
  return (
    <p className={isOver ? 'pts-warn' : 'pts-hint'} aria-live="polite">
      {rule.budgetLeft !== null && text('budgetLeft', { amount: pointsText(rule.budgetLeft) })}
      {rule.limits.map(({ id, text: says, left }) =>
        left === null ? null : <span key={id}> · {text('limitLeft', { says, left: pointsText(left) })}</span>,
      )}
      {isOver && <> {text('overBudget')}</>}
    </p>
  );
}
