import { decimalText, parseDecimal } from '../../schema/core/decimal.ts';
import type { FieldModel } from '../../schema/model/model.ts';

/** Whether two values of a field are the same: numbers by value, all else to the letter. */
export function sameField(field: FieldModel, a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (('scale' in field.type || field.type.kind === 'duration') && typeof a === 'string' && typeof b === 'string') {
    const [left, right] = [parseDecimal(a), parseDecimal(b)];
    return left !== undefined && right !== undefined && decimalText(left) === decimalText(right);
  }
  return sameValue(a, b);
}

/** Whether two plain values are the same; empty is empty. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b || ((a ?? null) === null && (b ?? null) === null)) return true;
  return (
    typeof a === 'object' &&
    typeof b === 'object' &&
    a !== null &&
    b !== null &&
    JSON.stringify(a) === JSON.stringify(b)
  );
}
