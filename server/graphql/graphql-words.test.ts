import { buildSchema, GraphQLError, parse, validate } from 'graphql';
import { getVariableValues } from 'graphql/execution/values.js';
import { describe, expect, it } from 'vitest';
import { graphqlWords } from './graphql-words.ts';
import { makeScalar } from './tenant/scalars.ts';

const SCHEMA = buildSchema(`
  enum State { OPEN DONE }
  input OrderInput { customer: ID!, state: State, count: Int }
  type Order { id: ID! state: State customer: Customer }
  type Customer { id: ID! name: String }
  type Query { orders(first: Int, state: State): [Order!]! order(id: ID!): Order }
  type Mutation { createOrder(input: OrderInput!): Order }
`);

const DOCUMENTS: readonly (readonly [document: string, chinese: string])[] = [
  ['{ orders { id ', '语法错误：此处应为 Name，实际为 <EOF>。'],
  ['{ orders { stat } }', '类型“Order”没有字段“stat”。是否想写“state”？'],
  ['{ orders { customer } }', '字段“customer”的类型是“Customer”，请写出要取的子字段，例如“customer { … }”。'],
  ['{ orders { id { a } } }', '字段“id”的类型是“ID!”，没有子字段，请去掉其后的花括号。'],
  ['{ orders(limit: 3) { id } }', '“Query.orders”没有参数“limit”。是否想写“first”？'],
  ['{ order { id } }', '字段“order”缺少必填参数“id”，类型为“ID!”。'],
  ['query ($a: Int) { orders { id } }', '变量“$a”没有被使用。'],
  ['{ orders(first: $n) { id } }', '变量“$n”没有声明。'],
  ['query ($n: Strng) { orders(first: $n) { id } }', '没有类型“Strng”。是否想写“String”、“State”？'],
  ['query ($n: String) { orders(first: $n) { id } }', '变量“$n”声明为“String”，此处需要“Int”。'],
  ['{ orders(first: "a") { id } }', 'Int 不能取值 "a"'],
  ['{ orders(state: OPN) { id } }', '枚举“State”没有值 "OPN"。是否想写“OPEN”？'],
  ['{ orders { ...F } }', '没有名为“F”的片段。'],
  ['{ a: orders { x: id } a: orders(first: 1) { x: id } }', '多处取名“a”却内容不同，请用别名区分。'],
  ['mutation { createOrder(input: {}) { id } }', '缺少必填项“OrderInput.customer”，类型为“ID!”。'],
];

const VARIABLES: readonly (readonly [input: unknown, chinese: string])[] = [
  [null, '变量“$input”不能为空，类型为“OrderInput!”。'],
  [7, '变量“$input”不能取值 7：“OrderInput”应为对象。'],
  [{}, '变量“$input”不能取值 {}：缺少必填项“customer”，类型为“ID!”。'],
  [{ customer: 'c', count: 'x' }, '变量“$input”的“input.count”不能取值 "x"：Int 不能取值 "x"'],
  [
    { customer: 'c', cnt: 1 },
    '变量“$input”不能取值 { customer: "c", cnt: 1 }：类型“OrderInput”没有“cnt”这一项。是否想写“count”？',
  ],
  [
    { customer: 'c', state: 'DON' },
    '变量“$input”的“input.state”不能取值 "DON"：枚举“State”没有值 "DON"。是否想写“DONE”？',
  ],
];

describe('words of graphql-js', () => {
  it.each(DOCUMENTS)('[API-49] %s', (document, chinese) => {
    const message = problemOf(document);
    expect(graphqlWords(message, 'zh-CN')).toBe(chinese);
    expect(graphqlWords(message, 'en')).toBe(message);
  });

  it('[API-49] a value of a scalar of ours that is not of its form', () => {
    const message = messageOf(() => makeScalar('Decimal', '').parseValue('12,5'));
    expect(graphqlWords(message, 'zh-CN')).toBe('Decimal 应写成类似 "12.50" 的形式，实际为 "12,5"。');
  });

  it('[API-49] a variable that is not given', () => {
    expect(graphqlWords('Variable "$input" of required type "OrderInput!" was not provided.', 'zh-CN')).toBe(
      '缺少变量“$input”的值，类型为“OrderInput!”。',
    );
  });

  it.each(VARIABLES)('[API-49] variables %j', (input, chinese) => {
    const [operation] = parse('mutation ($input: OrderInput!) { createOrder(input: $input) { id } }').definitions;
    if (operation?.kind !== 'OperationDefinition') throw new Error('no operation');
    const { errors = [] } = getVariableValues(SCHEMA, operation.variableDefinitions ?? [], { input });
    expect(errors.map(({ message }) => graphqlWords(message, 'zh-CN'))).toEqual([chinese]);
  });
});

function problemOf(document: string): string {
  try {
    return validate(SCHEMA, parse(document))[0]?.message ?? 'none';
  } catch (error) {
    if (error instanceof GraphQLError) return error.message;
    throw error;
  }
}

function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return error instanceof GraphQLError ? error.message : '';
  }
  return '';
}
