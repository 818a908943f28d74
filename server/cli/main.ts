import path from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { issue, refused, type Result } from '../../schema/core/result.ts';
import { LOCALES, localeFor, type Locale } from '../../schema/core/text.ts';
import { databaseIssue, issueOfError } from '../db/pg-errors.ts';
import { readConfig } from '../http/config.ts';
import { scalarText } from '../import/scalar-text.ts';
import type { CommandArgs, CommandResult } from './command-context.ts';
import { templateDiff, templateValidate } from './commands/templates.ts';
import { templateTest } from './commands/template-test.ts';
import { dataFolderIssue } from './file-failure.ts';
import { speakChinese } from './help-texts.ts';
import { EXIT, eventPrinter, issueText, printResult, type Output } from './print.ts';
import { runCommand } from './run-command.ts';
import { serve } from './serve.ts';
import { commandWords, usageIssue } from './usage-issue.ts';

/** What every command may be told. */
interface Common {
  readonly json?: boolean;
  readonly lang?: Locale;
}

/** Where words go. */
export type Io = Pick<Output, 'stdout' | 'stderr' | 'isTerminal'>;

const PROCESS_IO: Io = {
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  isTerminal: process.stderr.isTTY,
};

const TEXTS = {
  en: {
    about: 'Formwork: the server, its tenants, templates and data',
    json: 'one JSON document on standard output',
    lang: 'language of messages',
  },
  'zh-CN': { about: 'Formwork：服务器、租户、模板与数据', json: '在标准输出写一个 JSON 文档', lang: '消息语言' },
} as const;

/** Reads the command line, does what it says and gives the exit code: 0 done, 1 refused with issues, 2 not understood. */
export async function main(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  io: Io = PROCESS_IO,
): Promise<number> {
  const shell = new Shell(argv, env, io);
  const program = shell.program();
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return shell.exitCode;
  } catch (error) {
    return error instanceof CommanderError ? shell.misused(error, program) : shell.fail(error);
  }
}

class Shell {
  exitCode: number = EXIT.ok;
  private readonly argv: readonly string[];
  private readonly env: Readonly<Record<string, string | undefined>>;
  private readonly io: Io;
  private common: Common = {};

  constructor(argv: readonly string[], env: Readonly<Record<string, string | undefined>>, io: Io) {
    this.argv = argv;
    this.env = env;
    this.io = io;
    // Until commander has read it all: help and mistakes are told before.
    const asked = argv[argv.indexOf('--lang') + 1];
    const lang = LOCALES.find((one) => argv.includes('--lang') && one === asked);
    this.common = { json: argv.includes('--json'), ...(lang === undefined ? {} : { lang }) };
  }

  program(): Command {
    const { locale } = this.output();
    const text = TEXTS[locale];
    const program = new Command('formwork')
      .description(text.about)
      .exitOverride()
      .configureOutput({ writeOut: this.io.stdout, writeErr: this.io.stderr, outputError: () => undefined })
      .option('--json', text.json)
      .addOption(new Option('--lang <lang>', text.lang).choices([...LOCALES]))
      .hook('preAction', (_, command) => {
        this.common = command.optsWithGlobals<Common>();
      });
    this.addServe(program);
    this.addTenants(program);
    this.addTemplates(program);
    this.addUpgrade(program);
    this.addData(program);
    this.addBackup(program);
    this.addLedger(program);
    this.addPoints(program);
    if (locale === 'zh-CN') speakChinese(program);
    return program;
  }

  /** What the command line says that none of the commands takes; help that was asked for is no mistake. */
  misused(error: CommanderError, program: Command): number {
    const found = usageIssue(error, commandWords(program, this.argv));
    if (found !== undefined) printResult(refused([found]), this.output());
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }

  /** What nobody foresaw: said in one line, never with a stack. */
  fail(error: unknown): number {
    const known =
      issueOfError(error) ??
      databaseIssue(error, '/DATABASE_URL') ??
      dataFolderIssue(error, this.env['FORMWORK_DATA'] ?? './.data');
    const found = known ?? issue('INTERNAL', '');
    const output = this.output();
    if (output.json) return printResult(refused([found]), output);
    output.stderr(issueText(found, output.locale));
    if (known === undefined && error instanceof Error) output.stderr(`  ${error.message.split('\n')[0] ?? ''}\n`);
    return EXIT.refused;
  }

  private addServe(program: Command): void {
    program
      .command('serve')
      .description('serve the web app and the API until told to stop')
      .option('--port <port>', 'port to listen on')
      .action(async (options: { readonly port?: string }) => {
        const env = options.port === undefined ? this.env : { ...this.env, PORT: options.port };
        const config = readConfig(env);
        if (!config.ok) return this.refuse(refused(config.issues), EXIT.usage);
        const started = await serve(config.value, { say: this.io.stdout });
        if (!started.ok) this.refuse(started, EXIT.refused);
      });
  }

