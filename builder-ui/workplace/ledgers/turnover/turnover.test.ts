import { describe, expect, it } from 'vitest';
import type { FieldKind } from '../../../../schema/model/model.ts';
import type { ListColumn } from '../../documents/list-columns.ts';
import { turnoverFrom, turnoverTotals, turnoverVariables } from './turnover-document.ts';

function column(path: string, kind: FieldKind, steps: readonly string[] = [path]): ListColumn {
  const base = { path, steps, owners: [], isSecret: false, isSortable: true, width: 140, label: path };
  return { ...base, id: path, kind, isNumber: kind === 'money', ...(kind === 'money' ? { summary: 'sum' } : {}) };
}

const keys = [column('account', 'enum'), column('partner', 'ref')];
const measures = [{ id: 'amount', name: 'amount', change: 'amountChange' }];
const span = { before: '2026-09-30T15:59:59.999999Z', from: '2026-09-30T16:00:00Z', until: '2026-10-31T16:00:00Z' };

function group(account: string, partner: string | null, sum: Readonly<Record<string, string>>) {
  return { key: { account, partner: { id: partner, name: partner } }, sum };
}

describe('what came and went over a period', () => {
  it('[WRK-161] is what there was, came, went and is left by key; both sides of a double ledger agree', () => {
    const { rows, isCut } = turnoverFrom(
      {
        opening: [
          group('receivable', 'Moon', { amount: '100.00' }),
          group('sales', null, { amount: '-100.00' }),
          // Neither held nor moved: it is no row.
          group('receivable', 'Gone', { amount: '0.00' }),
        ],
        in0: [group('receivable', 'Moon', { amountChange: '20.50' }), group('bank', null, { amountChange: '70' })],
        out0: [group('receivable', 'Moon', { amountChange: '-70' }), group('sales', null, { amountChange: '-20.50' })],
      },
      { keys, measures },
    );
    expect(isCut).toBe(false);
    const amounts = rows.map(({ account, opening, in: came, out, closing }) => [account, opening, came, out, closing]);
    expect(amounts.map(([account, ...parts]) => [account, ...parts.map((one) => Object(one).amount)])).toEqual([
      ['receivable', '100', '20.5', '70', '50.5'],
      ['sales', '-100', '0', '20.5', '-120.5'],
      ['bank', '0', '70', '0', '70'],
    ]);
    expect(rows[1]).toMatchObject({ partner: null });
    const columns = ['opening', 'in', 'out', 'closing'].map((part) => column(part, 'money', [part, 'amount']));
    expect([...turnoverTotals(rows, columns).values()]).toEqual(['0', '90.5', '90.5', '0']);
  });

  it('[WRK-161] asks by business time from the first moment of the period up to the one after its last', () => {
    const { at, byHeld, in0 } = turnoverVariables({ keys, measures }, span, { account: { eq: 'bank' } });
    expect(at).toBe(span.before);
    expect(byHeld).toEqual([{ account: 'VALUE' }, { partner: { id: 'VALUE' } }]);
    expect(in0).toEqual({
      and: [
        { account: { eq: 'bank' } },
        { effectiveAt: { gte: span.from, lt: span.until } },
        { amountChange: { gt: '0' } },
      ],
    });
  });
});
