import { describe, expect, it } from 'vitest';
import type { PostingDef } from '../template/template-rules.ts';
import type { Template } from '../template/template.ts';
import { resolveModel } from './resolve.ts';

function resolved(posting: Partial<PostingDef>): ReturnType<typeof resolveModel> {
  const template: Template = {
    format: 1,
    pack: 'tenant',
    version: '1.0.0',
    entities: [
      { id: 'Item', kind: 'master', title: 'name', fields: [{ id: 'name', type: 'text' }] },
      {
        id: 'Count',
        kind: 'document',
        title: 'note',
        fields: [
          { id: 'note', type: 'text' },
          { id: 'item', type: 'ref', to: 'Item', required: true },
          { id: 'counted', type: 'quantity', required: true },
        ],
      },
    ],
    ledgers: [
      {
        id: 'stock',
        mode: 'balance',
        dimensions: [{ id: 'item', ref: 'Item' }],
        measures: ['onHand', 'available', 'value'].map((id) => ({ id, type: 'decimal(18,4)' })),
      },
    ],
    postings: [
      {
        id: 'adjust',
        of: 'Count',
        ledger: 'stock',
        key: { item: 'doc.item' },
        move: { onHand: 'doc.counted' },
        ...posting,
      },
    ],
  };
  return resolveModel(template);
}

describe('postings that count', () => {
  it('[MOD-47] say which measure is counted and which ones change by as much', () => {
    const model = resolved({ to: 'onHand', follow: ['available'] });
    expect(model.ok ? model.value.behaviour.postings[0]?.to : model.issues).toEqual({ measure: 0, follow: [1] });
  });

  it('[MOD-47] count what they move, and let follow what they do not', () => {
    const wrong = resolved({ to: 'value', follow: ['onHand', 'colour'] });
    expect(wrong.ok ? [] : wrong.issues.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'MODEL_LEDGER_PART_UNKNOWN /postings/0/to',
      'MODEL_LEDGER_PART_UNKNOWN /postings/0/follow/0',
      'MODEL_LEDGER_PART_UNKNOWN /postings/0/follow/1',
    ]);
    const alone = resolved({ follow: ['available'] });
    expect(alone.ok ? [] : alone.issues.map(({ path }) => path)).toEqual(['/postings/0/follow/0']);
  });
});
