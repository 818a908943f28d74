import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import { OWNER_ROLE } from '../compile/access.ts';
import { createSecretBox } from '../db/secret-box.ts';
import { openApplication, type Application } from '../graphql/application.ts';
import { answerTenant } from '../graphql/tenant/answer-tenant.ts';
import { callersOf } from '../graphql/platform/caller.ts';
import { signInThrottle } from '../graphql/platform/sign-in-throttle.ts';
import { ensureOperator } from '../http/operator.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { SYSTEM_ACTOR } from './put-records.ts';
import { putShippedRecords } from './put-shipped.ts';
import { keepShippedPacks, seedDemo } from './seed-demo.ts';

let database: TestDatabase;
let application: Application;

beforeAll(async () => {
  database = await freshDatabase();
  application = await openApplication({
    database: database.database,
    secrets: createSecretBox(Buffer.alloc(32, 1)),
    putRecords: putShippedRecords,
  });
});
afterAll(async () => {
  await application.close();
  await database.drop();
});

async function ask(tenant: string, query: string): Promise<unknown> {
  const found = await application.tenantByName(tenant);
  const handle = must(found.ok ? found.value : null, tenant);
  const { body } = await answerTenant({
    shape: handle.shape,
    database: handle.place.database,
    tenant: handle.ref,
    caller: { actor: SYSTEM_ACTOR, roles: [OWNER_ROLE], locale: 'en' },
    body: { query },
    secrets: application.secrets,
    requestId: 'test',
    now: application.now,
  });
  return JSON.parse(body) as unknown;
}

/** How many rows the tenant has in all. */
async function rowsIn(tenant: string): Promise<unknown> {
  return ask(
    tenant,
    '{ salesOrders { totalCount } purchaseOrders { totalCount } nominations { totalCount } stockMovements { totalCount } }',
  );
}

describe('demo', () => {
  it('[PACK-4] makes two tenants whose orders, items and points differ, with rows of their own', async () => {
    await keepShippedPacks(application);
    const operator = must(await ensureOperator(application.control, { isDemo: true }), 'operator');
    const services = {
      publishing: application.publishing,
      callers: callersOf(application.control),
      throttle: signInThrottle(),
      now: application.now,
      refresh: () => application.registry.refresh(),
    };
    await seedDemo(application, { services, operator });
    expect(
      await ask(
        'lantern',
        '{ salesOrders(where: { customerReference: { isNull: false } }, orderBy: [{ customerReference: DESC }]) { totalCount nodes { number giftWrap card total lines { item { name harvest garden } } } } rewards { totalCount nodes { teaHouse } } }',
      ),
    ).toMatchObject({
      data: {
        salesOrders: { totalCount: 2, nodes: [{ giftWrap: true, total: '2707.2000' }, { giftWrap: false }] },
        rewards: { totalCount: 4 },
      },
    });
    expect(
      await ask(
        'brightforge',
        '{ salesOrders(where: { customerReference: { isNull: false } }) { nodes { drawing lines { machine { name hourlyRate } minutes item { alloy hardness } } } } machines { totalCount } rewards { nodes { safetyOnly } } }',
      ),
    ).toMatchObject({
      data: {
        salesOrders: {
          nodes: [{ drawing: 'D-778-B', lines: [{ machine: { hourlyRate: '85.0000' }, minutes: 3 }, { minutes: 12 }] }],
        },
        machines: { totalCount: 2 },
      },
    });
    expect(JSON.stringify(await ask('lantern', '{ salesOrders { nodes { drawing } } }'))).toContain(
      'Cannot query field',
    );
    // They have some months behind them, through their workflows: every state is there, with what it posted.
    for (const tenant of ['lantern', 'brightforge']) {
      const { data } = (await ask(
        tenant,
        '{ salesOrdersAggregate(groupBy: [{ state: VALUE }]) { key { state } } stockBalances { totalCount } receivableBalances(where: { due: { gt: "0" } }) { totalCount } pointsBalances(where: { account: { eq: wallet }, amount: { gt: "0" } }) { totalCount } }',
      )) as {
        readonly data: Readonly<
          Record<'stockBalances' | 'receivableBalances' | 'pointsBalances', { readonly totalCount: number }>
        > & {
          readonly salesOrdersAggregate: readonly { readonly key: { readonly state: string } }[];
        };
      };
      const states = data.salesOrdersAggregate.map(({ key }) => key.state);
      expect(states.toSorted()).toEqual(['cancelled', 'closed', 'confirmed', 'draft', 'shipped']);
      for (const name of ['stockBalances', 'receivableBalances', 'pointsBalances'] as const)
        expect([tenant, name, data[name].totalCount > 0]).toEqual([tenant, name, true]);
    }
    // A second start changes nothing.
    const rows = await rowsIn('lantern');
    await seedDemo(application, { services, operator });
    expect(await ask('lantern', '{ customers { totalCount } suppliers { totalCount } }')).toEqual({
      data: { customers: { totalCount: 7 }, suppliers: { totalCount: 3 } },
    });
    expect(await rowsIn('lantern')).toEqual(rows);
  }, 240_000);
});
