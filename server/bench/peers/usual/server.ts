/**
 * The usual stack, as a careful developer writes it by the documentation: Apollo's standalone server, resolvers,
 * MikroORM with one entity manager per request, and its dataloaders for every relation.
 *
 * Run as `node server.ts <port> <database url>`.
 */
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { DataloaderType, MikroORM } from '@mikro-orm/core';
import { PostgreSqlDriver, type EntityManager } from '@mikro-orm/postgresql';
import { ENTITIES, Order, Person, type Customer, type OrderLine, type Product } from './entities.ts';
import {
  confirmOrder,
  createOrder,
  orderGroups,
  ordersOf,
  type NewOrder,
  type OrderGroup,
  type OrderPage,
} from './order-service.ts';
import { TYPE_DEFS } from './schema.ts';

/** What a resolver works with: the rows of this request, and who asks. */
interface RequestContext {
  readonly em: EntityManager;
  readonly person: string;
}

const RESOLVERS = {
  Query: {
    order: (_: unknown, { id }: { readonly id: string }, { em }: RequestContext): Promise<Order | null> =>
      em.findOne(Order, id),
    orders: (_: unknown, page: OrderPage, { em }: RequestContext): Promise<Order[]> => ordersOf(em, page),
    orderGroups: (_: unknown, __: unknown, { em }: RequestContext): Promise<OrderGroup[]> => orderGroups(em),
  },
  Mutation: {
    createOrder: (
      _: unknown,
      { input }: { readonly input: NewOrder },
      { em, person }: RequestContext,
    ): Promise<Order> => createOrder(em, input, person),
    confirmOrder: (_: unknown, { id }: { readonly id: string }, { em }: RequestContext): Promise<Order> =>
      confirmOrder(em, id),
  },
  Order: {
    customer: (order: Order): Promise<Customer | null> => order.customer.load(),
    lines: (order: Order): Promise<OrderLine[]> => order.lines.loadItems(),
  },
  OrderLine: {
    product: (line: OrderLine): Promise<Product | null> => line.product.load(),
  },
};

const [port = '', databaseUrl = ''] = process.argv.slice(2);

const orm = await MikroORM.init({
  driver: PostgreSqlDriver,
  clientUrl: databaseUrl,
  entities: [...ENTITIES],
  dataloader: DataloaderType.ALL,
  pool: { min: 0, max: 10 },
});
const person = await orm.em.fork().findOneOrFail(Person, { id: { $ne: null } }, { orderBy: { id: 'asc' } });

const server = new ApolloServer<RequestContext>({ typeDefs: TYPE_DEFS, resolvers: RESOLVERS });
await startStandaloneServer(server, {
  listen: { port: Number(port), host: '127.0.0.1' },
  context: () => Promise.resolve({ em: orm.em.fork(), person: person.id }),
});
