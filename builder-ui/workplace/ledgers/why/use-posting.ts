import { useQuery } from '@tanstack/react-query';
import { changeFields, dimensionsOf, measuresOf, type LedgerEntity } from '../../../../schema/model/ledger-entities.ts';
import type { ServerError } from '../../../data/platform-client.ts';
import { askTenant } from '../../../data/tenant-client.ts';
import { mergeSelections, pathSelection } from '../../documents/field-selection.ts';
import type { Columning } from '../../documents/list-columns.ts';
import { pageDocument } from '../../documents/list-document.ts';
import { isApiRow, rowsOf, type ApiRow } from '../../documents/row-values.ts';
import { refusal } from '../../refusal.ts';
import { rowsKey } from '../../use-api-rights.ts';
import { documentSelection } from '../ledger-view.ts';

/** So many movements of one posting are told. */
export const MOVEMENTS_MAX = 50;

const POSTING = [
  ...['postingId', 'postingKind', 'postingRule', 'postingReason', 'postedAt', 'effectiveAt', 'postedBy'],
  ...['reversesId', 'reversedById', 'transition', 'templateVersion'],
];

/** The movements of one posting, with everything that is known of why they were made. */
export function usePosting(tenant: string, { ledger }: LedgerEntity, columning: Columning, posting: string) {
  const { entity, locale } = columning;
  const ids = [
    ...POSTING,
    'account',
    ...dimensionsOf(ledger).map(({ id }): string => id),
    ...measuresOf(ledger).flatMap(({ id }): readonly string[] => Object.values(changeFields(id))),
  ];
  const query = pageDocument(
    entity,
    mergeSelections([
      { id: true },
      ...ids
        .filter((id) => entity.fields.some((field) => field.id === id))
        .map((id) => pathSelection(columning, entity, [id])),
      ...documentSelection(columning),
    ]),
  );
  const variables = { where: { postingId: { eq: posting } }, first: MOVEMENTS_MAX };
  return useQuery<readonly ApiRow[], ServerError>({
    queryKey: [...rowsKey(tenant, entity.id), 'posting', posting, locale, query],
    queryFn: async () => {
      const answer = await askTenant<{ readonly page?: unknown }>(tenant, { query, variables, locale });
      if (!answer.ok) throw refusal(answer.issues);
      const { page } = answer.data;
      return rowsOf(isApiRow(page) ? page['nodes'] : []);
    },
  });
}
