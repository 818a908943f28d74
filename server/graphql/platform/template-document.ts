import type { Template } from '../../../schema/template/template.ts';
import type { JsonDocument } from '../../db/control-entities.ts';

/** A checked template as the JSON that is stored: nothing shared with the template. */
export function documentOf(template: Template): JsonDocument {
  return { ...structuredClone(template) };
}
