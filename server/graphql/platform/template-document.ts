import { ok, type Result } from '../../../schema/core/result.ts';
import { resolveModel } from '../../../schema/model/resolve.ts';
import { shapeHash } from '../../../schema/model/shape.ts';
import { parseTemplate } from '../../../schema/template/parse.ts';
import type { Template } from '../../../schema/template/template.ts';
import type { JsonDocument } from '../../db/control-entities.ts';
import type { ResolvedDocument } from '../../tenancy/publish.ts';

/** A document as the model it means, with every problem of its form or, when that is right, of its meaning. */
export function resolveDocument(document: JsonDocument): Result<ResolvedDocument> {
  const template = parseTemplate(document);
  if (!template.ok) return template;
  const model = resolveModel(template.value);
  return model.ok ? ok({ model: model.value, shapeHash: shapeHash(model.value) }) : model;
}

/** A checked template as the JSON that is stored: no key that is `undefined`, nothing shared. */
export function documentOf(template: Template): JsonDocument {
  return { ...structuredClone(template) };
}
