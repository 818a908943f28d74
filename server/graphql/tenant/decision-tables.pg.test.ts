import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FieldDef, Template } from '../../../schema/template/template.ts';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { templateOf } from '../../test/publishing.ts';
import { tenantBench, type TenantBench } from '../../test/tenant-bench.ts';

let database: TestDatabase;
let tenant: TenantBench;

/** A parcel whose price, class and duties follow from tables, wherever an expression may stand. */
function parcels(more: readonly FieldDef[] = [], fee = '1'): Template {
  return templateOf(
    [
      {
        id: 'Parcel',
        kind: 'document',
        title: 'name',
        fields: [
          { id: 'name', type: 'text' },
          { id: 'zone', type: 'enum', options: [{ id: 'near' }, { id: 'far' }] },
          { id: 'weight', type: 'decimal(10,3)', required: true },
          { id: 'speed', type: 'text', default: "table('speedOf', doc.zone)" },
          { id: 'price', type: 'money', formula: "table('price', doc.zone, doc.weight)" },
          { id: 'fees', type: 'money', formula: "table('fees', doc.weight, doc.sentOn)", stored: true },
          { id: 'sentOn', type: 'date' },
          { id: 'customs', type: 'text', required: "table('customs', doc.zone, doc.weight)" },
          ...more,
        ],
        checks: [
          {
            id: 'carried',
            when: "table('price', doc.zone, doc.weight) > dec('0')",
            message: { en: 'Nobody carries that.', 'zh-CN': '无法承运。' },
          },
        ],
      },
    ],
    {
      tables: [
        {
          id: 'speedOf',
          hit: 'unique',
          in: { zone: 'enum' },
          out: 'text',
          rows: [
            ['far', 'air'],
            ['near', 'van'],
          ],
        },
        {
          id: 'price',
          hit: 'first',
          in: { zone: 'text', weight: 'decimal' },
          columns: ['zone', 'weight'],
          out: 'money',
          rows: [
            ['-', '> 30', 0],
            ['near', '-', '5.00'],
            ['far', '< 1', '9.50'],
            ['far', '[1..30]', '20'],
          ],
        },
        {
          id: 'fees',
          hit: 'collect',
          in: { weight: 'decimal', sentOn: 'date' },
          columns: ['weight', 'sentOn'],
          out: 'money',
          rows: [
            ['-', '-', fee],
            ['>= 10', '-', '2.5'],
            ['-', '>= 2026-12-01', '0.75'],
          ],
          else: 0,
        },
        {
          id: 'customs',
          hit: 'first',
          in: { zone: 'text', weight: 'decimal' },
          columns: ['zone', 'weight'],
          out: 'bool',
          rows: [['far', '>= 2', true]],
          else: false,
        },
      ],
      workflows: [
        {
          id: 'parcelFlow',
          of: 'Parcel',
          initial: 'open',
          states: [{ id: 'open' }, { id: 'sent', class: 'posted' }],
          transitions: [
            { id: 'send', from: ['open'], to: 'sent', guard: "table('price', doc.zone, doc.weight) < dec('10')" },
          ],
        },
      ],
    },
  );
}

beforeAll(async () => {
  database = await freshDatabase();
  tenant = await tenantBench(database.database, parcels());
});
afterAll(() => database.drop());

const create = (input: string): string => `mutation { createParcel(input: { ${input} }) { id speed price fees } }`;
const codes = async (query: string): Promise<readonly unknown[]> =>
  (await tenant.ask(query)).errors.map(({ extensions }) => [extensions['code'], extensions['path']]);

describe('tables wherever an expression stands', () => {
  it('[EXP-27] defaults, live and stored formulas', async () => {
    const { createParcel: far } = await tenant.data(
      create('name: "a", zone: far, weight: "12", sentOn: "2026-12-24", customs: "x"'),
    );
    expect(far).toMatchObject({ speed: 'air', price: '20.0000', fees: '4.2500' });
    const { createParcel: near } = await tenant.data(create('name: "b", zone: near, weight: "0.5"'));
    expect(near).toMatchObject({ speed: 'van', price: '5.0000', fees: '1.0000' });
  });

  it('[EXP-27] filters, sorts and sums by a live formula over a table', async () => {
    const { parcels: cheap } = await tenant.data(
      '{ parcels(where: { price: { lt: "10" } }, orderBy: [{ price: DESC }]) { nodes { name price } } }',
    );
    expect(cheap).toEqual({ nodes: [{ name: 'b', price: '5.0000' }] });
  });

  it('[EXP-27] checks', async () => {
    expect(await codes(create('name: "c", zone: near, weight: "31"'))).toEqual([['CHECK_FAILED', '/input']]);
  });

  it('[MOD-15] required by a condition', async () => {
    expect(await codes(create('name: "d", zone: far, weight: "2"'))).toEqual([['VALUE_REQUIRED', '/input/customs']]);
    expect(await codes(create('name: "e", zone: far, weight: "1.999"'))).toEqual([]);
    const { parcels: found } = await tenant.data('{ parcels(where: { name: { eq: "e" } }) { nodes { id version } } }');
    expect(found).toMatchObject({ nodes: [{ version: 1 }] });
  });

  it('[EXP-1] stored formulas are filled for rows that were there before', async () => {
    const added: FieldDef = {
      id: 'band',
      type: 'text',
      formula: "table('customs', doc.zone, doc.weight) ? 'declared' : table('speedOf', doc.zone)",
      stored: true,
    };
    await tenant.republish(parcels([added]));
    const { parcels: all } = await tenant.data('{ parcels(orderBy: [{ name: ASC }]) { nodes { name band } } }');
    expect(all).toEqual({
      nodes: [
        { name: 'a', band: 'declared' },
        { name: 'b', band: 'van' },
        { name: 'e', band: 'air' },
      ],
    });
  });

  it('[EXP-1] and computed anew when a table changes', async () => {
    await tenant.republish(parcels([], '3'));
    const { parcels: all } = await tenant.data('{ parcels(orderBy: [{ name: ASC }]) { nodes { name fees } } }');
    expect(all).toEqual({
      nodes: [
        { name: 'a', fees: '6.2500' },
        { name: 'b', fees: '3.0000' },
        { name: 'e', fees: '3.0000' },
      ],
    });
  });
});
