import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Pool } from 'pg';
import type { Workload } from './contract.ts';
import { CONFIRM_SQL, LIMIT_SQL } from './limit-sql.ts';

/**
 * The limit: bare `node:http`, a pool of 10, prepared statements, and PostgreSQL's text passed on as it is. It knows
 * nobody and checks nothing. `POST /W1` with the parameters as a JSON list; `node limit-server.ts`, by the environment.
 */
const pool = new Pool({ connectionString: process.env['DATABASE_URL'], max: 10 });
await pool.query(CONFIRM_SQL);
const { rows: persons } = await pool.query<{ id: string }>('SELECT id FROM plain.person ORDER BY id LIMIT 1');
const person = persons[0]?.id;

async function answer(workload: string, body: string): Promise<string> {
  const sql = LIMIT_SQL[workload as Workload];
  const values = JSON.parse(body) as unknown[];
  if (workload === 'W6') values[1] = person;
  const { rows } = await pool.query<{ answer: string | null }>({ name: workload, text: sql, values });
  return rows[0]?.answer ?? 'null';
}

function serve(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
    answer((request.url ?? '').slice(1), body.toString('utf8')).then(
      (text) => {
        const bytes = Buffer.from(text);
        response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': bytes.length });
        response.end(bytes);
      },
      (error: unknown) => {
        response.writeHead(500, { 'Content-Type': 'text/plain' });
        response.end(String(error));
      },
    );
  });
}

const server = createServer(serve);
server.listen(Number(process.env['PORT']), '127.0.0.1');
process.once('SIGTERM', () => {
  server.close(() => void pool.end());
  server.closeAllConnections();
});
