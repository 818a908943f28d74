import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BAD_FORMS } from '../cases/bad-forms.ts';
import { changed } from '../cases/bad-template.ts';
import { randomTemplate } from '../cases/random-template.ts';
import { templateJsonSchema } from './metaschema.ts';
import { parseTemplate } from './parse.ts';

const PASSING = join(import.meta.dirname, '..', 'cases', 'passing');
const validate = new Ajv2020({ strict: false, allErrors: false }).compile(templateJsonSchema());

function read(name: string): unknown {
  return JSON.parse(readFileSync(join(PASSING, name, 'template.json'), 'utf8'));
}

/** What the JSON Schema can say: all but repeated ids. */
function accepts(document: unknown): boolean {
  const result = parseTemplate(document);
  return result.ok || result.issues.every(({ code }) => code === 'TEMPLATE_ID_DUPLICATE');
}

/** Every pointer in a document. */
function pointers(value: unknown, path = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, child]) => pointers(child, `${path}/${key}`))];
}

describe('the published JSON Schema', () => {
  it('[TPL-6] accepts every passing template', () => {
    for (const name of readdirSync(PASSING)) {
      validate(read(name));
      expect({ name, errors: validate.errors }).toEqual({ name, errors: null });
    }
  });
  it('[TPL-6] refuses what the parser refuses', () => {
    for (const { name, change } of BAD_FORMS) {
      const document = changed(read('orders'), change);
      expect({ name, valid: validate(document) }).toEqual({ name, valid: accepts(document) });
    }
  });
  it('[TPL-6] agrees with the parser on mutated templates', () => {
    const base = read('orders');
    const places = pointers(base).filter((path) => path !== '' && path !== '/format');
    const values = fc.oneof(
      fc.constantFrom<unknown>(
        undefined,
        null,
        true,
        0,
        1.5,
        -1,
        '',
        'a',
        'A',
        'x_a',
        'draft',
        [],
        {},
        { id: 'a' },
        [{ id: 'a' }],
        { en: 'A' },
      ),
      fc.constantFrom<unknown>(
        'P1D',
        'form',
        'field',
        'text',
        '1.0.0',
        '__proto__',
        ['a'],
        { kind: 'field' },
        { create: 'A', input: {} },
        '💥',
      ),
      fc.jsonValue({ maxDepth: 2 }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...places), values, (path, value) => {
        const document = changed(base, { [path]: value });
        expect({ path, value, valid: validate(document) }).toEqual({ path, value, valid: accepts(document) });
      }),
      {
        numRuns: process.env['FORMWORK_LONG'] === '1' ? 800 : 250,
        interruptAfterTimeLimit: 15_000,
        endOnFailure: true,
      },
    );
  });
  it('[TPL-6] accepts every random template', () => {
    fc.assert(
      fc.property(randomTemplate(), (template) => {
        expect(validate(template)).toBe(true);
      }),
      { numRuns: process.env['FORMWORK_LONG'] === '1' ? 60 : 20, interruptAfterTimeLimit: 10_000, endOnFailure: true },
    );
  });
});
