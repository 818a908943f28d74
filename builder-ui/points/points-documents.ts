/** Documents of the points API (SPEC PTS), and what they answer. Amounts are exact texts. */

export interface Tier {
  readonly id: string;
  readonly label: string;
  readonly from: string;
  readonly roles: readonly string[];
}

export interface Wallet {
  readonly ledger: string;
  readonly unit: string | null;
  readonly balance: string;
  readonly pending: string;
  readonly owed: string;
  readonly earned: string;
  readonly expiring: readonly { readonly amount: string; readonly expiresAt: string }[];
  readonly tier: Tier | null;
  readonly nextTier: Tier | null;
  readonly toNextTier: string | null;
  readonly graceUntil: string | null;
}

const WALLET =
  '{ ledger unit balance pending owed earned expiring { amount expiresAt } tier { id label from roles } nextTier { id label from roles } toNextTier graceUntil }';

export const WALLET_DOCUMENT = `{ wallet: myPoints ${WALLET} }`;

export interface Tiers {
  readonly metric: string;
  readonly window: string | null;
  readonly grace: string | null;
  readonly levels: readonly Tier[];
}

export const TIERS_DOCUMENT = '{ tiers: pointsTiers { metric window grace levels { id label from roles } } }';

export interface Day {
  readonly day: string;
  readonly earned: string;
  readonly used: string;
  readonly balance: string;
}

export const TREND_DOCUMENT = 'query ($days: Int) { days: pointsTrend(days: $days) { day earned used balance } }';

/** A part of a condition or of an amount; depth 0 is the whole. */
export interface Part {
  readonly says: string;
  /** As authored. */
  readonly source: string;
  readonly value: string | null;
  readonly depth: number;
}

export interface Cut {
  readonly kind: 'ONCE' | 'LIMIT' | 'BUDGET';
  readonly says: string;
  readonly max: string | null;
  readonly left: string | null;
}

export interface Person {
  readonly id: string;
  readonly name: string;
}

export interface Why {
  readonly templateVersion: number;
  readonly reason: string | null;
  readonly giver: Person | null;
  readonly values: readonly { readonly path: string; readonly label: string; readonly value: string | null }[];
  readonly condition: readonly Part[];
  readonly amount: readonly Part[];
  readonly asked: string;
  readonly granted: string;
  readonly cutBy: Cut | null;
  readonly pendingUntil: string | null;
  readonly expiresAt: string | null;
}

export const ENTRY_KINDS = ['AWARD', 'MATURED', 'RELEASED', 'TAKEN_BACK', 'EXPIRED', 'POSTED', 'REVERSED'] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

export interface Entry {
  readonly id: string;
  readonly at: string;
  readonly kind: EntryKind;
  readonly rule: string;
  readonly label: string;
  readonly text: string | null;
  readonly balance: string;
  readonly pending: string;
  readonly owed: string;
  readonly entity: string | null;
  readonly recordId: string | null;
  readonly why: Why | null;
}

