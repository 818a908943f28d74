import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { flowBench, type FlowBench } from '../../test/flow-bench.ts';

let database: TestDatabase;
let trade: FlowBench;
beforeAll(async () => {
  database = await freshDatabase();
  trade = await flowBench(database.database);
  await trade.receive('Bolt', '100');
});
afterAll(() => database.drop());

interface Line {
  readonly id: string;
  readonly qty: string;
}

async function linesOf(id: string): Promise<readonly Line[]> {
  return (await trade.row(id))['lines'] as readonly Line[];
}
const amounts = async (id: string): Promise<readonly number[]> => (await linesOf(id)).map(({ qty }) => Number(qty));

describe('the order of lines', () => {
  it('[API-47] is as an update says, new lines by their place among those that are created', async () => {
    const { id } = await trade.order('1');
    const patch = (version: number, lines: string) =>
      trade.ask(
        `mutation { updateOrder(id: "${id}", version: ${String(version)}, patch: { lines: ${lines} }) { version } }`,
      );
    const item = 'item: { name: "Bolt" }';
    await patch(1, `{ create: [{ ${item}, qty: "2" }, { ${item}, qty: "3" }] }`);
    const [one, two, three] = await linesOf(id);
    const moved = await patch(2, `{ order: ["${three?.id ?? ''}", "${one?.id.toUpperCase() ?? ''}"] }`);
    expect(moved.data).toEqual({ updateOrder: { version: 3 } });
    expect(await amounts(id)).toEqual([3, 1, 2]);
    const { recordHistory } = await trade.data(
      `{ recordHistory(entity: "Order", id: "${id}", first: 1) { nodes { kind lines { kind number title } } } }`,
    );
    expect(recordHistory).toMatchObject({
      nodes: [
        {
          kind: 'UPDATED',
          lines: [1, 2, 3].map((number) => ({ kind: 'MOVED', number, title: 'Bolt' })),
        },
      ],
    });
    const same = await patch(3, `{ order: ["${three?.id ?? ''}", "${one?.id ?? ''}", "${two?.id ?? ''}"] }`);
    expect(same.data).toEqual({ updateOrder: { version: 3 } });
    await patch(
      3,
      `{ delete: ["${one?.id ?? ''}"], create: [{ ${item}, qty: "4" }, { ${item}, qty: "5" }], order: ["+1", "${three?.id ?? ''}", "+0"] }`,
    );
    expect(await amounts(id)).toEqual([5, 3, 4, 2]);
    const unknown = await patch(4, `{ order: ["+7", "${one?.id ?? ''}"] }`);
    expect(unknown.errors.map(({ extensions }) => [extensions['code'], extensions['path']])).toEqual([
      ['LINE_NOT_FOUND', '/patch/lines/order/0'],
      ['LINE_NOT_FOUND', '/patch/lines/order/1'],
    ]);
    await trade.data(`mutation { confirmOrder(id: "${id}", version: 4) { id } }`);
    const [first, second] = await linesOf(id);
    const frozen = await patch(5, `{ order: ["${second?.id ?? ''}", "${first?.id ?? ''}"] }`);
    expect(frozen.errors.map(({ extensions }) => extensions['code'])).toEqual(['DOCUMENT_FROZEN']);
  });
});
