import { describe, expect, it } from 'vitest';
import { resolveModel } from '../../schema/model/resolve.ts';
import { constraintRegistry, isRetryable, isRolledBack, issueOfError, isUnforeseen, pgFailureOf } from './pg-errors.ts';

const resolved = resolveModel({
  format: 1,
  pack: 'test',
  version: '1.0.0',
  entities: [
    { id: 'Customer', kind: 'master', title: 'name', fields: [{ id: 'name', type: 'text' }] },
    {
      id: 'SalesOrder',
      kind: 'master',
      title: 'code',
      fields: [
        { id: 'code', type: 'text', unique: true, required: true },
        { id: 'customer', type: 'ref', to: 'Customer' },
        { id: 'discount', type: 'int', max: '30' },
      ],
    },
  ],
});
if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues));
const registry = constraintRegistry(resolved.value);
const failure = (code: string, more: object = {}): Error => Object.assign(new Error('failed'), { code, ...more });

describe('errors of the database', () => {
  it('[TEN-24] name the field that a constraint guards', () => {
    const cases: readonly (readonly [string, object, object])[] = [
      [
        '23505',
        { constraint: 'uq_sales_order__code' },
        { code: 'RECORD_NOT_UNIQUE', path: '/code', params: { entity: 'SalesOrder', field: 'code' } },
      ],
      [
        '23503',
        { constraint: 'fk_sales_order__customer', detail: 'Key (customer)=(1) is not present in table "customer".' },
        { code: 'RECORD_REFERENCE_MISSING', path: '/customer' },
      ],
      [
        '23503',
        {
          constraint: 'fk_sales_order__customer',
          detail: 'Key (id)=(1) is still referenced from table "sales_order".',
        },
        { code: 'RECORD_IN_USE', path: '' },
      ],
      [
        '23514',
        { constraint: 'ck_sales_order__discount_max' },
        { code: 'RECORD_OUT_OF_BOUNDS', path: '/discount', params: { bound: '30' } },
      ],
      ['23514', { constraint: 'n_ck_sales_order__discount_max' }, { code: 'RECORD_OUT_OF_BOUNDS' }],
      ['23502', { table: 'sales_order', column: 'code' }, { code: 'RECORD_REQUIRED', path: '/code' }],
    ];
    for (const [code, more, expected] of cases)
      expect(issueOfError(failure(code, more), registry)).toMatchObject(expected);
  });

  it('[TEN-25] are told apart by their state', () => {
    const states = {
      '55P03': 'DATABASE_BUSY',
      '57014': 'DATABASE_TIMEOUT',
      '40001': 'DATABASE_CONFLICT',
      FW001: 'SHAPE_STALE',
      '42703': 'SHAPE_STALE',
      '42501': 'DATABASE_FORBIDDEN',
      '57P01': 'DATABASE_UNAVAILABLE',
      ECONNREFUSED: 'DATABASE_UNAVAILABLE',
    };
    for (const [state, code] of Object.entries(states))
      expect([state, issueOfError(failure(state), registry)?.code]).toEqual([state, code]);
    expect(issueOfError(new Error('Connection terminated unexpectedly'))?.code).toBe('DATABASE_UNAVAILABLE');
  });

  it('[TEN-24] say the same in the language of the server', () => {
    const used = [
      'Key (id)=(1) is still referenced from table "sales_order".',
      'Auf Schlüssel (id)=(1) wird noch aus Tabelle »sales_order« verwiesen.',
      '键值对(id)=(1)仍然从表"sales_order"引用.',
    ];
    const missing = [
      'Schlüssel (customer)=(1) ist nicht in Tabelle »customer« vorhanden.',
      '键值对(customer)=(1)没有在表"customer"中出现.',
    ];
    const codes = (details: readonly string[]): readonly unknown[] =>
      details.map(
        (detail) => issueOfError(failure('23503', { constraint: 'fk_sales_order__customer', detail }), registry)?.code,
      );
    expect(codes(used)).toEqual(used.map(() => 'RECORD_IN_USE'));
    expect(codes(missing)).toEqual(missing.map(() => 'RECORD_REFERENCE_MISSING'));
    const half = { severity: 'FEHLER', detail: 'Unicode-High-Surrogate …', routine: 'json_errsave_error' };
    expect(issueOfError(failure('22P02', half))?.code).toBe('TEXT_CHARACTER');
    expect(issueOfError(failure('22P02', { routine: 'string_to_uuid' }))).toBeUndefined();
  });

  it('[TEN-34] tell by their state whether anything may have been done', () => {
    const states = { '22P02': true, '23505': true, '57014': true, '55P03': true, FW001: true, '40P01': true };
    const ended = { '57P01': false, '57P05': false, '25P03': false, '53300': false, XX000: false, ECONNRESET: false };
    for (const [state, expected] of Object.entries({ ...states, ...ended }))
      expect([state, isRolledBack(failure(state, { severity: '错误' }))]).toEqual([state, expected]);
    expect(isRolledBack(new TypeError('x'))).toBe(false);
  });

  it('[LED-47] tell whether a write that counted on the everyday case is to be done once more', () => {
    const cases: readonly (readonly [string, object, boolean])[] = [
      ['FW002', {}, true],
      ['40P01', {}, true],
      ['23514', { table: 'fw_balance' }, true],
      ['23514', { table: 'sales_order' }, false],
      ['23505', { table: 'fw_movement' }, true],
      ['23505', { table: 'sales_order' }, false],
    ];
    for (const [code, more, expected] of cases)
      expect({ code, again: isUnforeseen(failure(code, more)) }).toEqual({ code, again: expected });
  });

  it('[TEN-26] that are our own bugs are no issue', () => {
    expect(issueOfError(failure('42601'), registry)).toBeUndefined();
    expect(issueOfError(failure('23505', { constraint: 'somebody_elses' }), registry)).toBeUndefined();
    expect(issueOfError(new TypeError('x'), registry)).toBeUndefined();
    expect(issueOfError('text')).toBeUndefined();
  });

  it('[TEN-27] are found in what wraps them', () => {
    expect(pgFailureOf(new Error('outer', { cause: failure('40P01') }))?.sqlState).toBe('40P01');
    expect(isRetryable(failure('40P01'))).toBe(true);
    expect(isRetryable(failure('23505'))).toBe(false);
  });
});
