import { LIMITS } from '../../../schema/core/limits.ts';
import { canonicalJson } from '../../../schema/core/canonical-json.ts';
import { ok, type Result } from '../../../schema/core/result.ts';
import { applyEdits, squashEdits, type Edit } from '../../../schema/model/edits.ts';
import { ruleSource } from '../../../schema/model/rule-source.ts';
import type { Template } from '../../../schema/template/template.ts';

/** What a designer did at once, and what takes it back. */
export interface DraftStep {
  /** In words, in the language that it was done in. */
  readonly label: string;
  readonly edits: readonly Edit[];
  readonly inverse: readonly Edit[];
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** A draft and how it came to be: the single source of undo, redo and the list of what was done. */
export interface DraftLog {
  readonly template: Template;
  /** Oldest first. */
  readonly done: readonly DraftStep[];
  /** What was undone, the next to redo last. */
  readonly undone: readonly DraftStep[];
}

/** Keys typed into one property within this time are one step. */
const TYPING_MS = 1_500;

/**
 * The draft after one step (SPEC [DSG-1]). What was undone before is gone. The tests of rules that the step removes go
 * with them (SPEC [DSG-95]), and come back with its undo. Refuses what `applyEdits` refuses.
 */
export function doStep(
  log: DraftLog,
  { label, edits: asked, at }: { readonly label: string; readonly edits: readonly Edit[]; readonly at: number },
): Result<DraftLog> {
  const alone = applyEdits(log.template, asked);
  if (!alone.ok) return alone;
  const left = testsLeftBehind(log.template, alone.value.template);
  const edits = left.length === 0 ? asked : [...asked, ...left];
  const applied = left.length === 0 ? alone : applyEdits(log.template, edits);
  if (!applied.ok) return applied;
  const { template, inverse } = applied.value;
  if (isNothing(edits, inverse)) return ok(log);
  const step = { label, edits, inverse, at };
  const last = log.done.at(-1);
  const done =
    last !== undefined && log.undone.length === 0 && isSameTyping(last, step)
      ? [...log.done.slice(0, -1), joined(last, step)]
      : [...log.done, step];
  return ok({ template, done: done.slice(-LIMITS.undoStepsMax), undone: [] });
}

/** The draft before its last step; the same draft when there is none. */
export function undoStep(log: DraftLog): Result<DraftLog> {
  const step = log.done.at(-1);
  if (step === undefined) return ok(log);
  const applied = applyEdits(log.template, step.inverse);
  if (!applied.ok) return applied;
  return ok({ template: applied.value.template, done: log.done.slice(0, -1), undone: [...log.undone, step] });
}

/** The draft with the step that was undone last done again; the same draft when there is none. */
export function redoStep(log: DraftLog): Result<DraftLog> {
  const step = log.undone.at(-1);
  if (step === undefined) return ok(log);
  const applied = applyEdits(log.template, step.edits);
  if (!applied.ok) return applied;
  return ok({ template: applied.value.template, done: [...log.done, step], undone: log.undone.slice(0, -1) });
}

/** Takes away the tests of rules that were there before and are not any more. */
function testsLeftBehind(before: Template, after: Template): readonly Edit[] {
  return (after.tests ?? [])
    .filter((test) => 'rule' in test && isGone(test.rule, before, after))
    .map(({ id }) => ({ kind: 'removeItem', list: ['tests'], id }));
}

function isGone(rule: string, before: Template, after: Template): boolean {
  return ruleSource(after, rule) === undefined && ruleSource(before, rule) !== undefined;
}

/** All edits set what was there already. */
function isNothing(edits: readonly Edit[], inverse: readonly Edit[]): boolean {
  return canonicalJson(edits) === canonicalJson(inverse.toReversed());
}

/** Both set the same properties of the same items, soon one after the other. */
function isSameTyping(last: DraftStep, step: DraftStep): boolean {
  return (
    step.at - last.at < TYPING_MS &&
    step.edits.length === last.edits.length &&
    step.edits.every((edit, index) => {
      const before = last.edits[index];
      return (
        edit.kind === 'setProperty' &&
        before?.kind === 'setProperty' &&
        edit.key === before.key &&
        canonicalJson(edit.at) === canonicalJson(before.at)
      );
    })
  );
}

function joined(last: DraftStep, step: DraftStep): DraftStep {
  return { label: step.label, edits: squashEdits([...last.edits, ...step.edits]), inverse: last.inverse, at: step.at };
}
