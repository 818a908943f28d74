import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { templateJsonSchema } from '../../schema/template/metaschema.ts';
import { tenantsOfUser } from '../db/control-people.ts';
import { idOf } from '../db/control-tenants.ts';
import type { Database } from '../db/database.ts';
import { openPglite, type PgliteDatabase } from '../db/pglite-database.ts';
import { openPostgres } from '../db/postgres-database.ts';
import { createSecretBox } from '../db/secret-box.ts';
import type { FileStore } from '../files/file-store.ts';
import { openFolderFiles } from '../files/folder-files.ts';
import { openS3Files } from '../files/s3-files.ts';
import { openApplication, type Application, type ApplicationOptions } from '../graphql/application.ts';
import { openPublicationClock } from '../graphql/jobs/publication-clock.ts';
import { NO_JOBS, openJobs, type Jobs, type JobsStatus } from '../graphql/jobs/open-jobs.ts';
import { TENANT_JOBS } from '../graphql/jobs/tenant-jobs.ts';
import { callersOf } from '../graphql/platform/caller.ts';
import type { PlatformServices } from '../graphql/platform/platform-context.ts';
import { signInThrottle } from '../graphql/platform/sign-in-throttle.ts';
import { IMPORT_JOB } from '../import/import-job.ts';
import { fileMailer, smtpMailer, type Mailer } from '../outside/mailer.ts';
import { openBackupKeep } from '../tenancy/backup-keep.ts';
import { createApp, type App } from './app.ts';
import type { Config } from './config.ts';
import type { Logger } from './log.ts';
import { openMetrics } from './metrics.ts';
import { ensureOperator, type FirstSignIn } from './operator.ts';
import { openPlatform } from './platform-apollo.ts';
import { requestLimiters } from './request-limiters.ts';
import { openSecretKey } from './secret-key.ts';
import { openStaticFiles, type StaticFiles } from './static-files.ts';
import { tenantService } from './tenant-service.ts';

/** What a start may do beyond serving; given by who starts it. */
export interface ServerHooks {
  /** Fills an empty server with demo tenants. Called once, when the operator's account was just made. */
  readonly seedDemo?: (
    application: Application,
    context: { readonly services: PlatformServices; readonly operator: FirstSignIn },
  ) => Promise<void>;
  readonly putRecords?: ApplicationOptions['putRecords'];
  readonly testTemplate?: ApplicationOptions['testTemplate'];
  readonly tryTests?: ApplicationOptions['tryTests'];
  /** How often scheduled publications are looked for. */
  readonly schedulePollMs?: number;
  /** Settles when the web application's files are there, where they are still being built. */
  readonly pagesBuilt?: Promise<void>;
  /** Puts the packs that ship with the server into the catalogue; at every start, since an update brings newer ones. */
  readonly keepPacks?: (application: Application) => Promise<void>;
}

/** A server that is up. */
export interface RunningServer {
  readonly url: string;
  readonly application: Application;
  readonly services: PlatformServices;
  /** Shown once: only a first start has it. */
  readonly firstSignIn: FirstSignIn | undefined;
  /** Takes no new requests, lets the running ones end, and closes the databases. Safe to call twice. */
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly log: Logger;
  readonly hooks?: ServerHooks;
  /** Where the built web application is. */
  readonly uiFolder?: string;
}

/**
 * Opens the databases, brings them up to date, ends what a crash left behind, and listens. Throws `DataFolderInUse`,
 * `EADDRINUSE`, and what a database that can't be reached throws; whatever was opened is closed again.
 */
export async function startServer(
  config: Config,
  { log, hooks = {}, uiFolder = UI_FOLDER }: StartOptions,
): Promise<RunningServer> {
  const opened: (() => Promise<void>)[] = [];
  const closeAll = async (): Promise<void> => {
    for (const close of opened.splice(0).reverse()) await close();
  };
  try {
    return await start(config, { log, hooks, uiFolder, opened, closeAll });
  } catch (error) {
    await closeAll();
    throw error;
  }
}

