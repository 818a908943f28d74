import type { EntityDef, RoleDef, Template, WorkflowDef } from '../../schema/template/template.ts';
import type { AwardDef, LedgerDef, PostingDef } from '../../schema/template/template-rules.ts';

const text = (en: string, zh: string): { en: string; 'zh-CN': string } => ({ en, 'zh-CN': zh });

const ENTITIES: readonly EntityDef[] = [
  {
    id: 'Programme',
    kind: 'master',
    label: text('Programme', '方案'),
    title: 'code',
    fields: [{ id: 'code', type: 'text', required: true, unique: true }],
  },
  {
    id: 'Client',
    kind: 'master',
    label: text('Client', '客户'),
    title: 'name',
    fields: [{ id: 'name', type: 'text', required: true, unique: true }],
  },
  {
    id: 'Job',
    kind: 'document',
    label: text('Job', '任务'),
    title: 'name',
    fields: [
      { id: 'name', type: 'text', required: true, label: text('Name', '名称') },
      { id: 'client', type: 'ref', to: 'Client', label: text('Client', '客户') },
      { id: 'doer', type: 'user', label: text('Done by', '完成人') },
      { id: 'size', type: 'decimal(9,3)', default: "dec('1')", label: text('Size', '规模') },
      { id: 'onTime', type: 'bool', default: 'true', label: text('On time', '准时') },
      { id: 'note', type: 'text', editableAfterPost: true },
    ],
  },
  {
    id: 'Gift',
    kind: 'master',
    label: text('Gift', '礼品'),
    title: 'name',
    fields: [
      { id: 'code', type: 'text', required: true, unique: true },
      { id: 'name', type: 'text', required: true, label: text('Name', '名称') },
      { id: 'cost', type: 'decimal(18,2)', required: true, min: '0.01' },
      { id: 'stock', type: 'int', required: true },
      { id: 'perPersonMax', type: 'int' },
      { id: 'every', type: 'enum', options: [{ id: 'month' }, { id: 'quarter' }] },
    ],
  },
  {
    id: 'Redemption',
    kind: 'document',
    label: text('Redemption', '兑换'),
    title: 'number',
    number: { field: 'number', pattern: 'RD-{seq:4}', per: [], gapless: false },
    fields: [
      { id: 'number', type: 'sequence' },
      { id: 'person', type: 'user', required: true, default: 'actor.id' },
      { id: 'reward', type: 'ref', to: 'Gift', required: true, onDelete: 'restrict' },
      { id: 'qty', type: 'int', required: true, default: '1', min: '1' },
      { id: 'points', type: 'decimal(18,2)', formula: 'doc.reward.cost * doc.qty', stored: true },
    ],
  },
];

const WORKFLOWS: readonly WorkflowDef[] = [
  {
    id: 'jobFlow',
    of: 'Job',
    initial: 'open',
    states: [
      { id: 'open', label: text('Open', '进行中') },
      { id: 'done', label: text('Done', '已完成'), class: 'posted' },
      { id: 'closed', class: 'closed' },
      { id: 'cancelled', class: 'reversed' },
    ],
    transitions: [
      { id: 'finish', from: ['open'], to: 'done' },
      { id: 'close', from: ['done'], to: 'closed' },
      { id: 'cancel', from: ['done', 'closed'], to: 'cancelled' },
    ],
  },
  {
    id: 'redemptionFlow',
    of: 'Redemption',
    initial: 'asked',
    states: [{ id: 'asked' }, { id: 'paid', class: 'posted' }, { id: 'returned', class: 'reversed' }],
    transitions: [
      { id: 'redeem', from: ['asked'], to: 'paid', post: ['payReward', 'takeReward', 'countReward'] },
      { id: 'giveBack', from: ['paid'], to: 'returned', reverse: ['payReward', 'takeReward', 'countReward'] },
    ],
  },
];

const LEDGERS: readonly LedgerDef[] = [
  {
    id: 'points',
    mode: 'double',
    unit: 'pt',
    scale: 2,
    dimensions: [{ id: 'programme', ref: 'Programme' }],
    accounts: [
      { id: 'budget', by: ['programme'], min: '0' },
      { id: 'wallet', by: ['user'], min: '0', lots: { consume: 'earliestExpiry', expireTo: 'breakage' } },
      { id: 'pending', by: ['user'], min: '0' },
      { id: 'owed', by: ['user'], min: '0' },
      { id: 'redeemed', by: [] },
      { id: 'breakage', by: [] },
    ],
  },
  {
    id: 'rewardStock',
    mode: 'balance',
    dimensions: [{ id: 'reward', ref: 'Gift' }],
    measures: [{ id: 'taken', type: 'int', min: '0', max: 'reward.stock' }],
  },
  {
    id: 'rewardShare',
    mode: 'balance',
    dimensions: [
      { id: 'reward', ref: 'Gift' },
      { id: 'person', type: 'user' },
      { id: 'period', type: 'text' },
    ],
    measures: [{ id: 'taken', type: 'int', min: '0', max: 'reward.perPersonMax' }],
  },
];

