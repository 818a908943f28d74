import { LIMITS } from '../core/limits.ts';
import { assertNever } from '../core/result.ts';
import { NAMED_SHAPES, TEMPLATE_SHAPE } from './format.ts';
import type { ObjectShape, Shape } from './shape.ts';
import { TEXT_FORMS, type TextForm } from './text-forms.ts';

export type JsonSchema = { readonly [key: string]: unknown };

/**
 * The format as JSON Schema 2020-12, published at `/schema/template.schema.json` for editors to complete. It says what
 * `parseTemplate` checks but for what the vocabulary cannot: repeated ids, total size and depth.
 */
export function templateJsonSchema(): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: '/schema/template.schema.json',
    title: 'Formwork template, format 1',
    ...schemaOf(TEMPLATE_SHAPE),
    $defs: Object.fromEntries(Object.entries(NAMED_SHAPES).map(([name, shape]) => [name, schemaOf(shape)])),
  };
}

function schemaOf(shape: Shape): JsonSchema {
  switch (shape.kind) {
    case 'text':
      return { type: 'string', maxLength: shape.charsMax, ...(shape.form === undefined ? {} : formOf(shape.form)) };
    case 'flag':
      return { type: 'boolean' };
    case 'integer':
      return { type: 'integer', minimum: shape.min, maximum: shape.max };
    case 'choice':
      return { enum: shape.values };
    case 'labels':
      return {
        type: 'object',
        propertyNames: { ...formOf('language'), maxLength: TEXT_FORMS.language.charsMax },
        additionalProperties: { type: 'string', maxLength: LIMITS.labelCharsMax },
      };
    case 'scalar':
      return { type: shape.of };
    case 'list':
      return { type: 'array', items: schemaOf(shape.of), minItems: shape.min, maxItems: shape.max };
    case 'object':
      return objectSchema(shape);
    case 'map':
      return {
        type: 'object',
        propertyNames: { ...formOf(shape.names), maxLength: TEXT_FORMS[shape.names].charsMax },
        additionalProperties: schemaOf(shape.of),
        maxProperties: shape.max,
      };
    case 'variants':
    case 'byKey':
      return { anyOf: Object.values(shape.of).map(objectSchema) };
    case 'json':
      return {};
    case 'named':
      return { $ref: `#/$defs/${shape.name}` };
    default:
      return assertNever(shape);
  }
}

function objectSchema(shape: ObjectShape): JsonSchema {
  const entries = Object.entries(shape.keys);
  const required = entries.filter(([, key]) => key.required).map(([name]) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(entries.map(([name, key]) => [name, schemaOf(key.shape)])),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
}

function formOf(name: TextForm): JsonSchema {
  const { pattern, example } = TEXT_FORMS[name];
  return { pattern: pattern.source, examples: [example] };
}
