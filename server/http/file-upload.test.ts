import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer, request, type ClientRequest } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HttpRefusal } from './exchange.ts';
import { writeBody } from './file-upload.ts';

const told: string[] = [];
const file = path.join(tmpdir(), `formwork-upload-${randomUUID()}`);
const server = createServer((req, res) => {
  req.on('error', () => undefined);
  void writeBody(req, { file, bytesMax: 10_000, pace: { ms: 100, bytesMin: 200 } })
    .then(
      ({ size }) => told.push(`kept ${String(size)}`),
      (error: unknown) => told.push(error instanceof HttpRefusal ? String(error.status) : String(error)),
    )
    .then(() => rm(file))
    .then(() => res.end());
});
let port = 0;
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(() => server.close());

/** Sends so many bytes every 10 ms until it is over or cut off. */
async function send(bytes: number, pieces: number): Promise<void> {
  const sent: ClientRequest = request({ host: '127.0.0.1', port, method: 'POST' });
  const over = new Promise<void>((resolve) => sent.on('close', resolve).on('error', () => resolve()));
  let left = pieces;
  const timer = setInterval(() => {
    if (left > 0) sent.write(Buffer.alloc(bytes));
    else sent.end();
    left -= 1;
    if (left < 0) clearInterval(timer);
  }, 10);
  sent.on('response', (response) => response.resume());
  await over;
  clearInterval(timer);
}

it('[FILE-1] an upload that comes drop by drop is cut off, however long it would go on; one that keeps its pace is not', async () => {
  await send(1, 200);
  await expect.poll(() => told).toEqual(['408']);
  await send(200, 30);
  await expect.poll(() => told).toEqual(['408', 'kept 6000']);
});
