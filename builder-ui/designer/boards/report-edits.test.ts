import { expect, it } from 'vitest';
import { must } from '../../../schema/core/result.ts';
import { applyEdits } from '../../../schema/model/edits.ts';
import { resolveModel } from '../../../schema/model/resolve.ts';
import { parseTemplate } from '../../../schema/template/parse.ts';
import { ofAnother } from './report-edits.ts';

const named = (id: string, fields: readonly object[]): object => ({ id, kind: 'master', title: 'name', fields });
const NAME = { id: 'name', type: 'text' };
const REPORT = {
  id: 'byCity',
  of: 'Customer',
  groupBy: [{ id: 'city', field: 'city' }],
  measures: [{ id: 'limit', fn: 'sum', field: 'limit' }],
  sort: [{ field: 'limit', direction: 'desc' }],
  filter: "doc.city != 'Leeds'",
  chart: 'bar',
};

it('[RPT-13] another object takes the former one’s groups, figures, order and filter away, and comes without mistakes', () => {
  const parsed = parseTemplate({
    format: 1,
    pack: 'test',
    version: '1.0.0',
    entities: [
      named('Customer', [NAME, { id: 'city', type: 'text' }, { id: 'limit', type: 'money' }]),
      named('Item', [NAME]),
    ],
    reports: [REPORT],
  });
  const template = must(parsed.ok ? parsed.value : null, JSON.stringify(parsed));
  const edited = applyEdits(template, ofAnother(['reports', 'byCity'], 'Item'));
  const after = must(edited.ok ? edited.value.template : null, 'edited');
  expect(after.reports).toEqual([{ id: 'byCity', of: 'Item', measures: [{ id: 'count', fn: 'count' }], chart: 'bar' }]);
  expect(resolveModel(after)).toMatchObject({ ok: true });
});