  private addTenants(program: Command): void {
    const tenant = program.command('tenant').description('tenants: the companies on the server');
    tenant
      .command('create')
      .description('make a tenant of packs')
      .argument('<name>')
      .requiredOption('--packs <packs>', 'packs by name or path, with commas')
      .option('--label <label>', 'name for people')
      .option('--time-zone <zone>', 'IANA time zone', 'UTC')
      .option('--cell <cell>', 'cell to live in')
      .action((name: string, options: object) =>
        this.run('tenant.create', { name, ...options, packs: this.paths(options) }),
      );
    tenant
      .command('list')
      .description('all tenants')
      .action(() => this.run('tenant.list', {}));
    tenant
      .command('drop')
      .description('put a tenant aside with all its rows')
      .argument('<name>')
      .action((name: string) => this.run('tenant.drop', { name }));
    program
      .command('token')
      .description('API tokens')
      .command('create')
      .description('an API token; its secret is shown this once')
      .argument('<tenant>')
      .requiredOption('--roles <roles>', 'roles, with commas')
      .option('--label <label>', 'what it is for')
      .option('--days <days>', 'days until it ends')
      .action((name: string, options: object) => this.run('token.create', { tenant: name, ...options }));
  }

  private addTemplates(program: Command): void {
    const template = program.command('template').description('templates as files');
    template
      .command('validate')
      .description('every mistake of a template or pack, with its cure')
      .argument('<path>', 'template.json or a pack folder')
      .action(async (file: string) =>
        this.show(await templateValidate({ path: path.resolve(file) }, this.output().locale)),
      );
    template
      .command('test')
      .description("run a pack's own tests in memory, together with the packs it needs")
      .argument('<pack>', 'a shipped pack by name, a template.json or a pack folder')
      .option('--only <ids>', 'just these tests, with commas')
      .action(async (pack: string, options: object) =>
        this.show(await templateTest({ pack, ...options }, this.output().locale)),
      );
    template
      .command('diff')
      .description('what changes from one template to another')
      .argument('<a>')
      .argument('<b>')
      .action(async (a: string, b: string) =>
        this.show(await templateDiff({ a: path.resolve(a), b: path.resolve(b) }, this.output().locale)),
      );
    program
      .command('plan')
      .description('what publishing would do, and what stands in its way')
      .argument('<tenant>')
      .argument('<file>')
      .option('--empty <fields>', 'Entity.field whose failing values may be emptied, with commas')
      .action((tenant: string, file: string, options: object) =>
        this.run('plan', { tenant, file: path.resolve(file), ...options }),
      );
    program
      .command('publish')
      .description("make a template the tenant's shape")
      .argument('<tenant>')
      .argument('<file>')
      .option('--note <note>', 'what changed and why')
      .option('--empty <fields>', 'Entity.field whose failing values may be emptied, with commas')
      .option('--despite-tests <why>', 'publish although tests of the template fail, and say why')
      .action((tenant: string, file: string, options: object) =>
        this.run('publish', { tenant, file: path.resolve(file), ...options }),
      );
    program
      .command('rollback')
      .description('publish a former version anew')
      .argument('<tenant>')
      .argument('<version>')
      .option('--note <note>', 'why')
      .action((tenant: string, version: string, options: object) =>
        this.run('rollback', { tenant, version, ...options }),
      );
    program
      .command('versions')
      .description('the versions of a tenant, newest first')
      .argument('<tenant>')
      .action((tenant: string) => this.run('versions', { tenant }));
  }

  private addUpgrade(program: Command): void {
    program
      .command('upgrade')
      .description("bring a tenant to a pack's newer version; what the tenant changed stays")
      .argument('<tenant>')
      .argument('<pack>', 'pack@version; the newest without a version')
      .option('--file <path>', 'template.json or pack folder that holds that version')
      .option('--dry-run', 'tell changes, conflicts and problems, change nothing')
      .option('--note <note>', 'what changed and why')
      .option('--empty <fields>', 'Entity.field whose failing values may be emptied, with commas')
      .option('--despite-tests <why>', 'upgrade although tests of the template fail, and say why')
      .action((tenant: string, pack: string, options: { readonly file?: string }) =>
        this.run('upgrade', {
          tenant,
          pack,
          ...options,
          ...(options.file === undefined ? {} : { file: path.resolve(options.file) }),
        }),
      );
  }

  private addBackup(program: Command): void {
    program
      .command('backup')
      .description('all of a tenant in one file, while it is in use')
      .argument('<tenant>')
      .argument('<file>', 'gzipped when its name ends in .gz; its secret values need FORMWORK_SECRET_KEY')
      .action((tenant: string, file: string) => this.run('backup', { tenant, file: path.resolve(file) }));
    program
      .command('restore')
      .description('make a new tenant of a backup')
      .argument('<tenant>', 'name of the tenant to make')
      .argument('<file>')
      .option('--cell <cell>', 'cell to live in')
      .option('--without-secrets', "empty secret values that this server's key does not open")
      .action((tenant: string, file: string, options: object) =>
        this.run('restore', { tenant, file: path.resolve(file), ...options }),
      );
  }

