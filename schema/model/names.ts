import pluralize from 'pluralize';
import { isTenantId, SYSTEM_FIELD_IDS } from '../core/ids.ts';
import type { EntityDef, FieldDef } from '../template/template.ts';
import type { EntityAlias } from './model.ts';

/** `x_DueDate` → `DueDate`: what an id is called when nobody says otherwise. */
export function plainName(id: string): string {
  return isTenantId(id) ? id.slice(2) : id;
}

/** `x_dueDate` → `xDueDate`, `x_Lot` → `XLot`: the way out when the plain name is taken. */
export function prefixedName(id: string): string {
  const plain = plainName(id);
  const isType = /^[A-Z]/.test(plain);
  return `${isType ? 'X' : 'x'}${upperFirst(plain)}`;
}

/** `SalesOrder` → `salesOrder`; a leading abbreviation goes down as a whole: `BOMLine` → `bomLine`, `BOM` → `bom`. */
export function lowerFirst(name: string): string {
  const run = /^[A-Z]+/.exec(name)?.[0] ?? '';
  if (run.length <= 1) return name.slice(0, 1).toLowerCase() + name.slice(1);
  const end = run.length === name.length || !/[a-z]/.test(name[run.length] ?? '') ? run.length : run.length - 1;
  return name.slice(0, end).toLowerCase() + name.slice(end);
}

export function upperFirst(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}

/** The English plural in camel case; `news` has none of its own and becomes `newsList` (SPEC [NAM-3]). */
export function pluralOf(singular: string): string {
  const plural = pluralize.plural(singular);
  return plural === singular || !/^[a-z][A-Za-z0-9]*$/.test(plural) ? `${singular}List` : plural;
}

/** Names of an entity in the API, all of them from its type name and, where given, its plural. */
export function entityNames(apiName: string, plural: string | undefined): EntityAlias {
  const singular = lowerFirst(apiName);
  const wanted = plural ?? pluralOf(singular);
  return { apiName, singular, plural: wanted === singular ? `${singular}List` : wanted };
}

/** The API names of the entities by id (SPEC [NAM-1]): as given, else the plain id, else with the prefix. */
export function nameEntities(entities: readonly EntityDef[]): ReadonlyMap<string, EntityAlias> {
  const chosen = chooseNames(entities, []);
  return new Map(entities.map((entity) => [entity.id, entityNames(chosen.get(entity.id) ?? entity.id, entity.plural)]));
}

/** The API names of an entity's fields by id; system fields are taken. */
export function nameFields(fields: readonly FieldDef[]): ReadonlyMap<string, string> {
  return chooseNames(fields, SYSTEM_FIELD_IDS);
}

interface Named {
  readonly id: string;
  readonly apiName?: string;
}

/** Given names come first, then packs' ids, then the tenant's: what a tenant adds never renames what was there. */
function chooseNames(items: readonly Named[], taken: readonly string[]): ReadonlyMap<string, string> {
  const used = new Set<string>(taken);
  const names = new Map<string, string>();
  for (const item of items) {
    if (item.apiName !== undefined) names.set(item.id, item.apiName);
    else if (!isTenantId(item.id)) names.set(item.id, item.id);
  }
  for (const name of names.values()) used.add(name);
  for (const { id, apiName } of items) {
    if (apiName !== undefined || !isTenantId(id)) continue;
    const plain = plainName(id);
    const name = used.has(plain) ? prefixedName(id) : plain;
    used.add(name);
    names.set(id, name);
  }
  return names;
}

/** A former name as authored: `Order`, or `Aircraft:aircraftList` where the plural was given. */
export function entityAlias(formerName: string): EntityAlias {
  const [apiName = '', plural] = formerName.split(':');
  return entityNames(apiName, plural);
}

/** The inverse of `entityAlias`: the shortest text that gives these names back. */
export function formerName(names: EntityAlias): string {
  const short = entityNames(names.apiName, undefined);
  return short.plural === names.plural ? names.apiName : `${names.apiName}:${names.plural}`;
}

/** The GraphQL types made from an entity's type name. */
export function typeNames(apiName: string) {
  return {
    object: apiName,
    connection: `${apiName}Connection`,
    edge: `${apiName}Edge`,
    where: `${apiName}Where`,
    listWhere: `${apiName}ListWhere`,
    orderBy: `${apiName}OrderBy`,
    groupBy: `${apiName}GroupBy`,
    aggregate: `${apiName}Aggregate`,
    aggregateKey: `${apiName}AggregateKey`,
    aggregateNumbers: `${apiName}AggregateNumbers`,
    aggregateValues: `${apiName}AggregateValues`,
    aggregateCounts: `${apiName}AggregateCounts`,
    aggregateOrderBy: `${apiName}AggregateOrderBy`,
    aggregateNumbersOrderBy: `${apiName}AggregateNumbersOrderBy`,
    aggregateValuesOrderBy: `${apiName}AggregateValuesOrderBy`,
    aggregateCountsOrderBy: `${apiName}AggregateCountsOrderBy`,
    by: `${apiName}Key`,
    input: `${apiName}Input`,
    patch: `${apiName}Patch`,
    linesPatch: `${apiName}ChildrenPatch`,
    lineUpdate: `${apiName}LineUpdate`,
    change: `${apiName}Change`,
    state: `${apiName}State`,
    stateFilter: `${apiName}StateFilter`,
  } as const;
}

