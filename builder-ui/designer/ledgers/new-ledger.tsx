import { PlusOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import type { ReactNode } from 'react';
import { textIn, type Text } from '../../../schema/core/text.ts';
import { newPointsLedger } from '../points/points-ledger-edits.ts';
import { pointsLedgers } from '../points/points-ledger.ts';
import { POINTS_LABELS } from '../points/points-labels.ts';
import { newBalanceLedger, newDoubleLedger } from './ledger-edits.ts';
import { useLedgerDesign } from './use-ledgers.ts';

const NAMES = {
  balance: { en: 'New balances', 'zh-CN': '新余额台账' },
  double: { en: 'New accounts', 'zh-CN': '新复式账' },
} as const satisfies Readonly<Record<string, Text>>;

/** “New ledger”: balances, accounts, or points where there are none. */
export function NewLedger({ onMade }: { readonly onMade: (id: string) => void }): ReactNode {
  const { template, text, locale, run } = useLedgerDesign();
  const choices = [
    { key: 'balance', name: text('newBalance'), hint: text('newBalanceHint') },
    { key: 'double', name: text('newDouble'), hint: text('newDoubleHint') },
    ...(pointsLedgers(template).length > 0
      ? []
      : [{ key: 'points', name: text('newPoints'), hint: text('newPointsHint') }]),
  ];
  const make = (key: string): void => {
    if (key === 'points') {
      const edits = newPointsLedger(template, POINTS_LABELS);
      const made = edits.at(-1);
      if (run(text('newPoints'), edits) && made?.kind === 'addItem') onMade(idOf(made.item));
      return;
    }
    const made =
      key === 'balance' ? newBalanceLedger(template, NAMES.balance) : newDoubleLedger(template, NAMES.double);
    const name = textIn(key === 'balance' ? NAMES.balance : NAMES.double, locale);
    if (made !== undefined && run(name, [made.edit])) onMade(made.id);
  };
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        onClick: ({ key }) => make(key),
        items: choices.map(({ key, name, hint }) => ({
          key,
          label: (
            <span className="rule-choice">
              <span>{name}</span>
              <small>{hint}</small>
            </span>
          ),
        })),
      }}
    >
      <Button type="primary" icon={<PlusOutlined />}>
        {text('newLedger')}
      </Button>
    </Dropdown>
  );
}

function idOf(item: unknown): string {
  return typeof item === 'object' && item !== null && 'id' in item && typeof item.id === 'string' ? item.id : '';
}
