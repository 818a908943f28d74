import { pino, type DestinationStream, type Logger } from 'pino';
import { isoText } from '../../schema/core/iso-text.ts';
import type { LogLevel } from './config.ts';

export type { Logger } from 'pino';

/** Keys under which a secret could slip into a log line. */
const SECRET_PATHS = ['password', 'token', 'authorization', 'cookie', 'secretKey', 'databaseUrl'].flatMap((key) => [
  key,
  `*.${key}`,
]);

/** Lines are written together, when there are so many characters of them or this old: a write for each costs more than most answers. */
const WRITE_CHARS = 65_536;
const WRITE_EVERY_MS = 250;

/** One JSON line per event on standard output. Requests are logged by route, status and time: never bodies, never headers. */
export function openLog(level: LogLevel, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${isoText(Date.now())}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: SECRET_PATHS, censor: '…' },
  };
  return pino(options, destination ?? linesTogether());
}

/**
 * Standard output by many lines at a time. The writer could gather them itself, but it counts the bytes of all it has
 * again with each line.
 */
function linesTogether(): DestinationStream {
  const output = pino.destination({ dest: 1, sync: false });
  let lines: string[] = [];
  let chars = 0;
  let timer: NodeJS.Timeout | undefined;
  const pass = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (lines.length === 0) return;
    const text = lines.join('');
    lines = [];
    chars = 0;
    output.write(text);
  };
  process.once('exit', () => {
    pass();
    output.flushSync();
  });
  return {
    write(line) {
      lines.push(line);
      chars += line.length;
      if (chars >= WRITE_CHARS) pass();
      else timer ??= setTimeout(pass, WRITE_EVERY_MS);
    },
  };
}

/** For lines about requests, which hold nothing that a caller sent: looking for secrets in each would cost more than the line. */
export function accessLog(log: Logger): Logger {
  return log.child({}, { redact: [] });
}