interface StartContext extends Required<StartOptions> {
  /** How to close what is open, in the order of opening. */
  readonly opened: (() => Promise<void>)[];
  readonly closeAll: () => Promise<void>;
}

/** Where files are kept: the bucket that was named, else the data folder. */
export function openFiles({ dataFolder, filesBucket }: Pick<Config, 'dataFolder' | 'filesBucket'>): Promise<FileStore> {
  const folder = path.join(dataFolder, 'files');
  return filesBucket === undefined ? openFolderFiles(folder) : openS3Files(filesBucket, { folder });
}

/** Of so many companies a sign-in tells at once, in use or not. */
const SIGN_IN_HINTS_MAX = 5;

/** Mail goes to the operator's server, or to files in the data folder. */
function mailerOf(config: Config, opened: (() => Promise<void>)[]): Mailer {
  const { smtpUrl: url, mailFrom: from } = config;
  if (url === undefined) return fileMailer(path.join(config.dataFolder, 'mail'), () => new Date());
  const mailer = smtpMailer({ url, ...(from === undefined ? {} : { from }) });
  opened.push(() => Promise.resolve(mailer.close()));
  return mailer;
}

async function start(config: Config, { log, hooks, uiFolder, opened, closeAll }: StartContext): Promise<RunningServer> {
  const onError = (error: unknown): void => log.warn({ err: error }, 'background');
  // Files are read while the databases open.
  const ui = Promise.resolve(hooks.pagesBuilt).then(() => openStaticFiles(uiFolder));
  ui.catch(() => undefined);
  const databases = await openDatabases(config, { opened, onError });
  const { putRecords, testTemplate, tryTests } = hooks;
  const application = await openApplication({
    database: databases.home,
    cells: databases.cells,
    secrets: createSecretBox(await openSecretKey(config)),
    outside: {
      allow: config.webhookAllow ?? [],
      mailer: mailerOf(config, opened),
    },
    files: await openFiles(config),
    ...(config.keepDays === undefined ? {} : { keepDays: config.keepDays }),
    onError,
    ...(putRecords === undefined ? {} : { putRecords }),
    ...(testTemplate === undefined ? {} : { testTemplate }),
    ...(tryTests === undefined ? {} : { tryTests }),
  });
  opened.push(() => application.close());
  const backups = openBackupKeep({
    publishing: application.publishing,
    secrets: application.secrets,
    files: application.files,
    folder: path.join(config.dataFolder, 'backups'),
    now: application.now,
    restored: async () => {
      await application.registry.refresh();
      services.callers.forget();
    },
    onError: (error) => log.warn({ err: error }, 'backup'),
  });
  opened.push(() => backups.close());
  const services: PlatformServices = {
    backups,
    writing: { handle: application.tenantHandle, secrets: application.secrets },
    publishing: application.publishing,
    callers: callersOf(application.control, { now: application.now, onError }),
    throttle: signInThrottle(),
    now: application.now,
    refresh: () => application.registry.refresh(),
    signedIn: (user) => {
      tenantsOfUser(application.control, user).then(
        (found) => {
          // Compiling the shapes of all whom a consultant looks after would keep everybody waiting; the sweep finds them.
          const isFew = found.length <= SIGN_IN_HINTS_MAX;
          for (const { tenant } of found)
            if (isFew || application.registry.holds(idOf(tenant))) application.writes.touch(tenant.id);
        },
        (error: unknown) => onError(error),
      );
    },
  };
  await hooks.keepPacks?.(application);
  const firstSignIn = await ensureOperator(application.control, { isDemo: config.demo && isLoopback(config.host) });
  // Their passwords are in the README, so demo members are only for one's own machine.
  if (firstSignIn !== undefined && config.demo && isLoopback(config.host))
    await hooks.seedDemo?.(application, { services, operator: firstSignIn });
  // After the last request, so that what it leaves to be done may still begin.
  let jobs: Jobs | undefined;
  opened.push(async () => jobs?.stop());
  const clock = openPublicationClock(application, {
    onError: (error) => log.warn({ err: error }, 'scheduled publication'),
    ...(hooks.schedulePollMs === undefined ? {} : { pollMs: hooks.schedulePollMs }),
  });
  opened.push(() => clock.stop());
  const app = await openApp(config, {
    log,
    ui,
    application,
    jobsStatus: () => jobs?.status() ?? NO_JOBS,
    services,
    opened,
    databases: [databases.home, ...databases.cells.values()],
  });
  const port = await app.listen(config.port, config.host);
  opened.push(() => app.stop());
  // What waits to be done may be much after a pause; the first answer need not wait for it.
  jobs = openJobs(application, {
    jobs: [...TENANT_JOBS, IMPORT_JOB],
    onError: (error, at) => log.warn({ err: error, ...at }, 'job'),
  });
  const url = `http://${urlHost(config.host)}:${port}`;
  await databases.embedded?.lock?.announce(url);
  return { url: config.publicOrigin ?? url, application, services, firstSignIn, stop: closeAll };
}

