import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import type { FieldKind, FieldModel, Model } from '../../schema/model/model.ts';
import type { FieldDef, Template } from '../../schema/template/template.ts';
import { planCast } from '../compile/ddl-casts.ts';
import { columnName } from '../compile/sql-name.ts';
import { fieldId } from '../../schema/core/ids.ts';
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

const options = [
  { id: 'red', label: { en: 'Red', 'zh-CN': '红' } },
  { id: 'one', label: { en: '1', 'zh-CN': '一' } },
];

/** One field of each kind that has a column or a join table, and the SQL of a value it may hold. */
const KINDS: Partial<Record<FieldKind, { readonly def: Omit<FieldDef, 'id'>; readonly value: string }>> = {
  text: { def: { type: 'text' }, value: `'red'` },
  longtext: { def: { type: 'longtext' }, value: `'12'` },
  richtext: { def: { type: 'richtext' }, value: `'2026-02-03'` },
  int: { def: { type: 'int' }, value: '1' },
  bool: { def: { type: 'bool' }, value: 'true' },
  date: { def: { type: 'date' }, value: `'2026-02-03'` },
  time: { def: { type: 'time' }, value: `'09:30'` },
  datetime: { def: { type: 'datetime' }, value: `'2026-02-03T18:30:00Z'` },
  duration: { def: { type: 'duration' }, value: '3600' },
  geo: { def: { type: 'geo' }, value: `'{"lat":1,"lng":2}'` },
  json: { def: { type: 'json' }, value: `'"12"'` },
  decimal: { def: { type: 'decimal(12,3)' }, value: '1.500' },
  money: { def: { type: 'money' }, value: '12' },
  quantity: { def: { type: 'quantity' }, value: '1' },
  percent: { def: { type: 'percent' }, value: '1' },
  enum: { def: { type: 'enum', options }, value: `'one'` },
  multiEnum: { def: { type: 'multiEnum', options }, value: `'{red}'` },
  ref: { def: { type: 'ref', to: 'Target' }, value: `(SELECT min(id::text)::uuid FROM @.target)` },
  user: { def: { type: 'user' }, value: `(SELECT min(id::text)::uuid FROM @.fw_user)` },
  org: { def: { type: 'org' }, value: `(SELECT min(id::text)::uuid FROM @.fw_org)` },
  file: { def: { type: 'file' }, value: `'{"name":"a.pdf"}'` },
  image: { def: { type: 'image' }, value: `'{"name":"a.png"}'` },
  signature: { def: { type: 'signature' }, value: `'{"name":"s"}'` },
  multiRef: { def: { type: 'multiRef', to: 'Target' }, value: '' },
};
const ALL_KINDS = Object.keys(KINDS) as FieldKind[];

