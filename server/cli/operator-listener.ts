import { randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import path from 'node:path';
import { issue, must, refused, type Result } from '../../schema/core/result.ts';
import { LOCALES } from '../../schema/core/text.ts';
import { isRecord } from '../../schema/template/item-key.ts';
import type { Application } from '../graphql/application.ts';
import type { PlatformServices } from '../graphql/platform/platform-context.ts';
import { commandContext, type CommandEvent, type CommandResult } from './command-context.ts';
import { commandNamed } from './command-list.ts';

/** Where a running server takes commands from its own machine, and the secret that proves the right to give them. */
export interface OperatorAddress {
  readonly url: string;
  readonly key: string;
  readonly pid: number;
}

/** One line of an answer: what the command says, then its result, or that the server failed. */
export type OperatorLine = CommandEvent | { readonly kind: 'result'; readonly result: Result<CommandResult> };

export const OPERATOR_PATH = '/operator/commands';
const FILE = 'operator.key';
const BODY_BYTES_MAX = 64 * 1024;

/**
 * Listens on the loopback address alone, on a port of its own, so that nothing of this is on the port that others
 * reach. The address and a random key are in the data folder, readable by its owner: who may read it may command.
 */
export async function openOperatorListener(
  application: Application,
  options: {
    readonly services: PlatformServices;
    readonly dataFolder: string;
    readonly onError?: (error: unknown) => void;
  },
): Promise<{ readonly close: () => Promise<void> }> {
  const key = randomBytes(32).toString('base64url');
  const server = createServer((req, res) => {
    void answer(application, { ...options, key }, { req, res }).catch((error: unknown) => {
      options.onError?.(error);
      res.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' ? must(address, 'address').port : 0;
  const file = path.join(options.dataFolder, FILE);
  await mkdir(options.dataFolder, { recursive: true });
  // A file that is there keeps its mode when it is written: away with it first.
  await rm(file, { force: true });
  await writeFile(
    file,
    JSON.stringify({ url: `http://127.0.0.1:${port}`, key, pid: process.pid } satisfies OperatorAddress),
    { mode: 0o600 },
  );
  return {
    async close() {
      await rm(file, { force: true });
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

/** The address that a running server left in its data folder; `undefined` when there is none. */
export async function operatorAddress(dataFolder: string): Promise<OperatorAddress | undefined> {
  const text = await readFile(path.join(dataFolder, FILE), 'utf8').catch(() => '');
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value)) return undefined;
    const { url, key, pid } = value;
    return typeof url === 'string' && typeof key === 'string' && typeof pid === 'number'
      ? { url, key, pid }
      : undefined;
  } catch {
    return undefined;
  }
}

async function answer(
  application: Application,
  options: { readonly services: PlatformServices; readonly key: string; readonly onError?: (error: unknown) => void },
  { req, res }: { readonly req: IncomingMessage; readonly res: ServerResponse },
): Promise<void> {
  if (req.method !== 'POST' || req.url !== OPERATOR_PATH)
    return end(res, 404, refused([issue('REQUEST_NOT_FOUND', '')]));
  if (!isKey(req.headers.authorization, options.key))
    return end(res, 403, refused([issue('CLI_OPERATOR_FORBIDDEN', '')]));
  const body = await bodyOf(req);
  const request: unknown = body === undefined ? undefined : safeJson(body);
  const name = isRecord(request) && typeof request['command'] === 'string' ? request['command'] : '';
  const command = commandNamed(name);
  if (command === undefined || !isRecord(request))
    return end(res, 404, refused([issue('CLI_COMMAND_UNKNOWN', '', { command: name })]));
  const args = isRecord(request['args']) ? request['args'] : {};
  const locale = LOCALES.find((one) => one === request['locale']) ?? 'en';
  res.writeHead(200, { 'content-type': 'application/x-ndjson' });
  const say = (line: OperatorLine): void => void res.write(`${JSON.stringify(line)}\n`);
  try {
    const context = await commandContext(application, { locale, say, services: options.services });
    say({ kind: 'result', result: await command(context, args) });
  } catch (error) {
    options.onError?.(error);
    say({ kind: 'result', result: refused([issue('INTERNAL', '')]) });
  }
  res.end();
}

function isKey(header: string | undefined, key: string): boolean {
  const [given, wanted] = [Buffer.from(header ?? ''), Buffer.from(`Bearer ${key}`)];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

async function bodyOf(req: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_BYTES_MAX) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function end(res: ServerResponse, status: number, result: Result<CommandResult>): void {
  res.writeHead(status, { 'content-type': 'application/x-ndjson' });
  res.end(`${JSON.stringify({ kind: 'result', result } satisfies OperatorLine)}\n`);
}
