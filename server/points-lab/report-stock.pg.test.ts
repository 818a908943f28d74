import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import type { Template } from '../../schema/template/template.ts';
import { companyLife, HARD_RULES, type CompanyLife } from '../test/company-life.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { pointsTemplate } from '../test/points-template.ts';
import type { Answer } from '../test/tenant-bench.ts';

let db: TestDatabase;
let life: CompanyLife;

beforeAll(async () => {
  db = await freshDatabase();
  life = await companyLife(db.database, { people: 6, template: withShelves() });
  await life.data(
    `mutation { a: createThing(input: { name: "Bolt" }) { id } b: createThing(input: { name: "Nut" }) { id } c: createThing(input: { name: "Labour", countable: false }) { id } }`,
    life.as(0),
  );
}, 120_000);
afterAll(() => db.drop());

/** Things on shelves that are looked through: what a look finds is what there is, of those that can be counted. */
function withShelves(): Template {
  const {
    entities = [],
    workflows = [],
    ledgers = [],
    postings = [],
    ...rest
  } = pointsTemplate({ awards: HARD_RULES });
  return {
    ...rest,
    entities: [
      ...entities,
      {
        id: 'Thing',
        kind: 'master',
        title: 'name',
        fields: [
          { id: 'name', type: 'text', required: true, unique: true },
          { id: 'countable', type: 'bool', default: 'true' },
        ],
      },
      {
        id: 'Look',
        kind: 'document',
        title: 'note',
        fields: [
          { id: 'note', type: 'text' },
          { id: 'finds', type: 'lines', of: 'Find' },
        ],
      },
      {
        id: 'Find',
        kind: 'line',
        fields: [
          { id: 'thing', type: 'ref', to: 'Thing', required: true },
          { id: 'pieces', type: 'decimal(18,4)' },
        ],
      },
    ],
    workflows: [
      ...workflows,
      {
        id: 'lookFlow',
        of: 'Look',
        initial: 'open',
        states: [{ id: 'open' }, { id: 'done', class: 'posted' }, { id: 'undone', class: 'reversed' }],
        transitions: [
          { id: 'settle', from: ['open'], to: 'done', post: ['asFound'] },
          { id: 'undo', from: ['done'], to: 'undone', reverse: ['asFound'] },
        ],
      },
    ],
    ledgers: [
      ...ledgers,
      {
        id: 'shelf',
        mode: 'balance',
        dimensions: [{ id: 'thing', ref: 'Thing' }],
        measures: [{ id: 'here', type: 'decimal(18,4)', min: '0', max: '1000' }],
      },
    ],
    postings: [
      ...postings,
      {
        id: 'asFound',
        of: 'Look',
        ledger: 'shelf',
        each: 'doc.finds.filter(f, f.thing.countable)',
        when: 'line.pieces != null',
        key: { thing: 'line.thing' },
        move: { here: 'line.pieces' },
        to: 'here',
      },
    ],
  };
}

interface Look {
  readonly id: string;
  readonly version: number;
}

async function look(finds: Readonly<Record<string, string | null>>): Promise<Look> {
  const lines = Object.entries(finds).map(([name, pieces]) => ({ thing: { name }, pieces }));
  const { createLook } = await life.data(
    `mutation ($finds: [FindInput!]) { createLook(input: { note: "L", finds: $finds }) { id version } }`,
    { ...life.as(0), variables: { finds: lines } },
  );
  return createLook as unknown as Look;
}

function settle({ id, version }: Look, key?: string): Promise<Answer> {
  const once = key === undefined ? '' : `, idempotencyKey: "${key}"`;
  return life.ask(
    `mutation { settleLook(id: "${id}", version: ${String(version)}${once}) { id version } }`,
    life.as(0),
  );
}

interface Row {
  readonly value: string | null;
  readonly numerator: string | null;
  readonly denominator: string | null;
  readonly note: string | null;
}

