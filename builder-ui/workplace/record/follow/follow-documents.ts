import type { FollowUp } from '../../../../schema/model/follow-ups.ts';
import { ledgerEntities, type LedgerEntity } from '../../../../schema/model/ledger-entities.ts';
import type { Model } from '../../../../schema/model/model.ts';
import { typeNames } from '../../../../schema/model/names.ts';
import type { ApiRights } from '../../documents/api-rights.ts';
import { recordSelection, selectionText } from '../../documents/field-selection.ts';
import type { Where } from '../../documents/list-filter.ts';

/** As many lines as a new document begins with at most. */
const LINES_MAX = 200;

/** Rows that are asked for: a root field of the API and its filter. */
export interface RowsAsk {
  readonly root: string;
  /** The type of the filter. */
  readonly type: string;
  readonly where: Where;
}

/** The balances that a document which follows takes from. */
export function openLedger(model: Model, { lines }: FollowUp): LedgerEntity | undefined {
  return ledgerEntities(model).find(({ ledger, rows }) => ledger.id === lines?.open?.ledger && rows === 'balance');
}

/** Those of the record that are above zero; `undefined` where the reader may not look for them. */
export function openRows(
  { entity }: LedgerEntity,
  { lines }: FollowUp,
  { id, rights }: { readonly id: string; readonly rights: ApiRights },
): RowsAsk | undefined {
  const nameOf = (field: string | undefined): string =>
    entity.fields.find((one) => one.id === field)?.apiName ?? field ?? '';
  const [by, measure] = [nameOf(lines?.open?.dimension), nameOf(lines?.open?.measure)];
  if (![by, measure].every((name) => rights.compares(entity, name) && rights.shows(entity, name))) return undefined;
  const isInt = entity.fields.some(({ apiName, type }) => apiName === measure && type.kind === 'int');
  const where = { and: [{ [by]: { id: { eq: id } } }, { [measure]: { gt: isInt ? 0 : '0' } }] };
  return { root: entity.plural, type: typeNames(entity.apiName).where, where };
}

/** Variable `where`. */
export function openRowsDocument(
  selecting: { readonly model: Model; readonly rights: ApiRights },
  { entity }: LedgerEntity,
): string {
  const nodes = selectionText(recordSelection(selecting, entity));
  const { where } = typeNames(entity.apiName);
  return `query ($where: ${where}) { rows: ${entity.plural}(where: $where, first: ${LINES_MAX}) { nodes ${nodes} } }`;
}

/** Whether there are such rows, by the name of each ask, which is its variable. */
export function anyRowsDocument(asks: readonly (RowsAsk & { readonly name: string })[]): string {
  const variables = asks.map(({ name, type }) => `$${name}: ${type}`).join(', ');
  const roots = asks.map(({ name, root }) => `${name}: ${root}(where: $${name}, first: 1) { nodes { id } }`);
  return `query (${variables}) { ${roots.join(' ')} }`;
}
