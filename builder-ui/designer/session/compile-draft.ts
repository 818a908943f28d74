import type { Issue } from '../../../schema/core/result.ts';
import type { Model } from '../../../schema/model/model.ts';
import { resolveModel } from '../../../schema/model/resolve.ts';
import { parseTemplate } from '../../../schema/template/parse.ts';
import type { Template } from '../../../schema/template/template.ts';

/** What the draft means: its model, or all that is wrong with it. The same code judges it when it is published. */
export interface CompiledDraft {
  readonly template: Template;
  /** Of this template, or of the last one that had no mistakes, so that what is shown does not vanish while one types. */
  readonly model: Model;
  readonly issues: readonly Issue[];
}

/** Parses and resolves; `before` gives the model to go on with when this one has mistakes. */
export function compileDraft(template: Template, before: Pick<CompiledDraft, 'model'>): CompiledDraft {
  const parsed = parseTemplate(template);
  if (!parsed.ok) return { template, model: before.model, issues: parsed.issues };
  const resolved = resolveModel(parsed.value);
  if (!resolved.ok) return { template, model: before.model, issues: resolved.issues };
  return { template, model: resolved.value, issues: [] };
}
