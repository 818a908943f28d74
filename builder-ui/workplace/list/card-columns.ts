import type { Columning, ListColumn } from '../documents/list-columns.ts';

/**
 * What fits on a card: what names the row, its state beside it, beneath them an amount and two more; of a ledger the
 * first measure, which the others only follow.
 */
export function cardColumns(columns: readonly ListColumn[], { entity }: Columning): readonly ListColumn[] {
  const [first, ...others] = columns;
  if (first === undefined) return [];
  const beside = others.find(({ kind }) => kind === 'enum');
  const numbers = others.filter(({ isNumber }) => isNumber);
  const amount = entity.origin === 'ledger' ? numbers[0] : numbers.at(-1);
  const rest = others.filter((column) => column !== beside && column !== amount).slice(0, 2);
  return [first, beside, ...rest, amount].filter((column) => column !== undefined);
}
