import { issue, ok, refused, type Issue, type Result } from '../../schema/core/result.ts';
import { DataFolderInUse } from '../db/data-lock.ts';
import { databaseIssue } from '../db/pg-errors.ts';
import type { Config } from '../http/config.ts';
import { openLog, type Logger } from '../http/log.ts';
import { startServer, type RunningServer } from '../http/server.ts';
import { demoOwners, keepShippedPacks, seedDemo } from '../import/seed-demo.ts';
import { putShippedRecords } from '../import/put-shipped.ts';
import { openPackTests } from '../pack-tests/publish-gate.ts';
import type { CommandResult } from './command-context.ts';
import { dataFolderIssue } from './file-failure.ts';
import { openOperatorListener } from './operator-listener.ts';

/** Serves until a signal comes; then stops in good order. Refuses with what a person can mend. */
export async function serve(
  config: Config,
  { say }: { readonly say: (text: string) => void },
): Promise<Result<CommandResult>> {
  const log = openLog(config.logLevel);
  // Left by `start.mjs`, which builds them beside this.
  const pages: unknown = Reflect.get(globalThis, Symbol.for('formwork.pages'));
  let server: RunningServer;
  try {
    server = await startServer(config, {
      log,
      hooks: {
        seedDemo,
        putRecords: putShippedRecords,
        keepPacks: keepShippedPacks,
        ...openPackTests(),
        ...(pages instanceof Promise ? { pagesBuilt: pages } : {}),
      },
    });
  } catch (error) {
    const known = startIssue(error, config);
    if (known === undefined) throw error;
    return refused([known]);
  }
  const { application, services } = server;
  const operator = await openOperatorListener(application, {
    services,
    dataFolder: config.dataFolder,
    onError: (error) => log.warn({ err: error }, 'operator'),
  });
  const demo = server.firstSignIn?.isDemo === true ? await demoOwners() : [];
  greet(server, demo, say);
  await stopAsked(log);
  await operator.close();
  await server.stop();
  return ok({});
}

/** In both languages: here nobody has said yet which one they read. */
function greet({ url, firstSignIn }: RunningServer, demo: readonly SignIn[], say: (text: string) => void): void {
  say(`Formwork is ready at ${url} (open it in a browser)\nFormwork 已就绪，请用浏览器打开：${url}\n`);
  for (const { email, password } of demo) say(`Demo / 演示：${email}  ${password}\n`);
  if (firstSignIn === undefined) return;
  say(`Sign in with / 登录账号：${firstSignIn.email}  ${firstSignIn.password}\n`);
}

interface SignIn {
  readonly email: string;
  readonly password: string;
}

/**
 * Waits for the first signal, which stops in good order; a second one ends the process at once. So does an error that
 * nobody caught: its state is unknown, and what was committed is safe.
 */
function stopAsked(log: Logger): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const stop = (): void => {
      if (asked) process.exit(1);
      asked = true;
      resolve();
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
    process.on('uncaughtException', (error) => {
      log.fatal({ err: error }, 'uncaught');
      process.exitCode = 1;
      stop();
    });
  });
}

function startIssue(error: unknown, { host, port, dataFolder }: Config): Issue | undefined {
  if (error instanceof DataFolderInUse)
    return issue('DATA_FOLDER_IN_USE', '/FORMWORK_DATA', { folder: dataFolder, pid: error.holder.pid });
  if (error instanceof Error && Reflect.get(error, 'code') === 'EADDRINUSE')
    return issue('PORT_IN_USE', '/PORT', { host, port });
  return databaseIssue(error, '/DATABASE_URL') ?? dataFolderIssue(error, dataFolder);
}
