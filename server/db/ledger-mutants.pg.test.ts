import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import type { AwardPosting, PostAnswer, PostingRequest } from '../compile/post-request.ts';
import { repeatableTexts } from '../compile/ddl-function.ts';
import { ledgerSystemSql } from '../compile/ddl-system-ledger.ts';
import { ledgerVerify } from '../tenancy/ledger-verify.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { loadClient, loadKey, newTally } from '../test/ledger-load.ts';
import { ledgerBench, move, NOW, type LedgerBench } from '../test/ledger-side.ts';

/**
 * Each rule that makes the ledger hold under pressure is broken on purpose here, by a change of the engine's text, and
 * the scenario that tells is run against both: whole it passes, broken it fails.
 */
let db: TestDatabase;

beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.drop());

type Scenario = (side: LedgerBench) => Promise<void>;

const ZERO = [{ measure: 0, lo: '0', hi: null }];
const put = (key: { readonly u0: string }, ...amounts: readonly string[]) =>
  move({ lines: amounts.map((amount) => ({ book: 'stock', key, amounts: [amount], bounds: ZERO })) });
const requestText = (postings: readonly PostingRequest[]): string =>
  JSON.stringify({ now: NOW, actor: null, templateVersion: 1, postings });

/** Posts in a transaction that is still open while `meanwhile` is asked; gives what that was answered. */
async function whileOpen(side: LedgerBench, first: PostingRequest, meanwhile: PostingRequest): Promise<PostAnswer> {
  const { database, role, schema } = side.place;
  let second: Promise<PostAnswer> | undefined;
  await database.transaction({ tenant: { role, timeoutMs: 20_000 } }, async (tx) => {
    await tx.query({ text: `SELECT "${schema}".fw_post($1::jsonb)`, params: [requestText([first])] });
    second = side.post([meanwhile]);
    second.catch(() => undefined);
    for (let waits = 0; waits === 0;) {
      const rows = await side.query<{ readonly n: number }>(
        "SELECT count(*)::int AS n FROM pg_locks WHERE NOT granted AND locktype IN ('transactionid', 'tuple')",
      );
      waits = must(rows[0], 'row').n;
    }
  });
  return must(second, 'second');
}

const noDeadlock: Scenario = async (side) => {
  await side.post(Array.from({ length: 8 }, (_, index) => put(loadKey(index), '1000')));
  const until = Date.now() + 2_500;
  const clients = Array.from({ length: 8 }, (_, seed) =>
    loadClient(
      ({ postings }) => side.post(postings),
      { seed, keys: 8, now: NOW, replays: 0 },
      newTally(),
      () => Date.now() > until,
    ),
  );
  // All of them end before the next scenario looks at who waits for whom.
  const ends = await Promise.allSettled(clients);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
};

const lastPieceOnce: Scenario = async (side) => {
  const key = { u0: randomUUID() };
  await side.post([put(key, '1')]);
  const answer = await whileOpen(side, put(key, '-1'), put(key, '-1'));
  expect(answer).toMatchObject({ ok: false });
  expect((await ledgerVerify(side.place)).ok).toBe(true);
};

const linesTogether: Scenario = async (side) => {
  const key = { u0: randomUUID() };
  await side.post([put(key, '3')]);
  expect(await side.post([put(key, '-2', '-2')])).toMatchObject({ ok: false });
};

const onceById: Scenario = async (side) => {
  const posting = put({ u0: randomUUID() }, '3');
  await side.post([posting]);
  expect(await side.post([posting])).toMatchObject({ ok: true, postings: [{ replayed: true }] });
};

function award(user: string, more: Partial<AwardPosting> = {}): AwardPosting {
  return {
    kind: 'award',
    id: randomUUID(),
    source: null,
    ledger: 'points',
    rule: 'onTime',
    once: randomUUID(),
    user,
    asked: '6',
    scale: 0,
    budget: null,
    wallet: { book: 'points.wallet', key: { u0: user } },
    lotExpiresAt: null,
    limits: [{ id: 'daily', key: { u0: user }, max: '10' }],
    explain: null,
    ...more,
  };
}

const capHolds: Scenario = async (side) => {
  const user = randomUUID();
  await side.post([award(user, { asked: '2' })]);
  const answer = await whileOpen(side, award(user), award(user));
  expect(answer).toMatchObject({ ok: true, postings: [{ granted: '2', cutBy: 'daily' }] });
};

const onceByKey: Scenario = async (side) => {
  const user = randomUUID();
  const first = award(user, { limits: [] });
  await side.post([first]);
  expect(await side.post([{ ...first, id: randomUUID() }])).toMatchObject({ ok: true, postings: [{ granted: '0' }] });
};

