import { LockMode, raw, type FilterQuery } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { GraphQLError } from 'graphql';
import { POINTS_PER_CONFIRM } from '../../plain-schema.ts';
import { totalOf } from '../graphql-request.ts';
import {
  Customer,
  Order,
  OrderLine,
  Person,
  PointsBalance,
  PointsEntry,
  Product,
  StockBalance,
  StockMovement,
} from './entities.ts';

/** The page of the list of orders that is asked for, newest first. */
export interface OrderPage {
  readonly status?: string | null;
  readonly until?: string | null;
  readonly limit: number;
  readonly offset: number;
}

/** An order to be made. */
export interface NewOrder {
  readonly customer: string;
  readonly orderedOn: string;
  readonly lines: readonly { readonly product: string; readonly quantity: number; readonly price: string }[];
}

/** Sum and count of the orders of one status. */
export interface OrderGroup {
  readonly status: string;
  readonly count: number;
  readonly total: string;
}

/** A page of orders. */
export async function ordersOf(em: EntityManager, { status, until, limit, offset }: OrderPage): Promise<Order[]> {
  const where: FilterQuery<Order> = {
    ...(status === undefined || status === null ? {} : { status }),
    ...(until === undefined || until === null ? {} : { orderedOn: { $lte: until } }),
  };
  return em.find(Order, where, { orderBy: [{ orderedOn: 'desc' }, { id: 'desc' }], limit, offset });
}

/** Orders by status. */
export async function orderGroups(em: EntityManager): Promise<OrderGroup[]> {
  return em
    .createQueryBuilder(Order, 'o')
    .select(['o.status', raw('count(*)::int as count'), raw('sum(o.total) as total')])
    .groupBy('o.status')
    .execute('all', false);
}

/** Makes an order with its lines, assigned to the person. */
export async function createOrder(em: EntityManager, input: NewOrder, assignee: string): Promise<Order> {
  const order = em.create(Order, {
    customer: em.getReference(Customer, input.customer),
    assignee: em.getReference(Person, assignee),
    orderedOn: input.orderedOn,
    total: totalOf(input.lines),
    lines: input.lines.map(({ product, quantity, price }, index) => ({
      lineNo: index + 1,
      product: em.getReference(Product, product),
      quantity,
      price,
    })),
  });
  await em.flush();
  return order;
}

/** Takes a draft to `confirmed`: its lines leave the stock, and its assignee is given points. */
export async function confirmOrder(em: EntityManager, id: string): Promise<Order> {
  return em.transactional(async (tx) => {
    const order = await tx.findOneOrFail(Order, id, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (order.status !== 'draft') throw new GraphQLError(`order ${order.number} is ${order.status}`);
    const lines = await tx.find(OrderLine, { order: id }, { orderBy: { lineNo: 'asc' } });
    await takeFromStock(tx, order, lines);
    await givePoints(tx, order);
    order.status = 'confirmed';
    return order;
  });
}

async function takeFromStock(tx: EntityManager, order: Order, lines: readonly OrderLine[]): Promise<void> {
  const products = lines.map((line) => line.product.id);
  // Always in the same order: two confirmations of the same products wait for each other.
  const found = await tx.find(
    StockBalance,
    { productId: { $in: products } },
    { orderBy: { productId: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  const balances = new Map(found.map((balance) => [balance.productId, balance]));
  for (const line of lines) {
    const balance = balances.get(line.product.id);
    const left = balance === undefined ? -1n : unitsOf(balance.onHand) - unitsOf(String(line.quantity));
    if (balance === undefined || left < 0n) throw new GraphQLError(`too little of product ${line.product.id}`);
    balance.onHand = textOf(left);
    tx.create(StockMovement, {
      productId: line.product.id,
      orderId: order.id,
      lineId: line.id,
      quantity: String(-line.quantity),
      onHand: balance.onHand,
    });
  }
}

async function givePoints(tx: EntityManager, order: Order): Promise<void> {
  const personId = order.assignee.id;
  const balance = await tx.findOneOrFail(PointsBalance, personId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  balance.points = textOf(unitsOf(balance.points) + unitsOf(POINTS_PER_CONFIRM));
  tx.create(PointsEntry, { personId, orderId: order.id, points: POINTS_PER_CONFIRM });
}

const PLACES = 4;

/** A decimal in its smallest units, so that nothing is rounded. */
function unitsOf(decimal: string): bigint {
  const [whole = '0', part = ''] = decimal.split('.');
  return BigInt(whole + part.padEnd(PLACES, '0').slice(0, PLACES));
}

function textOf(units: bigint): string {
  const digits = units.toString().padStart(PLACES + 1, '0');
  return `${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`;
}
