import { STATUS_CODES, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { FewEachTurn } from './few-each-turn.ts';

/** A write and a close, some 30 µs each. */
const CLOSED_EACH_TURN = 16;

/** What is not HTTP, by Node's codes; all else is 400. */
const STATUS: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  HPE_HEADER_OVERFLOW: 431,
};

/** The answer that is under way, as Node's own server keeps it on the connection. */
interface Answering {
  readonly _httpMessage?: ServerResponse | null;
}

/**
 * Tells connections that brought no request in time, or something that is none, why they are closed, as Node does when
 * nobody listens; but a few in a turn. Node looks for late ones twice a minute and closes all of them at once: 1,700
 * that one tenant had opened and never used kept everybody else's requests waiting for 50 ms.
 */
export function closesBadConnections(server: Server): void {
  const few = new FewEachTurn(CLOSED_EACH_TURN);
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => few.add(() => tell(error, socket as Socket)));
}

function tell({ code = '' }: NodeJS.ErrnoException, socket: Socket & Answering): void {
  // Whoever reads half an answer would take this for the rest of it.
  const isAnswered = socket._httpMessage?.headersSent === true;
  if (!socket.writable || isAnswered) {
    socket.destroy();
    return;
  }
  const status = STATUS[code] ?? 400;
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\n\r\n`);
  socket.destroySoon();
}
