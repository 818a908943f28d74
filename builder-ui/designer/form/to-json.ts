import type { Json } from '../../../schema/model/edits.ts';

/** An item of the template as an edit carries it: plain JSON without what is not there. */
export function toJson(value: object): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
