import { describe, expect, it } from 'vitest';
import { applyEdits, type Edit } from '../../../schema/model/edits.ts';
import { resolveModel } from '../../../schema/model/resolve.ts';
import { parseTemplate } from '../../../schema/template/parse.ts';
import type { Template } from '../../../schema/template/template.ts';
import { textsOf } from '../../i18n/text-store.ts';
import {
  doesWith,
  newBalanceLedger,
  newDoubleLedger,
  newPosting,
  removedPosting,
  stepEdits,
  type StepDoes,
} from './ledger-edits.ts';
import { LEDGER_TEXTS } from './ledger-texts.ts';
import { postingWords } from './posting-words.ts';

const NAME = { en: 'New', 'zh-CN': '新' };

const SHOP: Template = {
  format: 1,
  pack: 'shop',
  version: '1.0.0',
  label: { en: 'Shop', 'zh-CN': '商店' },
  entities: [
    { id: 'Place', kind: 'master', title: 'name', fields: [{ id: 'name', type: 'text' }] },
    { id: 'Item', kind: 'master', title: 'name', fields: [{ id: 'name', type: 'text' }] },
    { id: 'Warehouse', kind: 'master', title: 'name', fields: [{ id: 'name', type: 'text' }] },
    {
      id: 'Receipt',
      kind: 'document',
      title: 'source',
      fields: [
        { id: 'source', type: 'text' },
        { id: 'warehouse', type: 'ref', to: 'Warehouse', required: true },
        { id: 'lines', type: 'lines', of: 'ReceiptLine', label: { en: 'Lines', 'zh-CN': '明细' } },
      ],
    },
    {
      id: 'ReceiptLine',
      kind: 'line',
      fields: [
        { id: 'item', type: 'ref', to: 'Item', required: true },
        { id: 'qty', type: 'quantity', required: true, label: { en: 'Quantity', 'zh-CN': '数量' } },
      ],
    },
  ],
  workflows: [
    {
      id: 'receiptFlow',
      of: 'Receipt',
      initial: 'draft',
      states: [{ id: 'draft' }, { id: 'booked', class: 'posted' }, { id: 'undone', class: 'reversed' }],
      transitions: [
        { id: 'book', from: ['draft'], to: 'booked' },
        { id: 'undo', from: ['booked'], to: 'undone' },
      ],
    },
  ],
};

function after(template: Template, edits: readonly (Edit | undefined)[]): Template {
  const applied = applyEdits(
    template,
    edits.filter((edit) => edit !== undefined),
  );
  if (!applied.ok) throw new Error(JSON.stringify(applied.issues));
  return applied.value.template;
}

function mistakes(template: Template): readonly string[] {
  const parsed = parseTemplate(template);
  const resolved = parsed.ok ? resolveModel(parsed.value) : parsed;
  return resolved.ok ? [] : resolved.issues.map(({ code, path }) => `${code} ${path}`);
}

const STOCKED = after(SHOP, [newBalanceLedger(SHOP, NAME)?.edit]);

function posted(): Template {
  const ledger = STOCKED.ledgers?.[0];
  const entity = STOCKED.entities?.find(({ id }) => id === 'Receipt');
  if (ledger === undefined || entity === undefined) throw new Error('no ledger');
  return after(STOCKED, [newPosting(STOCKED, { ledger, entity, label: { en: 'Into stock' } }).edit]);
}

function pressed(template: Template, step: string, does: StepDoes): Template {
  const [flow] = template.workflows ?? [];
  const found = flow?.transitions.find(({ id }) => id === step);
  if (flow === undefined || found === undefined) throw new Error('no step');
  return after(template, stepEdits(flow, found, { posting: 'x_intoStock', does }));
}

describe('ledgers being designed', () => {
  it('[DSG-90] new ledgers are complete: balances of things in places, accounts that add up', () => {
    expect(STOCKED.ledgers?.[0]).toMatchObject({
      id: 'x_new',
      mode: 'balance',
      dimensions: [{ ref: 'Item' }, { ref: 'Warehouse' }],
      measures: [{ min: '0' }],
    });
    const both = after(STOCKED, [newDoubleLedger(STOCKED, { en: 'Fund' }).edit]);
    expect(mistakes(both)).toEqual([]);
    expect(newBalanceLedger({ ...SHOP, entities: [] }, NAME)).toBeUndefined();
  });

  it('[DSG-91] a new posting of a document with lines knows its keys and its amount', () => {
    const template = posted();
    expect(template.postings?.[0]).toMatchObject({
      id: 'x_intoStock',
      each: 'doc.lines',
      key: { item: 'line.item', warehouse: 'doc.warehouse' },
      move: { qty: 'line.qty' },
    });
    expect(mistakes(template)).toEqual([]);
  });

  it('[DSG-92] a step posts, reverses, or leaves a posting alone; a posting that goes leaves no step behind', () => {
    const booked = pressed(posted(), 'book', 'posts');
    const both = pressed(booked, 'undo', 'reverses');
    const does = both.workflows?.[0]?.transitions.map((step) => doesWith(step, 'x_intoStock'));
    expect(does).toEqual(['posts', 'reverses']);
    expect(mistakes(both)).toEqual([]);
    const back = pressed(both, 'undo', 'nothing');
    expect(back.workflows?.[0]?.transitions[1]).not.toHaveProperty('reverse');
    const gone = after(both, removedPosting(both, 'x_intoStock'));
    expect(mistakes(gone)).toEqual([]);
    expect(JSON.stringify(gone.workflows)).not.toContain('x_intoStock');
  });

  it('[DSG-93] a posting is told in words', () => {
    const template = posted();
    const [posting] = template.postings ?? [];
    if (posting === undefined) throw new Error('no posting');
    const words = postingWords(
      { ...posting, move: { qty: '-line.qty' } },
      { template, locale: 'en', text: textsOf('ledgersTest', LEDGER_TEXTS).en },
    );
    expect(words).toEqual(['for each of Lines', 'Quantity − Quantity', 'for Item, Warehouse']);
  });
});
