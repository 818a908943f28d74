import { LIMITS } from '../../../schema/core/limits.ts';
import type { Model } from '../../../schema/model/model.ts';
import type { ApiRights } from '../documents/api-rights.ts';
import { isApiRow, rowsOf, type ApiRow } from '../documents/row-values.ts';

/** Ledgers of which exceptions may be asked for. */
export function overridable({ behaviour }: Model): readonly string[] {
  return behaviour.ledgers.filter(({ override }) => override !== undefined).map(({ id }) => id);
}

/** How much waits for the reader; `undefined` where nothing can. */
export function countDocument(model: Model, rights: ApiRights): string | undefined {
  const ledgers = rights.mayAsk('ledgerOverrides') ? overridable(model).slice(0, LIMITS.queryRootFieldsMax - 2) : [];
  const asked = [
    ...(rights.mayAsk('inbox') ? ['inbox(box: TO_DECIDE, first: 0) { totalCount }'] : []),
    ...(rights.mayAsk('pointsGifts') ? ['pointsGifts(state: WAITING) { mayDecide }'] : []),
    ...ledgers.map(
      (id, index) => `o${index}: ledgerOverrides(ledger: ${JSON.stringify(id)}, state: ASKED) { askedBy { id } }`,
    ),
  ];
  return asked.length === 0 ? undefined : `{ ${asked.join(' ')} }`;
}

/** How much waits, in the answer to `countDocument`. */
export function countIn(answer: unknown, me: string): number {
  if (!isApiRow(answer)) return 0;
  return Object.entries(answer).reduce((sum, [key, value]) => {
    if (key === 'inbox') return sum + (isApiRow(value) ? Number(value['totalCount']) : 0);
    if (key === 'pointsGifts') return sum + rowsOf(value).filter((row) => row['mayDecide'] === true).length;
    return sum + rowsOf(value).filter((row) => askerOf(row) !== me).length;
  }, 0);
}

function askerOf({ askedBy }: ApiRow): unknown {
  return isApiRow(askedBy) ? askedBy['id'] : undefined;
}
