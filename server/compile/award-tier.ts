import { compareDecimal, DECIMAL_ZERO, parseDecimal } from '../../schema/core/decimal.ts';
import type { TiersDef } from '../../schema/template/template-rules.ts';
import { addIsoDuration } from './business-calendar.ts';

export type TierLevel = TiersDef['levels'][number];

/** Where a person stands: the tier held, and until when it is kept although too little was earned for it. */
export interface TierStanding {
  readonly tier: string;
  readonly graceUntil: string | null;
}

/** Levels from the lowest. */
export function levelsOf({ levels }: TiersDef): readonly TierLevel[] {
  return [...levels].sort((a, b) => compareDecimal(amount(a.from), amount(b.from)));
}

/** The highest level that an amount reaches; none below the lowest. */
export function levelFor(tiers: TiersDef, earned: string): TierLevel | undefined {
  return levelsOf(tiers).findLast(({ from }) => compareDecimal(amount(earned), amount(from)) >= 0);
}

/**
 * The standing after a look (SPEC [PTS-10]): up at once; down only where the template demotes, after the grace that
 * begins when too little was earned first, and ends when enough is earned again. A level that is gone is left at once.
 */
export function nextStanding(
  tiers: TiersDef,
  held: TierStanding | null,
  at: { readonly earned: string; readonly now: string; readonly timeZone: string },
): TierStanding | null {
  const levels = levelsOf(tiers);
  const reached = levelFor(tiers, at.earned);
  const before = levels.findIndex(({ id }) => id === held?.tier);
  const after = reached === undefined ? -1 : levels.indexOf(reached);
  if (held === null || before < 0 || after >= before)
    return reached === undefined ? null : { tier: reached.id, graceUntil: null };
  if (tiers.demote === undefined) return { tier: held.tier, graceUntil: null };
  const graceUntil = held.graceUntil ?? addIsoDuration(at.now, tiers.demote.grace, { timeZone: at.timeZone });
  if (graceUntil > at.now) return { tier: held.tier, graceUntil };
  return reached === undefined ? null : { tier: reached.id, graceUntil: null };
}

function amount(text: string) {
  return parseDecimal(text) ?? DECIMAL_ZERO;
}
