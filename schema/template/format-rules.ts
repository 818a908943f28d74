import { LIMITS } from '../core/limits.ts';
import { AWARD_APPROVAL } from './format-workflows.ts';
import {
  choice,
  EXPRESSION,
  FLAG,
  form,
  integer,
  keyed,
  LABELS,
  list,
  map,
  may,
  NAME,
  need,
  object,
  PROSE,
  type KeysOf,
} from './shape.ts';
import { TEST } from './format-tests.ts';
import type { Template } from './template.ts';
import {
  ALIGNMENTS,
  ROW_CHANGES,
  HIT_POLICIES,
  LEDGER_PERIODS,
  LOT_ORDERS,
  SCHEDULE_UNITS,
  VALUATION_METHODS,
  type AccountDef,
  type ActionDef,
  type AutomationDef,
  type AwardDef,
  type BalanceLedgerDef,
  type DimensionDef,
  type DoubleLedgerDef,
  type EntryDef,
  type LeaderboardDef,
  type LedgerPeriodDef,
  type LimitDef,
  type MeasureDef,
  type PostingDef,
  type RewardDef,
  type ScheduleDef,
  type TableDef,
  type TiersDef,
} from './template-rules.ts';

const ID = need(form('itemId'));
const ITEMS = list(form('itemId'));
const LABEL = may(LABELS);
const ORIGIN = may(form('packName'));
const DURATION = form('duration');
const ENTITY = form('entityId');
/** A decimal text or a path from a dimension; which of them, the model's rules say. */
const BOUND = may(PROSE);

const PERIOD = object<LedgerPeriodDef>({
  by: need(choice(LEDGER_PERIODS)),
  close: may(form('itemId')),
  backdate: may(NAME),
});

const DIMENSION = object<DimensionDef>({
  id: need(form('fieldId')),
  label: LABEL,
  ref: may(ENTITY),
  type: may(form('type')),
  optional: may(FLAG),
});

const BALANCE_LEDGER = object<BalanceLedgerDef>({
  id: ID,
  mode: need(choice(['balance'])),
  label: LABEL,
  dimensions: need(keyed(DIMENSION, { min: 1, max: LIMITS.keyFieldsMax })),
  measures: need(
    keyed(
      object<MeasureDef>({
        id: need(form('fieldId')),
        label: LABEL,
        type: need(form('type')),
        min: BOUND,
        max: BOUND,
      }),
      { min: 1 },
    ),
  ),
  valuation: may(
    object<NonNullable<BalanceLedgerDef['valuation']>>({
      method: need(choice(VALUATION_METHODS)),
      quantity: need(form('fieldId')),
      amount: need(form('fieldId')),
      lateCost: may(NAME),
    }),
  ),
  override: may(
    object<NonNullable<BalanceLedgerDef['override']>>({
      measure: need(form('fieldId')),
      floor: need(form('decimal')),
      roles: need(ITEMS),
      approval: may(FLAG),
      expires: may(DURATION),
    }),
  ),
  period: may(PERIOD),
  origin: ORIGIN,
});

const DOUBLE_LEDGER = object<DoubleLedgerDef>({
  id: ID,
  mode: need(choice(['double'])),
  label: LABEL,
  unit: may(PROSE),
  scale: may(integer(0, LIMITS.decimalScaleMax)),
  dimensions: may(keyed(DIMENSION, { max: LIMITS.keyFieldsMax })),
  accounts: need(
    keyed(
      object<AccountDef>({
        id: need(form('fieldId')),
        label: LABEL,
        by: need(list(form('fieldId'), { max: LIMITS.keyFieldsMax })),
        min: BOUND,
        max: BOUND,
        lots: may(
          object<NonNullable<AccountDef['lots']>>({
            consume: need(choice(LOT_ORDERS)),
            expireTo: may(form('fieldId')),
          }),
        ),
      }),
      { min: 1 },
    ),
  ),
  period: may(PERIOD),
  origin: ORIGIN,
});

const POSTING = object<PostingDef>({
  id: ID,
  label: LABEL,
  of: need(ENTITY),
  ledger: need(form('itemId')),
  each: may(EXPRESSION),
  when: may(EXPRESSION),
  key: may(map('fieldId', EXPRESSION)),
  move: may(map('fieldId', EXPRESSION)),
  to: may(form('fieldId')),
  follow: may(list(form('fieldId'))),
  entries: may(
    keyed(
      object<EntryDef>({
        id: ID,
        account: need(form('fieldId')),
        key: may(map('fieldId', EXPRESSION)),
        amount: need(EXPRESSION),
      }),
    ),
  ),
  at: may(EXPRESSION),
  expires: may(DURATION),
  consume: may(form('itemId')),
  cost: may(EXPRESSION),
  ifPack: ORIGIN,
  origin: ORIGIN,
});

const TABLE = object<TableDef>({
  id: ID,
  label: LABEL,
  hit: need(choice(HIT_POLICIES)),
  in: need(map('fieldId', form('type'))),
  columns: may(list(form('fieldId'))),
  out: need(form('type')),
  rows: need(list(list({ kind: 'scalar', of: ['string', 'number', 'boolean', 'null'] }))),
  else: may({ kind: 'scalar', of: ['string', 'number', 'boolean'] }),
  origin: ORIGIN,
});

const LIMIT = object<LimitDef>({
  id: may(form('itemId')),
  per: need(list(NAME, { min: 1 })),
  max: may(form('decimal')),
  cooldown: may(DURATION),
});

