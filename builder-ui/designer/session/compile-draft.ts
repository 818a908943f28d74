import type { Issue } from '../../../schema/core/result.ts';
import type { Model } from '../../../schema/model/model.ts';
import { ResolveMemory } from '../../../schema/model/resolve-memory.ts';
import { resolveModel } from '../../../schema/model/resolve.ts';
import { newParseMemory, type ParseMemory } from '../../../schema/template/parse-memory.ts';
import { parseTemplate } from '../../../schema/template/parse.ts';
import type { Template } from '../../../schema/template/template.ts';

/** What the draft means: its model, or all that is wrong with it. The same code judges it when it is published. */
export interface CompiledDraft {
  readonly template: Template;
  /** Of this template, or of the last one that had no mistakes, so that what is shown does not vanish while one types. */
  readonly model: Model;
  readonly issues: readonly Issue[];
}

/** What is known of the drafts compiled before, which share most of their parts with the next (SPEC [DSG-102]). */
export interface DraftMemo {
  readonly parsing: ParseMemory;
  readonly resolving: ResolveMemory;
}

export function newDraftMemo(): DraftMemo {
  return { parsing: newParseMemory(), resolving: new ResolveMemory() };
}

/**
 * Parses and resolves; `before` gives the model to go on with when this one has mistakes. With a memo the outcome is
 * the same, and only what changed is worked out.
 */
export function compileDraft(
  template: Template,
  before: Pick<CompiledDraft, 'model'>,
  memo?: DraftMemo,
): CompiledDraft {
  const parsed = parseTemplate(template, memo?.parsing);
  if (!parsed.ok) return { template, model: before.model, issues: parsed.issues };
  const resolved = resolveModel(parsed.value, memo?.resolving);
  if (!resolved.ok) return { template, model: before.model, issues: resolved.issues };
  return { template, model: resolved.value, issues: [] };
}
