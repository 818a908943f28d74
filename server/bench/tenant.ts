import path from 'node:path';
import { Client } from 'pg';
import { asker, firstSignIn, type Asker, type Operator } from './ask.ts';
import { firstAnswer, freePort, startChild, type Child } from './child.ts';
import { fillTenant, STOCK_AT_START } from './data.ts';
import { part, text } from './canonical.ts';
import { benchTemplate } from './template.ts';

/** The tenant that the bench asks, with tokens of a member: one with every right, one of the role with rules. */
export interface BenchTenant {
  readonly name: string;
  readonly schema: string;
  readonly clerkToken: string;
  readonly limitedToken: string;
}

const ROOT = path.resolve(import.meta.dirname, '../..');
const NAME = 'bench';

/** Starts the product as it is run: `formwork serve` of the build, with its defaults; embedded without a database. */
export function startFormwork(
  databaseUrl: string | undefined,
  { port, folder, pin }: { readonly port: number; readonly folder: string; readonly pin: readonly string[] },
): Child {
  return startChild(pin, [process.execPath, path.join(ROOT, 'server/cli/formwork.mjs'), 'serve'], {
    cwd: ROOT,
    log: path.join(folder, 'formwork.log'),
    env: {
      PORT: String(port),
      DATABASE_URL: databaseUrl ?? '',
      FORMWORK_DATA: path.join(folder, 'formwork'),
      FORMWORK_SECRET_KEY: '42'.repeat(32),
      FORMWORK_DEMO: '0',
    },
  });
}

/** Publishes the template as a tenant through the running product and loads its rows. */
export async function makeTenant(databaseUrl: string, folder: string): Promise<BenchTenant> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = startFormwork(databaseUrl, { port, folder, pin: [] });
  try {
    await firstAnswer(child, () => fetch(`${url}/health/ready`));
    return await fill(databaseUrl, { url, ...(await firstSignIn(child)) });
  } catch (error) {
    throw new Error(`the tenant could not be made; the server said:\n${child.output().slice(-2_000)}`, {
      cause: error,
    });
  } finally {
    await child.stop();
  }
}

interface Door extends Operator {
  readonly url: string;
}

async function fill(databaseUrl: string, { url, email, password }: Door): Promise<BenchTenant> {
  const platform = asker(`${url}/platform/graphql`);
  const signedIn = await platform.ask(
    'mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { user { id } issues { code } } }',
    { email, password },
  );
  const user = text(part(part(signedIn, 'signIn'), 'user'), 'id');
  await platform.ask(
    'mutation ($document: JSONObject!) { registerPack(document: $document) { issues { code path } } }',
    {
      document: benchTemplate(),
    },
  );
  await platform.ask(`mutation { createTenant(name: "${NAME}", packs: ["bench"]) { issues { code path params } } }`);
  await platform.ask(
    `mutation ($user: ID!) { setMember(tenant: "${NAME}", user: $user, roles: ["owner", "clerk", "limited"]) { issues { code path params } } }`,
    { user },
  );
  const token = async (role: string): Promise<string> => {
    const data = await platform.ask(
      `mutation { createToken(tenant: "${NAME}", label: "bench", roles: ["${role}"]) { secret issues { code path params } } }`,
    );
    return text(part(data, 'createToken'), 'secret');
  };
  const tokens = { clerkToken: await token('clerk'), limitedToken: await token('limited') };
  // Points come out of a budget, which is given by the owner.
  await asker(`${url}/t/${NAME}/graphql`, await token('owner')).ask(
    'mutation { fundPoints(award: "confirmed", amount: "100000000", reason: "Start", idempotencyKey: "fund") { left } }',
  );
  const client = new Client(databaseUrl);
  await client.connect();
  try {
    const { rows } = await client.query<{ schema: string }>(
      `SELECT table_schema AS schema FROM information_schema.tables WHERE table_name = 'order_line' AND table_schema <> 'plain'`,
    );
    const schema = rows[0]?.schema ?? '';
    await fillTenant(client, schema);
    await receive(client, asker(`${url}/t/${NAME}/graphql`, tokens.clerkToken));
    return { name: NAME, schema, ...tokens };
  } finally {
    await client.end();
  }
}

/** Puts the products into stock as people do, by receipts, so that balances and movements are the product's own. */
async function receive(client: Client, tenant: Asker): Promise<void> {
  const { rows } = await client.query<{ id: string }>('SELECT id FROM plain.product ORDER BY id');
  for (let from = 0; from < rows.length; from += 250) {
    const lines = rows.slice(from, from + 250).map(({ id }) => ({ product: { id }, quantity: STOCK_AT_START }));
    const made = await tenant.ask(
      'mutation ($lines: [ReceiptLineInput!]!) { createReceipt(input: { lines: $lines }) { id version } }',
      { lines },
    );
    const { id, version } = part(made, 'createReceipt');
    await tenant.ask('mutation ($id: ID!, $version: Int!) { receiveReceipt(id: $id, version: $version) { state } }', {
      id,
      version,
    });
  }
}
