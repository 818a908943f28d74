import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../schema/core/limits.ts';
import { must } from '../../schema/core/result.ts';
import type { Model } from '../../schema/model/model.ts';
import type { FieldDef, Template } from '../../schema/template/template.ts';
import { accessOf, OWNER_ROLE } from '../compile/access.ts';
import { seeded } from '../test/company-life.ts';
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
import { ruleImpact, type RuleImpact } from './rule-impact.ts';

let database: TestDatabase;
let bench: Bench;

interface Row {
  readonly id: string;
  readonly name: string;
  readonly code: string | null;
  readonly size: string | null;
  readonly serial: string;
  readonly amount: string | null;
  readonly qty: number;
  readonly kind: string;
  readonly note: string | null;
  readonly binned: boolean;
}

const FIELDS: readonly FieldDef[] = [
  { id: 'code', type: 'text' },
  { id: 'size', type: 'text' },
  { id: 'serial', type: 'text' },
  { id: 'amount', type: 'decimal(12,2)' },
  { id: 'qty', type: 'int' },
  { id: 'kind', type: 'enum', options: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] },
  { id: 'note', type: 'text' },
  { id: 'total', type: 'decimal(14,2)', formula: "doc.amount * dec('2')" },
];
const LABELS = { label: { en: 'Order', 'zh-CN': '订单' } };
const before = templateOf([master('Order', FIELDS, LABELS)]);

function changed(more: Partial<Record<string, Partial<FieldDef> | null>>, entity: object = {}): Template {
  const fields = FIELDS.flatMap((field) => {
    const change = more[field.id];
    return change === null ? [] : [{ ...field, ...change }];
  });
  return templateOf([master('Order', fields, { ...LABELS, ...entity })]);
}

function modelOf(template: Template): Model {
  const resolved = resolveDocument(documentOf(template));
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues));
  return resolved.value.model;
}

/** Rows that are wrong in every way now and then, from a seed. */
function rowsOf(count: number, seed: number): readonly Row[] {
  const random = seeded(seed);
  const pick = (values: readonly string[]): string => must(values[Math.floor(random() * values.length)], 'value');
  return Array.from({ length: count }, (_, index) => ({
    id: `00000000-0000-7000-8000-${index.toString(16).padStart(12, '0')}`,
    name: `Order ${index}`,
    code: random() < 0.1 ? null : `C${Math.floor(random() * count * 4)}`,
    size: random() < 0.1 ? null : pick(['1', '22', '3.5', 'big', '', '99999999999']),
    serial: pick(['123', '0009', 'A12', '']),
    amount: random() < 0.1 ? null : (random() * 1_000).toFixed(2),
    qty: Math.floor(random() * 100),
    kind: pick(['a', 'b', 'c']),
    note: random() < 0.5 ? null : 'x',
    binned: random() < 0.05,
  }));
}

async function put(rows: readonly Row[]): Promise<void> {
  await bench.query('TRUNCATE @."order" CASCADE');
  for (let at = 0; at < rows.length; at += 20_000) {
    await bench.query(
      `INSERT INTO @."order" (id, version, created_at, updated_at, deleted_at, name, code, size, serial, amount, qty, kind, note)
       SELECT (r->>'id')::uuid, 1, now(), now(), CASE WHEN (r->>'binned')::boolean THEN now() END, r->>'name', r->>'code', r->>'size', r->>'serial', (r->>'amount')::numeric, (r->>'qty')::integer, r->>'kind', r->>'note'
         FROM json_array_elements($1::json) AS r`,
      [JSON.stringify(rows.slice(at, at + 20_000))],
    );
  }
}

async function impactOf(
  after: Template,
  roles: readonly string[] = [OWNER_ROLE],
  // What a busy machine takes is no matter here.
  budgetMs = 60_000,
): Promise<readonly RuleImpact[]> {
  const models = { before: modelOf(before), after: modelOf(after) };
  const { place, tenant } = bench;
  return ruleImpact({ place, tenant, ...models, access: accessOf(models.before, roles), budgetMs });
}

const live = (rows: readonly Row[]): readonly Row[] => rows.filter(({ binned }) => !binned);
const idsOf = (rows: readonly Row[]): readonly string[] => rows.map(({ id }) => id);

interface Case {
  readonly name: string;
  readonly after: Template;
  readonly kind: string;
  readonly among: (rows: readonly Row[]) => readonly Row[];
  readonly isFound: (row: Row, all: readonly Row[]) => boolean;
}