const idFor = (kind: FieldKind): string => `to${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
const withFields = (fields: readonly FieldDef[]): Template =>
  templateOf([master('Thing', fields), master('Target', [])]);

function modelOf(template: Template): Model {
  const resolved = resolveDocument(documentOf(template));
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues));
  return resolved.value.model;
}

function fieldIn(model: Model, id: string): FieldModel {
  return must(
    model.entities.find((entity) => entity.id === 'Thing')?.fields.find((field) => field.id === id),
    id,
  );
}

async function seed(bench: Bench): Promise<void> {
  await bench.query(
    `INSERT INTO @.target (id, version, created_at, updated_at, name) VALUES (gen_random_uuid(), 1, now(), now(), 'red')`,
  );
  await bench.query(`INSERT INTO @.fw_user (id, name, email) VALUES (gen_random_uuid(), 'Ann', 'ann@example.com')`);
  await bench.query(`INSERT INTO @.fw_org (id, name) VALUES (gen_random_uuid(), 'East')`);
}

describe('a field whose type changes', () => {
  for (const from of ALL_KINDS) {
    it(`[DDL-5] from ${from} to every other type converts, or is refused with a reason, and never fails midway`, async () => {
      const { def, value } = must(KINDS[from], from);
      const before = withFields(ALL_KINDS.map((to) => ({ id: idFor(to), ...def })));
      const after = withFields(ALL_KINDS.map((to) => ({ id: idFor(to), ...must(KINDS[to], to).def })));
      const models = { before: modelOf(before), after: modelOf(after) };
      const refusedKinds = ALL_KINDS.filter(
        (to) =>
          planCast(fieldIn(models.before, idFor(to)), fieldIn(models.after, idFor(to)), models).kind === 'refused',
      );
      const bench = await newBench(context);
      expect(await bench.publish(before)).toMatchObject({ ok: true });
      await seed(bench);
      const columns = from === 'multiRef' ? [] : ALL_KINDS.map((to) => columnName(fieldId(idFor(to))));
      await bench.query(
        `INSERT INTO @.thing (id, version, created_at, updated_at, name${columns.map((column) => `, "${column}"`).join('')}) VALUES (gen_random_uuid(), 1, now(), now(), 't'${columns.map(() => `, ${value}`).join('')})`,
      );
      const onFailedCast = Object.fromEntries(ALL_KINDS.map((to) => [`Thing.${idFor(to)}`, 'setNull' as const]));
      const whole = await bench.publish(after, { onFailedCast });
      const codes = whole.ok ? [] : whole.issues.map(({ code }) => code);
      expect(codes).toEqual(refusedKinds.map(() => 'DDL_CAST_MEANINGLESS'));
      if (refusedKinds.length === 0) return;
      const possible = withFields(
        ALL_KINDS.map((to) => ({ id: idFor(to), ...(refusedKinds.includes(to) ? def : must(KINDS[to], to).def) })),
      );
      expect(await bench.publish(possible, { onFailedCast })).toMatchObject({ ok: true, value: { version: 2 } });
      const other = await newBench(context);
      await other.publish(possible);
      expect(await catalogueOf(bench.place)).toEqual(await catalogueOf(other.place));
    });
  }

  /** What becomes of values: from, to, and pairs of what was put in and what comes out as text. */
  const VALUES: readonly (readonly [
    Omit<FieldDef, 'id'>,
    Omit<FieldDef, 'id'>,
    readonly (readonly [string, string | null])[],
  ])[] = [
    [
      { type: 'text' },
      { type: 'int' },
      [
        [' 12 ', '12'],
        ['-3', '-3'],
        ['1.5', null],
        ['abc', null],
        ['99999999999', null],
        ['', null],
      ],
    ],
    [
      { type: 'text' },
      { type: 'decimal(5,2)' },
      [
        ['1.50', '1.50'],
        ['999.99', '999.99'],
        ['1000', null],
        ['1.005', null],
        ['.5', '0.50'],
        ['1e3', null],
      ],
    ],
    [
      { type: 'text' },
      { type: 'bool' },
      [
        ['Yes', 'true'],
        ['否', 'false'],
        ['0', 'false'],
        ['maybe', null],
      ],
    ],
    [
      { type: 'text' },
      { type: 'date' },
      [
        ['2026-02-28', '2026-02-28'],
        ['2026-02-30', null],
        ['tomorrow', null],
        ['2026-2-3', null],
      ],
    ],
    [
      { type: 'text' },
      { type: 'datetime' },
      [
        ['2026-02-03 08:00', '2026-02-03 00:00:00+00'],
        ['2026-02-03T08:00:00Z', '2026-02-03 08:00:00+00'],
        ['now', null],
      ],
    ],
    [
      { type: 'text' },
      { type: 'time' },
      [
        ['9:05', '09:05:00'],
        ['25:00', null],
      ],
    ],
    [
      { type: 'text' },
      { type: 'duration' },
      [
        ['PT1H', '3600.000'],
        ['90', '90.000'],
        ['soon', null],
      ],
    ],
    [
      { type: 'text' },
      { type: 'enum', options },
      [
        ['red', 'red'],
        ['红', 'red'],
        ['blue', null],
      ],
    ],
    [
      { type: 'text' },
      { type: 'multiEnum', options },
      [
        ['red, 1', '{red,one}'],
        ['red, blue', null],
      ],
    ],
    [
      { type: 'text' },
      { type: 'json' },
      [
        ['{"a":1}', '{"a": 1}'],
        ['plain', '"plain"'],
      ],
    ],
    [
      { type: 'decimal(12,3)' },
      { type: 'int' },
      [
        ['2.000', '2'],
        ['2.5', null],
        ['99999999', '99999999'],
      ],
    ],
    [
      { type: 'decimal(12,3)' },
      { type: 'decimal(12,2)' },
      [
        ['1.230', '1.23'],
        ['1.234', null],
      ],
    ],
    [
      { type: 'decimal(12,3)' },
      { type: 'text' },
      [
        ['1.500', '1.5'],
        ['-2.000', '-2'],
      ],
    ],
    [{ type: 'date' }, { type: 'datetime' }, [['2026-02-03', '2026-02-02 16:00:00+00']]],
    [
      { type: 'datetime' },
      { type: 'date' },
      [
        ['2026-02-02T16:00:00Z', '2026-02-03'],
        ['2026-02-02T15:59:59Z', '2026-02-02'],
      ],
    ],
    [{ type: 'datetime' }, { type: 'text' }, [['2026-02-02T16:00:00.120Z', '2026-02-02T16:00:00.120Z']]],
    [
      { type: 'int' },
      { type: 'bool' },
      [
        ['1', 'true'],
        ['0', 'false'],
        ['2', null],
      ],
    ],
    [
      { type: 'bool' },
      { type: 'int' },
      [
        ['true', '1'],
        ['false', '0'],
      ],
    ],
    [{ type: 'enum', options }, { type: 'multiEnum', options }, [['red', '{red}']]],
    [
      { type: 'multiEnum', options },
      { type: 'enum', options },
      [
        ['{red}', 'red'],
        ['{red,one}', null],
      ],
    ],
    [{ type: 'multiEnum', options }, { type: 'text' }, [['{red,one}', 'red, one']]],
  ];
  for (const [from, to, pairs] of VALUES) {
    it(`[DDL-6] keeps each value exactly or counts it as failing: ${from.type} → ${to.type}`, async () => {
      const bench = await newBench(context);
      await bench.publish(withFields([{ id: 'value', ...from }]));
      for (const [index, [put]] of pairs.entries()) {
        await bench.query(
          `INSERT INTO @.thing (id, version, created_at, updated_at, name, value) VALUES (gen_random_uuid(), 1, now(), now(), $1, $2)`,
          [String(index), put],
        );
      }
      const wanted = withFields([{ id: 'value', ...to }]);
      const failing = pairs.filter(([put, got]) => got === null && put !== '').length;
      const strict = await bench.publish(wanted);
      if (failing === 0) expect(strict).toMatchObject({ ok: true });
      else
        expect(strict).toMatchObject({ ok: false, issues: [{ code: 'DATA_CAST_FAILS', params: { count: failing } }] });
      if (failing > 0)
        expect(await bench.publish(wanted, { onFailedCast: { 'Thing.value': 'setNull' } })).toMatchObject({ ok: true });
      const rows = await bench.query<{ value: string | null }>('SELECT value::text FROM @.thing ORDER BY name::int');
      expect(rows.map(({ value }) => value)).toEqual(pairs.map(([, got]) => got));
    });
  }

  it('[DDL-7] text finds the one row of that title, and references read as titles', async () => {
    const bench = await newBench(context);
    await bench.publish(withFields([{ id: 'value', type: 'text' }]));
    await seed(bench);
    await bench.query(
      `INSERT INTO @.thing (id, version, created_at, updated_at, value) VALUES (gen_random_uuid(), 1, now(), now(), 'red')`,
    );
    expect(await bench.publish(withFields([{ id: 'value', type: 'ref', to: 'Target' }]))).toMatchObject({ ok: true });
    expect(await bench.query('SELECT t.name FROM @.thing x JOIN @.target t ON t.id = x.value')).toEqual([
      { name: 'red' },
    ]);
    expect(await bench.publish(withFields([{ id: 'value', type: 'text' }]))).toMatchObject({ ok: true });
    expect(await bench.query('SELECT value FROM @.thing')).toEqual([{ value: 'red' }]);
  });

  it('[DDL-8] one reference becomes several, and several at most one', async () => {
    const bench = await newBench(context);
    await bench.publish(withFields([{ id: 'value', type: 'ref', to: 'Target' }]));
    await seed(bench);
    await bench.query(
      `INSERT INTO @.thing (id, version, created_at, updated_at, value) SELECT gen_random_uuid(), 1, now(), now(), id FROM @.target`,
    );
    expect(await bench.publish(withFields([{ id: 'value', type: 'multiRef', to: 'Target' }]))).toMatchObject({
      ok: true,
    });
    expect(await bench.query('SELECT t.name FROM @.thing___value j JOIN @.target t ON t.id = j.target_id')).toEqual([
      { name: 'red' },
    ]);
    await seed(bench);
    await bench.query(
      'INSERT INTO @.thing___value SELECT x.id, t.id, 2 FROM @.thing x, @.target t ON CONFLICT DO NOTHING',
    );
    const single = withFields([{ id: 'value', type: 'ref', to: 'Target' }]);
    expect(await bench.publish(single)).toMatchObject({
      ok: false,
      issues: [{ code: 'DATA_MANY_REFERENCES', params: { count: 1 } }],
    });
    await bench.query('DELETE FROM @.thing___value WHERE position = 2');
    expect(await bench.publish(single)).toMatchObject({ ok: true });
    expect(await bench.query('SELECT t.name FROM @.thing x JOIN @.target t ON t.id = x.value')).toEqual([
      { name: 'red' },
    ]);
  });
});
