import type { Right } from '../../schema/template/template.ts';
import { ledgerEntityId } from '../../schema/model/ledger-entities.ts';
import type { Model } from '../../schema/model/model.ts';
import type { GraphqlExtension } from './graphql-extensions.ts';
import type { FieldPlan, InputFieldPlan, TypePlan } from './graphql-plan-types.ts';
import { property } from './graphql-service-field.ts';

/**
 * What may be asked by owners and those who change the template: what-if and the report of a points programme. The
 * report is also for those who see every entry, as a file for those who may take every entry away.
 */
export function labApi({ behaviour }: Model): GraphqlExtension {
  const books = behaviour.ledgers.filter(({ mode }) => mode === 'double');
  if (books.length === 0 || behaviour.awards.length === 0) return {};
  const awarded = books.filter(({ id }) => behaviour.awards.some(({ ledger }) => ledger === id));
  const entities = awarded.map(({ id }) => ledgerEntityId(id, 'movement'));
  const rights: ReadonlyMap<string, Right> = new Map([
    ['pointsReport', 'read'],
    ['pointsReportCsv', 'export'],
  ]);
  const query = QUERIES.map((plan) => {
    const right = rights.get(plan.name);
    return right === undefined ? plan : { ...plan, need: { ...DESIGNER, or: { entities, right } } };
  });
  return { types: [...WHAT_IF_TYPES, ...REPORT_TYPES], query };
}

const DESIGNER = { designer: true } as const;

const WINDOW: readonly InputFieldPlan[] = [
  { name: 'from', type: 'DateTime!' },
  { name: 'to', type: 'DateTime!', description: 'Not in it.' },
  { name: 'ledger', type: 'String', description: 'The points ledger; the first award’s when left out.' },
];

const REPORT_ARGS: readonly InputFieldPlan[] = [
  ...WINDOW,
  { name: 'baselineFrom', type: 'DateTime', description: 'A period before the programme to compare with.' },
  { name: 'baselineTo', type: 'DateTime' },
  {
    name: 'comparison',
    type: '[ID!]',
    description: 'Departments that are not in the programme: figures are then of all others, beside those of these.',
  },
];

const QUERIES: readonly FieldPlan[] = [
  {
    name: 'pointsWhatIf',
    type: 'PointsWhatIf!',
    description:
      'What other rules would have given for what happened in a period. Nothing is posted. Re-scoring, not prediction.',
    args: [
      { name: 'draft', type: 'JSON!', description: 'Awards as in a template: a list, or {"awards", "tables"}.' },
      ...WINDOW,
      {
        name: 'budget',
        type: 'JSON',
        description: 'Budgets to assume at the start: [{"of": {"programme": "…"}, "amount": "5000"}].',
      },
      { name: 'top', type: 'Int', description: 'How many winners and losers are named; 10 when left out.' },
    ],
    need: DESIGNER,
    source: { kind: 'service', service: 'lab.whatIf' },
  },
  {
    name: 'pointsReport',
    type: 'PointsReport!',
    description: 'The figures of the points programme in a period, each with its definition.',
    args: REPORT_ARGS,
    need: DESIGNER,
    source: { kind: 'service', service: 'lab.report' },
  },
  {
    name: 'pointsReportCsv',
    type: 'String!',
    description: 'The same as CSV.',
    args: REPORT_ARGS,
    need: DESIGNER,
    source: { kind: 'service', service: 'lab.reportCsv' },
  },
];

