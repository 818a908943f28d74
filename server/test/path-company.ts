import { randomUUID } from 'node:crypto';
import { userId } from '../../schema/core/ids.ts';
import type { Template } from '../../schema/template/template.ts';
import type { ApprovalDef, WorkflowDef } from '../../schema/template/template.ts';
import type { AutomationDef, AwardDef } from '../../schema/template/template-rules.ts';
import type { Database } from '../db/database.ts';
import { putRecords } from '../import/put-records.ts';
import { putTenantUser } from '../tenancy/provision-tenant.ts';
import { composedPacks, importContext } from './import-bench.ts';
import { jobBench, type JobBench } from './job-bench.ts';
import type { Answer, Ask } from './tenant-bench.ts';

/** A member, and what he asks. */
export interface Member {
  readonly id: string;
  readonly as: Ask;
  readonly ask: (query: string, variables?: Ask['variables']) => Promise<Answer>;
  /** The one field of a mutation that must succeed. */
  readonly made: (query: string, variables?: Ask['variables']) => Promise<Doc>;
}

/** A row as far as the tests look at it. */
export interface Doc {
  readonly id: string;
  readonly version: number;
  readonly state?: string;
}

/** A trading company with all its packs, and its members. */
export interface Company extends JobBench {
  readonly member: (name: string, roles?: readonly string[]) => Promise<Member>;
  /** An item of which so many are in the main warehouse; gives its code. */
  readonly item: (stock: string, price?: string) => Promise<string>;
  /** A customer with that credit limit; gives its code. */
  readonly customer: (creditLimit?: string) => Promise<string>;
  /** Puts points into somebody's wallet, by a nomination that the committee grants. */
  readonly give: (to: Member, points: string) => Promise<void>;
  /** What a balance is, or `0`: a book and the value of one of its columns. */
  readonly balance: (book: string, key: string, measure?: number) => Promise<string>;
}

const text = (en: string, zh: string): { en: string; 'zh-CN': string } => ({ en, 'zh-CN': zh });

/** Each path that needs a note on the document: the rule by which an automation acts, and when a step must be approved. */
export const STEP_NOTE = 'step';
export const ASK_NOTE = 'ask';

const APPROVAL: ApprovalDef = { id: 'noted', when: `doc.note == '${ASK_NOTE}'`, mode: 'any', roles: ['points.admin'] };

const stepRule = (entity: string, transition: string): AutomationDef => ({
  id: `${transition}${entity}`,
  on: { entity, change: 'updated', fields: ['note'] },
  when: `doc.note == '${STEP_NOTE}'`,
  do: [{ kind: 'transition', id: 'step', transition }],
});

/** What the tenant added of its own: rules that take steps and change documents, and an award with a small budget. */
const AUTOMATIONS: readonly AutomationDef[] = [
  stepRule('StockIssue', 'issue'),
  stepRule('SalesOrder', 'confirm'),
  stepRule('Redemption', 'redeem'),
  stepRule('Quote', 'win'),
  {
    id: 'thaw',
    on: { entity: 'SalesOrder', change: 'updated', fields: ['note'] },
    when: "doc.note == 'thaw'",
    do: [{ kind: 'set', id: 'change', values: { freight: "dec('7')" } }],
  },
  {
    id: 'completed',
    on: { entity: 'Customer', change: 'updated', fields: ['note'] },
    when: "doc.note == 'complete'",
    do: [{ kind: 'set', id: 'fill', values: { taxNumber: "'T-' + doc.code" } }],
  },
  {
    id: 'again',
    on: { entity: 'Redemption', change: 'updated', fields: ['note'] },
    when: "doc.note == 'again'",
    do: [
      {
        kind: 'create',
        id: 'make',
        entity: 'Redemption',
        values: { person: 'doc.person', reward: 'doc.reward', programme: 'doc.programme', qty: 'doc.qty' },
      },
    ],
  },
];

/** Three points for a quote that was won, out of a budget that is soon empty. */
const SMALL: AwardDef = {
  id: 'small',
  label: text('Quote won, small budget', '报价成交（小额预算）'),
  ledger: 'points',
  on: { entity: 'Quote', transition: 'win' },
  to: 'doc.assignee',
  amount: "dec('3')",
  when: "doc.total >= dec('5000')",
  once: ['doc.id'],
  budget: { programme: 'small' },
  expires: { after: 'P12M' },
};

function withApproval(workflow: WorkflowDef): WorkflowDef {
  const noted = new Set(['stockIssueFlow.issue', 'salesOrderFlow.confirm', 'redemptionFlow.redeem', 'quoteFlow.win']);
  return {
    ...workflow,
    transitions: workflow.transitions.map((one) =>
      noted.has(`${workflow.id}.${one.id}`) ? { ...one, approvals: [...(one.approvals ?? []), APPROVAL] } : one,
    ),
  };
}

