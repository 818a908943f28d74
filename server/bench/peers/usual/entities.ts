import { randomUUID } from 'node:crypto';
import { defineEntity, p } from '@mikro-orm/core';

/** The tables of `plain` as MikroORM's documentation has entities defined. Decimals and days are text, as it maps them. */
const CustomerSchema = defineEntity({
  name: 'Customer',
  tableName: 'customer',
  schema: 'plain',
  properties: { id: p.uuid().primary(), name: p.text(), city: p.text(), region: p.text() },
});

/** Who orders. */
export class Customer extends CustomerSchema.class {}
CustomerSchema.setClass(Customer);

const PersonSchema = defineEntity({
  name: 'Person',
  tableName: 'person',
  schema: 'plain',
  properties: { id: p.uuid().primary(), name: p.text() },
});

/** Who works here. */
export class Person extends PersonSchema.class {}
PersonSchema.setClass(Person);

const ProductSchema = defineEntity({
  name: 'Product',
  tableName: 'product',
  schema: 'plain',
  properties: {
    id: p.uuid().primary(),
    sku: p.text().unique(),
    name: p.text(),
    category: p.text(),
    price: p.decimal('string').precision(12).scale(2),
  },
});

/** What is sold. */
export class Product extends ProductSchema.class {}
ProductSchema.setClass(Product);

const OrderSchema = defineEntity({
  name: 'Order',
  tableName: 'orders',
  schema: 'plain',
  properties: {
    id: p
      .uuid()
      .primary()
      .onCreate(() => randomUUID()),
    number: p.text().unique().defaultRaw(`'S-' || nextval('plain.order_number')`),
    customer: () => p.manyToOne(Customer).ref(),
    assignee: () => p.manyToOne(Person).ref(),
    orderedOn: p.date(),
    status: p.text().default('draft'),
    shipCity: p.text().default(''),
    freight: p.decimal('string').precision(12).scale(2).default('0'),
    discount: p.decimal('string').precision(5).scale(4).default('0'),
    total: p.decimal('string').precision(14).scale(2),
    priority: p.integer().default(3),
    confidential: p.boolean().default(false),
    note: p.text().default(''),
    lines: () => p.oneToMany(OrderLine).mappedBy('order').orderBy({ lineNo: 'asc' }),
  },
});

/** An order of a customer. */
export class Order extends OrderSchema.class {}
OrderSchema.setClass(Order);

const OrderLineSchema = defineEntity({
  name: 'OrderLine',
  tableName: 'order_line',
  schema: 'plain',
  properties: {
    id: p
      .uuid()
      .primary()
      .onCreate(() => randomUUID()),
    order: () => p.manyToOne(Order).ref(),
    lineNo: p.integer(),
    product: () => p.manyToOne(Product).ref(),
    quantity: p.integer(),
    price: p.decimal('string').precision(12).scale(2),
  },
});

/** A line of an order. */
export class OrderLine extends OrderLineSchema.class {}
OrderLineSchema.setClass(OrderLine);

const StockBalanceSchema = defineEntity({
  name: 'StockBalance',
  tableName: 'stock_balance',
  schema: 'plain',
  properties: { productId: p.uuid().primary(), onHand: p.decimal('string').precision(18).scale(4) },
});

/** What is on hand of a product. */
export class StockBalance extends StockBalanceSchema.class {}
StockBalanceSchema.setClass(StockBalance);

const StockMovementSchema = defineEntity({
  name: 'StockMovement',
  tableName: 'stock_movement',
  schema: 'plain',
  properties: {
    id: p.bigint('string').primary().autoincrement(),
    productId: p.uuid(),
    orderId: p.uuid(),
    lineId: p.uuid(),
    quantity: p.decimal('string').precision(18).scale(4),
    onHand: p.decimal('string').precision(18).scale(4),
    at: p.datetime().defaultRaw('now()'),
  },
});

/** What moved a balance of stock. */
export class StockMovement extends StockMovementSchema.class {}
StockMovementSchema.setClass(StockMovement);

const PointsBalanceSchema = defineEntity({
  name: 'PointsBalance',
  tableName: 'points_balance',
  schema: 'plain',
  properties: { personId: p.uuid().primary(), points: p.decimal('string').precision(18).scale(4) },
});

/** The points of a person. */
export class PointsBalance extends PointsBalanceSchema.class {}
PointsBalanceSchema.setClass(PointsBalance);

const PointsEntrySchema = defineEntity({
  name: 'PointsEntry',
  tableName: 'points_entry',
  schema: 'plain',
  properties: {
    id: p.bigint('string').primary().autoincrement(),
    personId: p.uuid(),
    orderId: p.uuid(),
    points: p.decimal('string').precision(18).scale(4),
    at: p.datetime().defaultRaw('now()'),
  },
});

/** What changed a person's points. */
export class PointsEntry extends PointsEntrySchema.class {}
PointsEntrySchema.setClass(PointsEntry);

/** All of them. */
export const ENTITIES = [
  Customer,
  Person,
  Product,
  Order,
  OrderLine,
  StockBalance,
  StockMovement,
  PointsBalance,
  PointsEntry,
] as const;
