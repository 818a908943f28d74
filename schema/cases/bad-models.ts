import { type BadTemplate, field, LABEL, ORDER } from './bad-template.ts';

/** Mistakes in the meaning of all else: names, roles, steps, views, ledgers. Found by `resolveModel` as well. */
export const BAD_MODELS: readonly BadTemplate[] = [
  {
    name: '[NAM-4] an entity called Query',
    change: { '/entities/1/apiName': 'Query' },
    issues: [['MODEL_NAME_RESERVED', '/entities/1']],
  },
  {
    name: '[NAM-4] an entity called as another’s connection',
    change: { '/entities/1/apiName': 'CustomerConnection' },
    issues: [['MODEL_NAME_TAKEN', '/entities/1']],
  },
  {
    name: '[NAM-4] an entity called as another’s enum',
    change: { '/entities/1/apiName': 'SalesOrderChannel' },
    issues: [['MODEL_NAME_TAKEN', `${ORDER}/fields/5`]],
  },
  {
    name: '[NAM-5] one plural for two',
    change: { '/entities/1/plural': 'customers' },
    issues: [['MODEL_NAME_TAKEN', '/entities/1']],
  },
  {
    name: '[NAM-5] a plural called node',
    change: { '/entities/1/plural': 'node' },
    issues: [['MODEL_NAME_RESERVED', '/entities/1']],
  },
  {
    name: '[NAM-5] a transition called create',
    change: { '/workflows/0/transitions/-': { id: 'create', from: ['draft'], to: 'draft' } },
    issues: [['MODEL_NAME_TAKEN', '/workflows/0/transitions/3']],
  },
  {
    name: '[NAM-6] two fields of one name',
    change: { [field(8, 'apiName')]: 'discount' },
    issues: [['MODEL_NAME_TAKEN', `${ORDER}/fields/10`]],
  },
  {
    name: '[NAM-6] a field named as a system field',
    change: { [field(8, 'apiName')]: 'version' },
    issues: [['MODEL_NAME_RESERVED', `${ORDER}/fields/8`]],
  },
  {
    name: '[NAM-7] a former name that is alive',
    change: { '/entities/1/formerApiNames': ['Customer'] },
    issues: [['MODEL_NAME_TAKEN', '/entities/1/formerApiNames/0']],
  },
  {
    name: '[NAM-7] a former field name that is alive',
    change: { [field(8, 'formerApiNames')]: ['discount'] },
    issues: [['MODEL_NAME_TAKEN', field(8, 'formerApiNames/0')]],
  },
  {
    name: '[MOD-20] a grant for a missing entity',
    change: { '/roles/2/grants/1/entity': 'Warehose' },
    issues: [['MODEL_ENTITY_UNKNOWN', '/roles/2/grants/1/entity']],
  },
  {
    name: '[MOD-21] rows in a grant for all',
    change: { '/roles/1/grants/0/rows': 'true' },
    issues: [['MODEL_GRANT_OF_ALL', '/roles/1/grants/0/rows']],
  },
  {
    name: '[LGQ-4] a ledger of a long name',
    change: {
      '/ledgers/3': {
        id: 'aLedgerWhoseNameGoesOnAndOnUntilNobodyReadsIt',
        mode: 'double',
        accounts: [{ id: 'one', by: [] }],
      },
    },
    issues: [['MODEL_LEDGER_NAME_LONG', '/ledgers/3']],
  },
  {
    name: '[LGQ-5] a grant for nothing',
    change: { '/roles/1/grants/0/entity': undefined },
    issues: [['MODEL_GRANT_TARGET', '/roles/1/grants/0']],
  },
  {
    name: '[LGQ-5] writing a ledger',
    change: { '/roles/0/grants/1': { ledger: 'stock', can: ['read', 'update'] } },
    issues: [['MODEL_GRANT_OF_LEDGER', '/roles/0/grants/1/can/1']],
  },
  {
    name: '[MOD-22] rows of lines',
    change: { '/roles/0/grants/1': { entity: 'SalesOrderLine', can: ['read'], rows: "line.qty > dec('1')" } },
    issues: [['MODEL_GRANT_LINE_ROWS', '/roles/0/grants/1/rows']],
  },
  {
    name: '[MOD-23] creating without the required',
    change: { '/roles/0/grants/0/hide': ['customer'] },
    issues: [['MODEL_GRANT_HIDES_REQUIRED', '/roles/0/grants/0/hide/0']],
  },
  {
    name: '[MOD-20] a mask of no field',
    change: { '/roles/0/grants/1/mask': ['idCrad'] },
    issues: [['MODEL_FIELD_UNKNOWN', '/roles/0/grants/1/mask/0']],
  },
  {
    name: '[MOD-24] a row rule over no field',
    change: { '/roles/0/grants/0/rows': 'doc.owner == actor.id' },
    issues: [['EXPR_FIELD_UNKNOWN', '/roles/0/grants/0/rows']],
  },
  {
    name: '[MOD-30] a second workflow',
    change: { '/workflows/-': { id: 'other', of: 'SalesOrder', initial: 'a', states: [{ id: 'a' }], transitions: [] } },
    issues: [['MODEL_WORKFLOW_SECOND', '/workflows/1/of']],
  },
  {
    name: '[MOD-30] a workflow of lines',
    change: {
      '/workflows/-': { id: 'other', of: 'SalesOrderLine', initial: 'a', states: [{ id: 'a' }], transitions: [] },
    },
    issues: [['MODEL_WORKFLOW_ENTITY_KIND', '/workflows/1/of']],
  },
  {
    name: '[MOD-31] an initial state nobody knows',
    change: { '/workflows/0/initial': 'drft' },
    issues: [['MODEL_STATE_UNKNOWN', '/workflows/0/initial']],
  },
  {
    name: '[MOD-31] a transition to nowhere',
    change: { '/workflows/0/transitions/1/to': 'shiped' },
    issues: [
      ['MODEL_STATE_UNKNOWN', '/workflows/0/transitions/1/to'],
      ['MODEL_STATE_UNREACHABLE', '/workflows/0/states/2'],
    ],
  },
  {
    name: '[MOD-32] a state nobody reaches',
    change: { '/workflows/0/states/-': { id: 'lost' } },
    issues: [['MODEL_STATE_UNREACHABLE', '/workflows/0/states/4']],
  },
  {
    name: '[MOD-33] a deadline that takes another state’s transition',
    change: { '/workflows/0/states/0/deadline/take': 'ship' },
    issues: [['MODEL_TRANSITION_UNKNOWN', '/workflows/0/states/0/deadline/take']],
  },
  {
    name: '[MOD-34] a posting nobody knows',
    change: { '/workflows/0/transitions/0/post/0': 'reserve' },
    issues: [
      ['MODEL_POSTING_UNKNOWN', '/workflows/0/transitions/0/post/0'],
      ['MODEL_REVERSE_NEVER_POSTED', '/workflows/0/transitions/2/reverse/0'],
    ],
  },
  {
    name: '[MOD-35] setting a formula',
    change: { '/workflows/0/transitions/1/set': { total: "dec('1')" } },
    issues: [['MODEL_SET_COMPUTED', '/workflows/0/transitions/1/set/total']],
  },
  {
    name: '[MOD-36] a transition of a missing role',
    change: { '/workflows/0/transitions/1/roles': ['stock'] },
    issues: [['MODEL_ROLE_UNKNOWN', '/workflows/0/transitions/1/roles/0']],
  },
  {
    name: '[VIEW-1] a form of a missing field',
    change: { '/views/0/layout/0/children/1/field': 'shipedAt' },
    issues: [['MODEL_FIELD_UNKNOWN', '/views/0/layout/0/children/1/field']],
  },
  {
    name: '[VIEW-2] one id in two branches',
    change: { '/views/0/layout/0/children/1/id': 'customer' },
    issues: [['MODEL_LAYOUT_ID_TWICE', '/views/0/layout/0/children/1']],
  },
  {
    name: '[VIEW-2] a tab that is no section',
    change: { '/views/0/layout/1/children/0': { kind: 'text', id: 'goods', text: LABEL } },
    issues: [['MODEL_TAB_NO_SECTION', '/views/0/layout/1/children/0']],
  },
  {
    name: '[VIEW-3] a grid of no lines',
    change: { '/views/0/layout/1/children/0/children/0/field': 'remark' },
    issues: [['MODEL_FIELD_KIND_UNFIT', '/views/0/layout/1/children/0/children/0/field']],
  },
  {
    name: '[VIEW-4] a path through a text',
    change: { '/views/1/columns/2/field': 'number.city' },
    issues: [['MODEL_PATH_THROUGH', '/views/1/columns/2/field']],
  },
  {
    name: '[VIEW-4] sorting by long text',
    change: { '/views/1/sort': [{ field: 'remark' }] },
    issues: [['MODEL_SORT_UNFIT', '/views/1/sort/0/field']],
  },
  {
    name: '[VIEW-5] a board by a date',
    change: { '/views/2/by': 'dueAt' },
    issues: [['MODEL_FIELD_KIND_UNFIT', '/views/2/by']],
  },
  {
    name: '[VIEW-6] months of a channel',
    change: { '/reports/0/groupBy/1/bucket': 'month' },
    issues: [['MODEL_GROUP_UNFIT', '/reports/0/groupBy/1/id']],
  },
  {
    name: '[VIEW-6] the sum of a channel',
    change: { '/reports/0/measures/0/field': 'channel' },
    issues: [['MODEL_MEASURE_UNFIT', '/reports/0/measures/0/field']],
  },
  {
    name: '[VIEW-6] a tile of no view',
    change: { '/views/4/tiles/0/view': 'lateOrder' },
    issues: [['MODEL_VIEW_UNKNOWN', '/views/4/tiles/0/view']],
  },
  {
    name: '[MOD-40] a bound over no dimension',
    change: { '/ledgers/1/measures/0/max': 'client.creditLimit' },
    issues: [['MODEL_LEDGER_PART_UNKNOWN', '/ledgers/1/measures/0/max']],
  },
  {
    name: '[MOD-40] an amount in no measure',
    change: { '/ledgers/0/valuation/amount': 'valu' },
    issues: [['MODEL_LEDGER_PART_UNKNOWN', '/ledgers/0/valuation/amount']],
  },
  {
    name: '[MOD-41] lots that expire to nowhere',
    change: { '/ledgers/2/accounts/1/lots/expireTo': 'breakge' },
    issues: [['MODEL_LEDGER_PART_UNKNOWN', '/ledgers/2/accounts/1/lots/expireTo']],
  },
  {
    name: '[MOD-42] a posting to no ledger',
    change: { '/postings/2/ledger': 'credt' },
    issues: [['MODEL_LEDGER_UNKNOWN', '/postings/2/ledger']],
  },
  {
    name: '[MOD-43] a posting over one value',
    change: {
      '/postings/0/each': 'doc.total',
      '/postings/0/key/item': undefined,
      '/postings/0/move': { available: "dec('1')" },
    },
    issues: [
      ['MODEL_POSTING_EACH', '/postings/0/each'],
      ['MODEL_POSTING_KEY_MISSING', '/postings/0/key'],
    ],
  },
  {
    name: '[MOD-44] a posting without a dimension',
    change: { '/postings/2/key': {} },
    issues: [['MODEL_POSTING_KEY_MISSING', '/postings/2/key']],
  },
  {
    name: '[MOD-45] a movement in a ledger of accounts',
    change: { '/postings/2/ledger': 'points' },
    issues: [
      ['MODEL_POSTING_MODE', '/postings/2/move'],
      ['MODEL_POSTING_MODE', '/postings/2'],
    ],
  },
  {
    name: '[MOD-50] a table row too short',
    change: { '/tables/0/rows/0': ['sales'] },
    issues: [['MODEL_TABLE_ROW', '/tables/0/rows/0']],
  },
  {
    name: '[MOD-51] a table nobody knows',
    change: { '/awards/0/amount': "table('weights', actor.role)" },
    issues: [['MODEL_TABLE_UNKNOWN', '/awards/0/amount']],
  },
  {
    name: '[MOD-52] an award for nothing',
    change: { '/awards/1/manual': undefined },
    issues: [['MODEL_AWARD_TRIGGER', '/awards/1']],
  },
  {
    name: '[MOD-53] a reward of no workflow',
    change: { '/rewards/0/fulfil/workflow': 'flow' },
    issues: [['MODEL_WORKFLOW_UNKNOWN', '/rewards/0/fulfil/workflow']],
  },
  {
    name: '[MOD-53] a reward with a share per something else than a person',
    change: { '/rewards/0/per/team': { max: 2 } },
    issues: [['MODEL_REWARD_PER', '/rewards/0/per/team']],
  },
  {
    name: '[MOD-53] a share in a window that is no calendar period',
    change: { '/rewards/0/per/user/window': 'P10D' },
    issues: [['MODEL_REWARD_WINDOW', '/rewards/0/per/user/window']],
  },
  {
    name: '[MOD-53] a share in a window that nothing counts',
    change: { '/entities/2/fields/1': { id: 'cost', type: 'decimal(9,2)' } },
    issues: [['MODEL_REWARD_WINDOW_UNCOUNTED', '/rewards/0/per/user/window']],
  },
  {
    name: '[MOD-61] a schedule over nothing',
    change: { '/schedules/0/of': undefined, '/schedules/0/where': undefined },
    issues: [['MODEL_ACTION_NO_ENTITY', '/schedules/0/do/0']],
  },
  {
    name: '[MOD-62] records by no key',
    change: { '/entities/2/fields/0/unique': false },
    issues: [['MODEL_RECORDS_KEY', '/records/0/by']],
  },
  {
    name: '[MOD-62] a record without its key',
    change: { '/records/0/rows/0': {} },
    issues: [['MODEL_RECORD_WITHOUT_KEY', '/records/0/rows/0']],
  },
  {
    name: '[MOD-63] a test as nobody',
    change: { '/tests/0/given/as': 'clerk' },
    issues: [['MODEL_ROLE_UNKNOWN', '/tests/0/given/as']],
  },
  {
    name: '[MOD-70] extensions that nobody applied',
    change: { '/extends': [{ entity: 'Item', fields: [] }] },
    issues: [['MODEL_EXTENDS_LEFT', '/extends']],
  },
];