const everyRow = (rows: readonly Row[]): readonly Row[] => rows;

/** What each change asks, said once more in plain JavaScript. */
const CASES: readonly Case[] = [
  {
    name: 'a check',
    after: changed({}, { checks: [{ id: 'worth', when: "doc.amount >= dec('100') || doc.qty > 50" }] }),
    kind: 'check',
    among: live,
    isFound: ({ amount, qty }) => qty <= 50 && amount !== null && Number(amount) < 100,
  },
  {
    name: 'a required field',
    after: changed({ amount: { required: true } }),
    kind: 'required',
    among: everyRow,
    isFound: ({ amount }) => amount === null,
  },
  {
    name: 'a field required while something holds',
    after: changed({ note: { required: 'doc.qty > 90' } }),
    kind: 'required',
    among: live,
    isFound: ({ note, qty }) => qty > 90 && note === null,
  },
  {
    name: 'a new field required while something holds',
    after: templateOf([master('Order', [...FIELDS, { id: 'why', type: 'text', required: 'doc.qty > 90' }], LABELS)]),
    kind: 'required',
    among: live,
    isFound: ({ qty }) => qty > 90,
  },
  {
    name: 'a unique field',
    after: changed({ code: { unique: true } }),
    kind: 'unique',
    among: live,
    isFound: ({ id, code }, all) => code !== null && live(all).some((other) => other.id !== id && other.code === code),
  },
  {
    name: 'a bound',
    after: changed({ amount: { max: '900' } }),
    kind: 'bound',
    among: everyRow,
    isFound: ({ amount }) => amount !== null && Number(amount) > 900,
  },
  {
    name: 'a pattern',
    after: changed({ serial: { pattern: 'digits' } }),
    kind: 'pattern',
    among: live,
    isFound: ({ serial }) => !/^[0-9]{1,40}$/.test(serial),
  },
  {
    name: 'a conversion',
    after: changed({ size: { type: 'int' } }),
    kind: 'conversion',
    among: everyRow,
    isFound: ({ size }) => size === '3.5' || size === 'big' || size === '99999999999',
  },
  {
    name: 'an option that goes',
    after: changed({ kind: { options: [{ id: 'a' }, { id: 'b' }] } }),
    kind: 'option',
    among: everyRow,
    isFound: ({ kind }) => kind === 'c',
  },
  {
    name: 'a field that goes',
    after: changed({ note: null }),
    kind: 'removed',
    among: live,
    isFound: ({ note }) => note !== null,
  },
  {
    name: 'another formula',
    after: changed({ total: { formula: "doc.qty > 50 ? doc.amount * dec('3') : doc.amount * dec('2')" } }),
    kind: 'computed',
    among: live,
    isFound: ({ amount, qty }) => qty > 50 && amount !== null && Number(amount) !== 0,
  },
];

function caseOf(wanted: string): Case {
  return must(
    CASES.find(({ name }) => name === wanted),
    wanted,
  );
}

beforeAll(async () => {
  database = await freshDatabase();
  bench = await newBench(await publishContext(database.database));
  const done = await bench.publish(before);
  if (!done.ok) throw new Error(JSON.stringify(done.issues));
});
afterAll(() => database.drop());

