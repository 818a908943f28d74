import { CloseCode, type Server } from 'graphql-ws';
import type { WebSocket, WebSocketServer } from 'ws';

/** Lets graphql-ws speak over a connection. */
export function openLink<Extra extends Record<string, unknown>>(
  server: Server<Extra>,
  client: WebSocket,
  extra: Extra,
): void {
  const closed = server.opened(
    {
      protocol: client.protocol,
      send: (data) =>
        new Promise<void>((done, failed) => {
          // Whoever has gone hears nothing more, which is nobody's mistake.
          const isGone = (): boolean => client.readyState !== client.OPEN;
          if (isGone()) done();
          else client.send(data, (error) => (error instanceof Error && !isGone() ? failed(error) : done()));
        }),
      close: (code, reason) => client.close(code, reason),
      onMessage: (handler) =>
        client.on('message', (data) => {
          const text = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer);
          handler(text.toString('utf8')).catch(() => client.close(CloseCode.InternalServerError, 'Internal error'));
        }),
    },
    extra,
  );
  client.on('error', () => client.terminate());
  client.once('close', (code, reason) => void closed(code, String(reason)));
}

/** Ends every connection, saying that the server goes away. */
export async function closeSockets(sockets: WebSocketServer): Promise<void> {
  for (const client of sockets.clients) client.close(1001, 'Going away');
  await new Promise<void>((done) => {
    sockets.close(() => done());
  });
}
