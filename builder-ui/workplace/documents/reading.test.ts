import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { must } from '../../../schema/core/result.ts';
import { parseDate } from '../../../schema/expr/calendar.ts';
import type { EvalContext } from '../../../schema/expr/evaluate.ts';
import { resolveModel } from '../../../schema/model/resolve.ts';
import { parseTemplate } from '../../../schema/template/parse.ts';
import type { Choosing } from '../../form-runtime/form-sources.ts';
import type { FieldValue } from '../../form-runtime/form-value.ts';
import { compileCondition, formScope } from '../../form-runtime/form-scope.ts';
import { allNames, apiNamesIn, apiRights, typesQueries, type ApiRights } from './api-rights.ts';
import { choicesWhere } from './choices-where.ts';
import { expressionWhere } from './expression-where.ts';
import { pathEnd } from './field-path.ts';
import { listColumns, type Columning } from './list-columns.ts';
import {
  allOf,
  listOrder,
  listSelection,
  pageDocument,
  referenceWhere,
  searchWhere,
  totalsDocument,
} from './list-document.ts';
import { conditionOps, conditionWhere, holding, type Where } from './list-filter.ts';
import { listSearchFrom, sortKeys, sortText, type Condition } from './list-search.ts';
import { recordDocument } from './record-document.ts';
import { factColumns, recordFacts } from './record-facts.ts';

const file = path.resolve(import.meta.dirname, '../../../schema/cases/passing/orders/template.json');
const template = parseTemplate(JSON.parse(readFileSync(file, 'utf8')));
if (!template.ok) throw new Error(JSON.stringify(template.issues));
const resolved = resolveModel(template.value);
if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues));
const model = resolved.value;
const entityOf = (id: string) =>
  must(
    model.entities.find((one) => one.id === id),
    id,
  );
const order = entityOf('SalesOrder');
const columning: Columning = { model, entity: order, rights: apiRights(allNames(model)), locale: 'en' };
const context: EvalContext = {
  now: '2026-03-10T04:00:00.000Z',
  timeZone: 'Asia/Shanghai',
  actor: { id: 'u1', roles: ['sales'], departments: [] },
};

function without(type: string, field: string): ApiRights {
  const names = allNames(model);
  const types = new Map(
    [...names.types].map(([name, fields]) => [
      name,
      name === type ? new Set([...fields].filter((one) => one !== field)) : fields,
    ]),
  );
  return apiRights({ ...names, types });
}