const POSTINGS: readonly PostingDef[] = [
  {
    id: 'payReward',
    of: 'Redemption',
    ledger: 'points',
    entries: [
      { id: 'from', account: 'wallet', key: { user: 'doc.person' }, amount: '-doc.points' },
      { id: 'to', account: 'redeemed', amount: 'doc.points' },
    ],
  },
  {
    id: 'takeReward',
    of: 'Redemption',
    ledger: 'rewardStock',
    key: { reward: 'doc.reward' },
    move: { taken: 'doc.qty' },
  },
  {
    id: 'countReward',
    of: 'Redemption',
    ledger: 'rewardShare',
    key: {
      reward: 'doc.reward',
      person: 'doc.person',
      period:
        "doc.reward.every == 'month' ? string(year(today())) + '-' + string(month(today())) : doc.reward.every == 'quarter' ? string(year(today())) + (month(today()) <= 3 ? '-Q1' : month(today()) <= 6 ? '-Q2' : month(today()) <= 9 ? '-Q3' : '-Q4') : 'always'",
    },
    move: { taken: 'doc.qty' },
  },
];

/** Points for a finished job: 5 and the weight of its size, at once. */
export const FINISHED: AwardDef = {
  id: 'finished',
  label: text('Job finished', '完成任务'),
  ledger: 'points',
  on: { entity: 'Job', transition: 'finish' },
  to: 'doc.doer',
  when: 'doc.onTime && doc.size > 0.0',
  amount: "dec('5') + dec('0.5') * doc.size",
  once: ['doc.id'],
  limits: [{ id: 'day', per: ['user', 'day'], max: '40' }],
  budget: { programme: 'jobs' },
  expires: { after: 'P12M' },
  clawback: { on: ['cancel'], short: 'owed' },
  explain: text('Finished {doc.name}', '完成 {doc.name}'),
};

/** A special award of a chief, without approval. */
export const SPECIAL: AwardDef = {
  id: 'special',
  label: text('Special award', '特别奖励'),
  ledger: 'points',
  manual: { by: ['chief'], notToSelf: true, limits: [{ id: 'giverMonth', per: ['giver', 'month'], max: '50' }] },
  budget: { programme: 'special' },
  expires: { after: 'P12M' },
  explain: text('Special award: {reason}', '特别奖励：{reason}'),
};

const ALL = ['read', 'create', 'update', 'delete'] as const;
const ROLES: readonly RoleDef[] = [
  {
    id: 'member',
    label: text('Member', '成员'),
    grants: [
      { entity: 'Job', can: [...ALL] },
      { entity: 'Gift', can: ['read'] },
      { entity: 'Redemption', can: ['read', 'create', 'update'], rows: 'doc.person == actor.id' },
    ],
  },
  { id: 'chief', label: text('Chief', '主管'), grants: [{ entity: 'Job', can: ['read'] }] },
  { id: 'committee', label: text('Committee', '委员会'), grants: [{ entity: 'Job', can: ['read'] }] },
  { id: 'auditor', label: text('Auditor', '审计员'), grants: [{ ledger: 'points', can: ['read'] }] },
  { id: 'mentor', label: text('Mentor', '导师'), grants: [{ entity: 'Client', can: ['read'] }] },
];

/** A small company that gives points for jobs; the tests' own template. */
export function pointsTemplate(change: Partial<Template> = {}): Template {
  return {
    format: 1,
    pack: 'company',
    version: '1.0.0',
    label: text('Company', '公司'),
    entities: ENTITIES,
    workflows: WORKFLOWS,
    ledgers: LEDGERS,
    postings: POSTINGS,
    awards: [FINISHED, SPECIAL],
    rewards: [
      { id: 'mug', cost: '10', stock: 3, fulfil: { workflow: 'redemptionFlow' } },
      {
        id: 'leave',
        cost: '2',
        stock: 90,
        per: { user: { max: 1, window: 'P3M' } },
        fulfil: { workflow: 'redemptionFlow' },
      },
    ],
    leaderboards: [
      { id: 'people', group: 'user', metric: 'earned', window: 'month', show: 'top10', optOut: true },
      { id: 'teams', group: 'department', metric: 'earnedPerActiveMember', window: 'month', optOut: true },
    ],
    tiers: {
      metric: 'earned',
      window: 'P12M',
      levels: [
        { id: 'bronze', label: text('Bronze', '铜级'), from: '0' },
        { id: 'silver', label: text('Silver', '银级'), from: '20', grants: ['mentor'] },
        { id: 'gold', label: text('Gold', '金级'), from: '100', grants: ['mentor'] },
      ],
      demote: { grace: 'P1M' },
    },
    roles: ROLES,
    ...change,
  };
}
