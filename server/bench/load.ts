import { connect, type Socket } from 'node:net';
import { HttpAnswers, type HttpAnswer } from './http-answers.ts';
import type { LoadNews, LoadOrder, LoadResult } from './load-messages.ts';

/** A server that has too much to do may say so; whoever is told asks again after this. */
const REFUSED = 503;
const AGAIN_MS = 100;
/** How long answers that are under way at the end are waited for. */
const DRAIN_MS = 20_000;

/**
 * The load: so many connections to the loopback address, each of which sends its next request when its answer is
 * whole. A process of its own, that takes orders from its parent and ends with it.
 */
class Run {
  private readonly order: LoadOrder;
  private readonly requests: readonly Buffer[];
  private readonly tell: (news: LoadNews) => void;
  private readonly sockets: Socket[] = [];
  private readonly latencies: number[] = [];
  private next = 0;
  private waiting = 0;
  private began = 0;
  private last = 0;
  private done = 0;
  private bytes = 0;
  private failures = 0;
  private refused = 0;
  private firstFailure: string | undefined;
  private over = false;
  private closed = false;
  private broken = false;
  private elapsedMs = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(order: LoadOrder, tell: (news: LoadNews) => void) {
    this.order = order;
    this.tell = tell;
    this.requests = order.requests.map((request) => Buffer.from(request));
  }

  start(): void {
    for (let count = 0; count < this.order.clients; count += 1) this.open();
    this.timer = setTimeout(() => this.measure(), this.order.warmMs);
  }

  private measure(): void {
    if (this.over) return;
    this.tell({ kind: 'began' });
    this.began = performance.now();
    this.timer = setTimeout(() => this.end(), this.order.measureMs);
  }

  private open(): void {
    const socket = connect({ port: this.order.port, host: '127.0.0.1', noDelay: true });
    this.sockets.push(socket);
    let sentAt = 0;
    const send = (): void => {
      const request = this.nextRequest();
      if (request === undefined) {
        this.idle();
        return;
      }
      this.waiting += 1;
      sentAt = performance.now();
      socket.write(request);
    };
    const answers = new HttpAnswers((answer) => {
      this.waiting -= 1;
      this.count(answer, sentAt);
      if (answer.status === REFUSED) setTimeout(send, AGAIN_MS);
      else send();
    });
    socket.on('data', (chunk) => {
      try {
        answers.take(chunk);
      } catch (error) {
        this.fail(String(error));
      }
    });
    socket.on('connect', send);
    socket.on('error', (error) => this.fail(String(error)));
    socket.on('close', () => this.fail('the server closed the connection'));
  }

  private nextRequest(): Buffer | undefined {
    if (this.over) return undefined;
    if (this.order.once && this.next >= this.requests.length) return undefined;
    const request = this.requests[this.next % this.requests.length];
    this.next += 1;
    return request;
  }

  private count({ status, bytes, hasErrors, start }: HttpAnswer, sentAt: number): void {
    const now = performance.now();
    if (status === REFUSED) {
      this.refused += 1;
      return;
    }
    if (status !== 200 || hasErrors) {
      this.failures += 1;
      this.firstFailure ??= `${status} ${start}`;
    }
    if (this.over || this.began === 0) return;
    this.done += 1;
    this.bytes += bytes;
    this.last = now;
    this.latencies.push(now - sentAt);
  }

  /** Requests that are sent once may run out before the time does: then the window ends with the last answer. */
  private idle(): void {
    if (this.waiting > 0) return;
    if (this.over) {
      this.close();
      return;
    }
    if (this.began === 0) this.fail('all requests were used up while warming up');
    this.end();
  }

  private fail(message: string): void {
    if (this.over) return;
    this.firstFailure ??= message;
    this.failures += 1;
    this.broken = true;
    this.end();
  }

  private end(): void {
    if (this.over) return;
    this.over = true;
    clearTimeout(this.timer);
    this.tell({ kind: 'ended' });
    const ranOut = this.order.once && this.next >= this.requests.length;
    this.elapsedMs = (ranOut ? this.last : performance.now()) - this.began;
    this.timer = setTimeout(() => this.close(), DRAIN_MS);
    if (this.waiting === 0 || this.broken) this.close();
  }

  /** What is under way is waited for: it would be a burden on the next measurement. */
  private close(): void {
    if (this.closed) return;
    this.closed = true;
    clearTimeout(this.timer);
    for (const socket of this.sockets) socket.destroy();
    this.tell({ kind: 'done', result: this.result(this.elapsedMs) });
  }

  private result(elapsedMs: number): LoadResult {
    const sorted = Float64Array.from(this.latencies).sort();
    const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
    return {
      done: this.done,
      elapsedMs,
      bytes: this.bytes,
      p50Ms: at(0.5),
      p99Ms: at(0.99),
      sent: this.next,
      failures: this.failures,
      refused: this.refused,
      ...(this.firstFailure === undefined ? {} : { firstFailure: this.firstFailure }),
    };
  }
}

process.on('message', (order: LoadOrder) => {
  const tell = (news: LoadNews): void => {
    process.send?.(news);
  };
  new Run(order, tell).start();
});
process.on('disconnect', () => process.exit(0));
