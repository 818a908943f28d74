import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveModel } from '../../schema/model/resolve.ts';
import { tripTemplate, wideTemplate } from '../../server/test/trip-template.ts';
import { compileForm, type CompiledForm } from './form-plan.ts';
import { FORMATS, schemaMistakes } from './schema-validator.ts';
import type { FieldValue } from './form-value.ts';

const ajv = new Ajv2020({ allErrors: true, strict: false, verbose: false });
for (const [name, validate] of Object.entries(FORMATS)) ajv.addFormat(name, { type: 'string', validate });

/** What AJV says, as path and keyword; keywords that only pass on are left out on both sides. */
function ajvSays(schema: object, value: unknown): readonly string[] {
  const validate = ajv.compile(schema);
  validate(value);
  const told = (validate.errors ?? []).map(({ instancePath, keyword, params }) => {
    const path = instancePath.split('/').slice(1);
    const missing = typeof params['missingProperty'] === 'string' ? [params['missingProperty']] : [];
    return `${[...path, ...missing].join('/')} ${keyword}`;
  });
  return [...new Set(told)].sort();
}

function weSay(schema: CompiledForm['schema'], value: FieldValue): readonly string[] {
  return [...new Set(schemaMistakes(schema, value).map(({ path, keyword }) => `${path.join('/')} ${keyword}`))].sort();
}

function formOf(template: ReturnType<typeof tripTemplate>, entity: string): CompiledForm {
  const resolved = resolveModel(template);
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues));
  return compileForm(resolved.value, entity, { locale: 'en' });
}

/** Values near what the fields want: right, wrong, of another type, missing. */
const scalar = fc.oneof(
  fc.constantFrom(
    '',
    '12',
    '12.50',
    '-0.5',
    '1e5',
    'x',
    'high',
    'low',
    'a',
    '2026-03-01',
    '2026-02-30',
    '08:00',
    '25:00',
  ),
  fc.constantFrom('2026-03-01T01:00:00Z', 'PT2H', '72h', 'soon', 'wang@example.com', '王', '𠮷'),
  fc.integer({ min: -5, max: 99 }),
  fc.double({ min: -3, max: 3, noNaN: true }),
  fc.boolean(),
  fc.constant(null),
);
const anything: fc.Arbitrary<FieldValue> = fc.oneof(
  { weight: 6, arbitrary: scalar },
  { weight: 2, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.record({ lat: scalar, lng: scalar }, { requiredKeys: [] }) },
);

function recordsOf(form: CompiledForm): fc.Arbitrary<FieldValue> {
  const shape = form.fields.map((field): readonly [string, fc.Arbitrary<FieldValue>] => {
    const rows = field.lines?.fields.map(({ apiName }) => [apiName, anything] as const);
    const value =
      rows === undefined
        ? anything
        : fc.oneof(anything, fc.array(fc.record(Object.fromEntries(rows), { requiredKeys: [] }), { maxLength: 3 }));
    return [field.apiName, value];
  });
  return fc.record(Object.fromEntries(shape), { requiredKeys: [] });
}

describe('the validator', () => {
  it.each([
    ['a trip', formOf(tripTemplate(), 'Trip')],
    ['a wide record', formOf(wideTemplate(25), 'Wide')],
  ])('[FORM-4] tells the same mistakes as AJV about %s', (_, form) => {
    fc.assert(
      fc.property(recordsOf(form), (value) => {
        expect(weSay(form.schema, value)).toEqual(ajvSays(form.schema, value));
      }),
      { numRuns: 400 },
    );
  });

  it('[FORM-4] finds the missing, the short, the unknown option and the wrong date', () => {
    const { schema } = formOf(tripTemplate(), 'Trip');
    expect(weSay(schema, { level: 'none', from: '2026-02-30', legs: [{ by: 'boat' }] })).toEqual([
      'from format',
      'legs/0/by const',
      'legs/0/by oneOf',
      'legs/0/to required',
      'level const',
      'level oneOf',
      'title required',
    ]);
  });
});
