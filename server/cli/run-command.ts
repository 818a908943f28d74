import path from 'node:path';
import { issue, must, refused, type Result } from '../../schema/core/result.ts';
import type { Locale } from '../../schema/core/text.ts';
import { dataFolderHolder, DataFolderInUse } from '../db/data-lock.ts';
import type { Database } from '../db/database.ts';
import { openPglite } from '../db/pglite-database.ts';
import { openPostgres } from '../db/postgres-database.ts';
import { createSecretBox } from '../db/secret-box.ts';
import { openApplication } from '../graphql/application.ts';
import type { Config } from '../http/config.ts';
import { openSecretKey } from '../http/secret-key.ts';
import { openFiles } from '../http/server.ts';
import { putShippedRecords } from '../import/put-shipped.ts';
import { openPackTests } from '../pack-tests/publish-gate.ts';
import { commandContext, type CommandArgs, type CommandEvent, type CommandResult } from './command-context.ts';
import { commandNamed } from './command-list.ts';
import { OPERATOR_PATH, operatorAddress, type OperatorAddress, type OperatorLine } from './operator-listener.ts';

export interface CommandRun {
  readonly name: string;
  readonly args: CommandArgs;
  readonly locale: Locale;
  readonly say: (event: CommandEvent) => void;
}

/** Runs a command in this process, or, when a server has the embedded database, in that server: the same code either way. */
export async function runCommand(config: Config, run: CommandRun): Promise<Result<CommandResult>> {
  const folder = path.join(config.dataFolder, 'database');
  if (config.databaseUrl === undefined) {
    const address =
      (await dataFolderHolder(folder)) === undefined ? undefined : await operatorAddress(config.dataFolder);
    const answer = address === undefined ? undefined : await forward(address, run);
    if (answer !== undefined) return answer;
  }
  try {
    return await runHere(config, run);
  } catch (error) {
    if (!(error instanceof DataFolderInUse)) throw error;
    return refused([issue('CLI_SERVER_SILENT', '', { pid: error.holder.pid })]);
  }
}

async function runHere(config: Config, run: CommandRun): Promise<Result<CommandResult>> {
  const opened: Database[] = [];
  try {
    const home = await openHome(config);
    opened.push(home);
    const cells = new Map<string, Database>();
    for (const { name, url } of config.cells) {
      const cell = await openPostgres({ url });
      opened.push(cell);
      cells.set(name, cell);
    }
    const secrets = createSecretBox(await openSecretKey(config));
    const application = await openApplication({
      database: home,
      cells,
      secrets,
      files: await openFiles(config),
      putRecords: putShippedRecords,
      ...openPackTests(),
    });
    try {
      const context = await commandContext(application, { locale: run.locale, say: run.say });
      return await must(commandNamed(run.name), run.name)(context, run.args);
    } finally {
      await application.close();
    }
  } finally {
    for (const database of opened.reverse()) await database.close();
  }
}

function openHome(config: Config): Promise<Database> {
  return config.databaseUrl === undefined
    ? openPglite({ folder: path.join(config.dataFolder, 'database') })
    : openPostgres({ url: config.databaseUrl });
}

/** The server's answer; `undefined` when nobody answers there, as after a crash. */
export async function forward(address: OperatorAddress, run: CommandRun): Promise<Result<CommandResult> | undefined> {
  let response: Response;
  try {
    response = await fetch(`${address.url}${OPERATOR_PATH}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${address.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ command: run.name, args: run.args, locale: run.locale }),
    });
  } catch {
    return undefined;
  }
  let rest = '';
  let result: Result<CommandResult> | undefined;
  const decoder = new TextDecoder();
  const take = (line: string): void => {
    if (line === '') return;
    // Written by our own server, of this very version's code or a newer one.
    const said = JSON.parse(line) as OperatorLine;
    if (said.kind === 'result') result = said.result;
    else run.say(said);
  };
  for await (const chunk of must(response.body, 'body')) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(take);
  }
  take(rest);
  return result ?? refused([issue('UNAVAILABLE', '')]);
}
