import type { Text } from '../../schema/core/text.ts';

/** What a flag was raised for, in numbers and names that the person may read. */
export type FlagFacts = Readonly<Record<string, string>>;

/** Something unusual that was found; `key` is what and when, so that the same is found once. */
export interface FoundFlag {
  readonly detector: 'createCancel' | 'splitOrders' | 'burst' | 'reciprocal';
  readonly user: string;
  readonly key: string;
  readonly facts: FlagFacts;
}

/** What each detector says, the facts filled in. It tells what was seen, and never what somebody meant. */
export const FLAG_TEXTS: ReadonlyMap<string, Text> = new Map<FoundFlag['detector'], Text>([
  [
    'createCancel',
    {
      en: '{cancelled} of {created} records made since {from} were cancelled or deleted.',
      'zh-CN': '自 {from} 起新建的 {created} 条记录中有 {cancelled} 条被取消或删除。',
    },
  ],
  [
    'splitOrders',
    {
      en: '{count} records for the same {field} on {day}; on other days at most {usual} as a rule.',
      'zh-CN': '{day} 针对同一{field}新建了 {count} 条记录，平时通常不超过 {usual} 条。',
    },
  ],
  [
    'burst',
    {
      en: '{count} awards on {day}; {usual} on a usual day of the four weeks before.',
      'zh-CN': '{day} 获得 {count} 次积分；此前四周通常每日 {usual} 次。',
    },
  ],
  [
    'reciprocal',
    {
      en: '{given} awards given to {other} and {got} got back since {from}.',
      'zh-CN': '自 {from} 起向 {other} 发放 {given} 次，并从其获得 {got} 次。',
    },
  ],
]);

/** Below these nothing is told: few events are no pattern (SPEC [PTS-18]). */
export const FLAG_LIMITS = {
  windowDays: 28,
  cancelledMin: 5,
  cancelledShare: 0.5,
  splitMin: 5,
  splitTimesUsual: 3,
  burstMin: 10,
  burstZ: 4,
  mutualMin: 2,
} as const;

/** Records made and undone again, of one person in the window. */
export function findCreateCancel(
  rows: readonly { readonly user: string; readonly created: number; readonly cancelled: number }[],
  window: { readonly from: string; readonly month: string },
): readonly FoundFlag[] {
  return rows
    .filter(
      ({ created, cancelled }) =>
        cancelled >= FLAG_LIMITS.cancelledMin && cancelled / created >= FLAG_LIMITS.cancelledShare,
    )
    .map(({ user, created, cancelled }) => ({
      detector: 'createCancel',
      user,
      key: `${user}|${window.month}`,
      facts: { created: String(created), cancelled: String(cancelled), from: window.from },
    }));
}

/** How many records of one person name the same row, such as a customer, on one day. */
export interface DayCount {
  readonly user: string;
  readonly entity: string;
  readonly field: string;
  readonly value: string;
  readonly day: string;
  readonly count: number;
}

/** Records of one person for one customer and day, where a limit counts customers: many small ones instead of one. */
export function findSplitOrders(rows: readonly DayCount[]): readonly FoundFlag[] {
  return [...Map.groupBy(rows, ({ user, entity, field }) => `${user}|${entity}|${field}`).values()].flatMap((own) => {
    return own.flatMap((row): readonly FoundFlag[] => {
      const others = own.filter((one) => one !== row).map(({ count }) => count);
      const usual = Math.max(1, median(others));
      if (row.count < FLAG_LIMITS.splitMin || row.count < usual * FLAG_LIMITS.splitTimesUsual) return [];
      const { user, entity, field, value, day, count } = row;
      return [
        {
          detector: 'splitOrders',
          user,
          key: `${user}|${field}|${value}|${day}`,
          facts: { entity, field, value, day, count: String(count), usual: String(usual) },
        },
      ];
    });
  });
}

/**
 * Days on which a person got many more awards than on the median day of the 28 days before: the distance in units of
 * the median absolute deviation, scaled to a normal deviation (1.4826), and of at least one award.
 */
export function findBursts(
  rows: readonly { readonly user: string; readonly day: number; readonly date: string; readonly count: number }[],
): readonly FoundFlag[] {
  return [...Map.groupBy(rows, ({ user }) => user)].flatMap(([user, own]) => {
    const byDay = new Map(own.map((row) => [row.day, row.count]));
    return own.flatMap(({ day, date, count }): readonly FoundFlag[] => {
      const before = Array.from({ length: FLAG_LIMITS.windowDays }, (_, index) => byDay.get(day - 1 - index) ?? 0);
      const usual = median(before);
      const spread = Math.max(1, 1.4826 * median(before.map((one) => Math.abs(one - usual))));
      if (count < FLAG_LIMITS.burstMin || (count - usual) / spread < FLAG_LIMITS.burstZ) return [];
      const facts = { day: date, count: String(count), usual: String(usual) };
      return [{ detector: 'burst', user, key: `${user}|${date}`, facts }];
    });
  });
}

/** Two people who give to each other; each sees the flag about himself. */
export function findReciprocal(
  rows: readonly { readonly giver: string; readonly receiver: string; readonly count: number }[],
  window: { readonly from: string; readonly month: string; readonly nameOf: (user: string) => string },
): readonly FoundFlag[] {
  const given = new Map(rows.map(({ giver, receiver, count }) => [`${giver}|${receiver}`, count]));
  return rows.flatMap(({ giver, receiver, count }): readonly FoundFlag[] => {
    const back = given.get(`${receiver}|${giver}`) ?? 0;
    if (giver === receiver || count < FLAG_LIMITS.mutualMin || back < FLAG_LIMITS.mutualMin) return [];
    return [
      {
        detector: 'reciprocal',
        user: giver,
        key: `${giver}|${receiver}|${window.month}`,
        facts: { other: window.nameOf(receiver), given: String(count), got: String(back), from: window.from },
      },
    ];
  });
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}
