import type { Expr, ExprType } from '../expr/ast.ts';
import { exprTypeOf } from '../template/field-types.ts';
import type { FieldType } from './model.ts';

/**
 * A default that is plainly a value of the field's type, as an expression (SPEC [MOD-8]): JSON numbers and booleans,
 * decimal texts, option ids, ISO dates and times. `undefined` for everything else, which is an expression's text.
 */
export function literalDefault(value: string | number | boolean, type: FieldType): Expr | undefined {
  const exprType = exprTypeOf(type);
  const text = String(value);
  const literal = (content: string | boolean): Expr => literalExpr(text, exprType, content);
  switch (exprType.kind) {
    case 'bool':
      if (typeof value === 'boolean') return literal(value);
      return text === 'true' || text === 'false' ? literal(text === 'true') : undefined;
    case 'int':
      return typeof value !== 'boolean' && /^-?\d{1,10}$/.test(text) ? literal(text) : undefined;
    case 'decimal':
      return typeof value !== 'boolean' && isDecimalOf(text, type) ? literal(text) : undefined;
    case 'text':
      return type.kind === 'enum' && type.options.some(({ id }) => id === value) ? literal(text) : undefined;
    case 'date':
      return isDate(text) ? literal(text) : undefined;
    case 'time':
      return /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(text)
        ? literal(text.length === 5 ? `${text}:00` : text)
        : undefined;
    case 'datetime':
      return isInstant(text) ? literal(new Date(text).toISOString()) : undefined;
    default:
      return undefined;
  }
}

function literalExpr(source: string, type: ExprType, value: string | boolean): Expr {
  return {
    source,
    root: { kind: 'literal', type, nullable: false, value },
    reads: [],
    lineReads: [],
    usesActor: false,
    usesClock: false,
  };
}

/** Digits before and after the point fit the type: nothing is rounded silently. */
function isDecimalOf(text: string, type: FieldType): boolean {
  const match = /^-?(0|[1-9]\d*)(?:\.(\d+))?$/.exec(text);
  if (match === null || !('precision' in type)) return false;
  const whole = match[1] === '0' ? 0 : (match[1]?.length ?? 0);
  return whole <= type.precision - type.scale && (match[2]?.length ?? 0) <= type.scale;
}

function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const daysOfMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return month >= 1 && month <= 12 && day >= 1 && day <= daysOfMonth;
}

function isInstant(text: string): boolean {
  const match = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?(\.\d{1,3})?(Z|[+-]\d{2}:\d{2})$/.exec(text);
  return match !== null && isDate(match[1] ?? '');
}
