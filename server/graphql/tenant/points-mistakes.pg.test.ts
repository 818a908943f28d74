import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { pointsBench, type Person, type PointsBench } from '../../test/points-bench.ts';
import { FINISHED, pointsTemplate, SPECIAL } from '../../test/points-template.ts';

let database: TestDatabase;
let bench: PointsBench;
let ann: Person;
let chief: Person;
let owner: Person;

beforeAll(async () => {
  database = await freshDatabase();
  const unfunded = { ...SPECIAL, id: 'unfunded', budget: { programme: 'none' } };
  bench = await pointsBench(database.database, pointsTemplate({ awards: [FINISHED, SPECIAL, unfunded] }), {
    special: '5',
  });
  [ann, chief, owner] = [
    await bench.person('Ann'),
    await bench.person('Chief', ['chief']),
    await bench.person('Owner', ['owner']),
  ];
});
afterAll(() => database.drop());

const NOWHERE = '0198a000-0000-7000-8000-00000000dead';

async function codesOf(person: Person, query: string, variables: Readonly<Record<string, unknown>> = {}) {
  const { errors } = await person.ask(query, variables);
  return errors.map(({ extensions }) => extensions['code']);
}

const give = (award: string, to: string, amount: string, key: string): string =>
  `mutation { giveAward(award: "${award}", to: "${to}", amount: "${amount}", reason: "Helped", idempotencyKey: "${key}") { id } }`;

describe('mistakes with points', () => {
  it('[PTS-1] say who, which ledger, which award and which page', async () => {
    const { errors } = await bench.ask('{ myPoints { balance } }', { actor: { id: null } });
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['POINTS_NOBODY']);
    expect(await codesOf(ann, '{ myPoints(ledger: "stock") { balance } }')).toEqual(['POINTS_LEDGER_UNKNOWN']);
    expect(await codesOf(ann, `{ whyNotPoints(award: "none", recordId: "${NOWHERE}") { text } }`)).toEqual([
      'POINTS_AWARD_UNKNOWN',
    ]);
    expect(await codesOf(ann, '{ pointsEntries(first: 1001) { nodes { id } } }')).toEqual(['PAGE_SIZE']);
    expect(await codesOf(ann, '{ pointsEntries(after: "x") { nodes { id } } }')).toEqual(['CURSOR_INVALID']);
    expect(await codesOf(ann, '{ leaderboard(id: "none") { id } }')).toEqual(['POINTS_BOARD_UNKNOWN']);
    expect(await codesOf(ann, '{ pointsFlags(everybody: true) { id } }')).toEqual(['POINTS_NOT_COMMITTEE']);
  });

  it('[PTS-14] of giving: award, person, budget and its record', async () => {
    expect(await codesOf(chief, give('none', ann.id, '1', 'a'))).toEqual(['POINTS_AWARD_UNKNOWN']);
    expect(await codesOf(chief, give('special', NOWHERE, '1', 'b'))).toEqual(['POINTS_PERSON_UNKNOWN']);
    expect(await codesOf(chief, give('special', 'ann', '0.001', 'c'))).toEqual([
      'POINTS_PERSON_UNKNOWN',
      'POINTS_AMOUNT_INVALID',
    ]);
    expect(await codesOf(chief, give('special', ann.id, '6', 'd'))).toEqual(['POINTS_BUDGET_EMPTY']);
    expect(await codesOf(chief, give('unfunded', ann.id, '1', 'e'))).toEqual(['POINTS_BUDGET_UNKNOWN']);
    expect(await bench.wallet(ann)).toMatchObject({ balance: '0' });
    expect(await codesOf(chief, `mutation { decideGift(id: "${NOWHERE}", approve: true) { id } }`)).toEqual([
      'POINTS_GIFT_UNKNOWN',
    ]);
    expect(await codesOf(chief, 'mutation { withdrawGift(id: "x") { id } }')).toEqual(['POINTS_GIFT_UNKNOWN']);
  });

  it('[PTS-15] what waits may be withdrawn by who gave it, once', async () => {
    const waiting = await pointsBench(
      database.database,
      pointsTemplate({
        awards: [
          FINISHED,
          { ...SPECIAL, manual: { by: ['chief'], approvals: [{ id: 'one', mode: 'any', roles: ['committee'] }] } },
        ],
      }),
    );
    const [giver, other, receiver] = [
      await waiting.person('Giver', ['chief']),
      await waiting.person('Other', ['chief']),
      await waiting.person('Receiver'),
    ];
    const { giveAward } = (await giver.data(give('special', receiver.id, '3', 'w'))) as unknown as {
      readonly giveAward: { readonly id: string };
    };
    const withdraw = `mutation { withdrawGift(id: "${giveAward.id}") { state } }`;
    expect(await codesOf(other, withdraw)).toEqual(['POINTS_GIFT_UNKNOWN']);
    expect(await giver.data(withdraw)).toEqual({ withdrawGift: { state: 'WITHDRAWN' } });
    expect(await codesOf(giver, withdraw)).toEqual(['POINTS_GIFT_ENDED']);
    const { pointsGifts } = await receiver.data('{ pointsGifts { id } }');
    expect(pointsGifts).toEqual([]);
  });

  it('[PTS-16] [PTS-17] of funding and flags', async () => {
    const fund = (award: string, reason: string): string =>
      `mutation { fundPoints(award: "${award}", amount: "1", reason: "${reason}", idempotencyKey: "${award}${reason}") { left } }`;
    expect(await codesOf(owner, fund('none', 'x'))).toEqual(['POINTS_AWARD_UNKNOWN']);
    expect(await codesOf(owner, fund('special', ' '))).toEqual(['POINTS_REASON_MISSING']);
    expect(await codesOf(owner, fund('unfunded', 'x'))).toEqual(['POINTS_BUDGET_UNKNOWN']);
    const decide = (state: string): string =>
      `mutation { decideFlag(id: "${NOWHERE}", state: ${state}, comment: "x") { id } }`;
    expect(await codesOf(owner, decide('OPEN'))).toEqual(['POINTS_FLAG_STATE']);
    expect(await codesOf(owner, decide('UPHELD'))).toEqual(['POINTS_FLAG_UNKNOWN']);
    expect(await codesOf(ann, `mutation { appealFlag(id: "${NOWHERE}", text: "x") { id } }`)).toEqual([
      'POINTS_FLAG_UNKNOWN',
    ]);
  });
});