describe('what a change would do to the records there are', () => {
  for (const one of CASES) {
    it(`[PUB-22] ${one.name}: counts just what a look at every record finds`, async () => {
      for (const seed of [1, 2, 3]) {
        const rows = rowsOf(400, seed);
        await put(rows);
        const found = (await impactOf(one.after)).filter(({ question }) => question.kind === one.kind);
        const among = one.among(rows);
        const expected = (one.kind === 'unique' ? among : among).filter((row) => one.isFound(row, rows));
        expect(expected.length, `seed ${seed}`).toBeGreaterThan(0);
        expect(found, `seed ${seed}`).toMatchObject([
          { checked: among.length, rows: among.length, found: expected.length, isExact: true },
        ]);
        const { samples } = must(found[0], 'impact');
        expect(samples.map(({ id }) => id)).toEqual(idsOf(expected).toSorted().slice(0, 20));
        const [first] = samples;
        const row = rows.find(({ id }) => id === first?.id);
        expect(first?.title).toBe(row?.name);
      }
    });
  }

  it('[PUB-22] shows the values that take part, exact to the letter', async () => {
    const rows = rowsOf(50, 7);
    await put(rows);
    const [found] = await impactOf(must(CASES[0], 'case').after);
    const shown = must(found, 'impact').samples;
    expect(shown.length).toBeGreaterThan(0);
    for (const { id, values } of shown) {
      const row = must(
        rows.find((one) => one.id === id),
        id,
      );
      expect(values).toEqual({ amount: row.amount, qty: row.qty });
    }
  });

  it('[PUB-23] tells records by id alone to who may not read them', async () => {
    await put(rowsOf(50, 7));
    const [found] = await impactOf(must(CASES[0], 'case').after, ['template.publish']);
    const { samples } = must(found, 'impact');
    expect(samples.length).toBeGreaterThan(0);
    expect(samples.every(({ title, values }) => title === null && Object.keys(values).length === 0)).toBe(true);
  });

  it('[PUB-22] says where it can’t ask: a check over a field that comes with it', async () => {
    await put(rowsOf(20, 7));
    const after = templateOf([
      master('Order', [...FIELDS, { id: 'extra', type: 'int' }], {
        ...LABELS,
        checks: [{ id: 'extra', when: 'doc.extra > 1' }],
      }),
    ]);
    expect(await impactOf(after)).toMatchObject([{ checked: 0, found: null, isExact: false, cause: 'form' }]);
  });

  it('[PUB-22] answers for 100,000 records within 3 s, all changes at once, as a look at each of them does', async () => {
    const rows = rowsOf(100_000, 11);
    await put(rows);
    await bench.query('ANALYZE @."order"');
    const after = changed(
      {
        amount: { max: '900' },
        serial: { pattern: 'digits' },
        size: { type: 'int' },
        note: null,
        code: { unique: true },
      },
      { checks: [{ id: 'worth', when: "doc.amount >= dec('100') || doc.qty > 50" }] },
    );
    const found = await impactOf(after);
    const codes = Map.groupBy(
      live(rows).flatMap(({ code }) => (code === null ? [] : [code])),
      (code) => code,
    );
    const counts: Readonly<Record<string, number>> = {
      bound: rows.filter(({ amount }) => amount !== null && Number(amount) > 900).length,
      pattern: live(rows).filter(({ serial }) => !/^[0-9]{1,40}$/.test(serial)).length,
      conversion: rows.filter(({ size }) => size === '3.5' || size === 'big' || size === '99999999999').length,
      removed: live(rows).filter(({ note }) => note !== null).length,
      unique: [...codes.values()].reduce((sum, { length }) => sum + (length > 1 ? length : 0), 0),
      check: live(rows).filter(({ amount, qty }) => qty <= 50 && amount !== null && Number(amount) < 100).length,
    };
    expect(found.map(({ question, isExact }) => [question.kind, isExact]).toSorted()).toEqual(
      Object.keys(counts)
        .toSorted()
        .map((kind) => [kind, true]),
    );
    for (const one of found)
      expect([one.question.kind, one.found]).toEqual([one.question.kind, counts[one.question.kind]]);
    // In its own time: all of it, or on a machine that is busy with other things what a sample says.
    const startedAt = performance.now();
    const quick = await impactOf(after, [OWNER_ROLE], LIMITS.impactTimeoutMs);
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    for (const { question, isExact, found: count, checked, rows: all } of quick) {
      if (isExact) expect([question.kind, count]).toEqual([question.kind, counts[question.kind]]);
      else expect([question.kind, checked < all]).toEqual([question.kind, true]);
    }
  });

  it('[PUB-22] asks a sample of a table that the planner takes for huge, and says so', async () => {
    const rows = rowsOf(60_000, 12);
    await put(rows);
    await bench.query('ANALYZE @."order"');
    await database.database.query({
      text: `UPDATE pg_class SET reltuples = 6000000 WHERE relname = 'order' AND relnamespace = $1::regnamespace`,
      params: [bench.place.schema],
    });
    const [found] = await impactOf(caseOf('a bound').after);
    const bound = must(found, 'impact');
    expect(bound).toMatchObject({ isExact: false, rows: 6_000_000, question: { kind: 'bound' } });
    expect(bound.checked).toBeGreaterThan(0);
    expect(bound.checked).toBeLessThan(rows.length);
    expect(must(bound.found, 'found') / bound.checked).toBeCloseTo(0.09, 1);
  });
});
