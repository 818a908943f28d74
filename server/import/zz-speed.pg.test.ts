import { Session } from 'node:inspector/promises';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { importText, packBench } from '../test/import-bench.ts';
let db: TestDatabase;
beforeAll(async () => { db = await freshDatabase(); });
afterAll(() => db.drop());
it('speed', async () => {
  const bench = await packBench(db.database, ['core', 'northwind', 'sales', 'inventory']);
  const n = 20000;
  const mk = (from: number) => 'code,name,contact_name,city,phone,country.code\r\n' + Array.from({ length: n }, (_, i) => `S${from + i},Supplier number ${i},Ann ${i},Town ${i % 50},+49 30 ${i},${['DE', 'FR', 'CN'][i % 3]}`).join('\r\n');
  const warm = await importText(bench, mk(1000000).split('\r\n').slice(0, 4001).join('\r\n'), { entity: 'Supplier' });
  expect(warm.ok).toBe(true);
  const session = new Session(); session.connect();
  await session.post('Profiler.enable');
  for (let round = 0; round < 3; round += 1) {
    if (round === 2) await session.post('Profiler.start');
    const t = performance.now(); const c = process.cpuUsage();
    const done = await importText(bench, mk(2000000 + round * 100000), { entity: 'Supplier' , atOnceRowsMax: 0});
    const ms = performance.now() - t; const cpu = process.cpuUsage(c);
    console.log('rows/s', Math.round(n / ms * 1000), 'ms', Math.round(ms), 'cpu', Math.round((cpu.user + cpu.system) / 1000), done.ok);
  }
  const { profile } = await session.post('Profiler.stop');
  writeFileSync('/tmp/import.cpuprofile', JSON.stringify(profile));
}, 200000);
