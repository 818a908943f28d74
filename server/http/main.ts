import { renderIssue } from '../../schema/core/issues.ts';
import { issue, type Issue } from '../../schema/core/result.ts';
import { LOCALES, type Locale } from '../../schema/core/text.ts';
import { DataFolderInUse } from '../db/data-lock.ts';
import { pgFailureOf } from '../db/pg-errors.ts';
import { putShippedRecords } from '../import/put-shipped.ts';
import { keepShippedPacks, seedDemo } from '../import/seed-demo.ts';
import { readConfig, type Config } from './config.ts';
import { openLog, type Logger } from './log.ts';
import { startServer, type RunningServer } from './server.ts';

/** Exit codes, the same as the command line's: stopped, refused with issues, wrong settings. */
const EXIT = { stopped: 0, refused: 1, settings: 2 } as const;

/** MikroORM 7 asks for it; older ones fail in the middle of things. */
const NODE_MAJOR_MIN = 22;

/** `node dist/server/http/main.js`: serves until it is told to stop. */
async function main(): Promise<void> {
  const [major = 0] = process.versions.node.split('.').map(Number);
  if (major < NODE_MAJOR_MIN)
    return fail([issue('NODE_TOO_OLD', '', { version: process.versions.node, min: NODE_MAJOR_MIN })], EXIT.settings);
  const config = readConfig(process.env);
  if (!config.ok) return fail(config.issues, EXIT.settings);
  const log = openLog(config.value.logLevel);
  try {
    const server = await startServer(config.value, {
      log,
      hooks: { seedDemo, putRecords: putShippedRecords, keepPacks: keepShippedPacks },
    });
    stopOnSignals(server, log);
    greet(server);
  } catch (error) {
    const known = startIssue(error, config.value);
    if (known === undefined) log.error({ err: error }, 'start failed');
    fail([known ?? issue('START_FAILED', '')], EXIT.refused);
  }
}

/** What a person can do something about when the start fails. */
function startIssue(error: unknown, { host, port, dataFolder }: Config): Issue | undefined {
  if (error instanceof DataFolderInUse)
    return issue('DATA_FOLDER_IN_USE', '/FORMWORK_DATA', { folder: dataFolder, pid: error.holder.pid });
  if (error instanceof Error && Reflect.get(error, 'code') === 'EADDRINUSE')
    return issue('PORT_IN_USE', '/PORT', { host, port });
  return pgFailureOf(error) === undefined ? undefined : issue('DATABASE_UNAVAILABLE', '/DATABASE_URL');
}

/** Told on standard error in both languages: here nobody has said yet which one they read. */
function fail(issues: readonly Issue[], code: number): void {
  for (const one of issues) {
    for (const locale of LOCALES) {
      const { message, cure } = renderIssue(one, locale);
      process.stderr.write(`${locale === 'en' ? `${one.code}: ` : '  '}${message} ${cure}\n`);
    }
  }
  process.exitCode = code;
}

const GREETING: Readonly<Record<Locale, (url: string) => string>> = {
  en: (url) => `Formwork is ready at ${url}`,
  'zh-CN': (url) => `Formwork 已就绪：${url}`,
};

function greet({ url, firstSignIn }: RunningServer): void {
  for (const locale of LOCALES) process.stdout.write(`${GREETING[locale](url)}\n`);
  if (firstSignIn === undefined) return;
  const { email, password } = firstSignIn;
  process.stdout.write(`Sign in with / 登录账号：${email}  ${password}\n`);
}

/** The first signal stops in good order, a second one at once. So does an error that nobody caught: its state is unknown. */
function stopOnSignals(server: RunningServer, log: Logger): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) process.exit(EXIT.refused);
    stopping = true;
    // Nothing may keep the process alive once all is closed, and nothing of it may be lost before.
    void server.stop().then(
      () => process.exit(),
      () => process.exit(EXIT.refused),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'uncaught');
    process.exitCode = EXIT.refused;
    stop();
  });
}

await main();
