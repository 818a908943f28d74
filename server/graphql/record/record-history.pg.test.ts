import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { flowBench, type FlowBench } from '../../test/flow-bench.ts';
import { flowTemplate } from '../../test/flow-template.ts';
import type { Answer, Ask } from '../../test/tenant-bench.ts';

type Person = Awaited<ReturnType<FlowBench['person']>>;

let database: TestDatabase;
let trade: FlowBench;
let [sam, bea, ned, gus]: readonly Person[] = [];

/** Sales sees no carrier, masked notes, and bolts of the main depot only; who has no right to a client sees its id nowhere. */
function template(): ReturnType<typeof flowTemplate> {
  const plain = flowTemplate((flow) => ({
    ...flow,
    transitions: flow.transitions.map((one) =>
      one.id === 'confirm'
        ? { ...one, approvals: [{ id: 'large', when: "doc.total >= dec('100')", mode: 'any', roles: ['boss'] }] }
        : one,
    ),
  }));
  return {
    ...plain,
    roles: [
      ...(plain.roles ?? []),
      {
        id: 'clerk',
        label: { en: 'Clerk', 'zh-CN': '文员' },
        grants: [
          { entity: 'Order', can: ['read'], rows: "doc.depot == 'main'", hide: ['carrier'], mask: ['note'] },
          { entity: 'Item', can: ['read'] },
        ],
      },
    ],
  };
}

beforeAll(async () => {
  database = await freshDatabase();
  trade = await flowBench(database.database, template());
  await trade.receive('Bolt', '1000');
  sam = await trade.person('Sam', ['sales']);
  bea = await trade.person('Bea', ['boss']);
  ned = await trade.person('Ned', ['clerk']);
  gus = await trade.person('Gus', ['guest']);
});
afterAll(() => database.drop());

const codes = ({ errors }: Answer): readonly unknown[] => errors.map(({ extensions }) => extensions['code']);

