import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AutomationDef } from '../../../schema/template/template-rules.ts';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { flowOf, type FlowBench } from '../../test/flow-bench.ts';
import { flowTemplate } from '../../test/flow-template.ts';
import { jobBench, type JobBench } from '../../test/job-bench.ts';

const AUTOMATIONS: readonly AutomationDef[] = [
  {
    id: 'confirmAtOnce',
    on: { entity: 'Order', change: 'created' },
    when: "doc.depot == 'main'",
    do: [{ kind: 'transition', id: 'go', transition: 'confirm' }],
  },
  {
    id: 'moveLater',
    on: { entity: 'Order', transition: 'confirm' },
    do: [{ kind: 'set', id: 'depot', values: { depot: "'side'" } }],
  },
];

let database: TestDatabase;
let bench: JobBench;
let trade: FlowBench;

beforeAll(async () => {
  database = await freshDatabase();
  bench = await jobBench(database.database, { ...flowTemplate(), automations: AUTOMATIONS });
  trade = await flowOf(bench.tenant);
  await trade.receive('Bolt', '10');
});
afterAll(async () => {
  await bench.close();
  await database.drop();
});

const runs = (id: string): Promise<readonly unknown[]> =>
  bench.query(
    `select rule, state, issues::jsonb -> 0 ->> 'code' as code from @.fw_run where record_id = $1 order by event_seq, rule`,
    [id],
  );

describe('automations go through the same rules', () => {
  it("[WKF-24] a step posts like anybody's, and what was posted then is frozen for automations too", async () => {
    const { id } = await trade.order('4', { client: 'Rich' });
    await bench.settle();
    expect(await trade.row(id)).toMatchObject({ state: 'confirmed' });
    expect(await trade.stock('Bolt')).toEqual({ onHand: '10', available: '6' });
    expect(await runs(id)).toEqual([
      { rule: 'confirmAtOnce', state: 'done', code: null },
      { rule: 'moveLater', state: 'refused', code: 'DOCUMENT_FROZEN' },
    ]);
  });

  it('[WKF-24] the guard and the ledger refuse an automation with the same code', async () => {
    const none = await trade.order('0', { client: 'Rich' });
    const many = await trade.order('7', { client: 'Rich' });
    await bench.settle();
    expect(await runs(none.id)).toEqual([{ rule: 'confirmAtOnce', state: 'refused', code: 'TRANSITION_GUARD' }]);
    expect(await runs(many.id)).toEqual([{ rule: 'confirmAtOnce', state: 'refused', code: 'LEDGER_BELOW_MINIMUM' }]);
    expect(await trade.stock('Bolt')).toEqual({ onHand: '10', available: '6' });
  });
});
