import type { FieldPlan, FilterOperator, InputFieldPlan, Need, TypePlan } from './graphql-plan-types.ts';
import type { FilterName, ScalarName } from './field-kinds.ts';

const scalar = (name: string, description: string, specifiedBy?: string): TypePlan =>
  specifiedBy === undefined
    ? { kind: 'scalar', name, description }
    : { kind: 'scalar', name, description, specifiedBy };

const SCALARS: readonly TypePlan[] = [
  scalar('Decimal', 'An exact decimal number as a string, such as "12.5000". Never a float.'),
  scalar('Money', 'An exact amount of money as a string, in the unit of its currency.'),
  scalar(
    'DateTime',
    'An instant in UTC with milliseconds, such as "2026-03-01T01:00:00.000Z".',
    'https://scalars.graphql.org/andimarek/date-time.html',
  ),
  scalar(
    'Date',
    'A calendar date without time zone, such as "2026-03-01".',
    'https://scalars.graphql.org/andimarek/local-date.html',
  ),
  scalar('Time', 'A time of day without time zone, such as "09:30:00".'),
  scalar('Duration', 'A length of time in ISO 8601, such as "PT72H" or "P7D"; answered in seconds, "PT259200S".'),
  scalar('JSON', 'A JSON value.'),
];

/** Filter inputs by name: the value type and the operators it takes. */
const FILTERS: Readonly<
  Record<FilterName, { readonly type: ScalarName | null; readonly operators: readonly FilterOperator[] }>
> = {
  TextFilter: {
    type: 'String',
    operators: [
      'eq',
      'ne',
      'in',
      'notIn',
      'lt',
      'lte',
      'gt',
      'gte',
      'isNull',
      'contains',
      'startsWith',
      'endsWith',
      'icontains',
    ],
  },
  IntFilter: { type: 'Int', operators: ['eq', 'ne', 'in', 'notIn', 'lt', 'lte', 'gt', 'gte', 'isNull'] },
  BooleanFilter: { type: 'Boolean', operators: ['eq', 'ne', 'isNull'] },
  IdFilter: { type: 'ID', operators: ['eq', 'ne', 'in', 'notIn', 'isNull'] },
  DecimalFilter: { type: 'Decimal', operators: ['eq', 'ne', 'in', 'notIn', 'lt', 'lte', 'gt', 'gte', 'isNull'] },
  DateFilter: { type: 'Date', operators: ['eq', 'ne', 'in', 'notIn', 'lt', 'lte', 'gt', 'gte', 'isNull'] },
  TimeFilter: { type: 'Time', operators: ['eq', 'ne', 'in', 'notIn', 'lt', 'lte', 'gt', 'gte', 'isNull'] },
  DateTimeFilter: { type: 'DateTime', operators: ['eq', 'ne', 'in', 'notIn', 'lt', 'lte', 'gt', 'gte', 'isNull'] },
  DurationFilter: { type: 'Duration', operators: ['eq', 'ne', 'in', 'notIn', 'lt', 'lte', 'gt', 'gte', 'isNull'] },
  PresenceFilter: { type: null, operators: ['isNull'] },
};

/** The fields of a filter input over values of `type`. */
export function operatorFields(type: string | null, operators: readonly FilterOperator[]): readonly InputFieldPlan[] {
  return operators.map((operator) => ({
    name: OPERATOR_NAMES[operator] ?? operator,
    type: operatorType(type, operator),
    target: { kind: 'operator', operator },
  }));
}

const OPERATOR_NAMES: Partial<Record<FilterOperator, string>> = { containsAll: 'contains', containsAny: 'overlaps' };
const LIST_OPERATORS: ReadonlySet<FilterOperator> = new Set(['in', 'notIn', 'containsAll', 'containsAny']);

function operatorType(type: string | null, operator: FilterOperator): string {
  if (operator === 'isNull' || operator === 'isEmpty' || type === null) return 'Boolean';
  return LIST_OPERATORS.has(operator) ? `[${type}!]` : type;
}

/** Whoever could compare addresses could find out those that he may not see (SPEC [ACC-13]). */
const comparing = (column: string): { readonly need?: Need } => (column === 'email' ? { need: { owner: true } } : {});

const memberFields = (of: 'user' | 'org', columns: readonly ('id' | 'name' | 'email')[]): readonly FieldPlan[] =>
  columns.map((column) => ({
    name: column,
    type: column === 'id' ? 'ID!' : column === 'name' ? 'String!' : 'String',
    ...(column === 'email' ? { description: 'One’s own; of others for owners alone.' } : {}),
    source: { kind: 'member', of, column },
  }));