interface Change {
  readonly field: string;
  readonly label: string;
  readonly before: string | null;
  readonly after: string | null;
}
interface Event {
  readonly id: string;
  readonly kind: string;
  readonly actor: { readonly name: string } | null;
  readonly transitionLabel: string | null;
  readonly changes: readonly Change[];
  readonly lines: readonly {
    readonly kind: string;
    readonly number: number | null;
    readonly title: string;
    readonly changes: readonly Change[];
  }[];
  readonly effects: readonly {
    readonly ledger: string;
    readonly key: readonly string[];
    readonly measure: string;
    readonly change: string;
  }[];
}
interface Page {
  readonly nodes: readonly Event[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

const EVENT = `nodes { id kind actor { name } transitionLabel reason decision role
  changes { field label type computed before after } lines { kind number title changes { field label before after } }
  effects { kind label ledger key measure change after reverses } comment { body } } pageInfo { hasNextPage endCursor }`;

async function history(id: string, ask: Ask = {}, more = ''): Promise<Page> {
  const { recordHistory } = await trade.data(
    `{ recordHistory(entity: "Order", id: "${id}"${more}) { ${EVENT} } }`,
    ask,
  );
  return recordHistory as unknown as Page;
}
const told = (changes: readonly Change[]): readonly string[] =>
  changes.map(({ label, before, after }) => `${label}: ${before ?? '–'} → ${after ?? '–'}`);

describe('the history of a record', () => {
  it('[API-40] tells changes, lines, steps and what they posted in words, the latest first, page by page', async () => {
    const { id } = await trade.order('3');
    const row = await trade.row(id);
    const [line] = row['lines'] as readonly { readonly id: string }[];
    await trade.data(
      `mutation { updateOrder(id: "${id}", version: 1, patch: { client: { name: "Rich" }, note: "soon", lines: { update: [{ id: "${line?.id}", patch: { qty: "4" } }], create: [{ item: { name: "Nut" }, qty: "1" }] } }) { id } }`,
      sam,
    );
    await trade.receive('Nut', '10');
    await trade.data(`mutation { confirmOrder(id: "${id}", version: 2) { id } }`, sam);
    const { nodes } = await history(id, { ...sam, locale: 'zh-CN' });
    expect(nodes.map(({ kind, actor }) => [kind, actor?.name])).toEqual([
      ['TRANSITIONED', 'Sam'],
      ['UPDATED', 'Sam'],
      ['CREATED', 'Lin'],
    ]);
    const [step, change] = nodes;
    expect(step?.transitionLabel).toBe('确认');
    expect(told(step?.changes ?? [])).toContain('状态: 草稿 → 已确认');
    expect(told(change?.changes ?? [])).toEqual(
      expect.arrayContaining(['Client: Ada → Rich', 'Note: – → soon', 'Total: 30 → 45']) as unknown[],
    );
    expect(change?.lines.map(({ kind, number, title }) => [kind, number, title])).toEqual([
      ['ADDED', 2, 'Nut'],
      ['CHANGED', 1, 'Bolt'],
    ]);
    expect(told(change?.lines[1]?.changes ?? [])).toContain('Qty: 3 → 4');
    // Sales may read no ledger; the owner may.
    expect(step?.effects).toEqual([]);
    const [owner] = (await history(id)).nodes;
    expect(
      owner?.effects.map(({ ledger, key, measure, change: moved }) => [ledger, ...key, measure, Number(moved)]),
    ).toEqual(
      [
        ['Stock', 'Bolt', 'main', 'Available', -4],
        ['Stock', 'Nut', 'main', 'Available', -1],
        ['Credit', 'Rich', 'Used', 45],
      ].map((parts) => expect.arrayContaining(parts) as unknown),
    );
    const first = await history(id, {}, ', first: 1');
    expect(first.pageInfo.hasNextPage).toBe(true);
    const rest = await history(id, {}, `, first: 5, after: "${first.pageInfo.endCursor}"`);
    expect([...first.nodes, ...rest.nodes].map(({ id: own }) => own)).toEqual(nodes.map(({ id: own }) => own));
    expect((await history(id, {}, ', parts: [STEPS]')).nodes.map(({ kind }) => kind)).toEqual(['TRANSITIONED']);
    expect(
      codes(await trade.ask(`{ recordHistory(entity: "Order", id: "${id}", after: "x") { nodes { id } } }`)),
    ).toEqual(['CURSOR_INVALID']);
  });

  it('[API-41] tells approvals: who asked, who decided and with which words', async () => {
    const { id } = await trade.order('20', { client: 'Rich' });
    await trade.data(`mutation { confirmOrder(id: "${id}", version: 1) { id } }`, sam);
    const { inbox } = (await trade.data('{ inbox(box: TO_DECIDE) { nodes { id } } }', bea)) as unknown as {
      readonly inbox: { readonly nodes: readonly { readonly id: string }[] };
    };
    await trade.data(
      `mutation { decideApproval(id: "${inbox.nodes[0]?.id}", decision: APPROVE, comment: "fine") { id } }`,
      bea,
    );
    expect((await history(id, bea)).nodes).toMatchObject([
      { kind: 'TRANSITIONED', actor: { name: 'Sam' } },
      { kind: 'DECIDED', actor: { name: 'Bea' }, decision: 'APPROVED', reason: 'fine', role: 'Boss' },
      { kind: 'REQUESTED', actor: { name: 'Sam' }, transitionLabel: 'Confirm' },
      { kind: 'CREATED' },
    ]);
  });

  it('[API-42] holds to rows, hidden, masked and secret fields, and references out of sight', async () => {
    const { id } = await trade.order('1');
    await trade.data(
      `mutation { updateOrder(id: "${id}", version: 1, patch: { carrier: "DHL", note: "private", pin: "1234", client: { name: "Rich" } }) { id } }`,
    );
    const all = JSON.stringify(await history(id));
    expect(all).toContain('DHL');
    expect(all).not.toContain('1234');
    const clerk = await history(id, ned);
    const text = JSON.stringify(clerk);
    expect(text).not.toMatch(/DHL|carrier|private|1234|Rich|Client/);
    expect(told(clerk.nodes[0]?.changes ?? [])).toEqual(['Note: – → •••', 'Pin: ••• → •••']);
    const other = await trade.order('1', { depot: 'far' });
    const query = `{ recordHistory(entity: "Order", id: "${other.id}") { nodes { id } } }`;
    expect(codes(await trade.ask(query, ned))).toEqual(['NOT_FOUND']);
    expect(codes(await trade.ask(query, gus))).toEqual(['NOT_FOUND']);
  });
});

describe('comments', () => {
  const add = (record: string, body: string, mentions: readonly string[] = [], by: Ask = sam ?? {}): Promise<Answer> =>
    trade.ask(
      'mutation ($record: ID!, $body: String!, $mentions: [ID!]) { addComment(entity: "Order", id: $record, body: $body, mentions: $mentions) { id body isMine author { name } mentions { name } } }',
      { ...by, variables: { record, body, mentions } },
    );
  const comment = ({ data }: Answer): { readonly id: string } => data?.['addComment'] as unknown as { id: string };

  it('[API-43] are said by who may read the record, changed and taken away by who said them', async () => {
    const { id } = await trade.order('1');
    const said = await add(id, '  <b>Why</b> so few?\r\nMore!  ');
    expect(said.data?.['addComment']).toMatchObject({
      body: '<b>Why</b> so few?\nMore!',
      isMine: true,
      author: { name: 'Sam' },
    });
    const own = comment(said).id;
    const edit = (by: Ask): Promise<Answer> =>
      trade.ask(`mutation { editComment(id: "${own}", body: "Why?") { body editedAt isMine } }`, by);
    expect(codes(await edit(bea ?? {}))).toEqual(['COMMENT_NOT_YOURS']);
    expect(codes(await edit(gus ?? {}))).toEqual(['COMMENT_NOT_FOUND']);
    expect((await edit(sam ?? {})).data?.['editComment']).toMatchObject({ body: 'Why?' });
    expect(codes(await add(id, ' '))).toEqual(['COMMENT_EMPTY']);
    expect(codes(await add(id, 'x'.repeat(4_001)))).toEqual(['COMMENT_TOO_LONG']);
    expect(codes(await add(id, 'x'.repeat(4_000)))).toEqual([]);
    expect(codes(await add(id, 'x', [], gus))).toEqual(['NOT_FOUND']);
    expect(codes(await add(id, 'x', [], { roles: ['sales'], actor: { id: null } }))).toEqual(['COMMENT_NOBODY']);
    await trade.data(`mutation { deleteComment(id: "${own}") { id } }`, sam);
    const { recordComments } = await trade.data(
      `{ recordComments(entity: "Order", id: "${id}") { totalCount nodes { body deletedAt } } }`,
      bea,
    );
    expect(recordComments).toMatchObject({
      totalCount: 2,
      nodes: [{}, { body: null, deletedAt: expect.any(String) as string }],
    });
    expect((await history(id, {}, ', parts: [COMMENTS]')).nodes).toHaveLength(2);
    const [left] = await trade.query<{ readonly body: string }>('select body from @.fw_comment where id = $1', [own]);
    expect(left?.body).toBe('');
  });

  it('[API-44] mention members who may read the record, and tell them once', async () => {
    const { id } = await trade.order('1', { depot: 'far' });
    const [boss, clerk] = [bea?.actor.id ?? '', ned?.actor.id ?? ''];
    expect(codes(await add(id, '@Ned', [clerk]))).toEqual(['COMMENT_MENTION_UNSEEN']);
    expect(codes(await add(id, '@Nobody', ['01890000-0000-7000-8000-000000000001']))).toEqual([
      'COMMENT_MENTION_UNKNOWN',
    ]);
    expect(
      codes(
        await add(
          id,
          'all',
          Array.from({ length: 21 }, (_, index) => String(index)),
        ),
      ),
    ).toEqual(['COMMENT_MENTIONS_TOO_MANY']);
    const own = comment(await add(id, '@Bea please look', [boss])).id;
    await trade.data(`mutation { editComment(id: "${own}", body: "@Bea look", mentions: ["${boss}"]) { id } }`, sam);
    const { notifications } = await trade.data('{ notifications { nodes { text entity recordId } } }', bea);
    const { number } = await trade.row(id);
    expect(notifications).toEqual({
      nodes: expect.arrayContaining([
        { text: `Sam mentioned you on Order ${String(number)}: @Bea please look`, entity: 'Order', recordId: id },
      ]) as unknown,
    });
    const mine = (notifications as unknown as { nodes: readonly { recordId: string }[] }).nodes;
    expect(mine.filter(({ recordId }) => recordId === id)).toHaveLength(1);
    // What was said is taken back from who was told, too.
    await trade.data(`mutation { deleteComment(id: "${own}") { id } }`, sam);
    expect(await trade.query('select id from @.fw_notification where key like $1', [`comment:${own}:%`])).toEqual([]);
  });

  it('[API-45] can mention just those who may read the record', async () => {
    const people = async (id: string): Promise<unknown> =>
      (await trade.data(`{ recordPeople(entity: "Order", id: "${id}") { name } }`, sam))['recordPeople'];
    const [near, far] = [await trade.order('1'), await trade.order('1', { depot: 'far' })];
    expect(await people(far.id)).toEqual([{ name: 'Bea' }, { name: 'Sam' }]);
    expect(await people(near.id)).toEqual([{ name: 'Bea' }, { name: 'Ned' }, { name: 'Sam' }]);
  });
});
