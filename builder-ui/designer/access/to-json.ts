import type { Json } from '../../../schema/model/edits.ts';
import type { RoleDef } from '../../../schema/template/template.ts';

/** A role as an edit carries it; whatever a template holds is JSON, and this cast is the codec. */
export function toJson(role: RoleDef): Json {
  return role as unknown as Json;
}
