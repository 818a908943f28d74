import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../test/database.ts';
import { openControlPlane, type ControlPlane } from './control-plane.ts';

let server: TestDatabase;
let control: ControlPlane;
beforeAll(async () => {
  server = await freshDatabase();
  control = await openControlPlane(server.database);
});
afterAll(() => server.drop());

describe('the control plane', () => {
  it('migrates once, however often it is opened', async () => {
    await openControlPlane(server.database);
    const [row] = await server.database.query<{ n: string }>({ text: 'SELECT count(*) AS n FROM formwork.schema_migration', params: [] });
    expect(row?.n).toBe('1');
  });
});
