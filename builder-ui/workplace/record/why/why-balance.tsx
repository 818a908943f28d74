import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { localDate, parseInstant } from '../../../../schema/expr/calendar.ts';
import { must } from '../../../../schema/core/result.ts';
import { ledgerEntities, measuresOf, type LedgerEntity } from '../../../../schema/model/ledger-entities.ts';
import type { ServerError } from '../../../data/platform-client.ts';
import { askTenant } from '../../../data/tenant-client.ts';
import { Failure, Waiting } from '../../../shell/feedback.tsx';
import { pathEnd } from '../../documents/field-path.ts';
import { mergeSelections, pathSelection } from '../../documents/field-selection.ts';
import type { Columning } from '../../documents/list-columns.ts';
import { allOf, pageDocument } from '../../documents/list-document.ts';
import { conditionWhere } from '../../documents/list-filter.ts';
import type { Condition } from '../../documents/list-search.ts';
import { isApiRow, rowsOf, type ApiRow } from '../../documents/row-values.ts';
import { keyConditionsOf, keyConditions } from '../../ledgers/ledger-view.ts';
import { cellText } from '../../list/cell.tsx';
import { refusal } from '../../refusal.ts';
import { rowsKey, useApiRights } from '../../use-api-rights.ts';
import { useEvalContext } from '../../use-clock.ts';
import type { ObstacleKey } from '../transition-options.ts';
import type { WhyRecord } from './why-condition.tsx';
import { useWhyText } from './why-texts.ts';

interface WhyBalanceProps {
  readonly record: WhyRecord;
  readonly ledger: string;
  readonly parts: readonly ObstacleKey[];
}

/** The balance that a refusal met, and the way to its movements. */
export function WhyBalance({ record, ledger, parts }: WhyBalanceProps): ReactNode {
  const shown = ledgerEntities(record.columning.model).find(
    (one) => one.ledger.id === ledger && one.rows === 'balance',
  );
  const { rights } = useApiRights(record.tenant, shown?.entity);
  if (shown === undefined) return null;
  if (rights === undefined) return <Waiting />;
  const columning: Columning = { ...record.columning, entity: shown.entity, rights };
  return <Balance {...{ record, columning, shown, parts }} />;
}

interface BalanceProps {
  readonly record: WhyRecord;
  readonly columning: Columning;
  readonly shown: LedgerEntity;
  readonly parts: readonly ObstacleKey[];
}

function Balance({ record, columning, shown, parts }: BalanceProps): ReactNode {
  const { tenant, reading } = record;
  const { model, entity, locale } = columning;
  const text = useWhyText();
  const { timeZone, now } = useEvalContext(tenant);
  const given = keyConditionsOf(shown, columning, new Map(parts.map(({ dimension, value }) => [dimension, value])));
  const clock = { timeZone, today: localDate(must(parseInstant(now), 'an instant'), timeZone) };
  const wheres = given.map((condition) => {
    const end = pathEnd(model, entity, { path: condition.field, locale });
    return end === undefined ? undefined : conditionWhere(condition, end, clock);
  });
  const ids = [...given.map(({ field }) => field), ...measuresOf(shown.ledger).map(({ id }): string => id)];
  const query = pageDocument(
    entity,
    mergeSelections([{ id: true }, ...ids.map((id) => pathSelection(columning, entity, [id]))]),
  );
  const variables = { where: allOf(wheres), first: 1 };
  const {
    data: rows,
    error,
    refetch,
  } = useQuery<readonly ApiRow[], ServerError>({
    queryKey: [...rowsKey(tenant.name, entity.id), 'met', { locale, query, variables }],
    queryFn: async () => {
      const answer = await askTenant<{ readonly page?: unknown }>(tenant.name, { query, variables, locale });
      if (!answer.ok) throw refusal(answer.issues);
      const { page } = answer.data;
      return rowsOf(isApiRow(page) ? page['nodes'] : []);
    },
    // What was refused was so a moment ago.
    staleTime: 0,
  });
  if (rows === undefined) return error === null ? <Waiting /> : <Failure error={error} retry={() => void refetch()} />;
  const [row] = rows;
  const where: readonly Condition[] = row === undefined ? given : keyConditions(shown, columning, { row, reading });
  return (
    <>
      <h4>{text('balanceMet')}</h4>
      {row === undefined ? (
        <p>{text('noBalance')}</p>
      ) : (
        <dl>
          {ids.flatMap((id) => {
            const end = pathEnd(model, entity, { path: id, locale });
            const told = end === undefined ? '' : cellText(end, row[end.steps[0] ?? id], reading);
            return end === undefined || told === ''
              ? []
              : [
                  <div key={id}>
                    <dt>{end.label}</dt>
                    <dd>{told}</dd>
                  </div>,
                ];
          })}
        </dl>
      )}
      <Link
        to="/w/$tenant/ledgers/$ledger"
        params={{ tenant: tenant.name, ledger: shown.ledger.id }}
        search={{ rows: 'movement', where }}
      >
        {text('movementsBehind')}
      </Link>
    </>
  );
}
