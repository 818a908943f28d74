import { LIMITS } from '../../schema/core/limits.ts';
import type { Ask } from './tenant-bench.ts';

/** The mutation that creates an order of this input. */
export const order = (input: string, lines = '[{ product: { name: "Tea" }, qty: "1" }]') =>
  `mutation { createSalesOrder(input: { ${input} lines: ${lines} }) { id } }`;
const customer = (input: string) => `mutation { createCustomer(input: { ${input} }) { id } }`;
const product = (input: string) => `mutation { createProduct(input: { ${input} }) { id } }`;

type BadRequest = readonly [
  title: string,
  query: string,
  expected: readonly (readonly [code: string, path: string])[],
  ask?: Ask,
];

/** Each bad request with every code and place it must be told; none may crash, answer 500, or change a row. */
export const BAD_REQUESTS: readonly BadRequest[] = [
  [
    'a filter with NUL',
    'query ($t: String) { customers(where: { name: { eq: $t } }) { totalCount } }',
    [['TEXT_CHARACTER', '']],
    { variables: { t: 'a\u0000' } },
  ],
  [
    'half a character',
    'mutation ($t: String!) { createCustomer(input: { name: $t, code: "H" }) { id } }',
    [['VALUE_FORM', '/input/name']],
    { variables: { t: 'a\ud800' } },
  ],
  [
    'a key of a request with NUL',
    'mutation ($t: String) { createCustomer(input: { name: "H", code: "H" }, idempotencyKey: $t) { id } }',
    [['TEXT_CHARACTER', '']],
    { variables: { t: 'a\u0000' } },
  ],
  [
    'more lines, and more of what many references name, than there may be',
    `{ salesOrders { nodes { lines(first: ${String(LIMITS.linesPerDocumentMax + 1)}) { qty } } } customers { nodes { tags(first: ${String(LIMITS.pageSizeMax + 1)}) { name } } } }`,
    [
      ['PAGE_SIZE', ''],
      ['PAGE_SIZE', ''],
    ],
  ],
  ['nothing', '', [['GRAPHQL_PARSE_FAILED', '']]],
  ['no braces', 'salesOrders', [['GRAPHQL_PARSE_FAILED', '']]],
  ['unclosed', '{ salesOrders { totalCount ', [['GRAPHQL_PARSE_FAILED', '']]],
  ['a control character', '{ \u0007 }', [['GRAPHQL_PARSE_FAILED', '']]],
  ['fragments only', 'fragment F on Customer { id }', [['GRAPHQL_VALIDATION_FAILED', '']]],
  ['an unknown field', '{ salesOrders { totl } }', [['GRAPHQL_VALIDATION_FAILED', '']]],
  ['an unknown argument', '{ salesOrders(limit: 3) { totalCount } }', [['GRAPHQL_VALIDATION_FAILED', '']]],
  ['no selection', '{ salesOrders }', [['GRAPHQL_VALIDATION_FAILED', '']]],
  ['an unused variable', 'query Q($a: Int) { customers { totalCount } }', [['GRAPHQL_VALIDATION_FAILED', '']]],
  ['an undefined variable', '{ customers(first: $n) { totalCount } }', [['GRAPHQL_VALIDATION_FAILED', '']]],
  [
    'a variable of another type',
    'query Q($n: String) { customers(first: $n) { totalCount } }',
    [['GRAPHQL_VALIDATION_FAILED', '']],
  ],
  [
    'a variable that is missing',
    'query Q($w: CustomerWhere!) { customers(where: $w) { totalCount } }',
    [['GRAPHQL_VALIDATION_FAILED', '']],
  ],
  [
    'a variable of the wrong form',
    'query Q($w: CustomerWhere) { customers(where: $w) { totalCount } }',
    [['GRAPHQL_VALIDATION_FAILED', '/w/name']],
    { variables: { w: { name: 3 } } },
  ],
  [
    'two wrong variables',
    'query Q($a: Int, $b: Int) { customers(first: $a, last: $b) { totalCount } }',
    [
      ['GRAPHQL_VALIDATION_FAILED', '/a'],
      ['GRAPHQL_VALIDATION_FAILED', '/b'],
    ],
    { variables: { a: 'x', b: 1.5 } },
  ],
  [
    'a fragment that spreads itself',
    'fragment F on Customer { ...F } { customers { nodes { ...F } } }',
    [['GRAPHQL_VALIDATION_FAILED', '']],
  ],
  [
    'an operation that is not there',
    'query A { customers { totalCount } }',
    [['GRAPHQL_VALIDATION_FAILED', '']],
    { operationName: 'B' },
  ],
  [
    'two operations and no name',
    'query A { customers { totalCount } } query B { customers { totalCount } }',
    [['GRAPHQL_VALIDATION_FAILED', '']],
  ],
  ['a subscription over HTTP', 'subscription { customerChanged { id } }', [['GRAPHQL_VALIDATION_FAILED', '']]],
  ['too many tokens', `{ customers { nodes { ${'id '.repeat(2001)} } } }`, [['QUERY_TOO_LONG', '']]],
  [
    'too deep',
    `{ salesOrders { nodes { lines { parent { lines { parent { lines { parent { lines { parent { lines { parent { id } } } } } } } } } } } } }`,
    [['QUERY_TOO_DEEP', '']],
  ],
  [
    'too many aliases',
    `{ customers { nodes { ${Array.from({ length: 31 }, (_, index) => `a${index}: id`).join(' ')} } } }`,
    [['QUERY_TOO_MANY_ALIASES', '']],
  ],
  [
    'too many directives',
    `{ customers { nodes { ${'id @include(if: true) '.repeat(11)} } } }`,
    [['QUERY_TOO_MANY_DIRECTIVES', '']],
  ],
  [
    'too many roots',
    `{ ${Array.from({ length: 21 }, (_, index) => `r${index}: __typename`).join(' ')} }`,
    [['QUERY_TOO_MANY_ROOTS', '']],
  ],
  [
    'too costly',
    '{ salesOrders(first: 1000) { nodes { id number note lines(first: 50) { id qty price amount product { id name price weightKg } parent { id number } } customer { id name tags(first: 500) { id name } } } } }',
    [['QUERY_TOO_COSTLY', '']],
  ],
  [
    'two limits at once',
    `{ ${Array.from({ length: 31 }, (_, index) => `a${index}: __typename @include(if: true)`).join(' ')} }`,
    [
      ['QUERY_TOO_MANY_ALIASES', ''],
      ['QUERY_TOO_MANY_DIRECTIVES', ''],
      ['QUERY_TOO_MANY_ROOTS', ''],
    ],
  ],
  ['an alias of 64 characters', `{ ${'x'.repeat(64)}: customers { totalCount } }`, [['ALIAS_TOO_LONG', '']]],
  ['a page too large', '{ customers(first: 1001) { totalCount } }', [['PAGE_SIZE', '']]],
  ['a negative page', '{ customers(last: -1) { totalCount } }', [['PAGE_SIZE', '']]],
  ['an offset too large', '{ customers(offset: 1000001) { nodes { id } } }', [['PAGE_OFFSET', '']]],
  [
    'a negative offset by variable',
    'query Q($n: Int) { customers(offset: $n) { nodes { id } } }',
    [['PAGE_OFFSET', '']],
    { variables: { n: -1 } },
  ],
  [
    'an offset and a cursor',
    '{ customers(offset: 1, after: "abcd") { nodes { id } } }',
    [['PAGE_OFFSET_AND_CURSOR', '']],
  ],
  ['first and last', '{ customers(first: 1, last: 1) { totalCount } }', [['PAGE_FIRST_AND_LAST', '']]],
  ['a null in a filter', '{ customers(where: { name: { eq: null } }) { totalCount } }', [['FILTER_NULL', '']]],
  ['a null relation filter', '{ customers(where: { region: null }) { totalCount } }', [['FILTER_NULL', '']]],
  [
    'a null filter by variable',
    'query Q($n: String) { customers(where: { name: { eq: $n } }) { totalCount } }',
    [['FILTER_NULL', '']],
    { variables: { n: null } },
  ],
  [
    'an order of two fields in one',
    '{ customers(orderBy: [{ name: ASC, code: DESC }]) { totalCount nodes { id } } }',
    [['ORDER_ONE_FIELD', '']],
  ],
  ['an empty order', '{ customers(orderBy: [{}]) { nodes { id } } }', [['ORDER_ONE_FIELD', '']]],
  [
    'two mistakes in one query',
    '{ customers(first: 5000, orderBy: [{}]) { nodes { id } } }',
    [
      ['ORDER_ONE_FIELD', ''],
      ['PAGE_SIZE', ''],
    ],
  ],
  [
    'a filter nine levels deep',
    `{ customers(where: ${'{ not: '.repeat(9)}{ vip: { eq: true } }${' }'.repeat(9)}) { totalCount } }`,
    [['FILTER_TOO_DEEP', '']],
  ],
  [
    'a filter of too many conditions',
    `{ customers(where: { or: [${'{ vip: { eq: true } } '.repeat(101)}] }) { totalCount } }`,
    [['FILTER_TOO_LARGE', '']],
  ],
  [
    'a list of too many values',
    'query Q($ids: [ID!]) { customers(where: { id: { in: $ids } }) { totalCount } }',
    [['FILTER_LIST_TOO_LONG', '']],
    { variables: { ids: Array.from({ length: 1001 }, String) } },
  ],
  [
    'a filter whose variable is not given',
    'query Q($n: String) { customers(where: { name: { eq: $n } }) { totalCount } }',
    [['FILTER_NULL', '']],
  ],
  ['no group field', '{ customersAggregate(groupBy: [{}]) { count } }', [['GROUP_ONE_FIELD', '']]],
  [
    'six groupings',
    `{ customersAggregate(groupBy: [${'{ name: VALUE } '.repeat(6)}]) { count } }`,
    [['GROUP_TOO_MANY', '']],
  ],
  ['a key without its group', '{ customersAggregate { key { name } } }', [['GROUP_KEY_NOT_GROUPED', '']]],
  ['a row without id or key', '{ customer { id } }', [['ONE_ID_OR_KEY', '']]],
  ['a row with id and key', '{ customer(id: "x", by: { code: "A" }) { id } }', [['ONE_ID_OR_KEY', '']]],
  ['a key of two keys', '{ customer(by: { code: "A", id: "x" }) { id } }', [['KEY_ONE_FIELD', '']]],
  [
    'a bad decimal',
    '{ salesOrders(where: { total: { eq: "1,5" } }) { totalCount } }',
    [['GRAPHQL_VALIDATION_FAILED', '']],
  ],
  [
    'a decimal too long',
    `{ salesOrders(where: { total: { eq: "${'9'.repeat(60)}" } }) { totalCount } }`,
    [['GRAPHQL_VALIDATION_FAILED', '']],
  ],
  [
    'a day that does not exist',
    '{ salesOrders(where: { orderedOn: { eq: "2026-02-30" } }) { totalCount } }',
    [['GRAPHQL_VALIDATION_FAILED', '']],
  ],
  [
    'an instant without zone',
    '{ salesOrders(where: { dueAt: { gt: "2026-02-01T00:00:00" } }) { totalCount } }',
    [['GRAPHQL_VALIDATION_FAILED', '']],
  ],
  [
    'a duration of months',
    '{ products(where: { shelfLife: { gt: "P1M" } }) { totalCount } }',
    [['GRAPHQL_VALIDATION_FAILED', '']],
  ],
  [
    'a time past midnight',
    '{ products(where: { opensAt: { gt: "25:00" } }) { totalCount } }',
    [['GRAPHQL_VALIDATION_FAILED', '']],
  ],
  [
    'an unknown option',
    '{ salesOrders(where: { channel: { eq: fax } }) { totalCount } }',
    [['GRAPHQL_VALIDATION_FAILED', '']],
  ],

  ['an order without lines', order('customer: { code: "AC-1" }', '[]'), [['LINES_COUNT', '/input/lines']]],
  [
    'an order with 51 lines',
    order('customer: { code: "AC-1" }', `[${'{ product: { name: "Tea" }, qty: "1" } '.repeat(51)}]`),
    [['LINES_COUNT', '/input/lines']],
  ],
  ['an unknown customer', order('customer: { code: "NOPE" }'), [['REFERENCE_NOT_FOUND', '/input/customer']]],
  ['a customer by a bad id', order('customer: { id: "5" }'), [['REFERENCE_NOT_FOUND', '/input/customer']]],
  ['a customer by nothing', order('customer: {}'), [['KEY_ONE_FIELD', '/input/customer']]],
  [
    'an unknown product in the second line',
    order(
      'customer: { code: "AC-1" }',
      '[{ product: { name: "Tea" }, qty: "1" }, { product: { name: "Air" }, qty: "1" }]',
    ),
    [['REFERENCE_NOT_FOUND', '/input/lines/1/product']],
  ],
  [
    'several mistakes in several places',
    order(
      'customer: { code: "NOPE" }, discount: "-1", dueAt: "2026-01-01T00:00:00Z",',
      '[{ product: { name: "Air" }, qty: "0" }]',
    ),
    [
      ['REFERENCE_NOT_FOUND', '/input/customer'],
      ['REFERENCE_NOT_FOUND', '/input/lines/0/product'],
      ['VALUE_BELOW_MIN', '/input/discount'],
      ['VALUE_BELOW_MIN', '/input/lines/0/qty'],
    ],
  ],
  ['a broken rule', order('customer: { code: "AC-1" }, discount: "4"'), [['CHECK_FAILED', '/input']]],
  [
    'a quantity with five places',
    order('customer: { code: "AC-1" }', '[{ product: { name: "Tea" }, qty: "0.00001" }]'),
    [['VALUE_TOO_PRECISE', '/input/lines/0/qty']],
  ],
  [
    'a sum past what its field holds',
    order(
      'customer: { code: "AC-1" }',
      '[{ product: { name: "Tea" }, qty: "99999999999999", price: "99999999999999" }]',
    ),
    [['VALUE_TOO_PRECISE', '/input/lines/0/amount']],
  ],
  [
    'an unknown assignee',
    order('customer: { code: "AC-1" }, assignee: { email: "nobody@example.com" }'),
    [['REFERENCE_NOT_FOUND', '/input/assignee']],
  ],
  ['a customer without a name', customer('code: "Z-1"'), [['GRAPHQL_VALIDATION_FAILED', '']]],
  ['an empty name', customer('name: ""'), [['VALUE_REQUIRED', '/input/name']]],
  ['a null name', customer('name: null'), [['GRAPHQL_VALIDATION_FAILED', '']]],
  ['a name of 81 characters', customer(`name: "${'长'.repeat(81)}"`), [['VALUE_TOO_LONG', '/input/name']]],
  [
    'a NUL in a text',
    'mutation M($n: String!) { createCustomer(input: { name: $n }) { id } }',
    [['VALUE_FORM', '/input/name']],
    { variables: { n: 'a\u0000b' } },
  ],
  ['a code of another pattern', customer('name: "x", code: "lower case"'), [['VALUE_PATTERN', '/input/code']]],
  ['a code that is taken', customer('name: "x", code: "AC-1"'), [['RECORD_NOT_UNIQUE', '/input/code']]],
  ['an unknown tag', customer('name: "x", tags: [{ name: "nope" }]'), [['REFERENCE_NOT_FOUND', '/input/tags/0']]],
  ['a price below zero', product('name: "x", price: "-0.01"'), [['VALUE_BELOW_MIN', '/input/price']]],
  ['a price in words', product('name: "x", price: "ten"'), [['GRAPHQL_VALIDATION_FAILED', '']]],
  [
    'a computed field',
    'mutation { createSalesOrder(input: { customer: { code: "AC-1" }, total: "1", lines: [] }) { id } }',
    [['GRAPHQL_VALIDATION_FAILED', '']],
  ],
  [
    'a number of our own',
    'mutation { createSalesOrder(input: { customer: { code: "AC-1" }, number: "SO-1", lines: [] }) { id } }',
    [['GRAPHQL_VALIDATION_FAILED', '']],
  ],
  [
    'an update of nothing',
    'mutation { updateCustomer(id: "x", version: 1, patch: { name: "y" }) { id } }',
    [['NOT_FOUND', '']],
  ],
  [
    'a delete of nothing',
    'mutation { deleteCustomer(id: "01890000-0000-7000-8000-000000000009", version: 1) { id } }',
    [['NOT_FOUND', '']],
  ],
  [
    'a restore of nothing',
    'mutation { restoreCustomer(id: "01890000-0000-7000-8000-000000000009") { id } }',
    [['NOT_FOUND', '']],
  ],
  [
    'a change of a log',
    'mutation { updateAuditNote(id: "x", version: 1, patch: { text: "y" }) { id } }',
    [['GRAPHQL_VALIDATION_FAILED', '']],
  ],
  [
    'a bulk past its limit',
    'mutation M($inputs: [TagInput!]!) { createTags(inputs: $inputs) { id } }',
    [['BULK_TOO_MANY', '/inputs']],
    { variables: { inputs: Array.from({ length: 1001 }, (_, index) => ({ name: `t${index}` })) } },
  ],
  [
    'a bulk with one bad row',
    'mutation { createTags(inputs: [{ name: "a" }, { name: "" }, { name: "c" }]) { id } }',
    [['VALUE_REQUIRED', '/inputs/1/name']],
  ],
  [
    'a bulk that repeats a unique value',
    'mutation { createTags(inputs: [{ name: "a" }, { name: "a" }]) { id } }',
    [['RECORD_NOT_UNIQUE', '/inputs/1/name']],
  ],
  [
    'an empty idempotency key',
    'mutation { createTag(input: { name: "a" }, idempotencyKey: "") { id } }',
    [['IDEMPOTENCY_KEY_FORM', '/idempotencyKey']],
  ],
];
