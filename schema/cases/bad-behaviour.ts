import type { BadTemplate } from './bad-template.ts';

const POINTS = '/ledgers/2';
const STOCK = '/ledgers/0';

function dimensions(count: number, type: string): readonly unknown[] {
  return Array.from({ length: count }, (_, index) => ({ id: `d${index}`, type }));
}

/** Mistakes in tables, awards, ledgers and automations, found by `resolveModel` in `passing/orders/template.json`. */
export const BAD_BEHAVIOUR: readonly BadTemplate[] = [
  {
    name: '[MOD-1] a line that a document’s check names without a list',
    change: { '/entities/3/checks/1/when': "line.qty > dec('0')" },
    issues: [['EXPR_VARIABLE_UNKNOWN', '/entities/3/checks/1/when']],
  },
  {
    name: '[MOD-1] a field of the line that its document does not have',
    change: { '/entities/4/fields/3/formula': 'doc.qty * line.price' },
    issues: [['EXPR_FIELD_UNKNOWN', '/entities/4/fields/3/formula']],
  },
  {
    name: '[MOD-36] an approval that leaves out what is no person',
    change: { '/workflows/0/transitions/0/approvals': [{ mode: 'any', roles: ['sales'], except: 'doc.remark' }] },
    issues: [['MODEL_APPROVAL_EXCEPT', '/workflows/0/transitions/0/approvals/0/except']],
  },
  {
    name: '[MOD-54] a table column of a type that tables cannot compare',
    change: { '/tables/0/in/role': 'json' },
    issues: [['MODEL_FIELD_KIND_UNFIT', '/tables/0/in/role']],
  },
  {
    name: '[MOD-50] a table that does not say the order of its columns',
    change: { '/tables/1/columns': undefined },
    issues: [['MODEL_TABLE_COLUMNS', '/tables/1']],
  },
  {
    name: '[MOD-50] an order of columns that leaves one out',
    change: { '/tables/1/columns': ['total', 'total'] },
    issues: [['MODEL_TABLE_COLUMNS', '/tables/1/columns']],
  },
  {
    name: '[MOD-54] a cell that is no number',
    change: { '/tables/1/rows/0/0': 'a lot' },
    issues: [['MODEL_TABLE_CELL', '/tables/1/rows/0/0']],
  },
  {
    name: '[MOD-54] a range that holds nothing',
    change: { '/tables/1/rows/1/0': '(100..100)' },
    issues: [['MODEL_TABLE_CELL', '/tables/1/rows/1/0']],
  },
  {
    name: '[MOD-54] a result with too many digits',
    change: { '/tables/1/rows/0/2': '0.125' },
    issues: [['MODEL_TABLE_CELL', '/tables/1/rows/0/2']],
  },
  {
    name: '[MOD-54] a sum with a row of nothing',
    change: { '/tables/1/hit': 'collect', '/tables/1/rows/0/2': null },
    issues: [['MODEL_TABLE_COLLECT_EMPTY', '/tables/1/rows/0/2']],
  },
  {
    name: '[MOD-54] a sum of texts',
    change: { '/tables/1/hit': 'collect', '/tables/1/out': 'text' },
    issues: [['MODEL_FIELD_KIND_UNFIT', '/tables/1/out']],
  },
  {
    name: '[MOD-54] two rows of a unique table that both match',
    change: { '/tables/0/rows/1/0': 'sales | warehouse' },
    issues: [['MODEL_TABLE_OVERLAP', '/tables/0/rows/1']],
  },
  {
    name: '[MOD-51] a table asked with the wrong type',
    change: { '/awards/2/amount': "table('freight', doc.remark, date(doc.dueAt))" },
    issues: [['EXPR_TABLE_ARGUMENT', '/awards/2/amount']],
  },
  {
    name: '[MOD-52] an award on an entity and nothing of it',
    change: { '/awards/0/on': { entity: 'SalesOrder' } },
    issues: [['MODEL_AWARD_TRIGGER', '/awards/0']],
  },
  {
    name: '[MOD-52] an award on a change and a transition at once',
    change: { '/awards/0/on/change': 'updated' },
    issues: [['MODEL_AWARD_TRIGGER', '/awards/0']],
  },
  {
    name: '[MOD-52] an event that nobody knows',
    change: { '/awards/3/on/event': 'signIn.first' },
    issues: [['MODEL_AWARD_EVENT_UNKNOWN', '/awards/3/on/event']],
  },
  {
    name: '[MOD-52] a change of a field that is not there',
    change: { '/awards/2/on/fields/0': 'remrk' },
    issues: [['MODEL_FIELD_UNKNOWN', '/awards/2/on/fields/0']],
  },
  {
    name: '[MOD-52] an event has no record',
    change: { '/awards/3/amount': 'doc.total' },
    issues: [['EXPR_VARIABLE_UNKNOWN', '/awards/3/amount']],
  },
  {
    name: '[MOD-55] an award to nobody, of nothing',
    change: { '/awards/2/to': undefined, '/awards/2/amount': undefined },
    issues: [
      ['MODEL_AWARD_ATTRIBUTE_MISSING', '/awards/2'],
      ['MODEL_AWARD_ATTRIBUTE_MISSING', '/awards/2'],
    ],
  },
  {
    name: '[MOD-55] a manual award with an amount',
    change: { '/awards/1/amount': "dec('5')" },
    issues: [['MODEL_AWARD_ATTRIBUTE_UNFIT', '/awards/1/amount']],
  },
  {
    name: '[MOD-55] an award to a text',
    change: { '/awards/0/to': 'doc.customer.name' },
    issues: [['MODEL_AWARD_TO', '/awards/0/to']],
  },
  {
    name: '[MOD-55] an award for each of a list',
    change: { '/awards/0/once/0': 'doc.lines' },
    issues: [['MODEL_FIELD_KIND_UNFIT', '/awards/0/once/0']],
  },
  {
    name: '[MOD-56] an award of a ledger that keeps no points',
    change: { '/awards/0/ledger': 'stock' },
    issues: [['MODEL_AWARD_LEDGER', '/awards/0/ledger']],
  },
  {
    name: '[MOD-56] pending points without an account for them',
    change: { [`${POINTS}/accounts/3/id`]: 'waiting' },
    issues: [['MODEL_AWARD_ACCOUNT', '/awards/0/pending']],
  },
  {
    name: '[MOD-56] a clawback into an account of nobody',
    change: { '/awards/0/clawback/short': 'breakage' },
    issues: [['MODEL_AWARD_ACCOUNT', '/awards/0/clawback']],
  },
  {
    name: '[MOD-56] points that expire out of a wallet without lots',
    change: { [`${POINTS}/accounts/1/lots`]: undefined },
    issues: [['MODEL_AWARD_ACCOUNT', '/awards/0/expires']],
  },
  {
    name: '[MOD-56] a budget that is not said whole',
    change: { '/awards/0/budget': { programme: 'a', month: '1' } },
    issues: [
      ['MODEL_LEDGER_PART_UNKNOWN', '/awards/0/budget/month'],
      ['MODEL_POSTING_KEY_MISSING', '/awards/0/budget'],
    ],
  },
  {
    name: '[MOD-57] a limit per thing that is not there',
    change: { '/awards/0/limits/0/per/1': 'dya' },
    issues: [['MODEL_AWARD_LIMIT_PART', '/awards/0/limits/0/per/1']],
  },
  {
    name: '[MOD-57] a limit per giver where nobody gives',
    change: { '/awards/0/limits/0/per/0': 'giver' },
    issues: [['MODEL_AWARD_LIMIT_PART', '/awards/0/limits/0/per/0']],
  },
  {
    name: '[MOD-57] a limit that limits nothing',
    change: { '/awards/0/limits/0/max': undefined },
    issues: [['MODEL_AWARD_LIMIT_EMPTY', '/awards/0/limits/0']],
  },
  {
    name: '[MOD-58] an explanation with an open brace',
    change: { '/awards/0/explain/en': 'Shipped {doc.number' },
    issues: [['MODEL_EXPLAIN_BRACE', '/awards/0/explain/en']],
  },
  {
    name: '[MOD-58] an explanation of what is not there',
    change: { '/awards/0/explain/en': 'Shipped {doc.numbr}: {reason}' },
    issues: [
      ['EXPR_FIELD_UNKNOWN', '/awards/0/explain/en'],
      ['EXPR_VARIABLE_UNKNOWN', '/awards/0/explain/en'],
    ],
  },
  {
    name: '[MOD-53] a tier that grants a role nobody knows',
    change: { '/tiers/levels/0/grants': ['sales', 'gold'] },
    issues: [['MODEL_ROLE_UNKNOWN', '/tiers/levels/0/grants/1']],
  },
  {
    name: '[MOD-59] a reason that tells a secret',
    change: {
      '/awards/0/when': "doc.customer.idCard != ''",
      '/awards/0/explain/en': 'For {doc.customer.idCard}, {doc.customer.idCard}',
    },
    issues: [
      ['MODEL_AWARD_SECRET', '/awards/0/explain/en'],
      ['MODEL_AWARD_SECRET', '/awards/0/when'],
    ],
  },
  {
    name: '[MOD-46] using up a posting that reserves nothing',
    change: { '/postings/0/expires': undefined },
    issues: [['MODEL_POSTING_CONSUME', '/postings/1/consume']],
  },
  {
    name: '[MOD-46] using up a reservation of another ledger',
    change: { '/postings/1/consume': 'useCredit', '/postings/2/expires': 'P1D' },
    issues: [['MODEL_POSTING_CONSUME', '/postings/1/consume']],
  },
  {
    name: '[MOD-47] a ledger of five measures',
    change: {
      [`${STOCK}/measures/3`]: { id: 'a', type: 'int' },
      [`${STOCK}/measures/4`]: { id: 'b', type: 'int' },
    },
    issues: [['MODEL_LEDGER_TOO_WIDE', `${STOCK}/measures`]],
  },
  {
    name: '[MOD-47] a ledger of five texts',
    change: {
      '/ledgers/3': {
        id: 'wide',
        mode: 'balance',
        dimensions: dimensions(5, 'text'),
        measures: [{ id: 'a', type: 'int' }],
      },
    },
    issues: [['MODEL_LEDGER_TOO_WIDE', '/ledgers/3/dimensions']],
  },
  {
    name: '[MOD-47] a ledger of six people',
    change: {
      '/ledgers/3': {
        id: 'wide',
        mode: 'balance',
        dimensions: dimensions(6, 'user'),
        measures: [{ id: 'a', type: 'int' }],
      },
    },
    issues: [['MODEL_LEDGER_TOO_WIDE', '/ledgers/3/dimensions']],
  },
  {
    name: '[MOD-15] a condition that is none',
    change: { '/entities/3/fields/8/required': 'doc.discount' },
    issues: [['EXPR_RESULT', '/entities/3/fields/8/required']],
  },
  {
    name: '[MOD-36] an approval that goes on to nobody',
    change: { '/workflows/0/transitions/0/approvals/0/copyTo': ['boss'] },
    issues: [['MODEL_ROLE_UNKNOWN', '/workflows/0/transitions/0/approvals/0/copyTo/0']],
  },
];
