import type { Model } from '../../schema/model/model.ts';
import { rewardShop } from '../../schema/model/reward-shop.ts';
import type { GraphqlExtension } from './graphql-extensions.ts';
import type { FieldPlan, InputFieldPlan, ServiceName } from './graphql-plan-types.ts';
import { POINTS_TYPES } from './graphql-points-types.ts';

/** What points add to the API of a model that has awards; types that no root field leads to fall away. */
export function pointsApi(model: Model): GraphqlExtension {
  const { awards } = model.behaviour;
  if (awards.length === 0) return {};
  const hasManual = awards.some(({ on }) => on.kind === 'manual');
  const hasShop = rewardShop(model) !== undefined;
  const hasBoards = (model.kept['leaderboards'] ?? []).length > 0;
  const hasTiers = (model.kept['tiers'] ?? []).length > 0;
  return {
    types: POINTS_TYPES,
    query: [
      ...QUERIES,
      ...(hasTiers
        ? [field('pointsTiers', 'PointsTiers!', 'points.tiers', { says: 'The tiers, and mine over time.' })]
        : []),
      ...(hasManual ? GIFT_QUERIES : []),
      ...(hasShop ? [field('pointsRewards', '[PointsReward!]!', 'points.rewards', { says: 'Rewards on offer.' })] : []),
      ...(hasBoards ? BOARD_QUERIES : []),
    ],
    mutation: [
      ...MUTATIONS,
      ...(hasManual ? GIFT_MUTATIONS : []),
      ...(hasShop ? SHOP_MUTATIONS : []),
      ...(hasBoards ? BOARD_MUTATIONS : []),
    ],
    subscription: [
      field('pointsChanged', 'PointsWallet!', 'points.wallet', {
        args: { ledger: 'String' },
        says: 'My points after each change of them.',
      }),
    ],
  };
}

const PAGE: Readonly<Record<string, string>> = { first: 'Int', after: 'String' };

const QUERIES: readonly FieldPlan[] = [
  field('myPoints', 'PointsWallet!', 'points.wallet', {
    args: { ledger: 'String' },
    says: 'My points; of the first award’s ledger when none is named.',
  }),
  field('pointsEntries', 'PointsEntryPage!', 'points.entries', {
    args: {
      user: 'ID',
      ledger: 'String',
      kind: 'PointsEntryKind',
      rule: 'String',
      from: 'DateTime',
      to: 'DateTime',
      ...PAGE,
    },
    says: 'What happened to my points and why; of somebody else for the committee.',
  }),
  field('pointsTrend', '[PointsDay!]!', 'points.trend', {
    args: { ledger: 'String', days: 'Int' },
    says: 'My points day by day, today last; 90 days when it is not said how many.',
  }),
  field('whyNotPoints', '[PointsWhyNot!]!', 'points.whyNot', {
    args: { award: 'ID!', recordId: 'ID!', user: 'ID' },
    says: 'Why an award gave nothing, or less, for a record in the last thirty days.',
  }),
  field('pointsRules', '[PointsRule!]!', 'points.rules', {
    says: 'What points are given for, in words: for everybody to read.',
  }),
  field('pointsFlags', '[PointsFlag!]!', 'points.flags', {
    args: { state: 'PointsFlagState', everybody: 'Boolean' },
    says: 'Flags about me; about everybody for the committee.',
  }),
];

const MUTATIONS: readonly FieldPlan[] = [
  field('appealFlag', 'PointsFlag!', 'points.appealFlag', {
    args: { id: 'ID!', text: 'String!' },
    says: 'Tells the committee how a flag about me came about.',
  }),
  field('decideFlag', 'PointsFlag!', 'points.decideFlag', {
    args: { id: 'ID!', state: 'PointsFlagState!', comment: 'String!' },
    says: 'Upholds or dismisses a flag. For the committee, and never about oneself.',
  }),
  field('fundPoints', 'PointsBudget!', 'points.fund', {
    args: { award: 'ID!', amount: 'Decimal!', reason: 'String!', idempotencyKey: 'String!' },
    says: 'Puts points into the budget that pays an award; takes them out again when negative.',
  }),
];

const GIFT_QUERIES: readonly FieldPlan[] = [
  field('pointsGifts', '[PointsGift!]!', 'points.gifts', {
    args: { state: 'PointsGiftState' },
    says: 'Special awards that I gave, got or may decide, newest first.',
  }),
];

const GIFT_MUTATIONS: readonly FieldPlan[] = [
  field('giveAward', 'PointsGift!', 'points.give', {
    args: { award: 'ID!', to: 'ID!', amount: 'Decimal!', reason: 'String', idempotencyKey: 'String!' },
    says: 'Gives a special award, or asks for the approvals it needs.',
  }),
  field('decideGift', 'PointsGift!', 'points.decideGift', {
    args: { id: 'ID!', approve: 'Boolean!', comment: 'String' },
    says: 'Approves or declines a special award that waits for me.',
  }),
  field('withdrawGift', 'PointsGift!', 'points.withdrawGift', {
    args: { id: 'ID!' },
    says: 'Takes back a special award that I asked for and nobody has granted yet.',
  }),
];

const SHOP_MUTATIONS: readonly FieldPlan[] = [
  field('redeemReward', 'PointsRedemption!', 'points.redeem', {
    args: { reward: 'ID!', qty: 'Int', idempotencyKey: 'String!' },
    says: 'Buys a reward, named by its id or code, with points.',
  }),
];

const BOARD_QUERIES: readonly FieldPlan[] = [
  field('leaderboard', 'PointsBoard!', 'points.board', { args: { id: 'ID!' }, says: 'A leaderboard as I may see it.' }),
];

const BOARD_MUTATIONS: readonly FieldPlan[] = [
  field('setLeaderboardOptOut', 'Boolean!', 'points.optOut', {
    args: { out: 'Boolean!' },
    says: 'Whether I stay off leaderboards.',
  }),
];

function field(
  name: string,
  type: string,
  service: ServiceName,
  { args = {}, says }: { readonly args?: Readonly<Record<string, string>>; readonly says: string },
): FieldPlan {
  const inputs: readonly InputFieldPlan[] = Object.entries(args).map(([arg, of]) => ({ name: arg, type: of }));
  return {
    name,
    type,
    description: says,
    ...(inputs.length === 0 ? {} : { args: inputs }),
    source: { kind: 'service', service },
  };
}
