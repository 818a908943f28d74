import { connect, type Socket } from 'node:net';
import { quantile } from './figures.ts';
import { HttpAnswers, type HttpAnswer } from './http-answers.ts';
import type { Stream, StreamOrder, StreamResult } from './stream-messages.ts';

/*
 * A load generator for several streams at once, as a process of its own: requests of a stream with a rate are due by
 * the clock, so that a slow server gets no fewer of them, and their time counts from when they were due.
 */
const TICK_MS = 1;
/** How long a request waits for a connection before it is given up. */
const PATIENCE_MS = 1_000;
/** How long answers that are under way at the end are waited for. */
const DRAIN_MS = 5_000;

class Runner {
  private readonly stream: Stream;
  private readonly requests: readonly Buffer[];
  private readonly sockets: Socket[] = [];
  private readonly idle: ((dueAt: number) => void)[] = [];
  private readonly due: number[] = [];
  private readonly acceptedMs: number[] = [];
  private readonly refusedMs: number[] = [];
  private readonly lateMs: number[] = [];
  private failures = 0;
  private firstFailure: string | undefined;
  private next = 0;
  private sentByRate = 0;
  private waiting = 0;
  private startedAt = 0;
  private window = { from: Infinity, to: Infinity };
  private dueInWindow = 0;
  private over = false;

  constructor(stream: Stream) {
    this.stream = stream;
    this.requests = stream.requests.map((request) => Buffer.from(request));
  }

  /** `phase` of a period later, so that streams of one rate do not come at the same moments. */
  start(phase: number): void {
    this.startedAt = performance.now() + (phase * 1_000) / (this.stream.rate ?? Infinity);
    for (let count = 0; count < this.stream.connections; count += 1) this.open();
  }

  measureFrom(from: number, to: number): void {
    this.window = { from, to };
  }

  /** Makes due what the rate says should have been sent by now. */
  tick(now: number): void {
    const { rate, eachMs = Infinity } = this.stream;
    if (rate === undefined || this.over) return;
    const wanted = Math.min(Math.floor(((now - this.startedAt) * rate) / 1_000), this.sentByRate + eachMs * TICK_MS);
    for (; this.sentByRate < wanted; this.sentByRate += 1)
      this.isDue(this.startedAt + ((this.sentByRate + 1) * 1_000) / rate);
  }

  private isDue(at: number): void {
    const send = this.idle.pop();
    if (send === undefined) this.due.push(at);
    else send(at);
  }

  /** What has waited for a connection, unless whoever sent it has gone away. */
  private nextDue(): number | undefined {
    const now = performance.now();
    let at = this.due.shift();
    while (at !== undefined && now - at > PATIENCE_MS) at = this.due.shift();
    return at;
  }

  private open(): void {
    const { port, rate } = this.stream;
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.sockets.push(socket);
    let dueAt = 0;
    let isSent = false;
    let isOpen = false;
    const send = (at: number): void => {
      dueAt = at;
      isSent = true;
      this.waiting += 1;
      const request = this.requests[this.next % this.requests.length];
      this.next += 1;
      if (at >= this.window.from && at < this.window.to) this.lateMs.push(performance.now() - at);
      if (request !== undefined) socket.write(request);
    };
    const free = (): void => {
      if (this.over) return;
      const late = rate === undefined ? performance.now() : this.nextDue();
      if (late === undefined) this.idle.push(send);
      else send(late);
    };
    const answers = new HttpAnswers((answer) => {
      isSent = false;
      this.waiting -= 1;
      this.count(answer, dueAt);
      free();
    });
    const fail = (what: string): void => {
      if (this.over) return;
      this.failures += 1;
      this.firstFailure ??= what;
      if (isSent) this.waiting -= 1;
      isSent = false;
    };
    // A connection that nobody has used is told 408 after a while, and closed.
    socket.on('data', (chunk) => (isSent ? answers.take(chunk) : undefined));
    socket.on('connect', () => {
      isOpen = true;
      free();
    });
    socket.on('error', (error) => (isSent || !isOpen ? fail(String(error)) : undefined));
    socket.on('close', () => {
      if (isSent) fail('the server closed the connection');
      const unused = this.idle.indexOf(send);
      if (unused >= 0) this.idle.splice(unused, 1);
      if (isOpen && !this.over) this.open();
    });
  }

  private count({ status, hasErrors, saysWhen, start }: HttpAnswer, dueAt: number): void {
    const now = performance.now();
    // By rate, what was due in the window counts whenever it is answered; in turn, what was answered in it.
    const at = this.stream.rate === undefined ? now : dueAt;
    if (at < this.window.from || at >= this.window.to) return;
    this.dueInWindow += 1;
    if (status === 200 && !hasErrors) this.acceptedMs.push(now - dueAt);
    else if (status === 503 && saysWhen) this.refusedMs.push(now - dueAt);
    else {
      this.failures += 1;
      this.firstFailure ??= `${status} ${start}`;
    }
  }

  get isDrained(): boolean {
    return this.waiting === 0;
  }

  end(): void {
    this.over = true;
  }

  close(): StreamResult {
    for (const socket of this.sockets) socket.destroy();
    const seconds = (this.window.to - this.window.from) / 1_000;
    const { rate, tellsEach = false } = this.stream;
    const wanted = rate === undefined ? this.dueInWindow : Math.round(rate * seconds);
    return {
      name: this.stream.name,
      accepted: this.acceptedMs.length,
      acceptedRate: this.acceptedMs.length / seconds,
      p50Ms: quantile(this.acceptedMs, 0.5),
      p95Ms: quantile(this.acceptedMs, 0.95),
      p99Ms: quantile(this.acceptedMs, 0.99),
      lateP99Ms: this.lateMs.length === 0 ? 0 : quantile(this.lateMs, 0.99),
      refused: this.refusedMs.length,
      refusedP99Ms: this.refusedMs.length === 0 ? 0 : quantile(this.refusedMs, 0.99),
      failures: this.failures,
      unanswered: Math.max(0, wanted - this.dueInWindow),
      ...(tellsEach ? { acceptedMs: this.acceptedMs } : {}),
      ...(this.firstFailure === undefined ? {} : { firstFailure: this.firstFailure }),
    };
  }
}

/** Carries out one order and gives what became of each stream. */
async function run({ streams, warmMs, measureMs }: StreamOrder): Promise<readonly StreamResult[]> {
  const runners = streams.map((stream) => new Runner(stream));
  const began = performance.now();
  for (const [index, runner] of runners.entries()) {
    runner.measureFrom(began + warmMs, began + warmMs + measureMs);
    runner.start(index / runners.length);
  }
  const clock = setInterval(() => {
    const now = performance.now();
    for (const runner of runners) runner.tick(now);
  }, TICK_MS);
  await pause(warmMs + measureMs);
  clearInterval(clock);
  for (const runner of runners) runner.end();
  const late = performance.now() + DRAIN_MS;
  while (performance.now() < late && runners.some(({ isDrained }) => !isDrained)) await pause(20);
  return runners.map((runner) => runner.close());
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

process.on('message', (order: StreamOrder) => {
  run(order).then(
    (results) => process.send?.(results),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => process.exit(0));
