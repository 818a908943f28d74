import { dimensionsOf, ledgerEntities } from '../../../schema/model/ledger-entities.ts';
import type { Model } from '../../../schema/model/model.ts';
import { typeNames } from '../../../schema/model/names.ts';
import type { BalanceAsk } from '../../form-runtime/form-sources.ts';
import type { ApiRights } from './api-rights.ts';
import type { Where } from './list-filter.ts';
import { isApiRow, rowsOf, textOf, valueIn } from './row-values.ts';

/** A question to the API for one value each; variables `w0`, `w1`, … */
export interface BalanceQuestion {
  readonly query: string;
  readonly variables: Readonly<Record<string, Where>>;
  /** The values in the order of the asks; nothing of those that were not asked for. */
  readonly read: (answer: unknown) => readonly (string | undefined)[];
}

/**
 * Asks what balances are (SPEC [FORM-30]), as far as the reader may read their ledgers and every part of a key that is
 * not optional is there; `undefined` where nothing is left to ask.
 */
export function balanceQuestion(
  model: Model,
  rights: ApiRights,
  asks: readonly BalanceAsk[],
): BalanceQuestion | undefined {
  const parts = asks.flatMap((ask, index) => {
    const part = partOf(model, rights, ask);
    return part === undefined ? [] : [{ ...part, index }];
  });
  if (parts.length === 0) return undefined;
  const variables = parts.map(({ index, type }) => `$w${index}: ${type}`).join(', ');
  const fields = parts.map(
    ({ index, plural, name }) => `b${index}: ${plural}(where: $w${index}, first: 1) { nodes { ${name} } }`,
  );
  return {
    query: `query (${variables}) { ${fields.join(' ')} }`,
    variables: Object.fromEntries(parts.map(({ index, where }) => [`w${index}`, where])),
    read: (answer) =>
      asks.map((_, index) => {
        const part = parts.find((one) => one.index === index);
        if (part === undefined || !isApiRow(answer)) return undefined;
        const [row] = rowsOf(valueIn(answer, [`b${index}`, 'nodes']));
        // What nothing has moved yet is zero.
        return row === undefined ? '0' : textOf(row[part.name]);
      }),
  };
}

function partOf(model: Model, rights: ApiRights, { ledger: id, measure, key }: BalanceAsk) {
  const shown = ledgerEntities(model).find(({ ledger, rows }) => ledger.id === id && rows === 'balance');
  if (shown === undefined || !rights.reads(shown.entity)) return undefined;
  const nameOf = (field: string): string => shown.entity.fields.find((one) => one.id === field)?.apiName ?? field;
  const conditions = dimensionsOf(shown.ledger).map(({ id: dimension, kind }): Where | undefined => {
    const value = key[dimension] ?? null;
    if (value === null) {
      const isOptional = shown.ledger.books.every((book) =>
        book.dimensions.some((one) => one.id === dimension && one.optional),
      );
      return isOptional ? { [nameOf(dimension)]: { isNull: true } } : undefined;
    }
    const isRow = kind === 'row' || kind === 'user' || kind === 'org';
    return { [nameOf(dimension)]: isRow ? { id: { eq: value } } : { eq: value } };
  });
  const known = conditions.filter((one) => one !== undefined);
  if (known.length < conditions.length) return undefined;
  const { plural, apiName } = shown.entity;
  return { plural, type: typeNames(apiName).where, name: nameOf(measure), where: { and: known } };
}