/** The packs as a tenant uses them that has reshaped them. */
async function companyTemplate(): Promise<Template> {
  const packs = await composedPacks(['core', 'inventory', 'sales', 'points']);
  return {
    ...packs,
    // Imports recognise their rows by number.
    entities: (packs.entities ?? []).map((entity) =>
      ['SalesOrder', 'StockIssue'].includes(entity.id)
        ? { ...entity, unique: [...(entity.unique ?? []), { id: 'x_byNumber', fields: ['number'] }] }
        : entity,
    ),
    workflows: (packs.workflows ?? []).map(withApproval),
    automations: [...(packs.automations ?? []), ...AUTOMATIONS],
    awards: [...(packs.awards ?? []), SMALL],
  };
}

const ROLES = ['sales', 'sales.manager', 'warehouse', 'stock.supervisor', 'points.member'];
const AT = '2026-03-02T09:00:00.000Z';
/** More than any test spends. */
const FUNDS = '5000';

/** Opens the company with its records, its budgets and somebody who approves. */
export async function openCompany(database: Database): Promise<Company> {
  const bench = await jobBench(database, await companyTemplate(), { at: AT });
  await putRecords(await importContext(bench.tenant, { now: bench.clock.now }), bench.tenant.shape().model.records);
  await bench.data('mutation { createProgramme(input: { code: "small", name: "Small" }) { id } }');
  const company = companyOf(bench);
  for (const award of ['special', 'quoteWon', 'customerComplete']) await fund(company, award, FUNDS);
  return company;
}

/** Puts points into the budget that pays an award. */
export async function fund(company: JobBench, award: string, amount: string): Promise<void> {
  await company.data(
    'mutation ($award: ID!, $amount: Decimal!, $key: String!) { fundPoints(award: $award, amount: $amount, reason: "Start", idempotencyKey: $key) { left } }',
    { variables: { award, amount, key: randomUUID() } },
  );
}

function companyOf(bench: JobBench): Company {
  const member: Company['member'] = async (name, roles = ROLES) => {
    const id = randomUUID();
    const email = `${id}@example.com`;
    await putTenantUser(bench.tenant.place, { id: userId(id), name, email, active: true, roles });
    const as: Ask = { roles, actor: { id, name, email, role: roles[0] ?? '', roles, departments: [] } };
    const ask: Member['ask'] = (query, variables) =>
      bench.ask(query, variables === undefined ? as : { ...as, variables });
    return { id, as, ask, made: async (query, variables) => docOf(await ask(query, variables)) };
  };
  const asOwner = async (query: string, variables: Ask['variables']): Promise<Doc> =>
    docOf(await bench.ask(query, { ...(variables === undefined ? {} : { variables }) }));
  let count = 0;
  const code = (prefix: string): string => `${prefix}-${String(++count)}`;
  return {
    ...bench,
    member,
    async item(stock, price = '10') {
      const item = code('I');
      await asOwner('mutation ($i: ItemInput!) { createItem(input: $i) { id version } }', {
        i: { code: item, name: item, price, cost: '1' },
      });
      if (stock === '0') return item;
      const receipt = await asOwner(
        'mutation ($i: StockReceiptInput!) { createStockReceipt(input: $i) { id version } }',
        {
          i: { warehouse: { code: 'MAIN' }, lines: [{ item: { code: item }, qty: stock, cost: '1' }] },
        },
      );
      await asOwner(
        'mutation ($id: ID!, $version: Int!) { receiveStockReceipt(id: $id, version: $version) { id version } }',
        {
          ...receipt,
        },
      );
      return item;
    },
    async customer(creditLimit = '40000') {
      const customer = code('C');
      await asOwner('mutation ($i: CustomerInput!) { createCustomer(input: $i) { id version } }', {
        i: { code: customer, name: customer, creditLimit },
      });
      return customer;
    },
    async give(to, points) {
      const giver = await member('Giver', ['points.giver', 'points.member']);
      const nomination = await giver.made(
        'mutation ($i: NominationInput!) { createNomination(input: $i) { id version } }',
        {
          i: {
            receiver: { id: to.id },
            programme: { code: 'special' },
            value: 'customer',
            reason: 'Helped a customer who had waited for long',
            points,
          },
        },
      );
      // Who gives does not decide.
      const judge = await member('Judge', ['points.committee']);
      await judge.made(
        'mutation ($id: ID!, $version: Int!) { grantNomination(id: $id, version: $version) { id version } }',
        {
          ...nomination,
        },
      );
    },
    async balance(book, key, measure = 0) {
      const [row] = await bench.query<{ readonly m: string }>(
        `SELECT trim_scale(m${String(measure)})::text AS m FROM @.fw_balance WHERE book = $1 AND $2 IN (u0::text, u1::text)`,
        [book, key],
      );
      return row?.m ?? '0';
    },
  };
}

/** The row of the one field that was answered; throws what was refused. */
export function docOf({ data, errors, text: body }: Answer): Doc {
  const [row]: readonly unknown[] = Object.values(data ?? {});
  if (errors.length > 0 || typeof row !== 'object' || row === null) throw new Error(body);
  // A row of the API, by the fields that the tests ask for.
  return row as Doc;
}

/** The codes of what was refused. */
export function codesOf({ errors }: Answer): readonly string[] {
  return errors.map(({ extensions }) => String(extensions['code']));
}
