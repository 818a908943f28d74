import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { closesBadConnections } from './bad-connections.ts';

let server: Server | undefined;
const sockets: Socket[] = [];

async function listening(): Promise<number> {
  server = createServer({ headersTimeout: 100, connectionsCheckingInterval: 300 }, (_, res) => res.end('ok'));
  closesBadConnections(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function opened(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1' });
  sockets.push(socket);
  await once(socket, 'connect');
  return socket;
}

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  server?.close();
});

describe('[HTTP-17] connections without a request', () => {
  it('are told 408 and closed, a few in a turn of the event loop', async () => {
    const port = await listening();
    let closed = 0;
    let inTurn = 0;
    let most = 0;
    server?.on('connection', (socket) => {
      socket.once('finish', () => {
        closed += 1;
        inTurn += 1;
        most = Math.max(most, inTurn);
      });
    });
    const all = await Promise.all(Array.from({ length: 120 }, () => opened(port)));
    let isOver = false;
    const turn = (): void => {
      if (isOver) return;
      inTurn = 0;
      setImmediate(turn);
    };
    setImmediate(turn);
    const told = await Promise.all(all.map((socket) => text(socket)));
    isOver = true;
    expect(new Set(told)).toEqual(new Set(['HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n']));
    expect(closed).toBe(120);
    expect(most).toBeLessThanOrEqual(2 * 16);
  });

  it('are told what is wrong where it is no HTTP', async () => {
    const port = await listening();
    const ask = async (what: string): Promise<string> => {
      const socket = await opened(port);
      socket.write(what);
      return (await text(socket)).split('\r\n')[0] ?? '';
    };
    expect(await ask('nonsense\r\n\r\n')).toBe('HTTP/1.1 400 Bad Request');
    expect(await ask(`GET / HTTP/1.1\r\nHost: a\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`)).toBe(
      'HTTP/1.1 431 Request Header Fields Too Large',
    );
    expect(await ask('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')).toBe('HTTP/1.1 200 OK');
  });
});
