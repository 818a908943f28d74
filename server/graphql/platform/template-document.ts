import type { Template } from '../../../schema/template/template.ts';
import type { JsonDocument } from '../../db/control-entities.ts';

const shared = new WeakMap<Template, JsonDocument>();

/** The same object for the same template: what was worked out of it is found again. Nobody changes it. */
export function sharedDocumentOf(template: Template): JsonDocument {
  const document = shared.get(template) ?? documentOf(template);
  shared.set(template, document);
  return document;
}

/** A checked template as the JSON that is stored: nothing shared with the template. */
export function documentOf(template: Template): JsonDocument {
  return { ...structuredClone(template) };
}
