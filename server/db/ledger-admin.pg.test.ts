import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import type { Model } from '../../schema/model/model.ts';
import { resolveModel } from '../../schema/model/resolve.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { ledgerBench, move, NOW, type LedgerBench } from '../test/ledger-side.ts';
import { master, templateOf } from '../test/publishing.ts';
import { closePeriod, decideOverride, periodStates, reopenPeriod, requestOverride } from './ledger-admin.ts';
import { postIssues } from './post-ledger.ts';

let db: TestDatabase;
let side: LedgerBench;

const resolved = resolveModel(
  templateOf([master('Item', [])], {
    roles: [{ id: 'supervisor', label: { en: 'Supervisor', 'zh-CN': '主管' }, grants: [] }],
    ledgers: [
      {
        id: 'stock',
        mode: 'balance',
        dimensions: [{ id: 'item', ref: 'Item' }],
        measures: [
          { id: 'onHand', type: 'decimal(18,4)', min: '0' },
          { id: 'value', type: 'money' },
        ],
        valuation: { method: 'movingAverage', quantity: 'onHand', amount: 'value' },
        override: { measure: 'onHand', floor: '-5', roles: ['supervisor'], approval: true, expires: 'P3D' },
        period: { by: 'month' },
      },
    ],
  }),
);
const model: Model = must(resolved.ok ? resolved.value : null, 'model');

const now = new Date(NOW);
const lin = { id: randomUUID(), roles: ['sales'] };
const boss = { id: randomUUID(), roles: ['supervisor'] };

beforeAll(async () => {
  db = await freshDatabase();
  side = await ledgerBench(db.database);
});
afterAll(() => db.drop());

const newKey = () => ({ u0: randomUUID() });
const bounds = [{ measure: 0, lo: '0', hi: null }];
const cost = { quantity: 0, amount: 1, scale: 2 };
const put = (key: { readonly u0: string }, amounts: readonly string[], effectiveAt?: string) =>
  move({
    lines: [{ book: 'stock', key, amounts, bounds, cost }],
    ...(effectiveAt === undefined ? {} : { effectiveAt }),
  });

describe('periods', () => {
  it('[LED-14] what is closed takes no postings; late costs go to the open period and keep their date', async () => {
    const key = newKey();
    const receipt = {
      ...put(key, ['10', '100'], '2026-02-10T00:00:00Z'),
      rule: 'receive',
      source: { entity: 'Receipt', record: randomUUID() },
    };
    await side.post([receipt]);
    const until = new Date('2026-02-28T16:00:00Z');
    expect(await closePeriod(side.place, model, { ledger: 'stock', until, actor: boss, now })).toEqual({
      ok: true,
      value: { ledger: 'stock', closedUntil: '2026-02-28T16:00:00.000Z' },
    });
    const refused = await side.post([put(key, ['-1', '0'], '2026-02-28T15:59:59Z')]);
    expect(refused).toMatchObject({ ok: false, refusals: [{ code: 'LEDGER_PERIOD_CLOSED' }] });
    expect(await side.post([put(key, ['-1', 'auto'], '2026-02-28T16:00:00Z')])).toMatchObject({ ok: true });
    const late = put(key, ['0', '7.5'], '2026-02-10T00:00:00Z');
    expect(await side.post([late])).toMatchObject({ ok: true });
    const kept = await side.query(
      `SELECT to_char(effective_at AT TIME ZONE 'UTC', 'MM-DD HH24:MI') AS at, to_char(asked_for AT TIME ZONE 'UTC', 'MM-DD HH24:MI') AS asked FROM @.fw_posting WHERE id = $1`,
      [late.id],
    );
    expect(kept).toEqual([{ at: '02-28 16:00', asked: '02-10 00:00' }]);
    // A mirror of what lies in the closed period is made in the open one.
    await side.post([put(key, ['1', '0'], '2026-02-28T16:00:00Z')]);
    await side.post([
      {
        kind: 'reverse',
        id: randomUUID(),
        source: null,
        record: receipt.source.record,
        rules: ['receive'],
        effectiveAt: '2026-02-10T00:00:00Z',
      },
    ]);
    expect(await side.balance('stock', key)).toEqual(['0', '-2.5', '0', '0']);
  });

  it('[LED-14] are closed forwards, up to now, and reopened with a reason', async () => {
    const close = (until: string) =>
      closePeriod(side.place, model, { ledger: 'stock', until: new Date(until), actor: boss, now });
    expect(await close('2026-02-28T16:00:00Z')).toMatchObject({
      ok: false,
      issues: [{ code: 'LEDGER_PERIOD_BACKWARDS' }],
    });
    expect(await close('2026-03-02T00:00:00Z')).toMatchObject({
      ok: false,
      issues: [{ code: 'LEDGER_PERIOD_IN_FUTURE' }],
    });
    const reopen = (reason: string) =>
      reopenPeriod(side.place, model, { ledger: 'stock', from: null, actor: boss, now, reason });
    expect(await reopen(' ')).toMatchObject({ ok: false, issues: [{ code: 'LEDGER_REASON_MISSING' }] });
    expect(await reopen('count was wrong')).toMatchObject({ ok: true });
    expect(await periodStates(side.place)).toEqual([{ ledger: 'stock', closedUntil: null }]);
    expect(await side.post([put(newKey(), ['1', '1'], '2026-01-01T00:00:00Z')])).toMatchObject({ ok: true });
    expect(await closePeriod(side.place, model, { ledger: 'none', until: now, actor: boss, now })).toMatchObject({
      ok: false,
      issues: [{ code: 'LEDGER_UNKNOWN' }],
    });
  });

  it('[LED-14] closing waits for the postings under way', async () => {
    const { place } = side;
    let closing: Promise<unknown> = Promise.resolve();
    const order: string[] = [];
    await place.database.transaction({ tenant: { role: place.role, timeoutMs: 10_000 } }, async (tx) => {
      const request = {
        now: NOW,
        actor: null,
        templateVersion: 1,
        postings: [put(newKey(), ['1', '1'], '2026-01-15T00:00:00Z')],
      };
      await tx.query({ text: `SELECT "${place.schema}".fw_post($1::jsonb)`, params: [JSON.stringify(request)] });
      closing = closePeriod(place, model, {
        ledger: 'stock',
        until: new Date('2026-01-31T00:00:00Z'),
        actor: boss,
        now,
      }).then(() => order.push('closed'));
      await waitingFor(side, 'advisory');
      order.push('posted');
    });
    await closing;
    expect(order).toEqual(['posted', 'closed']);
  });
});

