/**
 * PostGraphile 5 as its documentation sets it up: the amber preset on the tables of `plain`, grafserv on node http,
 * and what the documentation recommends for what the preset leaves to the user:
 * - the aggregates plugin for groups (W4), with `count` as an aggregate of its own, as its read-me describes;
 * - `addPgTableCondition` for "ordered on the day or before" (W2, W3) rather than a generic filter plugin;
 * - a database function as custom mutation for an order with its lines (W6): see `api.sql`.
 *
 * Run as `node server.mjs <folder of its packages> <port> <database url>`.
 */
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';

const [folder = '', port = '', databaseUrl = ''] = process.argv.slice(2);

// The packages are not the repository's: they are looked up where they were installed.
const installed = createRequire(path.join(folder, 'package.json'));
const { PgAggregatesPreset } = installed('@graphile/pg-aggregates');
const { postgraphile } = installed('postgraphile');
const { makePgService } = installed('postgraphile/adaptors/pg');
const { grafserv } = installed('postgraphile/grafserv/node');
const { PostGraphileAmberPreset } = installed('postgraphile/presets/amber');
const { addPgTableCondition } = installed('postgraphile/utils');

const ORDERS = { schemaName: 'plain', tableName: 'orders' };

const orderedUntil = addPgTableCondition(
  ORDERS,
  'orderedUntil',
  ({ graphql: { GraphQLString } }) => ({ description: 'Ordered on this day or before.', type: GraphQLString }),
  (value, { sqlTableAlias, sql, sqlValueWithCodec, build }) =>
    sql`${sqlTableAlias}.ordered_on <= ${sqlValueWithCodec(value, build.dataplanPg.TYPES.date)}`,
);

const countAggregate = {
  name: 'CountAggregatePlugin',
  version: '0.0.0',
  after: ['PgAggregatesSpecsPlugin'],
  schema: {
    hooks: {
      build(build) {
        const { sql, dataplanPg } = build;
        build.pgAggregateSpecs.push({
          id: 'count',
          humanLabel: 'count',
          HumanLabel: 'Count',
          isSuitableType: () => true,
          sqlAggregateWrap: (fragment) => sql`count(${fragment})`,
          pgTypeCodecModifier: () => dataplanPg.TYPES.bigint,
        });
        return build;
      },
    },
  },
};

const preset = {
  extends: [PostGraphileAmberPreset, PgAggregatesPreset],
  plugins: [orderedUntil, countAggregate],
  pgServices: [
    makePgService({ connectionString: databaseUrl, schemas: ['plain', 'postgraphile_api'], poolConfig: { max: 10 } }),
  ],
  // What a server in production sets; the preset's own defaults follow NODE_ENV.
  grafserv: { graphqlPath: '/graphql', graphiql: false, watch: false, websockets: false },
  grafast: { explain: false },
};

const pgl = postgraphile(preset);
const server = createServer();
server.on('error', (error) => {
  throw error;
});
await pgl.createServ(grafserv).addTo(server);
server.listen(Number(port), '127.0.0.1');

process.on('SIGTERM', () => {
  server.closeAllConnections();
  server.close();
  void pgl.release().then(() => process.exit(0));
});
