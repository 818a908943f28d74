import type { S3Bucket } from '../files/s3-files.ts';
import { LIMITS } from '../../schema/core/limits.ts';
import { issue, ok, pointer, refused, type Issue, type Result } from '../../schema/core/result.ts';

/** Where the tenants of one cell live. */
export interface CellConfig {
  readonly name: string;
  readonly url: string;
}

const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Everything the environment says; nothing else of the product reads it. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** PostgreSQL of the directory and the first cell; without it the embedded database is used. */
  readonly databaseUrl?: string;
  readonly dataFolder: string;
  /** Whether demo tenants are made on an empty database. */
  readonly demo: boolean;
  readonly cells: readonly CellConfig[];
  /** The origin (`https://forms.example.com`) that people use, when it is not the one the server sees. */
  readonly publicOrigin?: string;
  /** Whether `X-Forwarded-For` of the nearest proxy names the caller. */
  readonly trustProxy: boolean;
  readonly logLevel: LogLevel;
  /** Hosts that webhooks may reach although their addresses are not public: `name` or `name:port`. */
  readonly webhookAllow?: readonly string[];
  /** The mail server, `smtp://user:password@host:587` or `smtps://…`; without it mail is written to files. */
  readonly smtpUrl?: string;
  /** Who the mail is from: `Works <works@example.com>`. */
  readonly mailFrom?: string;
  /** The bucket that files are kept in, instead of the data folder. */
  readonly filesBucket?: S3Bucket;
  /** How many days refusals, sign-ins and notices are kept. */
  readonly keepDays?: number;
  /** 32 bytes that encrypt secret fields. */
  readonly secretKey?: Uint8Array;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** The name (`HOME_CELL` of tenancy) of the cell that `DATABASE_URL` or the embedded database is. */
const MAIN_CELL = 'home';

/**
 * Reads the environment. Issues: CONFIG_NUMBER, CONFIG_CHOICE, CONFIG_URL, CONFIG_CELL, CONFIG_CELLS_NEED_DATABASE,
 * CONFIG_SECRET_KEY, CONFIG_FILES; the path names the variable, and no value that may hold a password is repeated.
 */
export function readConfig(env: Environment): Result<Config> {
  const issues: Issue[] = [];
  const reader = new Reader(env, issues);
  const port = reader.number('PORT', 4000, { min: 0, max: 65_535 });
  const keepDays = reader.number('FORMWORK_KEEP_DAYS', LIMITS.keepDays, {
    min: LIMITS.keepDaysMin,
    max: LIMITS.keepDaysMax,
  });
  const databaseUrl = reader.url('DATABASE_URL', POSTGRES);
  const publicUrl = reader.url('FORMWORK_PUBLIC_URL', WEB);
  const cells = reader.cells('FORMWORK_CELLS');
  const secretKey = reader.key('FORMWORK_SECRET_KEY');
  const webhookAllow = reader.hosts('FORMWORK_WEBHOOK_ALLOW');
  const smtpUrl = reader.url('FORMWORK_SMTP_URL', MAIL);
  const filesBucket = reader.bucket('FORMWORK_FILES');
  const mailFrom = reader.text('FORMWORK_MAIL_FROM');
  const demo = reader.flag('FORMWORK_DEMO', true);
  const trustProxy = reader.flag('FORMWORK_TRUST_PROXY', false);
  const logLevel = reader.choice('LOG_LEVEL', LOG_LEVELS, 'info');
  if (cells.length > 0 && reader.text('DATABASE_URL') === undefined) {
    issues.push(issue('CONFIG_CELLS_NEED_DATABASE', '/FORMWORK_CELLS'));
  }
  if (issues.length > 0) return refused(issues);
  return ok({
    port,
    host: reader.text('HOST') ?? '127.0.0.1',
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    dataFolder: reader.text('FORMWORK_DATA') ?? './.data',
    demo,
    cells,
    ...(publicUrl === undefined ? {} : { publicOrigin: new URL(publicUrl).origin }),
    trustProxy,
    logLevel,
    ...(webhookAllow.length === 0 ? {} : { webhookAllow }),
    ...(smtpUrl === undefined ? {} : { smtpUrl }),
    ...(mailFrom === undefined ? {} : { mailFrom }),
    ...(filesBucket === undefined ? {} : { filesBucket }),
    ...(secretKey === undefined ? {} : { secretKey }),
    keepDays,
  });
}

interface UrlForm {
  readonly schemes: readonly string[];
  readonly example: string;
}
const POSTGRES: UrlForm = {
  schemes: ['postgres:', 'postgresql:'],
  example: 'postgres://user:password@host:5432/database',
};
const WEB: UrlForm = { schemes: ['https:', 'http:'], example: 'https://forms.example.com' };
const MAIL: UrlForm = { schemes: ['smtp:', 'smtps:'], example: 'smtp://user:password@mail.example.com:587' };
const ENDPOINT: UrlForm = { schemes: ['https:', 'http:'], example: 'https://s3.example.com' };
/** Names of buckets as Amazon has them, and keys of letters that need no escape. */
const BUCKET = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([\w.-]+(?:\/[\w.-]+)*))?\/?$/;
const CELL_NAME = /^[a-z][a-z0-9-]{0,39}$/;
const HOST = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/;
const FLAGS: Readonly<Record<string, boolean>> = {
  '1': true,
  true: true,
  yes: true,
  '0': false,
  false: false,
  no: false,
};

