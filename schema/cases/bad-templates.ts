/** One mistake in a good document: JSON pointer → new value (`undefined` removes), and every issue it must give. */
export interface BadTemplate {
  readonly name: string;
  readonly change: Readonly<Record<string, unknown>>;
  /** `[code, pointer]` of all issues, in any order. */
  readonly issues: readonly (readonly [string, string])[];
}

const LABEL = { en: 'A', 'zh-CN': '甲' };
const ORDER = '/entities/3';
const LINE = '/entities/4';

function field(index: number, key: string): string {
  return `${ORDER}/fields/${index}/${key}`;
}

/** Mistakes of form, found by `parseTemplate` in `passing/orders/template.json`. */
export const BAD_FORMS: readonly BadTemplate[] = [
  { name: 'a newer format', change: { '/format': 2 }, issues: [['TEMPLATE_FORMAT_UNKNOWN', '/format']] },
  {
    name: 'a format that is no number',
    change: { '/format': '1' },
    issues: [['TEMPLATE_VALUE_NOT_ALLOWED', '/format']],
  },
  { name: 'no pack', change: { '/pack': undefined }, issues: [['TEMPLATE_KEY_MISSING', '']] },
  { name: 'a pack name with a capital', change: { '/pack': 'Sales' }, issues: [['TEMPLATE_ID_INVALID', '/pack']] },
  { name: 'a version of two parts', change: { '/version': '1.2' }, issues: [['TEMPLATE_TEXT_INVALID', '/version']] },
  { name: 'a misspelt section', change: { '/entites': [] }, issues: [['TEMPLATE_KEY_MISSPELT', '/entites']] },
  { name: 'a section nobody knows', change: { '/qqqqqqqq': [] }, issues: [['TEMPLATE_KEY_UNKNOWN', '/qqqqqqqq']] },
  { name: 'entities that are no list', change: { '/entities': {} }, issues: [['TEMPLATE_TYPE_WRONG', '/entities']] },
  {
    name: 'an entity that is a text',
    change: { '/entities/0': 'Customer' },
    issues: [['TEMPLATE_TYPE_WRONG', '/entities/0']],
  },
  {
    name: 'an entity id in small letters',
    change: { '/entities/0/id': 'customer' },
    issues: [['TEMPLATE_ID_INVALID', '/entities/0/id']],
  },
  {
    name: 'an entity id in Chinese',
    change: { '/entities/0/id': '客户' },
    issues: [['TEMPLATE_ID_INVALID', '/entities/0/id']],
  },
  {
    name: 'an entity id with a quote',
    change: { '/entities/0/id': 'A";DROP' },
    issues: [['TEMPLATE_ID_INVALID', '/entities/0/id']],
  },
  {
    name: 'an id of the prototype',
    change: { [field(0, 'id')]: '__proto__' },
    issues: [['TEMPLATE_ID_INVALID', field(0, 'id')]],
  },
  {
    name: 'an id of look-alike letters',
    change: { [field(0, 'id')]: 'nаme' },
    issues: [['TEMPLATE_ID_INVALID', field(0, 'id')]],
  },
  {
    name: 'two entities of one id',
    change: { '/entities/1/id': 'Customer' },
    issues: [['TEMPLATE_ID_DUPLICATE', '/entities/1']],
  },
  {
    name: 'two fields of one id',
    change: { [field(1, 'id')]: 'number' },
    issues: [['TEMPLATE_ID_DUPLICATE', `${ORDER}/fields/1`]],
  },
  {
    name: 'two grants for one entity',
    change: { '/roles/0/grants/1/entity': 'SalesOrder' },
    issues: [['TEMPLATE_ID_DUPLICATE', '/roles/0/grants/1']],
  },
  {
    name: 'an entity kind nobody knows',
    change: { '/entities/0/kind': 'mastr' },
    issues: [['TEMPLATE_VALUE_NOT_ALLOWED', '/entities/0/kind']],
  },
  {
    name: 'required said as a number',
    change: { [field(1, 'required')]: 1 },
    issues: [['TEMPLATE_TYPE_WRONG', field(1, 'required')]],
  },
  {
    name: 'a pattern of their own',
    change: { '/entities/0/fields/0/pattern': '^(a+)+$' },
    issues: [['TEMPLATE_VALUE_NOT_ALLOWED', '/entities/0/fields/0/pattern']],
  },
  {
    name: 'a label that is one text',
    change: { '/entities/0/label': 'Customer' },
    issues: [['TEMPLATE_TYPE_WRONG', '/entities/0/label']],
  },
  {
    name: 'a label in no language',
    change: { '/entities/0/label': { English: 'Customer' } },
    issues: [['TEMPLATE_TEXT_INVALID', '/entities/0/label/English']],
  },
  {
    name: 'a label that is a number',
    change: { '/entities/0/label': { en: 1 } },
    issues: [['TEMPLATE_TYPE_WRONG', '/entities/0/label/en']],
  },
  {
    name: 'a label without end',
    change: { '/entities/0/label': { en: 'x'.repeat(2001) } },
    issues: [['TEMPLATE_TEXT_TOO_LONG', '/entities/0/label/en']],
  },
  {
    name: 'an expression without end',
    change: { [`${ORDER}/checks/0/when`]: 'x'.repeat(4001) },
    issues: [['TEMPLATE_TEXT_TOO_LONG', `${ORDER}/checks/0/when`]],
  },
  {
    name: 'a key of no fields',
    change: { [`${ORDER}/unique/0/fields`]: [] },
    issues: [['TEMPLATE_LIST_TOO_SHORT', `${ORDER}/unique/0/fields`]],
  },
  {
    name: 'a key of nine fields',
    change: { [`${ORDER}/unique/0/fields`]: 'abcdefghi'.split('') },
    issues: [['TEMPLATE_LIST_TOO_LONG', `${ORDER}/unique/0/fields`]],
  },
  {
    name: 'a view kind nobody knows',
    change: { '/views/1/kind': 'lst' },
    issues: [['TEMPLATE_VALUE_NOT_ALLOWED', '/views/1/kind']],
  },
  {
    name: 'a layout part without a kind',
    change: { '/views/0/layout/0/kind': undefined },
    issues: [['TEMPLATE_KEY_MISSING', '/views/0/layout/0']],
  },
  {
    name: 'a key of another layout part',
    change: { '/views/0/layout/0/field': 'number' },
    issues: [['TEMPLATE_KEY_UNKNOWN', '/views/0/layout/0/field']],
  },
  {
    name: 'a column too wide',
    change: { '/views/1/columns/0/width': 2001 },
    issues: [['TEMPLATE_NUMBER_OUT_OF_RANGE', '/views/1/columns/0/width']],
  },
  {
    name: 'a duration in words',
    change: { '/postings/0/expires': '7 days' },
    issues: [['TEMPLATE_TEXT_INVALID', '/postings/0/expires']],
  },
  {
    name: 'an amount as a number',
    change: { '/rewards/0/cost': 30 },
    issues: [['TEMPLATE_TYPE_WRONG', '/rewards/0/cost']],
  },
  {
    name: 'a transition that leaves nothing',
    change: { '/workflows/0/transitions/0/from': [] },
    issues: [['TEMPLATE_LIST_TOO_SHORT', '/workflows/0/transitions/0/from']],
  },
  {
    name: 'a test step of no kind',
    change: { '/tests/0/when/0': { makes: 'SalesOrder' } },
    issues: [['TEMPLATE_KEY_MISSING', '/tests/0/when/0']],
  },
  {
    name: 'a record with a hostile column',
    change: { '/records/0/rows/0': { 'na"me': 1 } },
    issues: [['TEMPLATE_ID_INVALID', '/records/0/rows/0/na"me']],
  },
  {
    name: 'several at once',
    change: { '/pack': 1, '/entities/0/kind': 1, '/roles/0/grants/0/can': ['all'] },
    issues: [
      ['TEMPLATE_TYPE_WRONG', '/pack'],
      ['TEMPLATE_VALUE_NOT_ALLOWED', '/entities/0/kind'],
      ['TEMPLATE_VALUE_NOT_ALLOWED', '/roles/0/grants/0/can/0'],
    ],
  },
];