/** Names that transitions and ledgers will need, kept free from the start. */
const COMING_SUFFIXES = ['TransitionInput', 'Event', 'Ref'] as const;

/** GraphQL types made from an entity's type name, itself first; no other entity may be called so (SPEC [NAM-4]). */
export function derivedTypeNames(apiName: string): readonly string[] {
  return [...Object.values(typeNames(apiName)), ...COMING_SUFFIXES.map((suffix) => `${apiName}${suffix}`)];
}

/** The input for a unique key of several fields, and its name within `<Entity>By`: `byNameCountry`. */
export function keyInputName(apiName: string, keyId: string): { readonly type: string; readonly field: string } {
  const id = upperFirst(keyId.replaceAll(/[^A-Za-z0-9]/g, ''));
  const field = /^By[A-Z]/.test(id) ? `b${id.slice(1)}` : `by${id}`;
  return { type: `${apiName}${upperFirst(field)}`, field };
}

/** The enum type of a field. */
export function enumTypeName(apiName: string, fieldApiName: string): string {
  return `${apiName}${upperFirst(fieldApiName)}`;
}

/** Root fields of Query and Subscription that an entity gets. */
export function queryNames(names: EntityAlias): readonly string[] {
  return [names.singular, names.plural, `${names.plural}Aggregate`, `${names.singular}Changed`];
}

/** Root fields of Mutation that an entity gets, one for each transition too. */
export function mutationNames(names: EntityAlias, transitions: readonly string[]): readonly string[] {
  const verbs = ['create', 'update', 'upsert', 'delete', 'restore'].map((verb) => `${verb}${names.apiName}`);
  return [
    ...verbs,
    `create${upperFirst(names.plural)}`,
    ...transitions.flatMap((transition) => [
      transitionName(transition, names.apiName),
      transitionsName(transition, names.plural),
    ]),
  ];
}

/** The mutation that takes a transition with several rows: `confirmSalesOrders`. */
export function transitionsName(transition: string, plural: string): string {
  return `${plainName(transition)}${upperFirst(plural)}`;
}

/** The input of a transition that asks for fields: `ConfirmSalesOrderInput`. */
export function transitionInputName(transition: string, apiName: string): string {
  return `${upperFirst(transitionName(transition, apiName))}Input`;
}

/** The query that tells which transitions a row may take: `salesOrderTransitions`. */
export function transitionsQueryName(singular: string): string {
  return `${singular}Transitions`;
}

/** The mutation that takes a transition. */
export function transitionName(transition: string, apiName: string): string {
  return `${plainName(transition)}${apiName}`;
}

/** What the balances and movements of a ledger are called, as entities are: `StockBalance`, `stockBalances`. */
export interface LedgerNames {
  readonly balance: EntityAlias;
  readonly movement: EntityAlias;
}

/** The names of ledgers by id; what a tenant adds keeps its prefix where the plain name is a pack's (SPEC [NAM-1]). */
export function nameLedgers(ids: readonly string[]): ReadonlyMap<string, LedgerNames> {
  const named = (apiName: string): EntityAlias => entityNames(apiName, `${lowerFirst(apiName)}s`);
  return new Map(
    [
      ...chooseNames(
        ids.map((id) => ({ id })),
        [],
      ),
    ].map(([id, name]) => {
      const base = upperFirst(name.replaceAll('.', '_'));
      return [id, { balance: named(`${base}Balance`), movement: named(`${base}Movement`) }];
    }),
  );
}

/** Root fields that each ledger gets. */
export function ledgerQueryNames({ balance, movement }: LedgerNames): readonly string[] {
  const at = `${balance.plural}At`;
  return [...queryNames(balance), ...queryNames(movement), at, `${at}Aggregate`];
}

/** The API names of dimensions and measures by id: plain, but for a tenant's whose plain name is taken. */
export function namesOfParts(ids: readonly string[]): ReadonlyMap<string, string> {
  return chooseNames(
    ids.map((id) => ({ id })),
    SYSTEM_FIELD_IDS,
  );
}

const FILTERED_SCALARS = [
  'Text',
  'Int',
  'Boolean',
  'Id',
  'Decimal',
  'Date',
  'Time',
  'DateTime',
  'Duration',
  'Presence',
];