interface OpenDatabases {
  readonly home: Database;
  readonly cells: ReadonlyMap<string, Database>;
  readonly embedded?: PgliteDatabase;
}

async function openDatabases(
  config: Config,
  { opened, onError }: { readonly opened: StartContext['opened']; readonly onError: (error: unknown) => void },
): Promise<OpenDatabases> {
  if (config.databaseUrl === undefined) {
    const embedded = await openPglite({ folder: path.join(config.dataFolder, 'database') });
    opened.push(() => embedded.close());
    return { home: embedded, cells: new Map(), embedded };
  }
  const open = async (url: string): Promise<Database> => {
    const database = await openPostgres({ url, onError });
    opened.push(() => database.close());
    return database;
  };
  const home = await open(config.databaseUrl);
  const cells = new Map<string, Database>();
  for (const { name, url } of config.cells) cells.set(name, await open(url));
  return { home, cells };
}

interface AppContext {
  readonly log: Logger;
  readonly ui: Promise<StaticFiles>;
  readonly application: Application;
  readonly jobsStatus: () => JobsStatus;
  readonly services: PlatformServices;
  readonly opened: StartContext['opened'];
  readonly databases: readonly Database[];
}

async function openApp(
  config: Config,
  { log, ui, application, jobsStatus, services, opened, databases }: AppContext,
): Promise<App> {
  const limiters = requestLimiters();
  const { tenants: ofTenants, platform: ofPlatform } = limiters;
  const platform = await openPlatform({ services, log, isSecure: config.publicOrigin?.startsWith('https:') === true });
  opened.push(() => platform.stop());
  const tenants = tenantService(application, {
    onError: (error, requestId) => log.error({ err: error, requestId, route: 'socket' }, 'failed'),
  });
  return createApp({
    settings: {
      trustProxy: config.trustProxy,
      ...(config.publicOrigin === undefined ? {} : { publicOrigin: config.publicOrigin }),
    },
    log,
    metrics: openMetrics({
      planCache: () => application.planCache,
      jobs: jobsStatus,
      load: () => ({
        running: ofTenants.running + ofPlatform.running,
        waiting: ofTenants.waiting + ofPlatform.waiting,
      }),
    }),
    limiters,
    callers: services.callers,
    services,
    platform,
    tenants,
    ui: await ui,
    templateSchema: JSON.stringify(templateJsonSchema()),
    isReady: () => isAnswering(databases),
  });
}

/** `dist/builder-ui`, seen from `dist/server/cli` and `dist/server/parts`, where this runs. */
const UI_FOLDER = fileURLToPath(new URL('../../builder-ui/', import.meta.url));

/** Whether every database answers within two seconds: what a load balancer should wait for. */
async function isAnswering(databases: readonly Database[]): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), 2_000);
  });
  const asked = Promise.all(databases.map((database) => database.query({ text: 'SELECT 1', params: [] })));
  const isAnswered = await Promise.race([asked.then(() => true).catch(() => false), late]);
  clearTimeout(timer);
  return isAnswered;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

/** An address as it stands in a URL; what listens everywhere is opened here at the loopback address. */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