/** Mistakes of meaning, found by `resolveModel` in the same document. */
export const BAD_MODELS: readonly BadTemplate[] = [
  {
    name: '[MOD-2] a type nobody knows',
    change: { [field(8, 'type')]: 'longtxt' },
    issues: [['MODEL_FIELD_TYPE_UNKNOWN', field(8, 'type')]],
  },
  {
    name: '[MOD-2] digits on a text',
    change: { [field(8, 'type')]: 'longtext(5)' },
    issues: [['MODEL_FIELD_TYPE_PARAMETERS', field(8, 'type')]],
  },
  {
    name: '[MOD-2] too many digits',
    change: { [field(10, 'type')]: 'decimal(39,4)' },
    issues: [['MODEL_FIELD_TYPE_PARAMETERS', field(10, 'type')]],
  },
  {
    name: '[MOD-3] a system field once more',
    change: { [field(4, 'id')]: 'createdAt', '/roles/0/grants/0/rows': undefined },
    issues: [['MODEL_FIELD_ID_SYSTEM', field(4, 'id')]],
  },
  {
    name: '[MOD-4] options on a text',
    change: { [field(8, 'options')]: [{ id: 'a' }] },
    issues: [['MODEL_ATTRIBUTE_NOT_ALLOWED', field(8, 'options')]],
  },
  {
    name: '[MOD-4] a reference to nowhere',
    change: {
      [field(1, 'to')]: undefined,
      '/entities/0/fields/5': undefined,
      '/postings/2': undefined,
      '/workflows/0/transitions/0/post': ['reserveStock'],
      '/workflows/0/transitions/2/reverse': [],
      '/views/1/columns': [{ id: 'number' }],
    },
    issues: [['MODEL_ATTRIBUTE_MISSING', `${ORDER}/fields/1`]],
  },
  {
    name: '[MOD-4] a reference to an unknown entity',
    change: {
      [field(2, 'to')]: 'Warehose',
      '/postings': undefined,
      '/workflows/0/transitions/0/post': [],
      '/workflows/0/transitions/1/post': [],
      '/workflows/0/transitions/2/reverse': [],
    },
    issues: [['MODEL_ENTITY_UNKNOWN', field(2, 'to')]],
  },
  {
    name: '[MOD-5] an enum of nothing',
    change: { [field(5, 'options')]: [], [field(5, 'default')]: undefined },
    issues: [['MODEL_OPTIONS_MISSING', `${ORDER}/fields/5`]],
  },
  {
    name: '[MOD-5] an option called true',
    change: { [field(5, 'options')]: [{ id: 'shop' }, { id: 'true' }] },
    issues: [['MODEL_OPTION_RESERVED', field(5, 'options/1/id')]],
  },
  {
    name: '[MOD-6] a bound that is no number',
    change: { [field(10, 'min')]: 'none' },
    issues: [['MODEL_BOUND_INVALID', field(10, 'min')]],
  },
  {
    name: '[MOD-6] bounds the wrong way',
    change: { [field(10, 'min')]: '5', [field(10, 'max')]: '-5' },
    issues: [['MODEL_BOUNDS_REVERSED', field(10, 'max')]],
  },
  {
    name: '[MOD-6] more lines than a document has',
    change: { [field(9, 'max')]: 501 },
    issues: [['MODEL_BOUND_INVALID', field(9, 'max')]],
  },
  {
    name: '[MOD-4] a unique secret',
    change: { '/entities/0/fields/4/unique': true },
    issues: [['MODEL_SECRET_UNIQUE', '/entities/0/fields/4/unique']],
  },
  {
    name: '[MOD-10] a reference to a line',
    change: { [field(8, 'type')]: 'ref', [field(8, 'to')]: 'SalesOrderLine' },
    issues: [['MODEL_REF_TO_LINE', field(8, 'to')]],
  },
  {
    name: '[MOD-10] setNull of a required field',
    change: { [field(1, 'onDelete')]: 'setNull' },
    issues: [['MODEL_SET_NULL_REQUIRED', field(1, 'onDelete')]],
  },
  {
    name: '[MOD-10] lines of a master',
    change: { [field(8, 'type')]: 'lines', [field(8, 'of')]: 'Item', [field(8, 'required')]: undefined },
    issues: [['MODEL_LINES_OF_NO_LINE', field(8, 'of')]],
  },
  {
    name: '[MOD-10] lines in a line',
    change: {
      [`${LINE}/fields/-`]: { id: 'parts', type: 'lines', of: 'Part' },
      '/entities/-': { id: 'Part', kind: 'line', fields: [] },
    },
    issues: [['MODEL_LINES_NOT_HERE', `${LINE}/fields/4/type`]],
  },
  {
    name: '[MOD-10] a line of nobody',
    change: { '/entities/-': { id: 'Part', kind: 'line', fields: [] } },
    issues: [['MODEL_LINE_WITHOUT_PARENT', '/entities/5/kind']],
  },
  {
    name: '[MOD-10] a line of two',
    change: { [`${ORDER}/fields/-`]: { id: 'gifts', type: 'lines', of: 'SalesOrderLine' } },
    issues: [['MODEL_LINE_SECOND_PARENT', field(13, 'of')]],
  },
  {
    name: '[MOD-7] a formula and a rollup',
    change: { '/entities/0/fields/5/formula': '1' },
    issues: [['MODEL_COMPUTED_TWICE', '/entities/0/fields/5/rollup']],
  },
  {
    name: '[MOD-7] a required formula',
    change: { [field(12, 'required')]: true },
    issues: [['MODEL_COMPUTED_ATTRIBUTE', field(12, 'required')]],
  },
  {
    name: '[MOD-7] a formula with a default',
    change: { [field(12, 'default')]: '0' },
    issues: [['MODEL_COMPUTED_ATTRIBUTE', field(12, 'default')]],
  },
  {
    name: '[MOD-7] stored without a formula',
    change: { [field(10, 'stored')]: true },
    issues: [['MODEL_STORED_WITHOUT_FORMULA', field(10, 'stored')]],
  },
  {
    name: '[MOD-7] a stored formula of the clock',
    change: { [`${ORDER}/fields/-`]: { id: 'late', type: 'bool', formula: 'doc.dueAt < now()', stored: true } },
    issues: [['MODEL_FORMULA_VOLATILE', field(13, 'formula')]],
  },
  {
    name: '[MOD-7] a formula of the reader',
    change: { [`${ORDER}/fields/-`]: { id: 'mine', type: 'bool', formula: 'doc.assignee == actor.id' } },
    issues: [['MODEL_FORMULA_VOLATILE', field(13, 'formula')]],
  },
  {
    name: '[MOD-7] a formula of itself',
    change: { [field(11, 'formula')]: 'doc.total + doc.discount' },
    issues: [['MODEL_FORMULA_CYCLE', field(12, 'formula')]],
  },
  {
    name: '[MOD-7] a formula of itself through lines',
    change: { [`${LINE}/fields/3/formula`]: 'line.qty * doc.total' },
    issues: [['MODEL_FORMULA_CYCLE', field(12, 'formula')]],
  },
  {
    name: '[MOD-7] a formula of another type',
    change: { [field(12, 'formula')]: "'a'" },
    issues: [['EXPR_RESULT', field(12, 'formula')]],
  },
  {
    name: '[MOD-9] a rollup of what does not point here',
    change: { '/entities/0/fields/5/rollup/of': 'SalesOrder.warehouse' },
    issues: [['MODEL_ROLLUP_OF_UNRELATED', '/entities/0/fields/5/rollup/of']],
  },
  {
    name: '[MOD-9] a sum of nothing',
    change: { '/entities/0/fields/5/rollup/fn': 'sum' },
    issues: [['MODEL_ROLLUP_FIELD', '/entities/0/fields/5/rollup']],
  },
  {
    name: '[MOD-9] a count of a field',
    change: { '/entities/0/fields/5/rollup/field': 'total' },
    issues: [['MODEL_ROLLUP_FIELD', '/entities/0/fields/5/rollup/field']],
  },
  {
    name: '[MOD-9] a count into money',
    change: { '/entities/0/fields/5/type': 'money' },
    issues: [['MODEL_ROLLUP_TYPE', '/entities/0/fields/5/type']],
  },
  {
    name: '[MOD-9] a sum of texts',
    change: { '/entities/0/fields/5/rollup/fn': 'sum', '/entities/0/fields/5/rollup/field': 'channel' },
    issues: [['MODEL_ROLLUP_TYPE', '/entities/0/fields/5/rollup/field']],
  },
  {
    name: '[MOD-8] a default of another type',
    change: { '/entities/0/fields/3/default': true },
    issues: [['MODEL_DEFAULT_TYPE', '/entities/0/fields/3/default']],
  },
  {
    name: '[MOD-11] a title of long text',
    change: { [`${ORDER}/title`]: 'remark' },
    issues: [['MODEL_TITLE_UNFIT', `${ORDER}/title`]],
  },
  {
    name: '[MOD-11] a title that is a secret',
    change: { '/entities/0/title': 'idCard' },
    issues: [['MODEL_TITLE_UNFIT', '/entities/0/title']],
  },
  {
    name: '[MOD-11] a title nobody knows',
    change: { '/entities/0/title': 'nme' },
    issues: [['MODEL_FIELD_UNKNOWN', '/entities/0/title']],
  },
  {
    name: '[MOD-12] a number in a text',
    change: { [`${ORDER}/number/field`]: 'remark' },
    issues: [
      ['MODEL_NUMBER_FIELD', `${ORDER}/number/field`],
      ['MODEL_SEQUENCE_WITHOUT_NUMBER', `${ORDER}/fields/0`],
    ],
  },
  {
    name: '[MOD-12] numbers that repeat each month',
    change: { [`${ORDER}/number/pattern`]: 'SO-{yyyy}-{seq:5}' },
    issues: [['MODEL_NUMBER_PATTERN', `${ORDER}/number/pattern`]],
  },
  {
    name: '[MOD-12] numbers without a count',
    change: { [`${ORDER}/number/pattern`]: '{yyyy}{MM}' },
    issues: [['MODEL_NUMBER_PATTERN', `${ORDER}/number/pattern`]],
  },
  {
    name: '[MOD-13] a key with a field twice',
    change: { [`${ORDER}/indexes/0/fields`]: ['dueAt', 'dueAt'] },
    issues: [['MODEL_KEY_FIELD_TWICE', `${ORDER}/indexes/0/fields/1`]],
  },
  {
    name: '[MOD-13] a key of lines',
    change: { [`${ORDER}/unique/0/fields`]: ['lines'] },
    issues: [['MODEL_KEY_FIELD_UNFIT', `${ORDER}/unique/0/fields/0`]],
  },
  {
    name: '[MOD-13] a key of a formula',
    change: { [field(12, 'stored')]: false, [`${ORDER}/indexes/0/fields`]: ['total'] },
    issues: [['MODEL_KEY_FIELD_UNFIT', `${ORDER}/indexes/0/fields/0`]],
  },
  {
    name: '[MOD-13] a key of a secret',
    change: { '/entities/0/unique/0/fields': ['idCard'] },
    issues: [['MODEL_KEY_FIELD_UNFIT', '/entities/0/unique/0/fields/0']],
  },
  {
    name: '[MOD-13] a key of no field',
    change: { '/entities/0/unique/0/fields': ['cod'] },
    issues: [['MODEL_FIELD_UNKNOWN', '/entities/0/unique/0/fields/0']],
  },
  {
    name: '[MOD-14] a check that is no condition',
    change: { [`${ORDER}/checks/0/when`]: 'doc.total' },
    issues: [['EXPR_RESULT', `${ORDER}/checks/0/when`]],
  },
  {
    name: '[MOD-14] a check of a missing role',
    change: { [`${ORDER}/checks/1/unless/role`]: 'boss' },
    issues: [['MODEL_ROLE_UNKNOWN', `${ORDER}/checks/1/unless/role`]],
  },
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

/** JSON pointers set, appended (`-`) or removed in a copy of the document. */
export function changed(document: unknown, change: Readonly<Record<string, unknown>>): unknown {
  const copy: unknown = structuredClone(document);
  for (const [path, value] of Object.entries(change)) {
    const tokens = path.split('/').slice(1);
    const last = tokens.pop() ?? '';
    let at = copy;
    for (const token of tokens) at = Reflect.get(Object(at), token);
    if (Array.isArray(at)) {
      if (last === '-') at.push(value);
      else if (value === undefined) at.splice(Number(last), 1);
      else at[Number(last)] = value;
    } else if (value === undefined) Reflect.deleteProperty(Object(at), last);
    else Reflect.set(Object(at), last, value);
  }
  return copy;
}
