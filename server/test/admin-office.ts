import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { must } from '../../schema/core/result.ts';
import type { Template } from '../../schema/template/template.ts';
import { master, templateOf } from './publishing.ts';
import { signedIn, startBench, type ServerBench, type TestAnswer, type TestClient } from './running-server.ts';

/** A company to administer and another one beside it, on a server of their own. */
export interface Office {
  readonly folder: string;
  readonly bench: ServerBench;
  readonly owner: TestClient;
  readonly acme: string;
  readonly other: string;
  /** A member of `acme` with these roles, signed in. */
  readonly invite: (name: string, roles?: readonly string[]) => Promise<Person>;
  /** Asks `acme` as its owner or as somebody else. */
  readonly told: <T>(query: string, variables?: Readonly<Record<string, unknown>>, who?: TestClient) => Promise<T>;
  /** Brings a backup, as its owner or with other headers, to `acme` or another company. */
  readonly upload: (
    bytes: Buffer,
    headers?: Readonly<Record<string, string>>,
    tenant?: string,
  ) => Promise<{
    readonly status: number;
    readonly body: Readonly<Record<string, unknown>>;
    readonly codes: readonly unknown[];
  }>;
  /** The audit log of `acme`. */
  readonly log: (asked?: Readonly<Record<string, unknown>>) => Promise<Audit>;
  stop(): Promise<void>;
}

export interface Person {
  readonly client: TestClient;
  readonly id: string;
}

export interface Entry {
  readonly id: string;
  readonly action: string;
  readonly sentence: string;
  readonly handOver: string | null;
}
export interface Audit {
  readonly entries: readonly Entry[];
  readonly hasMore: boolean;
}
const AUDIT =
  'query ($t: String!, $first: Int!, $after: ID, $action: String, $user: ID, $from: DateTime, $to: DateTime) { auditEntries(tenant: $t, first: $first, after: $after, action: $action, user: $user, from: $from, to: $to) { hasMore entries { id action sentence handOver } } }';

/** What administration answers of refusals. */
export const ISSUES = 'issues { code path message cure }';
/** The one answer of a request. */
export const only = <T>(answer: TestAnswer): T =>
  must(Object.values(must(answer.data, JSON.stringify(answer.errors)))[0], 'answer') as T;
/** The codes of its issues. */
export const codes = (answer: TestAnswer): readonly string[] =>
  only<{ readonly issues: readonly { readonly code: string }[] }>(answer).issues.map(({ code }) => code);

/** A server with two such companies; what is kept goes into a folder that is taken away at the end. */
export async function startOffice(): Promise<Office> {
  const folder = await mkdtemp(path.join(tmpdir(), 'formwork-admin-'));
  const bench = await startBench({ dataFolder: folder });
  const owner = (await signedIn(bench.url, bench.operator)).client;
  const [acme, other] = [await bench.makeTenant(office()), await bench.makeTenant(office())];

  async function invite(name: string, roles: readonly string[] = ['boss']): Promise<Person> {
    const email = `${name}-${Math.random().toString(36).slice(2)}@example.com`;
    const answer = await owner.ask(
      'mutation ($t: String!, $e: String!, $n: String!, $r: [String!]!) { inviteUser(tenant: $t, email: $e, name: $n, roles: $r) { password member { user { id } } } }',
      { t: acme, e: email, n: name, r: roles },
    );
    const { password, member } = only<{ password: string; member: { user: { id: string } } }>(answer);
    return { client: (await signedIn(bench.url, { email, password })).client, id: member.user.id };
  }

  async function told<T>(query: string, variables: Readonly<Record<string, unknown>> = {}, who = owner): Promise<T> {
    const answer = await who.ask(query, variables, { path: `/t/${acme}/graphql` });
    if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
    return answer.data as T;
  }

  async function upload(
    bytes: Buffer,
    headers: Readonly<Record<string, string>> = { Cookie: must(owner.cookie, 'cookie') },
    tenant = acme,
  ): Promise<{
    readonly status: number;
    readonly body: Readonly<Record<string, unknown>>;
    readonly codes: readonly unknown[];
  }> {
    const response = await fetch(new URL(`/t/${tenant}/backup`, bench.url), {
      method: 'POST',
      headers: { 'Content-Type': 'application/octet-stream', ...headers },
      body: new Uint8Array(bytes),
    });
    const body = (await response.json()) as Readonly<Record<string, unknown>>;
    const errors = (body['errors'] ?? []) as readonly { readonly extensions: { readonly code: string } }[];
    return { status: response.status, body, codes: errors.map(({ extensions }) => extensions.code) };
  }

  return {
    folder,
    bench,
    owner,
    acme,
    other,
    invite,
    told,
    upload,
    log: async (asked = {}) => only<Audit>(await owner.ask(AUDIT, { t: acme, first: 50, ...asked })),
    async stop() {
      await bench.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const office = (): Template =>
  templateOf(
    [
      master('Customer', [
        { id: 'keeper', type: 'user' },
        { id: 'deputy', type: 'user' },
        { id: 'team', type: 'org' },
      ]),
      {
        id: 'Purchase',
        kind: 'document',
        label: { en: 'Purchase', 'zh-CN': '采购' },
        title: 'name',
        fields: [
          { id: 'name', type: 'text', required: true, label: { en: 'Name', 'zh-CN': '名称' } },
          { id: 'buyer', type: 'user', label: { en: 'Buyer', 'zh-CN': '采购员' } },
        ],
      },
    ],
    {
      roles: [
        // One who decides and one who only asks.
        ...(['boss', 'clerk'] as const).map((id) => ({
          id,
          label: { en: id === 'boss' ? 'Boss' : 'Clerk', 'zh-CN': id === 'boss' ? '主管' : '文员' },
          grants: (['Purchase', 'Customer'] as const).map((entity) => ({
            entity,
            can: ['read' as const, 'create' as const, 'update' as const],
          })),
        })),
      ],
      workflows: [
        {
          id: 'purchaseFlow',
          of: 'Purchase',
          initial: 'draft',
          states: [{ id: 'draft' }, { id: 'ordered' }].map(({ id }) => ({ id, label: { en: id, 'zh-CN': id } })),
          transitions: [
            {
              id: 'place',
              label: { en: 'Place', 'zh-CN': '下单' },
              from: ['draft'],
              to: 'ordered',
              approvals: [{ id: 'boss', mode: 'any', roles: ['boss'] }],
            },
          ],
        },
      ],
    },
  );
