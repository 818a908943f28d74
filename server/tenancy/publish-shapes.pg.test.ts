import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entityId } from '../../schema/core/ids.ts';
import type { FieldDef, Template } from '../../schema/template/template.ts';
import { tableName } from '../compile/sql-name.ts';
import { catalogueOf } from '../test/catalogue.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import {
  documentOf,
  master,
  newBench,
  publishContext,
  resolveDocument,
  templateOf,
  type Bench,
} from '../test/publishing.ts';
import type { PublishContext } from './publish.ts';

let server: TestDatabase;
let context: PublishContext;
beforeAll(async () => {
  server = await freshDatabase();
  context = await publishContext(server.database);
});
afterAll(() => server.drop());

const SEED = Number(process.env['FORMWORK_SEED'] ?? Math.floor(Math.random() * 2 ** 30));
const RUNS = process.env['FORMWORK_LONG'] === '1' ? 300 : 12;

const options = [
  { id: 'red', label: { en: 'Red', 'zh-CN': '红' } },
  { id: 'blue', label: { en: 'Blue', 'zh-CN': '蓝' } },
];
const plain = fc.constantFrom<Omit<FieldDef, 'id'>>(
  { type: 'text' },
  { type: 'text', unique: true },
  { type: 'text', max: '20', required: true, default: 'none' },
  { type: 'longtext' },
  { type: 'int' },
  { type: 'int', min: '0', max: '9' },
  { type: 'int', required: true, default: '3' },
  { type: 'decimal(12,2)', min: '0' },
  { type: 'decimal(14,2)' },
  { type: 'decimal(14,4)' },
  { type: 'bool' },
  { type: 'date' },
  { type: 'datetime' },
  { type: 'duration', max: 'P7D' },
  { type: 'enum', options },
  { type: 'multiEnum', options },
  { type: 'json' },
  { type: 'user' },
  { type: 'file' },
);
const reference = fc.constantFrom<Omit<FieldDef, 'id'>>(
  { type: 'ref', to: 'Base' },
  { type: 'ref', to: 'Base', onDelete: 'cascade' },
  { type: 'ref', to: 'Base', required: true },
  { type: 'multiRef', to: 'Base' },
);

/** A template of two to four entities with up to six fields, whose names a few templates share, hostile ones among them. */
const template: fc.Arbitrary<Template> = fc
  .record({
    others: fc.uniqueArray(
      fc.constantFrom('Order', 'Group', 'Select', 'x_Order', 'QTable', 'FwUser', `A${'b'.repeat(47)}`),
      { maxLength: 3 },
    ),
    fields: fc.dictionary(
      fc.constantFrom('a', 'b', 'order', 'createdOn', 'shPrice', 'x_a', 'parentId', `f${'g'.repeat(47)}`),
      fc.oneof({ weight: 4, arbitrary: plain }, { weight: 1, arbitrary: reference }),
      { maxKeys: 6 },
    ),
    keyed: fc.boolean(),
    kind: fc.constantFrom<'master' | 'document' | 'log'>('master', 'document', 'log'),
  })
  .map(({ others, fields, keyed, kind }) => {
    const list = Object.entries(fields).map(([id, def]): FieldDef => ({ id, ...def }));
    const more = keyed
      ? { unique: [{ id: 'byName', fields: ['name'] }], indexes: [{ id: 'byState', fields: ['createdAt', 'name'] }] }
      : {};
    return templateOf([master('Base', []), ...others.map((id) => ({ ...master(id, list, more), kind }))]);
  })
  .filter((one) => resolveDocument(documentOf(one)).ok);

/** A row with nothing but a name, in tables that ask for no more. */
async function addRow(bench: Bench, table: string): Promise<void> {
  const id = 'gen_random_uuid()';
  await bench
    .query(
      `INSERT INTO @."${table}" (id, version, created_at, updated_at, name) VALUES (${id}, 1, now(), now(), ${id}::text)`,
    )
    .catch((error: unknown) => expect(error).toMatchObject({ code: '23502' }));
}

