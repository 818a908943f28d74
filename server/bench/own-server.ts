import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { JsonDocument } from '../db/control-entities.ts';
import type { Template } from '../../schema/template/template.ts';
import { asker, firstSignIn, type Asker, type Operator } from './ask.ts';
import { part, text } from './canonical.ts';
import { firstAnswer, freePort, type Child } from './child.ts';
import { asOwner } from './ground.ts';
import { startFormwork } from './tenant.ts';

/** The product as a process, and its operator. */
export interface OwnServer {
  readonly child: Child;
  readonly url: string;
  readonly port: number;
  readonly operator: Operator;
  /** The platform's API, asked by the operator. */
  readonly platform: Asker;
}

export interface OwnServerPlace {
  /** `undefined`: the embedded database in the folder. */
  readonly databaseUrl: string | undefined;
  readonly folder: string;
  readonly pin: readonly string[];
  /** Of an earlier start on the same data. */
  readonly operator?: Operator;
}

/** Starts it and signs its operator in. */
export async function startOwnServer({ databaseUrl, folder, pin, operator }: OwnServerPlace): Promise<OwnServer> {
  await mkdir(path.join(folder, 'formwork'), { recursive: true });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = startFormwork(databaseUrl, { port, folder, pin });
  try {
    await firstAnswer(child, () => fetch(`${url}/health/ready`));
    const who = operator ?? (await firstSignIn(child));
    const platform = asker(`${url}/platform/graphql`);
    await platform.ask(
      'mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { user { id } issues { code } } }',
      { ...who },
    );
    return { child, url, port, operator: who, platform };
  } catch (error) {
    await child.stop();
    throw error;
  }
}

/** Keeps a template as a pack that tenants can be made of. */
export async function keepTemplate({ platform }: OwnServer, template: Template): Promise<void> {
  await platform.ask(
    'mutation ($document: JSONObject!) { registerPack(document: $document) { issues { code path } } }',
    {
      document: template,
    },
  );
}

/** A tenant of one pack; the operator becomes its owner. */
export async function createTenant({ platform }: OwnServer, name: string, pack: string): Promise<void> {
  await platform.ask(
    'mutation ($name: String!, $packs: [String!]!) { createTenant(name: $name, packs: $packs) { issues { code path params } } }',
    { name, packs: [pack] },
  );
}

/** A token with every right in the tenant. */
export async function ownerToken({ platform }: OwnServer, tenant: string): Promise<string> {
  const data = await platform.ask(
    'mutation ($tenant: String!) { createToken(tenant: $tenant, label: "bench", roles: ["owner"]) { secret issues { code path params } } }',
    { tenant },
  );
  return text(part(data, 'createToken'), 'secret');
}

/** The tenant's API, asked with the token. */
export function tenantAsker({ url }: Pick<OwnServer, 'url'>, tenant: string, token: string): Asker {
  return asker(`${url}/t/${tenant}/graphql`, token);
}

/** The document in force, and its version. */
export async function documentInForce(
  { platform }: OwnServer,
  tenant: string,
): Promise<{ readonly document: JsonDocument; readonly version: number }> {
  const data = await platform.ask('query ($tenant: String!) { templateOf(tenant: $tenant) { document version } }', {
    tenant,
  });
  const found = part(data, 'templateOf');
  return { document: part(found, 'document'), version: Number(found['version']) };
}

/** Publishes the document on the version in force; gives the new version. */
export async function publishDocument(
  { platform }: OwnServer,
  tenant: string,
  { document, version }: { readonly document: unknown; readonly version: number },
): Promise<number> {
  const data = await platform.ask(
    'mutation ($tenant: String!, $document: JSONObject!, $version: Int!) { publish(tenant: $tenant, document: $document, baseVersion: $version) { version issues { code path params } } }',
    { tenant, document, version },
  );
  return Number(part(data, 'publish')['version']);
}

/** The schema that the tenant's table is in; the table is in no other tenant of the database. */
export async function schemaWith(databaseUrl: string, table: string): Promise<string> {
  return asOwner(databaseUrl, async (client) => {
    const { rows } = await client.query<{ schema: string }>(
      'SELECT table_schema AS schema FROM information_schema.tables WHERE table_name = $1',
      [table],
    );
    const [found] = rows;
    if (found === undefined || rows.length > 1) throw new Error(`${rows.length} tables ${table}`);
    return found.schema;
  });
}
