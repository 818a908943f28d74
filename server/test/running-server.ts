import path from 'node:path';
import { must } from '../../schema/core/result.ts';
import type { Template } from '../../schema/template/template.ts';
import { makeTenant } from '../graphql/platform/tenant-service.ts';
import { keepPack } from '../graphql/platform/pack-service.ts';
import { ANONYMOUS } from '../graphql/platform/caller.ts';
import type { Config } from '../http/config.ts';
import { openLog } from '../http/log.ts';
import { startServer, type RunningServer, type ServerHooks } from '../http/server.ts';
import { freshDatabase, type TestDatabase } from './database.ts';
import { uniqueTenantName } from './names.ts';
import { documentOf } from './publishing.ts';

/** A whole server on a database of its own, its operator, and a client that speaks to it as a browser would. */
export interface ServerBench {
  readonly server: RunningServer;
  readonly url: string;
  readonly database: TestDatabase;
  readonly operator: { readonly email: string; readonly password: string };
  /** Makes a tenant of this one template, owned by the operator; gives its name. */
  readonly makeTenant: (template: Template) => Promise<string>;
  stop(): Promise<void>;
}

export async function startBench(overrides: Partial<Config> = {}, hooks: ServerHooks = {}): Promise<ServerBench> {
  const database = await freshDatabase();
  const config: Config = {
    port: 0,
    host: '127.0.0.1',
    databaseUrl: database.url,
    dataFolder: '.data',
    demo: false,
    cells: [],
    trustProxy: false,
    logLevel: 'error',
    secretKey: new Uint8Array(32),
    ...overrides,
  };
  const uiFolder = path.resolve(import.meta.dirname, '../../dist/builder-ui');
  const server = await startServer(config, { log: openLog(config.logLevel), hooks, uiFolder });
  const operator = must(server.firstSignIn, 'the first sign-in');
  return {
    server,
    url: server.url,
    database,
    operator,
    async makeTenant(template) {
      const { control } = server.application;
      const pack = await keepPack(control, documentOf(template));
      if (!pack.ok) throw new Error(JSON.stringify(pack.issues));
      const input = {
        name: uniqueTenantName(),
        packs: [template.pack],
        label: 'Baker & Sons',
        timeZone: 'Asia/Shanghai',
        owner: operator.user,
      };
      const made = await makeTenant({ services: server.services, caller: ANONYMOUS }, input);
      if (!made.ok) throw new Error(JSON.stringify(made.issues));
      return made.value.name;
    },
    async stop() {
      await server.stop();
      await database.drop();
    },
  };
}

/** A GraphQL client with a cookie jar of one. */
export interface TestClient {
  /** The parsed body; `headers` are added to what a program would send. */
  ask(query: string, variables?: Readonly<Record<string, unknown>>, options?: AskOptions): Promise<TestAnswer>;
  /** The session token that the server gave. */
  readonly cookie: string | undefined;
}

export interface AskOptions {
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly data: Readonly<Record<string, unknown>> | null | undefined;
  readonly errors:
    readonly { readonly message: string; readonly extensions: Readonly<Record<string, unknown>> }[] | undefined;
}

export function clientOf(url: string): TestClient {
  let cookie: string | undefined;
  return {
    get cookie() {
      return cookie;
    },
    async ask(query, variables = {}, { path: at = '/platform/graphql', headers = {} } = {}) {
      const response = await fetch(new URL(at, url), {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          ...(cookie === undefined ? {} : { Cookie: cookie }),
          ...headers,
        },
        body: JSON.stringify({ query, variables }),
      });
      for (const set of response.headers.getSetCookie()) cookie = set.split(';')[0];
      const body = (await response.json()) as Pick<TestAnswer, 'data' | 'errors'>;
      return { status: response.status, headers: response.headers, data: body.data, errors: body.errors };
    },
  };
}

const SIGN_IN = `mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { user { id email } issues { code params } } }`;

/** A client that has tried to sign in, and what it was told. */
export async function signedIn(
  url: string,
  who: { readonly email: string; readonly password: string },
): Promise<{ readonly client: TestClient; readonly answer: TestAnswer }> {
  const client = clientOf(url);
  return { client, answer: await client.ask(SIGN_IN, { email: who.email, password: who.password }) };
}
