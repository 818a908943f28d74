import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { canonicalJson } from '../../schema/core/canonical-json.ts';
import { LIMITS } from '../../schema/core/limits.ts';
import { ok, type Result } from '../../schema/core/result.ts';
import type { Model } from '../../schema/model/model.ts';
import { resolveModel } from '../../schema/model/resolve.ts';
import { shapeHash } from '../../schema/model/shape.ts';
import { parseTemplate } from '../../schema/template/parse.ts';
import type { JsonDocument } from '../db/control-entities.ts';
import type { ResolvedDocument } from '../tenancy/publish.ts';

/** By the hash of the template. Models are frozen, so whoever asks may have the same one. */
const resolved = new LRUCache<string, ResolvedDocument>({
  max: LIMITS.resolvedTemplatesKept,
  maxSize: LIMITS.resolvedTemplatesCharsMax,
});

/**
 * A stored or submitted document as the model it means. The last few are kept: a publication meets the same document
 * as it is given, with the names that it leaves behind, as it is stored, and as what the next one is compared with.
 */
export function resolveDocument(document: JsonDocument): Result<ResolvedDocument> {
  // Nobody changes a document: the same object means the same, without being read again.
  const met = byObject.get(document);
  if (met !== undefined) return met;
  const made = resolvedByText(document);
  byObject.set(document, made);
  return made;
}

const byObject = new WeakMap<JsonDocument, Result<ResolvedDocument>>();

function resolvedByText(document: JsonDocument): Result<ResolvedDocument> {
  const parsed = parseTemplate(document);
  if (!parsed.ok) return parsed;
  const text = canonicalJson(parsed.value);
  const key = createHash('sha256').update(text).digest('base64');
  const known = resolved.get(key);
  if (known !== undefined) return ok(known);
  const model = resolveModel(parsed.value);
  if (!model.ok) return model;
  const made = resolvedDocument(model.value);
  resolved.set(key, made, { size: text.length });
  return ok(made);
}

/** Its hash is made when somebody asks: who only compiles the model does not. */
function resolvedDocument(model: Model): ResolvedDocument {
  let hash: ResolvedDocument['shapeHash'] | undefined;
  return {
    model,
    get shapeHash() {
      hash ??= shapeHash(model);
      return hash;
    },
  };
}
