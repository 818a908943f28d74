import { issue, ok, refused, type Issue, type Result } from '../../schema/core/result.ts';
import type { Locale } from '../../schema/core/text.ts';
import { DataFolderInUse } from '../db/data-lock.ts';
import { pgFailureOf } from '../db/pg-errors.ts';
import type { Config } from '../http/config.ts';
import { openLog } from '../http/log.ts';
import { startServer, type RunningServer } from '../http/server.ts';
import { keepShippedPacks, seedDemo } from '../import/seed-demo.ts';
import { putShippedRecords } from '../import/put-shipped.ts';
import type { CommandResult } from './command-context.ts';
import { openOperatorListener } from './operator-listener.ts';

/** Serves until a signal comes; then stops in good order. Refuses with what a person can mend. */
export async function serve(
  config: Config,
  { locale, say }: { readonly locale: Locale; readonly say: (text: string) => void },
): Promise<Result<CommandResult>> {
  const log = openLog(config.logLevel);
  let server: RunningServer;
  try {
    server = await startServer(config, {
      log,
      hooks: { seedDemo, putRecords: putShippedRecords, keepPacks: keepShippedPacks },
    });
  } catch (error) {
    const known = startIssue(error, config);
    if (known === undefined) throw error;
    return refused([known]);
  }
  const { application, services, firstSignIn } = server;
  const operator = await openOperatorListener(application, {
    services,
    dataFolder: config.dataFolder,
    onError: (error) => log.warn({ err: error }, 'operator'),
  });
  say(locale === 'en' ? `Formwork is ready at ${server.url}\n` : `Formwork 已就绪：${server.url}\n`);
  if (firstSignIn !== undefined)
    say(`${locale === 'en' ? 'Sign in with' : '登录账号：'} ${firstSignIn.email}  ${firstSignIn.password}\n`);
  await new Promise<void>((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
  await operator.close();
  await server.stop();
  return ok({});
}

function startIssue(error: unknown, { host, port, dataFolder }: Config): Issue | undefined {
  if (error instanceof DataFolderInUse)
    return issue('DATA_FOLDER_IN_USE', '/FORMWORK_DATA', { folder: dataFolder, pid: error.holder.pid });
  if (error instanceof Error && Reflect.get(error, 'code') === 'EADDRINUSE')
    return issue('PORT_IN_USE', '/PORT', { host, port });
  return pgFailureOf(error) === undefined ? undefined : issue('DATABASE_UNAVAILABLE', '/DATABASE_URL');
}