describe('overrides', () => {
  it('[LED-15] let one balance below its bound while they last, when another person has approved', async () => {
    const item = randomUUID();
    const key = { u0: item };
    const asked = await requestOverride(side.place, model, {
      ledger: 'stock',
      key: { item },
      reason: 'line stop',
      actor: lin,
      now,
    });
    const { id } = must(asked.ok ? asked.value : null, 'override');
    const take = (amount: string, at = NOW) => side.post([put(key, [amount, '0'])], at);
    expect(await take('-1')).toMatchObject({ ok: false });
    const decide = (actor: typeof lin) => decideOverride(side.place, model, { id, approve: true, actor, now });
    expect(await decide(lin)).toMatchObject({
      ok: false,
      issues: [{ code: 'LEDGER_OVERRIDE_FORBIDDEN' }, { code: 'LEDGER_OVERRIDE_OWN' }],
    });
    expect(await decide(boss)).toMatchObject({ ok: true, value: { state: 'approved' } });
    expect(await decide(boss)).toMatchObject({ ok: false, issues: [{ code: 'LEDGER_OVERRIDE_DECIDED' }] });
    expect(await take('-4')).toMatchObject({ ok: true });
    expect(await take('-2')).toMatchObject({
      ok: false,
      refusals: [{ params: { lo: '-5', after: '-6', available: '1' } }],
    });
    // It has ended: what is below stays, and may only come back.
    const later = '2026-03-05T00:00:00Z';
    expect(await take('-1', later)).toMatchObject({ ok: false, refusals: [{ params: { lo: '0' } }] });
    expect(await take('2', later)).toMatchObject({ ok: true });
    expect(await side.balance('stock', key)).toEqual(['-2', '0', '0', '0']);
  });

  it('[LED-15] are asked for with a reason', async () => {
    expect(
      await requestOverride(side.place, model, {
        ledger: 'stock',
        key: { item: randomUUID() },
        reason: '',
        actor: lin,
        now,
      }),
    ).toMatchObject({ ok: false, issues: [{ code: 'LEDGER_REASON_MISSING' }] });
  });
});

describe('exceptions that no template offers', () => {
  it('[LED-15] are refused', async () => {
    const plain: Model = {
      ...model,
      behaviour: {
        ...model.behaviour,
        ledgers: model.behaviour.ledgers.map(({ id, label, mode, books }) => ({ id, label, mode, books })),
      },
    };
    expect(
      await requestOverride(side.place, plain, { ledger: 'stock', key: {}, reason: 'x', actor: lin, now }),
    ).toMatchObject({ ok: false, issues: [{ code: 'LEDGER_OVERRIDE_NOT_OFFERED' }] });
  });
});

describe('postIssues', () => {
  it('[LED-4] name the measure and the values of the key', async () => {
    const key = newKey();
    const answer = await side.post([{ ...put(key, ['-1', '0']), place: '/lines/0' }]);
    expect(postIssues(model, answer.ok ? [] : answer.refusals)).toEqual([
      {
        code: 'LEDGER_BELOW_MINIMUM',
        path: '/lines/0',
        params: expect.objectContaining({
          ledger: 'stock',
          measure: 'onHand',
          measureName: 'On hand',
          key: JSON.stringify({ item: key.u0 }),
          name: `Stock (Item ${key.u0})`,
          after: '-1',
        }),
      },
    ]);
  });
});

/** Until somebody waits for a lock of that kind. */
async function waitingFor({ query }: LedgerBench, kind: string): Promise<void> {
  for (;;) {
    const rows = await query('SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = $1', [kind]);
    if (rows.length > 0) return;
  }
}
