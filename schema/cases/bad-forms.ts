import { type BadTemplate, field, ORDER } from './bad-template.ts';

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
