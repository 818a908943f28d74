import { describe, expect, it } from 'vitest';
import { LIMITS } from '../core/limits.ts';
import { FIELD_KINDS, fieldKindSpec, isFieldKind, parseFieldType } from './field-types.ts';

function codes(text: string): readonly string[] {
  const result = parseFieldType(text);
  return result.ok ? [] : result.issues.map(({ code }) => code);
}

describe('field types', () => {
  it('[TPL-5] there are 26, each by its own name', () => {
    expect(Object.keys(FIELD_KINDS)).toHaveLength(26);
    for (const kind of Object.keys(FIELD_KINDS))
      expect(parseFieldType(kind)).toMatchObject({ ok: true, value: { kind } });
  });
  it('[TPL-5] decimals have digits, given or their own', () => {
    expect(parseFieldType('decimal')).toEqual({ ok: true, value: { kind: 'decimal', precision: 18, scale: 4 } });
    expect(parseFieldType('percent')).toEqual({ ok: true, value: { kind: 'percent', precision: 9, scale: 4 } });
    expect(parseFieldType('money( 12 , 2 )')).toEqual({ ok: true, value: { kind: 'money', precision: 12, scale: 2 } });
    expect(parseFieldType('decimal(6)')).toEqual({ ok: true, value: { kind: 'decimal', precision: 6, scale: 0 } });
  });
  it('[TPL-5] digits at the limit pass and one more does not', () => {
    const [precision, scale] = [LIMITS.decimalPrecisionMax, LIMITS.decimalScaleMax];
    expect(codes(`decimal(${precision},${scale})`)).toEqual([]);
    expect(codes(`decimal(${precision + 1},${scale})`)).toEqual(['MODEL_FIELD_TYPE_PARAMETERS']);
    expect(codes(`decimal(${precision},${scale + 1})`)).toEqual(['MODEL_FIELD_TYPE_PARAMETERS']);
    expect(codes('decimal(2,3)')).toEqual(['MODEL_FIELD_TYPE_PARAMETERS']);
    expect(codes('decimal(0)')).toEqual(['MODEL_FIELD_TYPE_PARAMETERS']);
    expect(codes('text(5)')).toEqual(['MODEL_FIELD_TYPE_PARAMETERS']);
  });
  it('[TPL-5] names of the prototype are no types', () => {
    for (const name of ['constructor', 'toString', '__proto__', 'varchar', '']) {
      expect(isFieldKind(name)).toBe(false);
      expect(codes(name)).toEqual(['MODEL_FIELD_TYPE_UNKNOWN']);
    }
  });
  it('[TPL-5] a near miss is suggested', () => {
    expect(parseFieldType('mony')).toMatchObject({ issues: [{ params: { suggestion: 'money' } }] });
  });
  it('[TPL-5] what can be in a key can be compared and sorted', () => {
    for (const kind of Object.keys(FIELD_KINDS).filter(isFieldKind)) {
      const { keyable, operators, sortable } = fieldKindSpec(kind);
      if (keyable) expect({ kind, sortable, eq: operators.includes('eq') }).toEqual({ kind, sortable: true, eq: true });
    }
  });
});