  private addLedger(program: Command): void {
    program
      .command('ledger')
      .description('ledgers')
      .command('verify')
      .description('whether balances, movements, lots and awards of a tenant add up')
      .argument('<tenant>')
      .action((tenant: string) => this.run('ledger.verify', { tenant }));
  }

  private addPoints(program: Command): void {
    const points = program.command('points').description('points: what-if and the programme report');
    points
      .command('what-if')
      .description('what a draft of rules would have given for what happened; posts nothing')
      .argument('<tenant>')
      .argument('<draft>', 'JSON file with awards, as in a template')
      .option('--from <when>', 'date or instant; without it 90 days before the end')
      .option('--to <when>', 'date or instant, not in the period; without it now')
      .option('--ledger <ledger>', 'points ledger')
      .option('--budget <file>', 'JSON file with budgets to assume')
      .action((tenant: string, draft: string, options: { readonly budget?: string }) => {
        const budget = options.budget === undefined ? {} : { budget: path.resolve(options.budget) };
        return this.run('points.whatIf', { tenant, ...options, draft: path.resolve(draft), ...budget });
      });
    points
      .command('report')
      .description('the figures of a points programme, each with its definition')
      .argument('<tenant>')
      .option('--from <when>', 'date or instant; without it 90 days before the end')
      .option('--to <when>', 'date or instant, not in the period; without it now')
      .option('--ledger <ledger>', 'points ledger')
      .option('--baseline-from <when>', 'a period before the programme')
      .option('--baseline-to <when>')
      .option('--comparison <departments>', 'ids of departments outside the programme, with commas')
      .option('--csv', 'as CSV')
      .action((tenant: string, options: object) => this.run('points.report', { tenant, ...options }));
  }

  private addData(program: Command): void {
    program
      .command('import')
      .description('bring rows of a CSV file in')
      .argument('<tenant>')
      .argument('<entity>')
      .argument('<file>')
      .option('--map <map>', 'how columns become fields')
      .option('--lines <file>', 'file with the lines of the documents')
      .option('--dry-run', 'find every problem, change nothing')
      .option('--again', 'import a file without a key once more')
      .action(
        (tenant: string, entity: string, file: string, options: { readonly map?: string; readonly lines?: string }) =>
          this.run('import', {
            tenant,
            entity,
            file: path.resolve(file),
            ...options,
            ...(options.map === undefined ? {} : { map: path.resolve(options.map) }),
            ...(options.lines === undefined ? {} : { lines: path.resolve(options.lines) }),
          }),
      );
    program
      .command('export')
      .description('rows as CSV that an import reads back')
      .argument('<tenant>')
      .argument('<entity>')
      .option('--out <file>', 'file to write; standard output without it')
      .action((tenant: string, entity: string, options: { readonly out?: string }) =>
        this.run('export', {
          tenant,
          entity,
          ...(options.out === undefined ? {} : { out: path.resolve(options.out) }),
        }),
      );
  }

  /** Packs by path are found from here, not from where a server was started. */
  private paths(options: object): readonly string[] {
    const packs: unknown = Reflect.get(options, 'packs');
    return scalarText(packs)
      .split(',')
      .map((pack) => (pack.includes('/') || pack.endsWith('.json') ? path.resolve(pack) : pack));
  }

  private async run(name: string, args: CommandArgs): Promise<void> {
    const output = this.output();
    const config = readConfig(this.env);
    if (!config.ok) return this.refuse(refused(config.issues), EXIT.usage);
    const printer = eventPrinter(output);
    try {
      const result = await runCommand(config.value, { name, args, locale: output.locale, say: printer.say });
      printer.stop();
      // The rows of an export are its output; what else there is to say would spoil them.
      const isText =
        (name === 'export' && args['out'] === undefined) || (name === 'points.report' && args['csv'] === true);
      const isData = isText && result.ok && !output.json;
      if (!isData) this.show(result);
    } finally {
      printer.stop();
    }
  }

  private show(result: Result<CommandResult>): void {
    this.exitCode = printResult(result, this.output());
  }

  private refuse(result: Result<CommandResult>, code: number): void {
    printResult(result, this.output());
    this.exitCode = code;
  }

  private locale(): Locale {
    // One that is empty is as good as not set (POSIX, 8.2).
    const named = ['LC_ALL', 'LC_MESSAGES', 'LANG'].map((name) => this.env[name] ?? '').find((text) => text !== '');
    return localeFor((named ?? '').replace('_', '-').replace(/\..*$/, ''));
  }

  private output(): Output {
    return {
      json: this.common.json === true,
      locale: this.common.lang ?? this.locale(),
      ...this.io,
    };
  }
}
