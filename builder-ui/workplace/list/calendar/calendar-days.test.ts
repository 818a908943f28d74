import { describe, expect, it } from 'vitest';
import { dateText, parseDate } from '../../../../schema/expr/calendar.ts';
import { must } from '../../../../schema/core/result.ts';
import type { FieldKind } from '../../../../schema/model/model.ts';
import { bucketDays, groupCondition, groupRows } from '../../documents/list-group.ts';
import type { PathEnd } from '../../documents/field-path.ts';
import { movePatch, rowsByDay, shownSpan, spanWhere } from './calendar-days.ts';

const end = (path: string, kind: FieldKind): PathEnd => ({
  path,
  steps: [path],
  owners: [],
  kind,
  label: path,
  isSecret: false,
});
const day = (text: string): number => must(parseDate(text), text);
const fields = { start: end('from', 'datetime'), end: end('to', 'date'), timeZone: 'Asia/Shanghai' };

describe('days of a calendar', () => {
  it('[WRK-35] weeks begin on Monday and hold the whole month', () => {
    const { from, to } = shownSpan(day('2026-11-15'), 'month');
    expect([dateText(from), dateText(to)]).toEqual(['2026-10-26', '2026-12-06']);
    const week = shownSpan(day('2026-11-15'), 'week');
    expect([dateText(week.from), dateText(week.to)]).toEqual(['2026-11-09', '2026-11-15']);
  });

  it('[WRK-35] rows are on the days of the tenant’s clock from their start to their end, and move with both', () => {
    const row = { id: '1', from: '2026-11-03T16:30:00Z', to: '2026-11-05' };
    const span = { from: day('2026-11-01'), to: day('2026-11-30') };
    expect([...rowsByDay([row], fields, span).keys()].map(dateText)).toEqual(['2026-11-04', '2026-11-05']);
    expect(movePatch(fields, row, 7)).toEqual({ from: '2026-11-10T16:30:00.000Z', to: '2026-11-12' });
    expect(spanWhere(fields, span)).toEqual({
      and: [
        { from: { lt: '2026-11-30T16:00:00.000Z' } },
        { or: [{ from: { gte: '2026-10-31T16:00:00.000Z' } }, { to: { gte: '2026-11-01' } }] },
      ],
    });
  });

  it('[WRK-37] a bucket leads to its days; an empty group to what is empty', () => {
    expect(bucketDays('2026-01-01', 'quarter')).toEqual(['2026-01-01', '2026-03-31']);
    const grouping = { end: end('from', 'datetime'), bucket: 'month' } as const;
    const rows = [
      { key: { from: null }, count: 1 },
      { key: { from: '2026-10-31T16:00:00Z' }, count: 2 },
    ];
    const [first, last] = groupRows(rows, grouping, 'Asia/Shanghai');
    expect(groupCondition(grouping, must(first, 'first'))).toEqual({
      field: 'from',
      op: 'between',
      values: ['2026-11-01', '2026-11-30'],
    });
    expect(groupCondition(grouping, must(last, 'last'))).toEqual({ field: 'from', op: 'empty' });
  });
});