describe('what the caller may', () => {
  it('[WRK-1] is read from introspection, and nothing is assumed', () => {
    const rights = apiRights(
      apiNamesIn({ __schema: { queryType: { fields: [{ name: 'salesOrders' }] }, mutationType: null } }, [
        { t0: { name: 'SalesOrder', fields: [{ name: 'number' }], inputFields: null }, t1: null },
      ]),
    );
    expect(rights.reads(order)).toBe(true);
    expect(rights.reads(entityOf('Customer'))).toBe(false);
    expect([rights.creates(order), rights.shows(order, 'number'), rights.shows(order, 'total')]).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('[WRK-1] asks for no more types at once than a request may have root fields', () => {
    const asked = model.entities.flatMap((entity) => typesQueries(model, entity));
    expect(Math.max(...asked.map((text) => text.match(/__type\(/g)?.length ?? 0))).toBeLessThanOrEqual(20);
    expect(asked.join(' ')).toContain('__type(name: "SalesOrderLinePatch")');
  });
});

describe('lists', () => {
  const columns = listColumns(
    [{ id: 'number' }, { id: 'customer' }, { id: 'city', field: 'customer.city' }, { id: 'total', summary: 'sum' }],
    columning,
  );

  it('[WRK-2] ask for their columns, over references too, and for what names the row', () => {
    expect(pageDocument(order, listSelection(columning, columns, []))).toBe(
      'query ($where: SalesOrderWhere, $orderBy: [SalesOrderOrderBy!], $first: Int, $after: String, $last: Int, $before: String, $offset: Int, $bin: BinFilter!) { page: salesOrders(where: $where, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before, offset: $offset, bin: $bin) { nodes { id version state number customer { id name city } total } pageInfo { startCursor endCursor hasNextPage } } }',
    );
    expect(totalsDocument(columning, columns)).toContain('{ count sum { total } }');
  });

  it('[WRK-2] leave out what the caller does not see', () => {
    const rights = without('Customer', 'city');
    const seen = listColumns([{ id: 'number' }, { id: 'city', field: 'customer.city' }], { ...columning, rights });
    expect(seen.map(({ id }) => id)).toEqual(['number']);
    expect(recordDocument({ model, rights }, order, ['customer.city'])).not.toContain('city');
    expect(recordDocument({ model, rights: without('SalesOrder', 'remark') }, order, [])).not.toContain('remark');
  });

  it('[WRK-2] order by what names a reference or a person, and not by what may not be ordered', () => {
    const keys = sortKeys('-customer,assignee,total');
    expect(listOrder(columning, keys, [])).toEqual([
      { customer: { name: 'DESC' } },
      { assignee: { name: 'ASC' } },
      { total: 'ASC' },
    ]);
    const rights = without('SalesOrderOrderBy', 'total');
    expect(
      listOrder({ ...columning, rights }, [], [{ field: 'total' }, { field: 'dueAt', direction: 'desc' }]),
    ).toEqual([{ dueAt: 'DESC' }]);
  });

  it('[WRK-4] find words in what names rows, each word somewhere', () => {
    expect(searchWhere(columning, columns, ' ann  SO-1 ')).toEqual({
      and: ['ann', 'SO-1'].map((word) => ({
        or: [{ number: { icontains: word } }, { customer: { name: { icontains: word } } }],
      })),
    });
    expect(searchWhere(columning, columns, '  ')).toBeUndefined();
  });

  it('[WRK-121] look for words without capitals as they stand, so that no row has to be folded', () => {
    expect(searchWhere(columning, columns, '龙井')).toEqual({
      or: [{ number: { contains: '龙井' } }, { customer: { name: { contains: '龙井' } } }],
    });
    expect([holding('2026-11'), holding('T恤'), holding('é')]).toEqual([
      { contains: '2026-11' },
      { icontains: 'T恤' },
      { icontains: 'é' },
    ]);
  });

  it('[WRK-8] offer references by their title or their key', () => {
    expect(referenceWhere({ entity: entityOf('Customer'), rights: columning.rights }, 'an')).toEqual({
      or: [{ name: { icontains: 'an' } }, { code: { icontains: 'an' } }],
    });
  });
});

describe('the filter of a view', () => {
  const scope = formScope(model, order);
  const split = (source: string): { where?: Where; rest: boolean } => {
    const expr = must(compileCondition(source, scope), source);
    const { where, rest } = expressionWhere(expr, { model, entity: order, context });
    return { ...(where === undefined ? {} : { where }), rest: rest !== undefined };
  };

  it.each<[string, Where]>([
    [
      "doc.state == 'confirmed' && doc.dueAt < now()",
      { and: [{ state: { eq: 'confirmed' } }, { dueAt: { lt: '2026-03-10T04:00:00.000Z' } }] },
    ],
    ["dec('10') <= doc.total", { total: { gte: '10' } }],
    [
      "!(doc.total > dec('10') || doc.discount == dec('0'))",
      { and: [{ total: { lte: '10' } }, { discount: { ne: '0' } }] },
    ],
    ['doc.shippedAt == null', { shippedAt: { isNull: true } }],
    ['!(doc.shippedAt == null)', { shippedAt: { isNull: false } }],
    ['doc.assignee == actor.id', { assignee: { id: { eq: 'u1' } } }],
    ["doc.channel in ['web', 'phone']", { channel: { in: ['web', 'phone'] } }],
    ["doc.customer.city == 'Leeds'", { customer: { city: { eq: 'Leeds' } } }],
  ])('[WRK-3] is sent where the API has terms for it: %s', (source, where) => {
    expect(split(source)).toEqual({ where, rest: false });
  });

  it.each<[string, Where | undefined]>([
    ["doc.total > doc.gross && doc.state == 'draft'", { state: { eq: 'draft' } }],
    ["doc.lines.exists(l, l.qty > dec('1'))", undefined],
    // Behind an empty reference this is true; the API would leave the row out.
    ["doc.customer.city != 'Leeds'", undefined],
    ["doc.state == 'draft' || doc.total > doc.gross", undefined],
  ])('[WRK-3] is judged row by row where it has not: %s', (source, where) => {
    expect(split(source)).toEqual({ ...(where === undefined ? {} : { where }), rest: true });
  });
});

describe('what can be chosen', () => {
  const at = (condition: string, field: string, values: Readonly<Record<string, FieldValue>>): Where | undefined => {
    const { type } = must(
      order.fields.find(({ id }) => id === field),
      field,
    );
    const target = entityOf(type.kind === 'ref' ? type.to : '');
    const choosing: Choosing = {
      condition: must(compileCondition(condition, formScope(model, order)), condition),
      field,
      isLine: false,
      valueOf: (_, id) => values[id],
    };
    return choicesWhere(choosing, { ...columning, entity: target }, context);
  };

  it.each<[string, Readonly<Record<string, FieldValue>>, Where | undefined]>([
    ["doc.customer.city == 'Leeds'", {}, { city: { eq: 'Leeds' } }],
    ['doc.customer.name == doc.number', { number: 'SO-1' }, { name: { eq: 'SO-1' } }],
    ['doc.customer.name == doc.number', { number: null }, undefined],
    ["doc.customer.city == 'Leeds' && doc.lines.exists(l, l.qty > dec('1'))", {}, { city: { eq: 'Leeds' } }],
    ["doc.total > dec('1')", { total: '2' }, undefined],
  ])('[FORM-28] is filtered by the reference and by the values of the form: %s', (condition, values, where) => {
    expect(at(condition, 'customer', values)).toEqual(where);
  });
});

describe('conditions of the reader', () => {
  const clock = { today: must(parseDate('2026-03-10'), 'a date'), timeZone: 'Asia/Shanghai' };
  const where = (condition: Condition): Where | undefined =>
    conditionWhere(
      condition,
      must(pathEnd(model, order, { path: condition.field, locale: 'en' }), condition.field),
      clock,
    );

  it.each<[Condition, Where | undefined]>([
    [{ field: 'state', op: 'anyOf', values: ['draft'] }, { state: { in: ['draft'] } }],
    [{ field: 'customer', op: 'anyOf', values: ['c1'], titles: ['Ann'] }, { customer: { id: { in: ['c1'] } } }],
    [{ field: 'customer', op: 'noneOf', values: ['c1'] }, { not: { customer: { id: { in: ['c1'] } } } }],
    [{ field: 'assignee', op: 'empty' }, { assignee: { isNull: true } }],
    [{ field: 'total', op: 'between', values: ['1', '2.50'] }, { total: { gte: '1', lte: '2.50' } }],
    [
      { field: 'dueAt', op: 'is', values: ['2026-03-01'] },
      { dueAt: { gte: '2026-02-28T16:00:00.000Z', lt: '2026-03-01T16:00:00.000Z' } },
    ],
    [{ field: 'dueAt', op: 'today' }, { dueAt: { gte: '2026-03-09T16:00:00.000Z', lt: '2026-03-10T16:00:00.000Z' } }],
    [
      { field: 'dueAt', op: 'lastMonth' },
      { dueAt: { gte: '2026-01-31T16:00:00.000Z', lt: '2026-02-28T16:00:00.000Z' } },
    ],
    [{ field: 'remark', op: 'contains', values: ['tea'] }, { remark: { icontains: 'tea' } }],
  ])('[WRK-4] become filters of the API: %j', (condition, expected) => {
    expect(where(condition)).toEqual(expected);
  });

  it('[WRK-4] filter nothing while a value is missing or is none', () => {
    expect(where({ field: 'total', op: 'gte' })).toBeUndefined();
    expect(where({ field: 'total', op: 'gte', values: ['1.'] })).toBeUndefined();
    expect(where({ field: 'state', op: 'anyOf', values: [] })).toBeUndefined();
    expect(where({ field: 'dueAt', op: 'between', values: ['2026-01-01', ''] })).toBeUndefined();
    expect(where({ field: 'total', op: 'contains', values: ['1'] })).toBeUndefined();
    expect(allOf([undefined, undefined])).toBeUndefined();
  });

  it('[WRK-4] are never offered for secrets', () => {
    const end = must(pathEnd(model, entityOf('Customer'), { path: 'idCard', locale: 'en' }), 'idCard');
    expect(end.isSecret).toBe(true);
    expect(conditionOps(end)).toEqual([]);
  });
});

describe('the address of a list', () => {
  it('[WRK-4] keeps what is meant and drops what is not', () => {
    const search = {
      view: 'lateOrders',
      q: 2026,
      sort: '-dueAt,customer',
      where: [
        { field: 'state', op: 'anyOf', values: ['draft'], titles: [] },
        { field: 'state', op: 'explode' },
        'nothing',
        { op: 'is' },
      ],
      bin: 'yes',
      other: 1,
    };
    expect(listSearchFrom(search)).toEqual({
      view: 'lateOrders',
      q: '2026',
      sort: '-dueAt,customer',
      where: [{ field: 'state', op: 'anyOf', values: ['draft'] }],
    });
    expect(listSearchFrom({ bin: true, where: 'x', sort: '', view: 3 })).toEqual({ bin: true });
    expect(sortText(sortKeys('-dueAt,customer'))).toBe('-dueAt,customer');
  });
});

describe('what tells records apart', () => {
  it('[WRK-120] is of each kind the first of the first list, and nothing that the caller may not see', () => {
    const pathsOf = (rights: ApiRights): readonly string[] =>
      factColumns(recordFacts({ ...columning, rights })).map(({ path: at }) => at);
    expect(pathsOf(columning.rights)).toEqual(['customer', 'total', 'dueAt', 'state']);
    expect(pathsOf(without('SalesOrder', 'total'))).toEqual(['customer', 'gross', 'dueAt', 'state']);
  });
});