const WHAT_IF_TYPES: readonly TypePlan[] = [
  object('PointsWhatIf', 'What a draft of points rules would have given.', [
    property('from', 'DateTime!'),
    property('to', 'DateTime!'),
    property('ledger', 'String!'),
    property('notes', '[String!]!', 'What the figures are and are not.'),
    property('events', 'Int!'),
    property('eventsWithoutSnapshot', 'Int!', 'Left out: the log does not keep the row as it was then.'),
    property('asOfNow', '[String!]!', 'What was read as it is now, because the log did not keep it.'),
    property('missed', 'Int!', 'Awards that an event triggered and that gave nothing.'),
    property('totals', 'PointsBeforeAfter!'),
    property('posted', 'Decimal!', 'What the ledger has of the period, by the rules of then.'),
    property('giniBefore', 'Decimal', '0: all have the same; towards 1: one has all.'),
    property('giniAfter', 'Decimal'),
    property('giniWithinRolesBefore', 'Decimal'),
    property('giniWithinRolesAfter', 'Decimal'),
    property('people', '[PointsPersonChange!]!'),
    property('departments', '[PointsGroupChange!]!'),
    property('roles', '[PointsGroupChange!]!'),
    property('winners', '[PointsPersonChange!]!', 'Who would have more, most first.'),
    property('losers', '[PointsPersonChange!]!'),
    property('winnersCount', 'Int!'),
    property('losersCount', 'Int!'),
    property('winnersShare', 'Decimal', 'Of all people.'),
    property('losersShare', 'Decimal'),
    property('rules', '[PointsRuleChange!]!'),
    property('budgets', '[PointsBudgetUse!]!'),
    property('cuts', '[PointsCutCount!]!', 'What cut awards, most often first.'),
    property('samples', '[PointsWhatIfSample!]!', 'Some entries with their reasons.'),
    property('flags', '[PointsWhatIfFlag!]!', 'What to look at before the draft goes live.'),
  ]),
  object('PointsBeforeAfter', 'Points under the rules in force and under the draft, both scored on the same events.', [
    property('before', 'Decimal!'),
    property('after', 'Decimal!'),
    property('difference', 'Decimal!'),
  ]),
  object('PointsLabPerson', 'A person with the department and the role counted under.', [
    property('id', 'ID!'),
    property('name', 'String!'),
    property('department', 'String'),
    property('role', 'String'),
  ]),
  object('PointsPersonChange', 'The points of a person.', [
    property('person', 'PointsLabPerson!'),
    property('before', 'Decimal!'),
    property('after', 'Decimal!'),
    property('difference', 'Decimal!'),
  ]),
  object('PointsGroupChange', 'The points of a department or role.', [
    property('id', 'ID', 'Absent: of none.'),
    property('label', 'String!'),
    property('people', 'Int'),
    property('suppressed', 'Boolean!', 'Fewer than 5 people: nothing is told.'),
    property('change', 'PointsBeforeAfter'),
    property('giniBefore', 'Decimal'),
    property('giniAfter', 'Decimal'),
  ]),
  object('PointsRuleChange', 'What a rule gives under the rules in force and under the draft.', [
    property('rule', 'ID!'),
    property('label', 'String!'),
    property('entriesBefore', 'Int!'),
    property('pointsBefore', 'Decimal!'),
    property('entriesAfter', 'Int!'),
    property('askedAfter', 'Decimal!'),
    property('grantedAfter', 'Decimal!'),
    property('returnedAfter', 'Decimal!', 'Taken back, or come back from pending.'),
    property('pointsAfter', 'Decimal!', 'Granted less what was taken back.'),
  ]),
  object('PointsBudgetUse', 'How a budget would have been used.', [
    property('label', 'String!'),
    property('opening', 'Decimal!'),
    property('left', 'Decimal!'),
    property('ranOutAt', 'DateTime', 'When it first could not pay in full.'),
  ]),
  object('PointsCutCount', 'How often something cut an award.', [
    property('rule', 'ID!'),
    property('label', 'String!'),
    property('by', 'String!', 'once, budget, or the id of a limit.'),
    property('count', 'Int!'),
    property('amount', 'Decimal!'),
  ]),
  object('PointsWhatIfSample', 'One entry with its reasons.', [
    property('at', 'DateTime!'),
    property('person', 'PointsLabPerson!'),
    property('entity', 'String'),
    property('recordId', 'ID'),
    property('rule', 'ID!'),
    property('label', 'String!'),
    property('asked', 'Decimal!'),
    property('granted', 'Decimal!'),
    property('cutBy', 'String'),
    property('text', 'String'),
    property('condition', '[PointsPart!]!'),
    property('amount', '[PointsPart!]!'),
  ]),
  object('PointsWhatIfFlag', 'A pattern worth a look.', [
    property('kind', 'PointsWhatIfFlagKind!'),
    property('person', 'PointsLabPerson!'),
    property('rule', 'ID'),
    property('share', 'Decimal!'),
  ]),
  {
    kind: 'enum',
    name: 'PointsWhatIfFlagKind',
    values: [
      { name: 'ONE_RULE', description: 'Nine tenths of the points or more come from one rule.' },
      { name: 'OFTEN_CUT', description: 'A third of the entries or more were cut by a limit.' },
    ],
  },
];

const REPORT_TYPES: readonly TypePlan[] = [
  object('PointsReport', 'The figures of a points programme.', [
    property('from', 'DateTime!'),
    property('to', 'DateTime!'),
    property('ledger', 'String!'),
    property('baseline', 'PointsReportWindow', 'Absent: there is none.'),
    property('notes', '[String!]!'),
    property('rows', '[PointsReportRow!]!'),
  ]),
  object('PointsReportWindow', 'A period.', [property('from', 'DateTime!'), property('to', 'DateTime!')]),
  object('PointsReportRow', 'One figure, with what it means.', [
    property('block', 'String!'),
    property('id', 'ID!'),
    property('label', 'String!'),
    property('definition', 'String!'),
    property('numerator', 'Decimal'),
    property('denominator', 'Decimal'),
    property('value', 'Decimal', 'Absent where there is nothing to count, or too few people.'),
    property('unit', 'String!'),
    property('group', 'PointsReportGroup', 'Of a figure of one department, role, entity or rule.'),
    property('suppressed', 'Boolean!', 'Fewer than 5 people: not told.'),
    property('noBaseline', 'Boolean!'),
    property('baseline', 'PointsReportBaseline'),
    property('comparison', 'PointsReportComparison'),
    property('note', 'String'),
  ]),
  object('PointsReportGroup', 'What a figure is of.', [
    property('kind', 'String!'),
    property('id', 'ID'),
    property('label', 'String!'),
  ]),
  object('PointsReportBaseline', 'The same figure before.', [
    property('from', 'DateTime!'),
    property('to', 'DateTime!'),
    property('value', 'Decimal'),
  ]),
  object('PointsReportComparison', 'The same figure of those outside the programme.', [
    property('label', 'String!'),
    property('value', 'Decimal'),
  ]),
];

function object(name: string, description: string, fields: readonly FieldPlan[]): TypePlan {
  return { kind: 'object', name, description, fields };
}