const expiredStays: Scenario = async (side) => {
  const user = randomUUID();
  await side.post([award(user, { lotExpiresAt: '2026-01-01T00:00:00Z', limits: [] })]);
  const spent = move({
    lines: [
      { book: 'points.wallet', key: { u0: user }, amounts: ['-1'], consumeLots: 'fifo' },
      { book: 'points.opening', key: {}, amounts: ['1'] },
    ],
  });
  expect(await side.post([spent])).toMatchObject({ ok: false });
};

const mirrorOnce: Scenario = async (side) => {
  const [key, record] = [{ u0: randomUUID() }, randomUUID()];
  await side.post([{ ...put(key, '3'), source: { entity: 'Receipt', record } }]);
  const reverse = (): PostingRequest => ({
    kind: 'reverse',
    id: randomUUID(),
    source: null,
    record,
    rules: ['adjust'],
  });
  await side.post([reverse()]);
  expect(await side.post([reverse()])).toMatchObject({ ok: true });
  expect(await side.balance('stock', key)).toEqual(['0', '0', '0', '0']);
};

const LOCKING = `ORDER BY fw_rank(o.book), o.book COLLATE "C", o.key COLLATE "C" FOR UPDATE OF o`;
/** Of a posting with one line. */
const LOCKING_ONE = 'o.key = of_key FOR UPDATE OF o';

interface Mutant {
  readonly name: string;
  readonly change: readonly (readonly [from: string, to: string])[];
  readonly killedBy: Scenario;
}

const MUTANTS: readonly Mutant[] = [
  {
    name: '[LED-40] lock order removed',
    change: [[LOCKING, 'ORDER BY random() FOR UPDATE OF o']],
    killedBy: noDeadlock,
  },
  {
    name: '[LED-42] checked before it is locked',
    change: [
      [LOCKING, ''],
      [LOCKING_ONE, 'o.key = of_key'],
    ],
    killedBy: lastPieceOnce,
  },
  {
    name: '[LED-4] lines not summed per balance',
    change: [['m[pos] := m[pos] + d[j]', 'm[pos] := m_old[pos] + d[j]']],
    killedBy: linesTogether,
  },
  {
    name: '[LED-3] no idempotency row',
    change: [
      ["WHERE id = (p->>'id')::uuid;", 'WHERE false;'],
      ["WHERE f.id = (p->>'id')::uuid)", 'WHERE false)'],
      ['WHERE f.id = ANY (ids))', 'WHERE false)'],
    ],
    killedBy: onceById,
  },
  {
    name: '[LED-43] cap by counting',
    change: [
      [LOCKING, ''],
      [
        "(l->>'max')::numeric - m[4 * i - 3]",
        "(l->>'max')::numeric - (SELECT coalesce(sum(f.granted), 0) FROM fw_posting f WHERE f.user_id = (t->>'user')::uuid)",
      ],
    ],
    killedBy: capHolds,
  },
  { name: '[LED-20] once-key not looked at', change: [["AND once = t->>'once'", 'AND false']], killedBy: onceByKey },
  {
    name: '[LED-26] expired lots taken',
    change: [
      ['CONTINUE WHEN round_no = 2 AND l_exp[x] <= moment;', ''],
      ['l.remaining > 0 AND l.expires_at <= moment', 'false'],
    ],
    killedBy: expiredStays,
  },
  {
    name: '[LED-8] mirrored again',
    change: [
      ['AND NOT EXISTS (SELECT FROM fw_posting r WHERE r.reverses = f.id) ORDER BY f.seq DESC', 'ORDER BY f.seq DESC'],
    ],
    killedBy: mirrorOnce,
  },
];

const SCENARIOS = [...new Set(MUTANTS.map(({ killedBy }) => killedBy))];

describe('the engine', () => {
  it.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))('whole passes %s', async (_, scenario) => {
    await scenario(await ledgerBench(db.database));
  });

  it.each(MUTANTS)('broken is found: $name', async ({ change, killedBy }) => {
    const side = await ledgerBench(db.database);
    const escape = (text: string): string => text.replaceAll("'", "''");
    const statements = repeatableTexts(ledgerSystemSql(side.place), side.place);
    for (const statement of statements) {
      const broken = change.reduce((text, [from, to]) => text.replaceAll(escape(from), escape(to)), statement);
      if (broken !== statement) await db.database.query({ text: broken, params: [] });
    }
    for (const [from] of change) expect(statements.some((text) => text.includes(escape(from)))).toBe(true);
    const outcome = await killedBy(side).then(
      () => 'passed',
      () => 'failed',
    );
    expect(outcome).toBe('failed');
  });
});
