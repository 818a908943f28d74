import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import { createSecretBox } from '../db/secret-box.ts';
import { openApplication, type Application } from '../graphql/application.ts';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { ledgerBench, move, type LedgerBench } from '../test/ledger-side.ts';
import { commandContext, type CommandResult } from './command-context.ts';
import { commandNamed } from './command-list.ts';
import { printResult } from './print.ts';

let db: TestDatabase;
let side: LedgerBench;
let application: Application;

beforeAll(async () => {
  db = await freshDatabase();
  side = await ledgerBench(db.database);
  application = await openApplication({ database: db.database, secrets: createSecretBox(Buffer.alloc(32, 7)) });
  await side.post([move({ lines: [{ book: 'stock', key: { u0: randomUUID() }, amounts: ['3'] }] })]);
});
afterAll(async () => {
  await application.close();
  await db.drop();
});

describe('formwork ledger verify', () => {
  const verify = async (tenant: string): Promise<{ readonly code: number; readonly said: CommandResult }> => {
    const context = await commandContext(application, { locale: 'en', say: () => undefined });
    const result = await must(commandNamed('ledger.verify'), 'command')(context, { tenant });
    let text = '';
    const stdout = (part: string): void => void (text += part);
    const code = printResult(result, { json: true, locale: 'en', stdout, stderr: stdout, isTerminal: false });
    return { code, said: JSON.parse(text) as CommandResult };
  };

  it('[LED-30] answers 0 when everything adds up and 1 when something differs, and says what', async () => {
    expect(await verify(side.tenant.name)).toMatchObject({
      code: 0,
      said: { ok: true, movements: 1, differences: [] },
    });
    await side.query("UPDATE @.fw_balance SET m0 = 4 WHERE book = 'stock'");
    expect(await verify(side.tenant.name)).toMatchObject({
      code: 1,
      said: { ok: false, differences: [{ check: 'balanceIsSum', expected: '3 0 0 0', found: '4 0 0 0' }] },
    });
    expect(await verify('nobody')).toMatchObject({ code: 1, said: { issues: [{ code: 'TENANT_NOT_FOUND' }] } });
  });
});
