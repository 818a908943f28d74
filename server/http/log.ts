import { pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';
import type { LogLevel } from './config.ts';

export type { Logger } from 'pino';

/** Keys under which a secret could slip into a log line. */
const SECRET_PATHS = ['password', 'token', 'authorization', 'cookie', 'secretKey', 'databaseUrl'].flatMap((key) => [
  key,
  `*.${key}`,
]);

/** One JSON line per event on standard output. Requests are logged by route, status and time: never bodies, never headers. */
export function openLog(level: LogLevel, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: SECRET_PATHS, censor: '…' },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
