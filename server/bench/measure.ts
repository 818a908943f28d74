import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { BenchRequest, RunningSystem, Workload } from './contract.ts';
import type { LoadNews, LoadOrder, LoadResult } from './load-messages.ts';
import { cpuOf } from './processes.ts';

/** One measurement: a system, a workload, so many clients, once. */
export interface Cell {
  readonly rate: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly bytesPerAnswer: number;
  /** CPU microseconds for each answer; `undefined` where the system does not tell. */
  readonly serverCpuUs: number | undefined;
  readonly databaseCpuUs: number | undefined;
  /** Requests that were told to come back later, with 503. */
  readonly refused: number;
  /** How many of the requests were sent. */
  readonly sent: number;
  readonly failure?: string;
}

export interface CellOrder {
  readonly system: RunningSystem;
  readonly port: number;
  readonly databasePid: number;
  readonly workload: Workload;
  readonly clients: number;
  /** Indexes of the requests: each once where `once`, else round and round. */
  readonly from: number;
  readonly count: number;
  readonly once: boolean;
  readonly seconds: number;
  readonly warmMs: number;
}

/** The load generator, started once and given one order after the other. */
export class LoadGenerator {
  private readonly child: ChildProcess;

  constructor(pin: readonly string[]) {
    const [program, ...args] = [...pin, process.execPath, path.join(import.meta.dirname, 'load.ts')];
    this.child = spawn(program ?? process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  }

  /** Measures one cell, or gives `undefined` where the system does not do the workload. */
  async measure(cell: CellOrder): Promise<Cell | undefined> {
    const requests: string[] = [];
    for (let index = cell.from; index < cell.from + cell.count; index += 1) {
      const request = cell.system.request(cell.workload, index);
      if (request === undefined) return undefined;
      requests.push(rawRequest(request, cell.port));
    }
    const { port, clients, once, warmMs } = cell;
    const order = { port, clients, once, requests, warmMs, measureMs: cell.seconds * 1_000 };
    const { result, server, database } = await this.run(order, cell);
    const each = (used: number | undefined): number | undefined =>
      used === undefined || result.done === 0 ? undefined : used / result.done;
    return {
      rate: (result.done / result.elapsedMs) * 1_000,
      p50Ms: result.p50Ms,
      p99Ms: result.p99Ms,
      bytesPerAnswer: result.bytes / Math.max(1, result.done),
      serverCpuUs: each(server),
      databaseCpuUs: each(database),
      sent: result.sent,
      refused: result.refused,
      ...failureOf(result),
    };
  }

  stop(): void {
    this.child.disconnect();
  }

  private run(order: LoadOrder, { system, databasePid }: CellOrder): Promise<Ran> {
    const { child } = this;
    const read = (): Used => ({ server: cpuOf(system.pid), database: cpuOf(databasePid) });
    let before: Used = { server: undefined, database: undefined };
    let after = before;
    return new Promise((resolve, reject) => {
      const onMessage = (news: LoadNews): void => {
        if (news.kind === 'began') before = read();
        if (news.kind === 'ended') after = read();
        if (news.kind === 'failed') settle(() => reject(new Error(news.message)));
        if (news.kind === 'done') {
          const used = { server: minus(after.server, before.server), database: minus(after.database, before.database) };
          settle(() => resolve({ result: news.result, ...used }));
        }
      };
      const onExit = (): void => settle(() => reject(new Error('the load generator ended')));
      const settle = (end: () => void): void => {
        child.off('message', onMessage);
        child.off('exit', onExit);
        end();
      };
      child.on('message', onMessage);
      child.once('exit', onExit);
      child.send(order);
    });
  }
}

function failureOf({ done, failures, firstFailure }: LoadResult): { readonly failure?: string } {
  if (failures > 0) return { failure: `${failures} failed: ${firstFailure ?? ''}` };
  return done === 0 ? { failure: 'no answer came in time' } : {};
}

interface Used {
  readonly server: number | undefined;
  readonly database: number | undefined;
}

interface Ran extends Used {
  readonly result: LoadResult;
}

function minus(after: number | undefined, before: number | undefined): number | undefined {
  return after === undefined || before === undefined ? undefined : after - before;
}

/** The request as it goes over the wire. */
export function rawRequest({ method, path: at, headers, body = '' }: BenchRequest, port: number): string {
  const all = { Host: `127.0.0.1:${port}`, ...headers, 'Content-Length': String(Buffer.byteLength(body)) };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${at} HTTP/1.1\r\n${head.join('')}\r\n${body}`;
}
