import path from 'node:path';
import { canonicalFlat, canonicalGroups, canonicalOrder, canonicalPageRow, decimalText, text } from './canonical.ts';
import { firstAnswer, startChild } from './child.ts';
import type { BenchSystem, RunningSystem, Workload } from './contract.ts';
import { limitParams } from './limit-sql.ts';

type Row = Readonly<Record<string, unknown>>;

/** (a), what all others are measured by: hand-written prepared SQL over bare `node:http`. */
export const LIMIT_SYSTEM: BenchSystem = {
  name: 'sql',
  title: 'Hand-written SQL, bare http',
  version: process.version,
  prepare: () => Promise.resolve(),
  async start(place, pin): Promise<RunningSystem> {
    const began = performance.now();
    const child = startChild(pin, [process.execPath, path.join(import.meta.dirname, 'limit-server.ts')], {
      log: path.join(place.folder, 'sql.log'),
      env: { PORT: String(place.port), DATABASE_URL: place.databaseUrl },
    });
    const request: RunningSystem['request'] = (workload, index) => {
      const params = limitParams(workload, place.samples, index);
      const headers = { 'Content-Type': 'application/json' };
      return { method: 'POST', path: `/${workload}`, headers, body: JSON.stringify(params) };
    };
    const [id] = place.samples.orderIds;
    await firstAnswer(child, () =>
      fetch(`http://127.0.0.1:${place.port}/W1`, { method: 'POST', body: JSON.stringify([id]) }),
    );
    return { pid: child.pid, startMs: performance.now() - began, request, read, stop: child.stop };
  },
};

function read(workload: Workload, body: string): unknown {
  const answer: unknown = JSON.parse(body);
  const rows = (): readonly Row[] => {
    if (!Array.isArray(answer)) throw new Error(`no list: ${body.slice(0, 200)}`);
    return answer as readonly Row[];
  };
  switch (workload) {
    case 'W1':
      return canonicalOrder(answer as Row, workload);
    case 'W2':
    case 'W7':
      return rows().map((row) => canonicalOrder(row, workload));
    case 'W3':
      return rows().map(canonicalFlat);
    case 'W4':
      return canonicalGroups(rows());
    case 'W5':
      return rows().map(canonicalPageRow);
    case 'W6':
      return { id: text(answer as Row, 'id'), total: decimalText((answer as Row)['total']) };
    case 'W8':
      return { id: text(answer as Row, 'id'), status: text(answer as Row, 'status') };
  }
}
