import { describe, expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import type { EvalContext } from '../../schema/expr/evaluate.ts';
import type { TransitionModel } from '../../schema/model/behaviour.ts';
import { resolveModel } from '../../schema/model/resolve.ts';
import type { PostingDef } from '../../schema/template/template-rules.ts';
import type { Template } from '../../schema/template/template.ts';
import { flowTemplate } from '../test/flow-template.ts';
import { planTransition, postingId, type PlannedPostings } from './posting-plan.ts';

const ORDER = '0198a000-0000-7000-8000-000000000001';
const BOLT = '0198a000-0000-7000-8000-0000000000b1';
const NUT = '0198a000-0000-7000-8000-0000000000b2';
const ADA = '0198a000-0000-7000-8000-0000000000c1';
const PERSON = '0198a000-0000-7000-8000-0000000000d1';

const CONTEXT: EvalContext = { now: '2026-01-31T17:00:00.000Z', timeZone: 'Asia/Shanghai', actor: null };

const DOC = {
  id: ORDER,
  state: 'confirmed',
  depot: 'main',
  client: { id: ADA, limit: '1000' },
  carrier: null,
  total: '45',
  lines: [
    { id: 'l1', item: { id: BOLT }, qty: '3' },
    { id: 'l2', item: { id: NUT }, qty: '2.50001' },
    { id: 'l3', item: { id: BOLT }, qty: '0' },
  ],
};

/** The template with these changes of its postings and ledgers. */
function templateWith(change: Partial<Template>): Template {
  return { ...flowTemplate(), ...change };
}

function plan(
  template: Template,
  transition: string,
  more: { readonly doc?: object; readonly context?: Partial<EvalContext> } = {},
): PlannedPostings {
  const resolved = resolveModel(template);
  const model = must(resolved.ok ? resolved.value : undefined, resolved.ok ? '' : JSON.stringify(resolved.issues));
  const flow = must(
    model.behaviour.workflows.find(({ id }) => id === 'orderFlow'),
    'flow',
  );
  const taken: TransitionModel = must(
    flow.transitions.find(({ id }) => id === transition),
    transition,
  );
  return planTransition(
    model,
    { ...CONTEXT, ...more.context },
    {
      entity: must(
        model.entities.find(({ id }) => id === flow.entity),
        'entity',
      ),
      transition: taken,
      record: ORDER,
      version: 2,
      doc: { ...DOC, ...more.doc },
      reason: 'why',
      path: '',
    },
  );
}

const withPosting = (posting: PostingDef): Template =>
  templateWith({ postings: [...(flowTemplate().postings ?? []).filter(({ id }) => id !== posting.id), posting] });

describe('what transitions post', () => {
  it('[WKF-12] a line for each row of the list at its place, with key, amounts at scale and bounds; nothing for zero', () => {
    const { postings, issues } = plan(flowTemplate(), 'confirm');
    expect(issues).toEqual([]);
    expect(postings[0]).toEqual({
      kind: 'move',
      id: postingId(ORDER, 'reserve', 2),
      source: { entity: 'Order', record: ORDER, transition: 'confirm' },
      place: '',
      ledger: 'stock',
      rule: 'reserve',
      // Seven days later by the calendar of the tenant.
      expiresAt: '2026-02-07T17:00:00.000Z',
      lines: [
        {
          book: 'stock',
          key: { u0: BOLT, t0: 'main' },
          amounts: [null, '-3'],
          bounds: [
            { measure: 0, lo: '0', hi: null },
            { measure: 1, lo: '0', hi: null },
          ],
          place: '/lines/0',
        },
        {
          book: 'stock',
          key: { u0: NUT, t0: 'main' },
          amounts: [null, '-2.5'],
          bounds: [
            { measure: 0, lo: '0', hi: null },
            { measure: 1, lo: '0', hi: null },
          ],
          place: '/lines/1',
        },
      ],
    });
  });

  it('[WKF-8] a bound from the row behind a dimension; without a value there is none', () => {
    const bounds = (doc: object): unknown => {
      const posting = plan(flowTemplate(), 'confirm', { doc }).postings[1];
      return posting?.kind === 'move' ? posting.lines[0]?.bounds : undefined;
    };
    expect(bounds({})).toEqual([{ measure: 0, lo: '0', hi: '1000' }]);
    expect(bounds({ client: { id: ADA, limit: null } })).toEqual([{ measure: 0, lo: '0', hi: null }]);
  });

  it('[WKF-13] ids are made of record, rule and version: the same again, another for each step', () => {
    expect(postingId(ORDER, 'reserve', 2)).toBe(postingId(ORDER, 'reserve', 2));
    expect(new Set([postingId(ORDER, 'a', 2), postingId(ORDER, 'a', 3), postingId(ORDER, 'b', 2)]).size).toBe(3);
    expect(plan(flowTemplate(), 'ship').postings[0]).toMatchObject({ rule: 'issue', consume: 'reserve' });
  });

  it('[WKF-14] what is reversed goes before what is posted, with the reason', () => {
    expect(plan(flowTemplate(), 'cancel').postings).toEqual([
      {
        kind: 'reverse',
        id: postingId(ORDER, 'reverse:cancel', 2),
        source: { entity: 'Order', record: ORDER, transition: 'cancel' },
        place: '',
        record: ORDER,
        rules: ['reserve', 'useCredit', 'issue'],
        reason: 'why',
      },
    ]);
  });

  it('[WKF-9] a dimension or an amount without a value is an issue at its line', () => {
    const { issues } = plan(flowTemplate(), 'confirm', { doc: { depot: null, total: null } });
    expect(issues.map(({ code, path }) => [code, path])).toEqual([
      ['POSTING_KEY_MISSING', '/lines/0'],
      ['POSTING_KEY_MISSING', '/lines/1'],
      ['POSTING_AMOUNT_MISSING', ''],
    ]);
  });

  it('[WKF-12] conditions are asked of each line, lists may be filtered, and business time may be said', () => {
    const template = withPosting({
      id: 'reserve',
      of: 'Order',
      ledger: 'stock',
      each: "doc.lines.filter(l, l.qty > dec('0'))",
      when: "line.qty > dec('2.6')",
      key: { item: 'line.item', depot: 'doc.depot' },
      move: { available: '-line.qty' },
      at: "datetime('2026-01-05T00:00:00Z')",
      expires: 'PT36H',
    });
    const [posting] = plan(template, 'confirm').postings;
    expect(posting).toMatchObject({
      effectiveAt: '2026-01-05T00:00:00.000Z',
      expiresAt: '2026-02-02T05:00:00.000Z',
      lines: [{ key: { u0: BOLT }, place: '/lines/0' }],
    });
  });

  it("[WKF-15] the cost is the ledger's to find, or an expression", () => {
    const valued = (cost: string): Template => {
      const base = flowTemplate();
      return {
        ...base,
        ledgers: (base.ledgers ?? []).map((ledger) =>
          ledger.id === 'stock' && ledger.mode === 'balance'
            ? {
                ...ledger,
                measures: [...ledger.measures, { id: 'value', type: 'decimal(18,2)' }],
                valuation: { method: 'movingAverage', quantity: 'onHand', amount: 'value' },
              }
            : ledger,
        ),
        postings: (base.postings ?? []).map((posting) => (posting.id === 'issue' ? { ...posting, cost } : posting)),
      };
    };
    const lines = (cost: string): unknown => {
      const [posting] = plan(valued(cost), 'ship').postings;
      return posting?.kind === 'move' ? posting.lines[0] : undefined;
    };
    expect(lines('auto')).toMatchObject({
      amounts: ['-3', null, 'auto'],
      cost: { quantity: 0, amount: 2, scale: 2 },
    });
    expect(lines("line.qty * dec('-1.005')")).toMatchObject({ amounts: ['-3', null, '-3.02'] });
  });

  it('[WKF-16] entries of a double ledger: lots are added with their expiry, taken in the order of the book', () => {
    const base = flowTemplate();
    const template = templateWith({
      ledgers: [
        ...(base.ledgers ?? []),
        {
          id: 'points',
          mode: 'double',
          scale: 2,
          accounts: [
            { id: 'budget', by: ['programme'], min: '0' },
            { id: 'wallet', by: ['user'], min: '0', lots: { consume: 'earliestExpiry', expireTo: 'breakage' } },
            { id: 'breakage', by: ['programme'] },
          ],
        },
      ],
      postings: (base.postings ?? []).map((posting): PostingDef =>
        posting.id === 'useCredit'
          ? {
              id: 'useCredit',
              of: 'Order',
              ledger: 'points',
              expires: 'P1M',
              entries: [
                { id: 'from', account: 'budget', key: { programme: 'doc.depot' }, amount: '-doc.total' },
                { id: 'to', account: 'wallet', key: { user: 'doc.confirmedBy' }, amount: 'doc.total' },
              ],
            }
          : posting,
      ),
    });
    const entries = (total: string): unknown => {
      const posting = plan(template, 'confirm', { doc: { total, confirmedBy: PERSON } }).postings[1];
      return posting?.kind === 'move' ? posting.lines : undefined;
    };
    const expireTo = { book: 'points.breakage', key: { t0: 'main' } };
    expect(entries('10.005')).toMatchObject([
      { book: 'points.budget', key: { t0: 'main' }, amounts: ['-10.01'] },
      // From the 1st of February in Shanghai to the 1st of March.
      {
        book: 'points.wallet',
        key: { u0: PERSON },
        amounts: ['10.01'],
        lot: { expiresAt: '2026-02-28T17:00:00.000Z' },
        expireTo,
      },
    ]);
    expect(entries('-4')).toMatchObject([
      { amounts: ['4'] },
      { amounts: ['-4'], consumeLots: 'earliestExpiry', expireTo },
    ]);
  });
});
