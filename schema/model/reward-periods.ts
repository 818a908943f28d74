/** Calendar periods that a person's share of a reward may begin anew with, by the `window` that means each. */
export const REWARD_PERIODS: Readonly<Record<string, string>> = {
  P1D: 'day',
  P1W: 'week',
  P1M: 'month',
  P3M: 'quarter',
  P1Y: 'year',
  P12M: 'year',
};