async function row(id: string, ledger: string | null): Promise<Row> {
  const { pointsReport } = await life.data(
    `query { pointsReport(from: "2026-03-01T00:00:00.000Z", to: "2026-04-01T00:00:00.000Z") { rows { id value numerator denominator note group { id } } } }`,
    life.as(0),
  );
  const { rows } = pointsReport as unknown as {
    readonly rows: readonly (Row & { readonly id: string; readonly group: { readonly id: string } | null })[];
  };
  return must(
    rows.find((one) => one.id === id && (one.group?.id ?? null) === ledger),
    id,
  );
}

const codes = ({ errors }: Answer): readonly unknown[] => errors.map(({ extensions: { code } }) => code);

describe('the programme report of ledgers of quantities', () => {
  it('[LAB-18] lines counted without a difference, of lines counted, whatever counts are called', async () => {
    expect(await row('accuracy', 'shelf')).toMatchObject({ value: null, note: 'No data: there was nothing to count.' });
    // Labour is not counted, and what nobody wrote down neither.
    expect(codes(await settle(await look({ Bolt: '10', Nut: '5', Labour: '3' })))).toEqual([]);
    life.pass(1);
    expect(codes(await settle(await look({ Bolt: '10.0000', Nut: '4' })))).toEqual([]);
    life.pass(1);
    expect(codes(await settle(await look({ Bolt: '10', Nut: null })))).toEqual([]);
    life.pass(1);
    expect(codes(await settle(await look({ Bolt: '10', Nut: '4' })))).toEqual([]);
    expect(await row('accuracy', 'shelf')).toMatchObject({ numerator: '4', denominator: '7', value: '0.5714' });
    life.pass(1);
    const wrong = await look({ Bolt: '99', Nut: '4' });
    const done = await settle(wrong);
    expect(await row('accuracy', 'shelf')).toMatchObject({ numerator: '5', denominator: '9' });
    const { version } = must(done.data, 'data')['settleLook'] as unknown as Look;
    await life.data(`mutation { undoLook(id: "${wrong.id}", version: ${String(version)}) { id } }`, life.as(0));
    expect(await row('accuracy', 'shelf')).toMatchObject({ numerator: '4', denominator: '7' });
  });

  it('[LAB-17] [LED-16] refused writes are counted by ledger, once for each bound; tries and repeats are not', async () => {
    expect(await row('refused', 'shelf')).toMatchObject({ value: null });
    const below = await look({ Bolt: '-1', Nut: '-2' });
    expect(new Set(codes(await settle(below)))).toEqual(new Set(['LEDGER_BELOW_MINIMUM']));
    expect(await row('refused', 'shelf')).toMatchObject({ value: '1', note: null });
    expect(await row('refused', 'points')).toMatchObject({ value: '0' });
    const both = await look({ Bolt: '-1', Nut: '1001' });
    expect(codes(await settle(both, 'again'))).toHaveLength(2);
    expect(codes(await settle(both, 'again'))).toHaveLength(2);
    expect(await row('refused', 'shelf')).toMatchObject({ value: '3' });
    await life.data(`{ lookTransitions(id: "${both.id}") { id available } }`, life.as(0));
    const kept = await life.query(
      `select at, actor, code, ledger from @.fw_refusal where ledger = 'shelf' order by seq`,
    );
    const [actor, at] = [life.people[0]?.id, life.now()];
    expect(kept).toMatchObject(
      ['LEDGER_BELOW_MINIMUM', 'LEDGER_BELOW_MINIMUM', 'LEDGER_ABOVE_MAXIMUM'].map((code) => ({ actor, code })),
    );
    expect(kept.every((one) => new Date(String(Object(one)['at'])).getTime() === at.getTime())).toBe(true);
  });

  it('[LED-16] a note that can not be kept leaves the answer as it is', async () => {
    await life.query(`revoke insert on @.fw_refusal from "${life.place.role}"`);
    const refused = await settle(await look({ Bolt: '-1' }));
    expect([codes(refused), refused.status]).toEqual([['LEDGER_BELOW_MINIMUM'], 200]);
    await life.query(`grant insert on @.fw_refusal to "${life.place.role}"`);
    expect(await row('refused', 'shelf')).toMatchObject({ value: '3' });
  });
});
