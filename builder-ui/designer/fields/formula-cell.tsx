import { useMemo, type ReactNode } from 'react';
import { useExpression } from '../rules/use-expression.ts';
import { TextCell } from './text-cell.tsx';

/** A formula is told as a sentence, until it is typed in. */
export function FormulaCell({
  entity,
  value,
  label,
  onSet,
}: {
  readonly entity: string;
  readonly value: string;
  readonly label: string;
  readonly onSet: (typed: string) => void;
}): ReactNode {
  const { read } = useExpression({ entity, expected: 'any' });
  const sentence = useMemo(() => read(value).sentence, [read, value]);
  return <TextCell value={value} told={sentence} label={label} placeholder="" onSet={onSet} />;
}