class Reader {
  private readonly env: Environment;
  private readonly issues: Issue[];

  constructor(env: Environment, issues: Issue[]) {
    this.env = env;
    this.issues = issues;
  }

  /** An empty variable is as good as none: that is how shells unset them. */
  text(name: string): string | undefined {
    const value = this.env[name]?.trim();
    return value === '' ? undefined : value;
  }

  number(name: string, otherwise: number, { min, max }: { readonly min: number; readonly max: number }): number {
    const value = this.text(name);
    if (value === undefined) return otherwise;
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= min && number <= max) return number;
    this.issues.push(issue('CONFIG_NUMBER', pointer('', name), { name, value: shown(value), min, max }));
    return otherwise;
  }

  /** `one.example,two.example:8443`; as they stand in an address, without a scheme. */
  hosts(name: string): readonly string[] {
    const hosts = (this.text(name) ?? '').split(',').map((host) => host.trim().toLowerCase());
    const given = hosts.filter((host) => host !== '');
    for (const host of given.filter((own) => !HOST.test(own)))
      this.issues.push(issue('CONFIG_HOST', pointer('', name), { name, value: shown(host) }));
    return given;
  }

  choice<Choice extends string>(name: string, choices: readonly Choice[], otherwise: Choice): Choice {
    const value = this.text(name)?.toLowerCase();
    if (value === undefined) return otherwise;
    const found = choices.find((choice) => choice === value);
    if (found === undefined)
      this.issues.push(issue('CONFIG_CHOICE', pointer('', name), { name, value: shown(value), choices }));
    return found ?? otherwise;
  }

  flag(name: string, otherwise: boolean): boolean {
    const value = this.text(name)?.toLowerCase();
    if (value === undefined) return otherwise;
    const found = FLAGS[value];
    if (found === undefined) {
      this.issues.push(
        issue('CONFIG_CHOICE', pointer('', name), { name, value: shown(value), choices: Object.keys(FLAGS) }),
      );
    }
    return found ?? otherwise;
  }

  url(name: string, form: UrlForm): string | undefined {
    const value = this.text(name);
    if (value === undefined || isUrl(value, form)) return value;
    this.issues.push(
      issue('CONFIG_URL', pointer('', name), {
        name,
        schemes: form.schemes.map((scheme) => `${scheme}//`),
        example: form.example,
      }),
    );
    return undefined;
  }

  cells(name: string): readonly CellConfig[] {
    const seen = new Set([MAIN_CELL]);
    return (this.text(name) ?? '').split(',').flatMap((part, index) => {
      if (part.trim() === '') return [];
      const at = part.indexOf('=');
      const cell = { name: part.slice(0, Math.max(0, at)).trim(), url: part.slice(at + 1).trim() };
      if (at > 0 && CELL_NAME.test(cell.name) && !seen.has(cell.name) && isUrl(cell.url, POSTGRES)) {
        seen.add(cell.name);
        return [cell];
      }
      this.issues.push(issue('CONFIG_CELL', pointer('', name), { name, position: index + 1 }));
      return [];
    });
  }

  /** `s3://bucket/prefix`; where the service is and its keys are told as Amazon's own tools take them. */
  bucket(name: string): S3Bucket | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const [, bucket, prefix = ''] = BUCKET.exec(value) ?? [];
    const accessKeyId = this.text('AWS_ACCESS_KEY_ID');
    const secretAccessKey = this.text('AWS_SECRET_ACCESS_KEY');
    const sessionToken = this.text('AWS_SESSION_TOKEN');
    const endpoint = this.url('AWS_ENDPOINT_URL_S3', ENDPOINT);
    const region = this.text('AWS_REGION') ?? 'us-east-1';
    if (bucket === undefined || accessKeyId === undefined || secretAccessKey === undefined) {
      this.issues.push(issue('CONFIG_FILES', pointer('', name), { name }));
      return undefined;
    }
    const keys = { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
    return { bucket, prefix, region, ...keys, ...(endpoint === undefined ? {} : { endpoint }) };
  }

  key(name: string): Uint8Array | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const bytes = /^[0-9a-fA-F]{64}$/.test(value)
      ? Buffer.from(value, 'hex')
      : BASE64_KEY.test(value)
        ? Buffer.from(value, 'base64')
        : undefined;
    if (bytes?.length === 32) return new Uint8Array(bytes);
    this.issues.push(issue('CONFIG_SECRET_KEY', pointer('', name), { name }));
    return undefined;
  }
}

const BASE64_KEY = /^[A-Za-z0-9+/_-]{43}=?$/;

function isUrl(text: string, form: UrlForm): boolean {
  return URL.canParse(text) && form.schemes.includes(new URL(text).protocol) && new URL(text).host !== '';
}

function shown(value: string): string {
  return value.length > LIMITS.nameCharsMax ? `${value.slice(0, LIMITS.nameCharsMax)}…` : value;
}
