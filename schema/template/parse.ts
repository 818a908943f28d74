import { LIMITS } from '../core/limits.ts';
import { issue, ok, refused, type Issue, type Result } from '../core/result.ts';
import { checkShape } from './check-shape.ts';
import { TEMPLATE_SHAPE } from './format.ts';
import { measureJson } from './json-size.ts';
import { locateSyntaxError } from './json-syntax.ts';
import { migrateTemplate } from './migrate.ts';
import type { ParseMemory } from './parse-memory.ts';
import type { Template } from './template.ts';

/**
 * The document's form checked against the format (SPEC [TPL-1]): unknown keys, wrong types, texts of the wrong form,
 * sizes and repeated ids, all at once. An older format is upgraded first, so pointers are into the upgraded document.
 * Meaning (references, expressions, names) is `resolveModel`'s. Who parses documents that share parts, and
 * changes none of them, keeps a memory from one to the next.
 */
export function parseTemplate(json: unknown, memory?: ParseMemory): Result<Template> {
  const size =
    memory?.measure(json) ??
    measureJson(json, { depthMax: LIMITS.templateDepthMax, bytesMax: LIMITS.templateBytesMax });
  if (size.depth > LIMITS.templateDepthMax) {
    return refused([issue('TEMPLATE_TOO_DEEP', '', { max: LIMITS.templateDepthMax })]);
  }
  if (size.bytes > LIMITS.templateBytesMax) return refused([tooLarge()]);
  const upgraded = migrateTemplate(json);
  if (!upgraded.ok) return upgraded;
  const issues = checkShape(TEMPLATE_SHAPE, upgraded.value, memory?.sound);
  return issues.length > 0 ? refused(issues) : ok(asTemplate(upgraded.value));
}

/** The same for text: sizes in UTF-8 bytes, and syntax errors with line and column (both from 1). */
export function parseTemplateText(text: string): Result<Template> {
  const size = measureJson(text, { depthMax: 1, bytesMax: LIMITS.templateBytesMax });
  if (size.bytes > LIMITS.templateBytesMax) return refused([tooLarge()]);
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const found = locateSyntaxError(source, LIMITS.templateDepthMax * 4);
  if (found.kind === 'syntax') {
    const { line, column } = found;
    return refused([issue('TEMPLATE_JSON_SYNTAX', '', { line, column, found: found.found })]);
  }
  if (found.kind === 'deep') return refused([issue('TEMPLATE_TOO_DEEP', '', { max: LIMITS.templateDepthMax })]);
  const parsed = parseTemplate(JSON.parse(source));
  const repeated = found.repeated.map(({ path, key }): Issue => issue('TEMPLATE_KEY_REPEATED', path, { key }));
  if (repeated.length === 0) return parsed;
  return refused(parsed.ok ? repeated : [...repeated, ...parsed.issues]);
}

function tooLarge(): Issue {
  return issue('TEMPLATE_TOO_LARGE', '', { max: LIMITS.templateBytesMax });
}

/** The codec: `checkShape` found that the value has the type's form. */
function asTemplate(checked: unknown): Template {
  return checked as Template;
}
