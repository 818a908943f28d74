import type { PathEnd } from '../documents/field-path.ts';
import type { ConditionOp } from '../documents/list-search.ts';
import type { WorkText } from '../work-texts.ts';

/** The operator as it stands between a field and its value. */
export function operatorText(text: WorkText, op: ConditionOp, { kind }: Pick<PathEnd, 'kind'>): string {
  if (kind === 'date' || kind === 'datetime') {
    if (op === 'gte') return text('op_since');
    if (op === 'lte') return text('op_until');
  }
  return text(`op_${op}`);
}
