import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../../schema/core/result.ts';
import { readableEntities } from '../../compile/storage.ts';
import { createSecretBox } from '../../db/secret-box.ts';
import { exportCsv } from '../../import/export-csv.ts';
import { findEntity } from '../../../schema/model/field-names.ts';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { depotBench, type DepotBench } from '../../test/depot-bench.ts';
import { depotTemplate } from '../../test/depot-template.ts';

let database: TestDatabase;
let depot: DepotBench;

beforeAll(async () => {
  database = await freshDatabase();
  depot = await depotBench(database.database);
  await depot.post('2026-03-01T08:00:00.000Z', [
    { item: 'Bolt', warehouse: 'Main', onHand: '10', value: '20.50' },
    { item: 'Nut', warehouse: 'Side', lot: '=1+1', onHand: '2', value: '1' },
  ]);
});
afterAll(() => database.drop());

const INFOS = `{ ledgers { id label mode unit balances movements
  dimensions { id name label entity optional } measures { id name label scale bounds }
  accounts { id label dimensions bounds hasLots } period { by closedUntil } override { measure floor roles approval } } }`;

/** The CSV that a caller exports. */
async function csvOf(name: string, roles: readonly string[]): Promise<string> {
  const { place, tenant, user } = depot;
  const shape = depot.shape();
  const found = findEntity(shape.model, name, readableEntities(shape.model));
  const lines = exportCsv(
    {
      shape,
      database: place.database,
      tenant: {
        id: tenant.id,
        name: tenant.name,
        schema: place.schema,
        role: place.role,
        timeZone: tenant.timeZone,
        version: depot.version(),
      },
      caller: { actor: { ...user, id: depot.ids['Ann'] ?? '' }, roles, locale: 'en' },
      secrets: createSecretBox(Buffer.alloc(32, 7)),
      requestId: 'test',
      now: () => new Date(),
    },
    must(found.ok ? found.value : null, name),
  );
  if (!lines.ok) return lines.issues.map(({ code }) => code).join();
  let text = '';
  for await (const part of lines.value) text += part;
  return text;
}

describe('what is told of ledgers', () => {
  it('[LGQ-7] dimensions, measures with bounds in words, accounts, periods and overrides, in the language of the caller', async () => {
    await depot.query(
      `insert into @.fw_period (ledger, closed_until, closed_at) values ('stock', '2026-02-01T00:00:00Z', now()), ('stock', '2026-03-01T00:00:00Z', now())`,
    );
    const { ledgers } = await depot.data(INFOS);
    expect(ledgers).toMatchObject([
      {
        id: 'stock',
        label: 'Stock',
        mode: 'BALANCE',
        unit: null,
        balances: 'stockBalances',
        movements: 'stockMovements',
        dimensions: [
          { id: 'item', name: 'item', label: 'Item', entity: 'Item', optional: false },
          { id: 'warehouse', entity: 'Warehouse', optional: false },
          { id: 'lot', entity: null, optional: true },
        ],
        measures: [
          { id: 'onHand', name: 'onHand', label: 'On hand', scale: 4, bounds: ['at least 0'] },
          { id: 'value', scale: 2, bounds: [] },
        ],
        accounts: [],
        period: { by: 'month', closedUntil: '2026-03-01T00:00:00.000Z' },
        override: { measure: 'onHand', floor: '-10', roles: ['keeper'], approval: true },
      },
      {
        id: 'points',
        mode: 'DOUBLE',
        unit: 'pt',
        measures: [{ id: 'amount', scale: 2, bounds: [] }],
        accounts: [
          { id: 'wallet', label: 'Wallet', dimensions: ['user'], bounds: ['at least 0'], hasLots: false },
          { id: 'budget', dimensions: ['programme', 'year'] },
          { id: 'opening', bounds: [] },
        ],
        period: { by: null, closedUntil: null },
        override: null,
      },
    ]);
    const { ledgers: zh } = await depot.data(INFOS, { locale: 'zh-CN' });
    expect(zh).toMatchObject([
      { label: '库存', measures: [{ label: '在库', bounds: ['不低于 0'] }, {}] },
      { label: '积分' },
    ]);
  });

  it('[LGQ-7] only what the caller may read', async () => {
    const ids = '{ ledgers { id measures { id } } }';
    expect(await depot.data(ids, { roles: ['keeper'] })).toEqual({
      ledgers: [{ id: 'stock', measures: [{ id: 'onHand' }] }],
    });
    expect(await depot.data(ids, { roles: ['clerk'] })).toEqual({ ledgers: [] });
  });

  it('[LGQ-5] balances and movements are exported like rows, by the same rights', async () => {
    expect(await csvOf('StockBalance', ['owner'])).toMatch(
      /^﻿?item\.name,warehouse\.name,lot,onHand,value\r?\n(.*\r?\n)*Bolt,Main,,10\.0000,20\.50\r?\n/m,
    );
    expect(await csvOf('stockBalances', ['owner'])).toContain("Nut,Side,'=1+1,2.0000,1.00");
    expect((await csvOf('StockMovement', ['owner'])).split('\n')[0]).toContain('onHandChange,onHandAfter');
    expect(await csvOf('StockBalance', ['keeper'])).toBe('FORBIDDEN');
    expect(await csvOf('PointsBalance', ['earner'])).toMatch(/^﻿?account,user\.email,programme,year,amount\r?\n$/);
  });

  it('[LGQ-2] a ledger that goes leaves its rows, which are there again when it comes back', async () => {
    const stock = depotTemplate();
    const without: typeof stock = {
      ...stock,
      ledgers: (stock.ledgers ?? []).filter(({ id }) => id !== 'stock'),
      postings: [],
      roles: (stock.roles ?? []).filter(({ grants }) => grants.every(({ ledger }) => ledger !== 'stock')),
      entities: (stock.entities ?? []).map((entity) => ({
        ...entity,
        fields: entity.fields.filter(
          ({ rollup, formula, default: value }) =>
            rollup?.of.startsWith('stock.') !== true &&
            ![formula, value].some((text) => String(text).includes('onHand')),
        ),
      })),
    };
    const tables = () =>
      depot.query<{ readonly name: string }>(
        `select table_name as name from information_schema.tables where table_schema = '${depot.place.schema}' order by 1`,
      );
    const before = await tables();
    await depot.republish(without);
    const { errors } = await depot.ask('{ stockBalances { totalCount } }');
    expect(errors).toHaveLength(1);
    await depot.republish(stock);
    expect(await depot.data('{ stockBalances { totalCount } }')).toEqual({ stockBalances: { totalCount: 2 } });
    expect(await tables()).toEqual(before);
  });
});
