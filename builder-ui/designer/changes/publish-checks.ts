import type { DataIssue, DraftPlan, RuleImpact, TestOutcome } from './draft-plan.ts';

/** How many records a change concerns; `undefined` where nobody can know before it is made. */
export function concerned({
  wouldFail,
  wouldChange,
}: Pick<RuleImpact, 'wouldFail' | 'wouldChange'>): number | undefined {
  const counts = [wouldFail, wouldChange].filter((count) => count !== null && count !== undefined);
  return counts.length === 0 ? undefined : Math.max(...counts);
}

/** What becomes of the records that a change concerns: they stop it, will be refused when next saved, or are changed. */
export function effectOf({
  wouldFail,
  blocks,
}: Pick<RuleImpact, 'wouldFail' | 'blocks'>): 'blocks' | 'bindsLater' | 'isChanged' {
  if ((wouldFail ?? 0) === 0) return 'isChanged';
  return blocks ? 'blocks' : 'bindsLater';
}

/** Whether a draft may be published, as far as is known. */
export type Verdict = 'checking' | 'blocked' | 'look' | 'ready';

/** What the verdict is made of; what is not known yet is absent. */
export interface CheckedDraft {
  readonly mistakes: number;
  readonly plan?: DraftPlan | undefined;
  readonly impact?: readonly RuleImpact[] | undefined;
  readonly tests?: readonly TestOutcome[] | undefined;
  /** Publishing was refused, and the draft is still what it was. */
  readonly isRefused?: boolean;
}

/**
 * Mistakes and data that does not fit stand in the way (SPEC [DSG-64]); failing tests, breaking API changes and records
 * that a rule will refuse at their next change are to be looked at; else nothing is.
 */
export function verdictOf({ mistakes, plan, impact, tests, isRefused = false }: CheckedDraft): Verdict {
  if (mistakes > 0) return 'blocked';
  if (plan === undefined) return 'checking';
  if (plan.issues.length > 0) return 'blocked';
  const isHit = (impact ?? []).some((one) => (concerned(one) ?? 0) > 0);
  const isBreaking = (plan.plan?.apiChanges ?? []).some((change) => change.isBreaking);
  const isRed = (tests ?? []).some(({ holds }) => !holds);
  const isLossy = (plan.plan?.changes ?? []).some((change) => change.class === 'lossy' || change.class === 'breaking');
  return isRefused || isHit || isBreaking || isRed || isLossy || (plan.plan?.dropped.length ?? 0) > 0
    ? 'look'
    : 'ready';
}

/** Conversions that fail on present values and may empty them: `Entity.field`. */
export function failedCasts(
  plan: DraftPlan | undefined,
): readonly { readonly cast: string; readonly message: string }[] {
  return (plan?.issues ?? []).flatMap(({ code, params, message }) => {
    const { entity, field } = params;
    return code === 'DATA_CAST_FAILS' && typeof entity === 'string' && typeof field === 'string'
      ? [{ cast: `${entity}.${field}`, message }]
      : [];
  });
}

/** What the plan says of the same records as an impact: the impact tells more, the plan what to do. */
export function issueOfImpact(issues: readonly DataIssue[], impact: RuleImpact): DataIssue | undefined {
  if (!impact.blocks || (impact.wouldFail ?? 0) === 0) return undefined;
  const tokens = impact.path.split('/');
  return issues.find(({ params }) => params['entity'] === impact.entity && tokens.includes(String(params['field'])));
}
