import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { canonicalJson } from '../../schema/core/canonical-json.ts';
import { LIMITS } from '../../schema/core/limits.ts';
import { ok, type Result } from '../../schema/core/result.ts';
import type { Model } from '../../schema/model/model.ts';
import { ResolveMemory } from '../../schema/model/resolve-memory.ts';
import { resolveModel } from '../../schema/model/resolve.ts';
import { shapeHash } from '../../schema/model/shape.ts';
import { shared } from '../../schema/model/shared.ts';
import { newParseMemory, type ParseMemory } from '../../schema/template/parse-memory.ts';
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
 * A document that was made from another is looked at where it differs from that one (`like`).
 */
export function resolveDocument(document: JsonDocument, like?: JsonDocument): Result<ResolvedDocument> {
  // Nobody changes a document: the same object means the same, without being read again.
  const met = byObject.get(document);
  if (met !== undefined) return met;
  const made = like === undefined ? resolvedByText(document) : resolvedLike(document, like);
  byObject.set(document, made);
  return made;
}

/** What was worked out for documents that were made from one another, for the next of them. */
interface Memory {
  readonly parsing: ParseMemory;
  readonly resolving: ResolveMemory;
  /** The last that was sound, made of the parts that those before it were made of. */
  last: JsonDocument;
}

/** By each of the documents: the memory lives while one of them does. */
const memories = new WeakMap<JsonDocument, Memory>();

function resolvedLike(document: JsonDocument, like: JsonDocument): Result<ResolvedDocument> {
  const known = memories.get(like);
  const memory = known ?? { parsing: newParseMemory(), resolving: new ResolveMemory(), last: like };
  // The first of them was worked out alone: its parts are known from the second time on.
  if (known === undefined) memories.set(like, memory);
  memories.set(document, memory);
  const given = shared(memory.last, document);
  const parsed = parseTemplate(given, memory.parsing);
  if (!parsed.ok) return parsed;
  memory.last = given;
  const model = resolveModel(parsed.value, memory.resolving);
  return model.ok ? ok(resolvedDocument(model.value)) : model;
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