describe('publishing step by step', () => {
  it(
    `[DDL-9] ends at the very tables that publishing the last version at once makes (seed ${SEED})`,
    { timeout: 900_000 },
    async () => {
      let made = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(template, { minLength: 2, maxLength: 4 }), async (templates) => {
          const bench = await newBench(context);
          let last: Template | undefined;
          for (const next of templates) {
            const result = await bench.publish(next);
            if (!result.ok) expect(result.issues.map(({ code }) => code)).not.toContain('PUBLISH_FAILED');
            if (!result.ok) continue;
            last = next;
            for (const { id } of next.entities ?? []) await addRow(bench, tableName(entityId(id)));
          }
          if (last === undefined) throw new Error('the first version is never refused');
          made += 1;
          const other = await newBench(context);
          expect(await other.publish(last)).toMatchObject({ ok: true });
          expect(await catalogueOf(bench.place)).toEqual(await catalogueOf(other.place));
        }),
        { seed: SEED, numRuns: RUNS, endOnFailure: true },
      );
      expect(made).toBe(RUNS);
    },
  );
});

describe('an object that was removed and comes back', () => {
  it('[DDL-15] with another required field is refused for the rows it kept, and taken with a default for them', async () => {
    const bench = await newBench(context);
    const before = master('Thing', [{ id: 'b', type: 'json' }]);
    await bench.publish(templateOf([master('Base', []), before]));
    await addRow(bench, 'thing');
    await bench.publish(templateOf([master('Base', [])]));
    const after = (field: FieldDef): Template =>
      templateOf([master('Base', []), { ...master('Thing', [field]), kind: 'log' }]);
    expect(await bench.publish(after({ id: 'b', type: 'ref', to: 'Base', required: true }))).toMatchObject({
      ok: false,
      issues: [{ code: 'DATA_REQUIRED_MISSING', params: { entity: 'Thing', field: 'b', count: 1 } }],
    });
    expect(await bench.publish(after({ id: 'b', type: 'int', required: true, default: '3' }))).toMatchObject({
      ok: true,
    });
    expect(await bench.query('SELECT b FROM @.thing')).toEqual([{ b: 3 }]);
  });
});

describe('a stored formula', () => {
  const priced = (formula: string, type = 'decimal(14,2)', price = 'decimal(12,2)') =>
    templateOf([
      master('Item', [
        { id: 'price', type: price },
        { id: 'total', type, formula, stored: true },
      ]),
    ]);
  const insert = `INSERT INTO @.item (id, version, created_at, updated_at, name, price) SELECT gen_random_uuid(), 1, now(), now(), 'i', i FROM generate_series(1, `;
  const wrong = (factor: string) => `SELECT count(*) AS n FROM @.item WHERE total IS DISTINCT FROM price * ${factor}`;

  it('[DDL-10] is computed for the rows there are, when it is new, when it changes and when it is read anew', async () => {
    const bench = await newBench(context);
    await bench.publish(templateOf([master('Item', [{ id: 'price', type: 'decimal(12,2)' }])]));
    await bench.query(`${insert}5) AS i`);
    expect(await bench.publish(priced(`doc.price * dec('2')`))).toMatchObject({ ok: true });
    expect(await bench.query(wrong('2'))).toEqual([{ n: '0' }]);
    expect(await bench.publish(priced(`doc.price * dec('3')`))).toMatchObject({ ok: true });
    expect(await bench.query(wrong('3'))).toEqual([{ n: '0' }]);
    expect(await bench.publish(priced(`doc.price * dec('4')`, 'decimal(16,4)', 'decimal(12,4)'))).toMatchObject({
      ok: true,
    });
    expect(await bench.query(wrong('4'))).toEqual([{ n: '0' }]);
  });

  it('[DDL-11] is computed in batches beside the running work where there are many rows', async () => {
    const bench = await newBench(context);
    await bench.publish(templateOf([master('Item', [{ id: 'price', type: 'decimal(12,2)' }])]));
    await bench.query(`${insert}12000) AS i`);
    const done = await bench.publish(priced(`doc.price * dec('2')`));
    expect(done).toMatchObject({ ok: true, value: { plan: { atOnce: false } } });
    expect(await bench.query(wrong('2'))).toEqual([{ n: '0' }]);
  });

  it('[DDL-12] gives required fields their computed default in rows that never had them', async () => {
    const bench = await newBench(context);
    await bench.publish(templateOf([master('Item', [])]));
    await bench.query(
      `INSERT INTO @.item (id, version, created_at, updated_at, name) VALUES (gen_random_uuid(), 1, now(), now(), 'i')`,
    );
    const wanted = templateOf([
      master('Item', [{ id: 'dueAt', type: 'datetime', required: true, default: `now() + duration('72h')` }]),
    ]);
    expect(await bench.publish(wanted)).toMatchObject({ ok: true });
    expect(await bench.query(`SELECT due_at > now() + interval '71 hours' AS late FROM @.item`)).toEqual([
      { late: true },
    ]);
  });
});
