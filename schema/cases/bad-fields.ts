import { type BadTemplate, field, LINE, ORDER } from './bad-template.ts';

/** Mistakes in the meaning of objects and their fields, found by `resolveModel` in the same document. */
export const BAD_FIELDS: readonly BadTemplate[] = [
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
    name: '[MOD-16] what can be chosen is a condition, and of a reference',
    change: { [field(1, 'choices')]: 'doc.number', [field(8, 'choices')]: 'true' },
    issues: [
      ['EXPR_RESULT', field(1, 'choices')],
      ['MODEL_ATTRIBUTE_NOT_ALLOWED', field(8, 'choices')],
    ],
  },
  {
    name: '[MOD-17] a balance of no ledger, one that is not named whole, and one that is given as well',
    change: {
      [`${ORDER}/fields/-`]: { id: 'far', type: 'quantity', balance: { ledger: 'stok', measure: 'onHand', key: {} } },
      [`${LINE}/fields/-`]: {
        id: 'near',
        type: 'quantity',
        required: true,
        balance: { ledger: 'stock', measure: 'onHnd', key: { item: 'line.item', colour: 'line.item' } },
      },
    },
    issues: [
      ['MODEL_BALANCE_KEY_MISSING', `${LINE}/fields/4/balance/key`],
      ['MODEL_COMPUTED_ATTRIBUTE', `${LINE}/fields/4/required`],
      ['MODEL_LEDGER_PART_UNKNOWN', `${LINE}/fields/4/balance/key/colour`],
      ['MODEL_LEDGER_PART_UNKNOWN', `${LINE}/fields/4/balance/measure`],
      ['MODEL_LEDGER_UNKNOWN', `${ORDER}/fields/13/balance/ledger`],
    ],
  },
  {
    name: '[MOD-17] a balance with decimals in a whole number, with a formula besides, and set by a step',
    change: {
      [`${ORDER}/fields/-`]: {
        id: 'whole',
        type: 'int',
        formula: '1',
        balance: { ledger: 'stock', measure: 'onHand', key: { item: "''", warehouse: 'doc.warehouse' } },
      },
      '/workflows/0/transitions/0/set': { whole: '1' },
    },
    issues: [
      ['EXPR_RESULT', `${ORDER}/fields/13/balance/key/item`],
      ['MODEL_COMPUTED_TWICE', `${ORDER}/fields/13/balance`],
      ['MODEL_FIELD_KIND_UNFIT', `${ORDER}/fields/13/type`],
      ['MODEL_SET_COMPUTED', '/workflows/0/transitions/0/set/whole'],
    ],
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
];
