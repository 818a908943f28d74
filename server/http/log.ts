import { pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';
import type { LogLevel } from './config.ts';

export type { Logger } from 'pino';

/** Keys under which a secret could slip into a log line. */
const SECRET_PATHS = ['password', 'token', 'authorization', 'cookie', 'secretKey', 'databaseUrl'].flatMap((key) => [
  key,
  `*.${key}`,
]);

/** Lines are written together, when there are so many bytes of them or this old: a write for each costs more than most answers. */
const WRITE_BYTES = 8_192;
const WRITE_EVERY_MS = 250;

/** One JSON line per event on standard output. Requests are logged by route, status and time: never bodies, never headers. */
export function openLog(level: LogLevel, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: SECRET_PATHS, censor: '…' },
  };
  if (destination !== undefined) return pino(options, destination);
  return pino(
    options,
    pino.destination({ dest: 1, sync: false, minLength: WRITE_BYTES, periodicFlush: WRITE_EVERY_MS }),
  );
}

/** For lines about requests, which hold nothing that a caller sent: looking for secrets in each would cost more than the line. */
export function accessLog(log: Logger): Logger {
  return log.child({}, { redact: [] });
}