export interface EntryPage {
  readonly nodes: readonly Entry[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const PARTS = '{ says source value depth }';
const CUT = '{ kind says max left }';

export const ENTRIES_DOCUMENT = `query ($first: Int, $after: String, $kind: PointsEntryKind, $rule: String, $from: DateTime) {
  page: pointsEntries(first: $first, after: $after, kind: $kind, rule: $rule, from: $from) {
    nodes { id at kind rule label text balance pending owed entity recordId
      why { templateVersion reason giver { id name } values { path label value } condition ${PARTS} amount ${PARTS} asked granted cutBy ${CUT} pendingUntil expiresAt } }
    pageInfo { hasNextPage endCursor } } }`;

/** The newest entries of somebody, without their reasons; for the committee. */
export const PERSON_ENTRIES_DOCUMENT =
  'query ($user: ID!) { page: pointsEntries(user: $user, first: 20) { nodes { id at kind rule label text balance pending owed } } }';

export interface WhyNot {
  readonly at: string;
  readonly reason: string;
  readonly text: string;
  readonly parts: readonly Part[];
  readonly asked: string | null;
  readonly granted: string | null;
  readonly cutBy: Cut | null;
}

export const WHY_NOT_DOCUMENT = `query ($award: ID!, $recordId: ID!) { found: whyNotPoints(award: $award, recordId: $recordId) { at reason text parts ${PARTS} asked granted cutBy ${CUT} } }`;

export interface Sentence {
  readonly topic: string;
  readonly text: string;
}

export interface Rule {
  readonly id: string;
  readonly label: string;
  readonly ledger: string;
  readonly unit: string | null;
  readonly sentences: readonly Sentence[];
  readonly limits: readonly {
    readonly id: string;
    readonly text: string;
    readonly max: string | null;
    readonly left: string | null;
  }[];
  readonly budgetLeft: string | null;
  readonly history: readonly {
    readonly templateVersion: number;
    readonly at: string;
    readonly sentences: readonly Sentence[];
  }[];
}

const SENTENCES = '{ topic text }';

export const RULES_DOCUMENT = `{ rules: pointsRules { id label ledger unit sentences ${SENTENCES} limits { id text max left } budgetLeft history { templateVersion at sentences ${SENTENCES} } } }`;

export interface Flag {
  readonly id: string;
  readonly at: string;
  readonly detector: string;
  readonly text: string;
  readonly person: Person;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly state: 'OPEN' | 'EXPLAINED' | 'UPHELD' | 'DISMISSED';
  readonly appeal: string | null;
  readonly appealedAt: string | null;
  readonly decision: string | null;
  readonly decidedAt: string | null;
}

const FLAG =
  '{ id at detector text person { id name } facts { name value } state appeal appealedAt decision decidedAt }';

export const FLAGS_DOCUMENT = `query ($everybody: Boolean) { flags: pointsFlags(everybody: $everybody) ${FLAG} }`;
export const APPEAL_FLAG_DOCUMENT = `mutation ($id: ID!, $text: String!) { flag: appealFlag(id: $id, text: $text) { id } }`;
export const DECIDE_FLAG_DOCUMENT = `mutation ($id: ID!, $state: PointsFlagState!, $comment: String!) { flag: decideFlag(id: $id, state: $state, comment: $comment) { id } }`;

export interface BoardRow {
  readonly rank: number;
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly isMe: boolean;
}

export interface Board {
  readonly id: string;
  readonly label: string;
  readonly group: string;
  readonly metric: string;
  readonly from: string | null;
  readonly to: string;
  readonly members: number;
  readonly top: readonly BoardRow[];
  readonly me: BoardRow | null;
  readonly around: readonly BoardRow[];
  readonly optedOut: boolean;
}

const ROW = '{ rank id name value isMe }';

export const BOARD_DOCUMENT = `query ($id: ID!) { board: leaderboard(id: $id) { id label group metric from to members top ${ROW} me ${ROW} around ${ROW} optedOut } }`;
export const OPT_OUT_DOCUMENT = 'mutation ($out: Boolean!) { out: setLeaderboardOptOut(out: $out) }';

export interface Reward {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly cost: string;
  readonly left: number | null;
  readonly mine: number | null;
  readonly affordable: boolean;
}

export const REWARDS_DOCUMENT =
  '{ rewards: pointsRewards { id code name cost left mine affordable } wallet: myPoints { unit balance } }';
export const REDEEM_DOCUMENT =
  'mutation ($reward: ID!, $qty: Int, $key: String!) { made: redeemReward(reward: $reward, qty: $qty, idempotencyKey: $key) { id entity number cost balance } }';

export interface Gift {
  readonly id: string;
  readonly award: string;
  readonly label: string;
  readonly giver: Person;
  readonly receiver: Person;
  readonly amount: string;
  readonly granted: string | null;
  readonly reason: string;
  readonly state: 'WAITING' | 'GRANTED' | 'DECLINED' | 'WITHDRAWN';
  readonly askedAt: string;
  readonly decisions: readonly {
    readonly by: Person;
    readonly approved: boolean;
    readonly comment: string | null;
    readonly at: string;
  }[];
  readonly mayDecide: boolean;
}

const GIFT =
  '{ id award label giver { id name } receiver { id name } amount granted reason state askedAt decisions { by { id name } approved comment at } mayDecide }';

export const GIFTS_DOCUMENT = `{ gifts: pointsGifts ${GIFT} }`;
export const GIVE_DOCUMENT = `mutation ($award: ID!, $to: ID!, $amount: Decimal!, $reason: String, $key: String!) { gift: giveAward(award: $award, to: $to, amount: $amount, reason: $reason, idempotencyKey: $key) { id state } }`;
export const DECIDE_GIFT_DOCUMENT = `mutation ($id: ID!, $approve: Boolean!, $comment: String) { gift: decideGift(id: $id, approve: $approve, comment: $comment) { id state } }`;
export const WITHDRAW_GIFT_DOCUMENT = 'mutation ($id: ID!) { gift: withdrawGift(id: $id) { id } }';
export const FUND_DOCUMENT = `mutation ($award: ID!, $amount: Decimal!, $reason: String!, $key: String!) { budget: fundPoints(award: $award, amount: $amount, reason: $reason, idempotencyKey: $key) { left } }`;
