import { describe, expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import { createSecretBox } from '../db/secret-box.ts';
import { openApplication } from '../graphql/application.ts';
import { callersOf } from '../graphql/platform/caller.ts';
import { signInThrottle } from '../graphql/platform/sign-in-throttle.ts';
import { ensureOperator } from '../http/operator.ts';
import { ledgerVerify } from '../tenancy/ledger-verify.ts';
import { freshDatabase } from '../test/database.ts';
import { putShippedRecords } from './put-shipped.ts';
import { keepShippedPacks, seedDemo } from './seed-demo.ts';

const DAY_MS = 86_400_000;
/** Caps go by day and week, ledgers by month: a week and the turns of quarter, year and February see them all. */
const ALL_DAYS = [
  ...Array.from({ length: 7 }, (_, index) => new Date(Date.parse('2026-11-22T10:00:00Z') + index * DAY_MS)),
  ...['2027-01-01T00:30:00Z', '2027-04-01T12:00:00Z', '2028-02-29T23:30:00Z'].map((at) => new Date(at)),
];
/** One of them each day in turn; all of them in the long run. */
const days =
  process.env['FORMWORK_LONG'] === '1'
    ? ALL_DAYS
    : ALL_DAYS.slice(Math.floor(Date.now() / DAY_MS) % ALL_DAYS.length).slice(0, 1);

describe('the demo companies', () => {
  it.each(days.map((day) => day.toISOString()))(
    '[PACK-8] come about on %s as on any day',
    async (day) => {
      const server = await freshDatabase();
      const application = await openApplication({
        database: server.database,
        secrets: createSecretBox(Buffer.alloc(32, 1)),
        putRecords: putShippedRecords,
        now: () => new Date(day),
      });
      try {
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
        for (const tenant of ['lantern', 'brightforge']) {
          const found = await application.tenantByName(tenant);
          const { differences } = await ledgerVerify(must(found.ok ? found.value : null, tenant).place);
          expect(differences).toEqual([]);
        }
      } finally {
        await application.close();
        await server.drop();
      }
    },
    240_000,
  );
});