const AWARD = object<AwardDef>({
  id: ID,
  label: LABEL,
  ledger: may(form('itemId')),
  on: may(
    object<NonNullable<AwardDef['on']>>({
      entity: may(ENTITY),
      transition: may(form('fieldId')),
      change: may(choice(ROW_CHANGES)),
      fields: may(list(form('fieldId'), { min: 1 })),
      event: may(form('itemId')),
    }),
  ),
  manual: may(
    object<NonNullable<AwardDef['manual']>>({
      by: need(ITEMS),
      approvals: may(list(AWARD_APPROVAL)),
      reason: may(choice(['required', 'optional'])),
      notToSelf: may(FLAG),
      limits: may(list(LIMIT)),
    }),
  ),
  to: may(EXPRESSION),
  when: may(EXPRESSION),
  amount: may(EXPRESSION),
  once: may(list(EXPRESSION)),
  limits: may(list(LIMIT)),
  budget: may(map('fieldId', NAME)),
  pending: may(
    object<NonNullable<AwardDef['pending']>>({
      until: may(object<{ readonly transition: string }>({ transition: need(form('fieldId')) })),
      atMost: may(DURATION),
    }),
  ),
  expires: may(object<NonNullable<AwardDef['expires']>>({ after: need(DURATION), align: may(choice(ALIGNMENTS)) })),
  clawback: may(
    object<NonNullable<AwardDef['clawback']>>({ on: need(list(form('fieldId'))), short: may(form('fieldId')) }),
  ),
  explain: LABEL,
  ifPack: ORIGIN,
  origin: ORIGIN,
});

const TIERS = object<TiersDef>({
  metric: need(choice(['earned', 'balance'])),
  window: may(DURATION),
  levels: need(
    keyed(
      object<TiersDef['levels'][number]>({ id: ID, label: LABEL, from: need(form('decimal')), grants: may(ITEMS) }),
      { min: 1 },
    ),
  ),
  demote: may(object<{ readonly grace: string }>({ grace: need(DURATION) })),
  origin: ORIGIN,
});

const REWARD = object<RewardDef>({
  id: ID,
  label: LABEL,
  help: LABEL,
  cost: need(form('decimal')),
  stock: may(integer(0, 1_000_000_000)),
  per: may(
    map(
      'fieldId',
      object<{ readonly max: number; readonly window?: string }>({
        max: need(integer(1, 1_000_000)),
        window: may(DURATION),
      }),
    ),
  ),
  fulfil: may(object<{ readonly workflow: string }>({ workflow: need(form('itemId')) })),
  origin: ORIGIN,
});

const LEADERBOARD = object<LeaderboardDef>({
  id: ID,
  label: LABEL,
  group: need(NAME),
  metric: need(NAME),
  window: may(NAME),
  show: may(NAME),
  optOut: may(FLAG),
  origin: ORIGIN,
});

const SET_VALUES = need(map('fieldId', EXPRESSION));

const ACTIONS = keyed(
  {
    kind: 'variants',
    by: 'kind',
    of: {
      set: object<Extract<ActionDef, { kind: 'set' }>>({ kind: need(choice(['set'])), id: ID, values: SET_VALUES }),
      create: object<Extract<ActionDef, { kind: 'create' }>>({
        kind: need(choice(['create'])),
        id: ID,
        entity: need(ENTITY),
        values: SET_VALUES,
      }),
      transition: object<Extract<ActionDef, { kind: 'transition' }>>({
        kind: need(choice(['transition'])),
        id: ID,
        transition: need(form('fieldId')),
      }),
      notify: object<Extract<ActionDef, { kind: 'notify' }>>({
        kind: need(choice(['notify'])),
        id: ID,
        roles: may(ITEMS),
        to: may(EXPRESSION),
        message: need(LABELS),
      }),
      webhook: object<Extract<ActionDef, { kind: 'webhook' }>>({
        kind: need(choice(['webhook'])),
        id: ID,
        connection: need(form('itemId')),
      }),
    },
  },
  { min: 1 },
);

const AUTOMATION = object<AutomationDef>({
  id: ID,
  label: LABEL,
  on: need(
    object<AutomationDef['on']>({
      entity: need(ENTITY),
      change: may(choice(ROW_CHANGES)),
      transition: may(form('fieldId')),
      fields: may(list(form('fieldId'))),
    }),
  ),
  when: may(EXPRESSION),
  do: need(ACTIONS),
  ifPack: ORIGIN,
  origin: ORIGIN,
});

const SCHEDULE = object<ScheduleDef>({
  id: ID,
  label: LABEL,
  every: need(choice(SCHEDULE_UNITS)),
  at: may(form('time')),
  timeZone: may(form('timeZone')),
  of: may(ENTITY),
  where: may(EXPRESSION),
  do: need(ACTIONS),
  ifPack: ORIGIN,
  origin: ORIGIN,
});

type RuleSections =
  | 'ledgers'
  | 'postings'
  | 'tables'
  | 'awards'
  | 'tiers'
  | 'rewards'
  | 'leaderboards'
  | 'automations'
  | 'schedules'
  | 'tests';

/** Sections of ledgers, points, automation and tests. */
export const FORMAT_RULE_SECTIONS: KeysOf<Pick<Template, RuleSections>> = {
  ledgers: may(keyed({ kind: 'variants', by: 'mode', of: { balance: BALANCE_LEDGER, double: DOUBLE_LEDGER } })),
  postings: may(keyed(POSTING)),
  tables: may(keyed(TABLE)),
  awards: may(keyed(AWARD)),
  tiers: may(TIERS),
  rewards: may(keyed(REWARD)),
  leaderboards: may(keyed(LEADERBOARD)),
  automations: may(keyed(AUTOMATION)),
  schedules: may(keyed(SCHEDULE)),
  tests: may(keyed(TEST)),
};
