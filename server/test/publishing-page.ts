import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Template } from '../../schema/template/template.ts';
import { openPackTests } from '../pack-tests/publish-gate.ts';
import { startDesigner, type DesignerBench } from './designer-page.ts';
import { master, templateOf } from './publishing.ts';
import { signedIn } from './running-server.ts';

/** What a program does to the fields of customers, or to the whole document. */
export type Change = (fields: Record<string, unknown>[], document: Record<string, unknown>) => void;

/** A company with customers and depots, a clerk and a boss, and what it takes to try publishing on it. */
export interface Shop {
  readonly designer: DesignerBench;
  /** Two customers without a phone. */
  makeCustomers(tenant: string): Promise<void>;
  /** So many customers that publishing a new value of each takes a while. */
  makeManyCustomers(tenant: string, count: number): Promise<void>;
  /** Keeps a draft that differs from what is in force, as a program would. */
  keepDraft(tenant: string, change: Change): Promise<void>;
}

function shop(): Template {
  return templateOf(
    [
      master(
        'Customer',
        [
          { id: 'city', type: 'text', label: { en: 'City', 'zh-CN': '城市' } },
          { id: 'phone', type: 'text', label: { en: 'Phone' } },
          { id: 'limit', type: 'money', label: { en: 'Limit', 'zh-CN': '额度' } },
        ],
        { label: { en: 'Customer', 'zh-CN': '客户' } },
      ),
      master('Depot', [{ id: 'place', type: 'text', label: { en: 'Place', 'zh-CN': '地点' } }], {
        label: { en: 'Depot', 'zh-CN': '库房' },
      }),
    ],
    {
      roles: [
        { id: 'clerk', label: { en: 'Clerk', 'zh-CN': '文员' }, grants: [{ entity: 'Customer', can: ['read'] }] },
        { id: 'boss', label: { en: 'Boss', 'zh-CN': '主管' }, grants: [{ entity: '*', can: ['read', 'update'] }] },
      ],
    },
  );
}

/** The tenant that the page shows. */
export function tenantOf(page: Page): string {
  return /\/w\/([^/]+)/.exec(page.url())?.[1] ?? '';
}

/** A server with such companies, and its operator. */
export async function openShop(): Promise<Shop> {
  const designer = await startDesigner(shop(), openPackTests());
  const { client } = await signedIn(designer.bench.url, designer.bench.operator);
  async function told(query: string, variables: Readonly<Record<string, unknown>>, path?: string): Promise<unknown> {
    const answer = await client.ask(query, variables, path === undefined ? {} : { path });
    if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
    return answer.data;
  }

  async function makeCustomers(tenant: string): Promise<void> {
    for (const [name, limit] of [
      ['Baker & Sons', '1200.50'],
      ['晨光文具', '90'],
    ]) {
      const query = 'mutation ($input: CustomerInput!) { createCustomer(input: $input) { id } }';
      await told(query, { input: { name, limit } }, `/t/${tenant}/graphql`);
    }
  }

  async function keepDraft(tenant: string, change: Change): Promise<void> {
    const { document } = (
      (await told('query ($t: String!) { templateOf(tenant: $t) { document } }', { t: tenant })) as {
        readonly templateOf: { readonly document: { readonly entities: { fields: Record<string, unknown>[] }[] } };
      }
    ).templateOf;
    const fields = document.entities[0]?.fields;
    if (fields === undefined) throw new Error('no customers');
    change(fields, document);
    const query =
      'mutation ($t: String!, $d: JSONObject!) { saveDraft(tenant: $t, document: $d, revision: 0) { issues { code } } }';
    expect(await told(query, { t: tenant, d: document })).toEqual({ saveDraft: { issues: [] } });
  }
  async function makeManyCustomers(tenant: string, count: number): Promise<void> {
    const found = await designer.bench.server.application.tenantByName(tenant);
    if (!found.ok) throw new Error(JSON.stringify(found.issues));
    const { place } = found.value;
    await place.database.query({
      text: `INSERT INTO "${place.schema}".customer (id, version, created_at, updated_at, name)
        SELECT gen_random_uuid(), 1, now(), now(), 'c' || i FROM generate_series(1, $1::int) AS i`,
      params: [count],
    });
  }
  return { designer, makeCustomers, makeManyCustomers, keepDraft };
}