/** Types that every tenant's schema has: GraphQL's own, the scalars, the shared filters, members and departments. */
export const RESERVED_TYPE_NAMES: ReadonlySet<string> = new Set([
  ...['AutomationRun', 'WebhookDelivery', 'Notification'].flatMap((node) => [node, `${node}Page`]),
  ...['AutomationRunState', 'AutomationProblem', 'OutboxState', 'WebhookDeliveryState'],
  ...['Webhook', 'WebhookWithSecret', 'WebhookHeader', 'WebhookInput', 'WebhookPatch'],
  ...['Query', 'Mutation', 'Subscription', 'String', 'Int', 'Float', 'Boolean', 'ID', 'Node', 'PageInfo'],
  ...['Decimal', 'Money', 'Date', 'DateTime', 'Time', 'Duration', 'JSON', 'Geo', 'File', 'Upload'],
  ...['OrderDirection', 'GroupBy', 'DateBucket', 'BinFilter', 'ChangeEvent', 'RowVersion'],
  ...['TransitionOption', 'TransitionInputField', 'TransitionObstacle', 'TransitionObstacleKey'],
  ...['WorkflowDiagram', 'WorkflowState', 'WorkflowTransition', 'WorkflowApproval'],
  ...[
    'InboxBox',
    'ApprovalDecision',
    'ApprovalState',
    'ApprovalTaskState',
    'ApprovalPerson',
    'ApprovalTask',
    'ApprovalInput',
  ],
  ...['ApprovalStep', 'ApprovalRequest', 'InboxPage'],
  ...['User', 'OrgUnit'].flatMap((member) =>
    ['', 'Where', 'OrderBy', 'GroupBy', 'AggregateKey', 'Key'].map((suffix) => `${member}${suffix}`),
  ),
  ...FILTERED_SCALARS.map((scalar) => `${scalar}Filter`),
  ...['Info', 'Mode', 'Measure', 'Dimension', 'Account', 'Period', 'OverrideRule', 'Override', 'OverrideState'].map(
    ledger,
  ),
  ...['KeyInput', 'KeyPart', 'Verification', 'Difference'].map(ledger),
  ...['Wallet', 'Expiry', 'Tier', 'Tiers', 'TierChange', 'Entry', 'EntryPage', 'EntryKind', 'Why', 'WhyNot'].map(
    points,
  ),
  ...['WhyNotReason', 'Value', 'Part', 'Cut', 'CutKind', 'Person', 'Rule', 'RuleLimit', 'RuleVersion'].map(points),
  ...['Sentence', 'Topic', 'Reward', 'Redemption', 'Board', 'BoardRow', 'Flag', 'FlagState', 'Fact', 'Gift'].map(
    points,
  ),
  ...['GiftState', 'Decision', 'Budget'].map(points),
  ...['WhatIf', 'WhatIfSample', 'WhatIfFlag', 'WhatIfFlagKind', 'BeforeAfter', 'LabPerson', 'PersonChange'].map(points),
  ...['GroupChange', 'RuleChange', 'BudgetUse', 'CutCount', 'Report', 'ReportWindow', 'ReportRow'].map(points),
  ...['ReportGroup', 'ReportBaseline', 'ReportComparison'].map(points),
  ...['HistoryPart', 'Event', 'EventKind', 'EventPage', 'Change', 'LineChange', 'LineChangeKind'].map(record),
  'Preference',
  'SavedView',
  'ChangedRecord',
  ...['Effect', 'EffectKind', 'Comment', 'CommentPage', 'Person', 'Cause', 'Decision'].map(record),
]);

function points(name: string): string {
  return `Points${name}`;
}

function record(name: string): string {
  return `Record${name}`;
}

function ledger(name: string): string {
  return `Ledger${name}`;
}

/** Names within filters, which a field would hide. */
export const RESERVED_FIELD_NAMES: readonly string[] = ['and', 'or', 'not', 'isNull'];

/** Root fields that every tenant's schema has. */
export const RESERVED_ROOT_NAMES: ReadonlySet<string> = new Set([
  ...['automationRuns', 'outboxState', 'webhooks', 'webhookDeliveries', 'notifications', 'notificationMail'],
  ...['node', 'nodes', 'me', 'query', 'viewer'],
  ...['ledgers', 'ledgerOverrides', 'ledgerVerification'],
  ...['workflows', 'inbox', 'approvalRequest', 'approvalOf'],
  ...['myPoints', 'pointsEntries', 'whyNotPoints', 'pointsRules', 'pointsFlags', 'pointsGifts', 'pointsTiers'],
  ...['pointsRewards', 'leaderboard', 'pointsChanged'],
  ...['pointsWhatIf', 'pointsReport', 'pointsReportCsv'],
  ...['recordHistory', 'recordComments', 'recordPeople', 'recordCommented', 'myPreferences', 'changesForMe'],
]);

/** Root fields of mutations that no entity or transition may be called by. */
export const RESERVED_MUTATION_NAMES: ReadonlySet<string> = new Set([
  ...['createWebhook', 'updateWebhook', 'renewWebhookSecret', 'deleteWebhook', 'testWebhook'],
  ...[
    'rerunAutomation',
    'replayWebhookDelivery',
    'markNotificationRead',
    'markNotificationsRead',
    'setNotificationMail',
  ],
  ...['decideApproval', 'delegateApproval', 'withdrawApproval'],
  ...['closePeriod', 'reopenPeriod', 'requestOverride', 'decideOverride'],
  ...['appealFlag', 'decideFlag', 'fundPoints', 'giveAward', 'decideGift', 'withdrawGift', 'redeemReward'],
  ...['setLeaderboardOptOut'],
  ...['addComment', 'editComment', 'deleteComment', 'setPreference'],
]);