const memberInputs = (
  of: 'user' | 'org',
  columns: readonly ('id' | 'name' | 'email')[],
  type: (column: string) => string,
): readonly InputFieldPlan[] =>
  columns.map((column) => ({
    name: column,
    type: type(column),
    ...comparing(column),
    target: { kind: 'step', step: { kind: 'member', of, column } },
  }));

const filterOf = (column: string): string => (column === 'id' ? 'IdFilter' : 'TextFilter');

const WITHIN: InputFieldPlan = {
  name: 'within',
  type: 'OrgUnitWhere',
  description: 'It, or a department above it, is such a one.',
  target: { kind: 'within' },
};

/** The types of members and departments, which every tenant has. */
function memberTypes(): readonly TypePlan[] {
  return (
    [
      { of: 'user', name: 'User', columns: ['id', 'name', 'email'], description: 'A member of the tenant.' },
      { of: 'org', name: 'OrgUnit', columns: ['id', 'name'], description: 'A department of the tenant.' },
    ] as const
  ).flatMap(({ of, name, columns, description }): readonly TypePlan[] => [
    {
      kind: 'object',
      name,
      description,
      fields: [
        ...memberFields(of, columns),
        ...(of === 'org'
          ? [{ name: 'parent', type: 'OrgUnit', source: { kind: 'member', of, column: 'parent' } } as const]
          : []),
      ],
    },
    {
      kind: 'input',
      name: `${name}Where`,
      fields: [
        { name: 'isNull', type: 'Boolean', description: 'Whether nobody is named.', target: { kind: 'isNull' } },
        ...memberInputs(of, columns, filterOf),
        ...(of === 'org' ? [WITHIN] : []),
      ],
    },
    { kind: 'input', name: `${name}OrderBy`, fields: memberInputs(of, columns, () => 'OrderDirection') },
    { kind: 'input', name: `${name}GroupBy`, fields: memberInputs(of, columns, () => 'GroupBy') },
    {
      kind: 'object',
      name: `${name}AggregateKey`,
      fields: columns.map((column) => ({
        name: column,
        type: column === 'id' ? 'ID' : 'String',
        ...comparing(column),
        source: { kind: 'groupStep', step: { kind: 'member', of, column } },
      })),
    },
    {
      kind: 'input',
      name: `${name}Key`,
      description: 'Names one by its id or, for users, by e-mail.',
      fields: columns.map((column) => ({
        name: column,
        type: column === 'id' ? 'ID' : 'String',
        target: { kind: 'step', step: { kind: 'member', of, column } },
      })),
    },
  ]);
}

/** Types that do not depend on the model: scalars, filters, directions, page info, members. */
export function commonTypes(): readonly TypePlan[] {
  return [
    ...SCALARS,
    ...Object.entries(FILTERS).map(([name, { type, operators }]): TypePlan => ({
      kind: 'input',
      name,
      fields: operatorFields(type, operators),
    })),
    {
      kind: 'enum',
      name: 'OrderDirection',
      description: 'Empty values sort as the greatest: last in ASC, first in DESC.',
      values: [{ name: 'ASC' }, { name: 'DESC' }],
    },
    { kind: 'enum', name: 'GroupBy', values: [{ name: 'VALUE' }] },
    {
      kind: 'enum',
      name: 'DateBucket',
      description:
        'How dates are grouped: by themselves, or by the day, week (Monday), month, quarter or year they fall in, in UTC.',
      values: ['VALUE', 'DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'].map((name) => ({ name })),
    },
    {
      kind: 'enum',
      name: 'BinFilter',
      description: 'Which rows to look at: those in use, those in the bin, or both.',
      values: ['EXCLUDE', 'ONLY', 'INCLUDE'].map((name) => ({ name })),
    },
    {
      kind: 'enum',
      name: 'ChangeEvent',
      values: ['CREATED', 'UPDATED', 'DELETED', 'RESTORED', 'TRANSITIONED'].map((name) => ({ name })),
    },
    {
      kind: 'interface',
      name: 'Node',
      description: 'Anything with a globally unique id.',
      fields: [{ name: 'id', type: 'ID!', source: { kind: 'system', field: 'id' } }],
    },
    {
      kind: 'object',
      name: 'PageInfo',
      fields: (
        [
          ['hasNextPage', 'Boolean!'],
          ['hasPreviousPage', 'Boolean!'],
          ['startCursor', 'String'],
          ['endCursor', 'String'],
        ] as const
      ).map(([name, type]) => ({ name, type, source: { kind: 'pageInfoField', field: name } })),
    },
    ...memberTypes(),
  ];
}
