import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { LIMITS } from '../../../../schema/core/limits.ts';
import type { ServerError } from '../../../data/platform-client.ts';
import { askTenant } from '../../../data/tenant-client.ts';
import type { ListColumn } from '../../documents/list-columns.ts';
import { allOf, totalsDocument } from '../../documents/list-document.ts';
import { recordFacts } from '../../documents/record-facts.ts';
import { rowsOf, textOf, valueIn } from '../../documents/row-values.ts';
import { refusal } from '../../refusal.ts';
import { rowsKey } from '../../use-api-rights.ts';
import { Cell, type Reading } from '../cell.tsx';
import type { Chosen } from '../use-selection.ts';
import type { BulkAsk } from './bulk-targets.ts';

interface SelectionSumProps extends BulkAsk {
  readonly chosen: Chosen;
  readonly reading: Reading;
}

/** What the chosen rows come to, as the server adds it up; nothing where there is no amount of money to add. */
export function SelectionSum(props: SelectionSumProps): ReactNode {
  const { columning, reading } = props;
  const { amount } = recordFacts(columning);
  const isAdded =
    amount?.kind === 'money' &&
    amount.steps.length === 1 &&
    columning.rights.adds(columning.entity, amount.steps[0] ?? '');
  return isAdded ? <Sum {...props} amount={amount} reading={reading} /> : null;
}

function Sum({ amount, ...props }: SelectionSumProps & { readonly amount: ListColumn }): ReactNode {
  const { tenant, columning, chosen, where, bin, shown, reading } = props;
  const { entity, locale } = columning;
  const named = chosen.isAll ? shown?.filter((id) => !chosen.ids.has(id)) : [...chosen.ids];
  const left = [...chosen.ids];
  const own = named !== undefined ? { id: { in: named } } : left.length > 0 ? { id: { notIn: left } } : undefined;
  const query = totalsDocument(columning, [{ ...amount, summary: 'sum' }]);
  const variables = { where: allOf([where, own]), bin };
  const { data } = useQuery<unknown, ServerError>({
    queryKey: [...rowsKey(tenant, entity.id), 'sum', { query, variables }],
    queryFn: async () => {
      const answer = await askTenant<{ readonly totals?: unknown }>(tenant, { query, variables, locale });
      if (!answer.ok) throw refusal(answer.issues);
      return valueIn(rowsOf(answer.data.totals)[0] ?? {}, ['sum', ...amount.steps]) ?? null;
    },
    // With one more row the figure of before stands until the new one is there.
    placeholderData: keepPreviousData,
    enabled: (named ?? left).length <= LIMITS.bulkRowsMax,
  });
  if (textOf(data) === '') return null;
  return (
    <span className="selection-sum">
      {amount.label}{' '}
      <b>
        <Cell end={amount} value={data} reading={reading} />
      </b>
    </span>
  );
}
