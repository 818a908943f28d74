import { issue, ok, refused, type Issue, type JsonPointer, type Result } from '../../schema/core/result.ts';
import type { Model } from '../../schema/model/model.ts';
import { resolveModel } from '../../schema/model/resolve.ts';
import { isRecord } from '../../schema/template/item-key.ts';
import { parseTemplate } from '../../schema/template/parse.ts';

/** The parts of a template that a draft of points rules may bring. */
const DRAFT_KEYS = ['awards', 'tables'] as const;

/**
 * The model in force with the draft's awards, and its decision tables where it has some, in place of its own
 * (SPEC [LAB-1]). The draft is a list of awards, or an object with `awards` and `tables`, each as in a template.
 * `LAB_DRAFT_FORM` when it is neither; else every issue that the template would have, placed in the draft below `at`.
 */
export function draftModel(
  document: Readonly<Record<string, unknown>>,
  draft: unknown,
  at: JsonPointer,
): Result<Model> {
  const parts = Array.isArray(draft) ? { awards: draft as readonly unknown[] } : draft;
  if (!isRecord(parts)) return refused([issue('LAB_DRAFT_FORM', at)]);
  const strange = Object.keys(parts).filter((key) => !DRAFT_KEYS.some((known) => known === key));
  if (strange.length > 0 || !DRAFT_KEYS.some((key) => parts[key] !== undefined))
    return refused([issue('LAB_DRAFT_FORM', at)]);
  const place = placing(parts, { at, isList: Array.isArray(draft) });
  const parsed = parseTemplate({ ...document, ...parts });
  if (!parsed.ok) return refused(parsed.issues.map(place));
  const resolved = resolveModel(parsed.value);
  return resolved.ok ? ok(resolved.value) : refused(resolved.issues.map(place));
}

/** Pointers into the parts that the draft gave become pointers into the draft; others stay as they are. */
function placing(
  parts: Readonly<Record<string, unknown>>,
  { at, isList }: { readonly at: JsonPointer; readonly isList: boolean },
): (found: Issue) => Issue {
  const moved = (path: JsonPointer): JsonPointer => {
    const given = DRAFT_KEYS.find((key) => parts[key] !== undefined && `${path}/`.startsWith(`/${key}/`));
    if (given === undefined) return path;
    return `${at}${isList ? path.slice(given.length + 1) : path}`;
  };
  return (found) => ({
    ...found,
    path: moved(found.path),
    ...(found.related === undefined ? {} : { related: found.related.map(moved) }),
  });
}
