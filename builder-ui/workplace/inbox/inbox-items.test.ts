import { describe, expect, it } from 'vitest';
import { boxPageIn, extrasIn, inOrder } from './inbox-items.ts';
import { countIn } from './waiting-document.ts';

const ME = 'me';

function request(id: string, askedAt: string, overdue = false): Readonly<Record<string, unknown>> {
  return {
    id,
    entity: 'Order',
    entityLabel: 'Order',
    recordId: `r-${id}`,
    recordTitle: `SO-${id}`,
    transition: 'confirm',
    transitionLabel: 'Confirm',
    state: 'PENDING',
    askedAt,
    step: 0,
    steps: [{ id: 's', mode: 'any', roles: ['Manager'] }],
    tasks: [
      { id: `t-${id}`, step: 0, state: 'OPEN', overdue, dueAt: '2026-03-02T00:00:00Z', person: { id: ME, name: 'Me' } },
    ],
    canDecide: true,
    canWithdraw: false,
  };
}

describe('the inbox', () => {
  it('[WRK-70] puts late requests first, then the latest, and knows where the next page begins', () => {
    const page = boxPageIn({
      inbox: {
        totalCount: 60,
        pageInfo: { hasNextPage: true, endCursor: 'c' },
        nodes: [
          request('1', '2026-03-01T08:00:00Z'),
          request('2', '2026-03-01T07:00:00Z', true),
          request('3', '2026-03-01T09:00:00Z'),
        ],
      },
    });
    expect(inOrder(page.items).map(({ title }) => title)).toEqual(['SO-2', 'SO-3', 'SO-1']);
    expect(page).toMatchObject({ total: 60, next: 'c' });
    expect(page.items[1]).toMatchObject({ isOverdue: true, dueAt: '2026-03-02T00:00:00Z' });
  });

  it('[WRK-70] takes special awards and exceptions into the boxes in which they belong', () => {
    const answer = {
      pointsGifts: [
        { id: 'g1', state: 'WAITING', mayDecide: true, giver: { id: 'bo', name: 'Bo' }, decisions: [] },
        { id: 'g2', state: 'WAITING', mayDecide: false, giver: { id: ME, name: 'Me' }, decisions: [] },
        {
          id: 'g3',
          state: 'GRANTED',
          mayDecide: false,
          giver: { id: 'bo', name: 'Bo' },
          decisions: [{ by: { id: ME, name: 'Me' }, approved: true, comment: null, at: '2026-03-01T08:00:00Z' }],
        },
      ],
      o0: [
        { id: 'o1', ledger: 'stock', state: 'ASKED', askedBy: { id: 'bo', name: 'Bo' }, key: [] },
        { id: 'o2', ledger: 'stock', state: 'ASKED', askedBy: { id: ME, name: 'Me' }, key: [] },
        {
          id: 'o3',
          ledger: 'stock',
          state: 'REJECTED',
          askedBy: { id: 'bo', name: 'Bo' },
          decidedBy: { id: ME, name: 'Me' },
          decidedAt: '2026-03-01T08:00:00Z',
          key: [],
        },
      ],
    };
    const keys = (box: Parameters<typeof extrasIn>[1]): readonly string[] =>
      extrasIn(answer, box, ME).map(({ key }) => key);
    expect(keys('TO_DECIDE')).toEqual(['gift:g1', 'override:o1']);
    expect(keys('STARTED')).toEqual(['gift:g2', 'override:o2']);
    expect(keys('DONE')).toEqual(['gift:g3', 'override:o3']);
    expect(keys('COPIED')).toEqual([]);
    expect(extrasIn(answer, 'STARTED', ME)[0]).toMatchObject({ state: 'PENDING', canWithdraw: true });
  });

  it('[WRK-73] counts what the reader may decide, and none of what they asked for', () => {
    const answer = {
      inbox: { totalCount: 3 },
      pointsGifts: [{ mayDecide: true }, { mayDecide: false }],
      o0: [{ askedBy: { id: ME } }, { askedBy: { id: 'bo' } }],
    };
    expect(countIn(answer, ME)).toBe(5);
  });
});
