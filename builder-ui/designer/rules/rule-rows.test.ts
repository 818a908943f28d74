import { describe, expect, it } from 'vitest';
import { compileExpr } from '../../../schema/expr/compile-expr.ts';
import { wordsOf } from '../../../schema/expr/condition-words.ts';
import { applyEdits, type Edit } from '../../../schema/model/edits.ts';
import { exprLabels, exprScopeOf } from '../../../schema/model/expr-words.ts';
import { resolveModel } from '../../../schema/model/resolve.ts';
import { runRuleTest } from '../../../schema/model/rule-test.ts';
import { parseTemplate } from '../../../schema/template/parse.ts';
import type { Template } from '../../../schema/template/template.ts';
import {
  columnsOf,
  isTabled,
  newRow,
  rowsOfTest,
  ruleTestEdits,
  ruleTestOf,
  triedRows,
  typedIn,
  valuesAt,
  withoutTests,
  withTyped,
} from './rule-rows.ts';

const TEMPLATE: Template = {
  format: 1,
  pack: 'orders',
  version: '1.0.0',
  entities: [
    {
      id: 'Buyer',
      kind: 'master',
      title: 'name',
      fields: [
        { id: 'name', type: 'text' },
        { id: 'limit', type: 'money' },
      ],
    },
    {
      id: 'Order',
      kind: 'document',
      fields: [
        { id: 'buyer', type: 'ref', to: 'Buyer' },
        { id: 'amount', type: 'money' },
        { id: 'urgent', type: 'bool' },
      ],
      checks: [{ id: 'limit', when: 'doc.urgent || doc.amount <= doc.buyer.limit' }],
    },
  ],
};
const AT = ['entities', 'Order', 'checks', 'limit', 'when'];
const PLACE = { at: AT, of: 'Order', label: 'Credit limit', locale: 'en' };

function limit(): { readonly expr: Parameters<typeof columnsOf>[0]; readonly columns: ReturnType<typeof columnsOf> } {
  const scope = exprScopeOf(TEMPLATE, 'Order');
  if (scope === undefined) throw new Error('no scope');
  const expr = compileExpr('doc.urgent || doc.amount <= doc.buyer.limit', scope, 'any');
  if (!expr.ok) throw new Error(JSON.stringify(expr.issues));
  return { expr: expr.value, columns: columnsOf(expr.value, wordsOf(scope, exprLabels(TEMPLATE, 'en'), 'en')) };
}

function after(template: Template, edits: readonly Edit[]): Template {
  const done = applyEdits(template, edits);
  if (!done.ok) throw new Error(JSON.stringify(done.issues));
  return done.value.template;
}

describe('[DSG-95] rows that a rule is tested on', () => {
  it('are typed, or taken from a record by what the rule reads', () => {
    const { expr, columns } = limit();
    expect(columns.map(({ path }) => path.join('.'))).toEqual(['doc.amount', 'doc.urgent', 'doc.buyer.limit']);
    expect(isTabled(expr, columns)).toBe(true);
    const [amount, urgent, credit] = columns;
    if (amount === undefined || urgent === undefined || credit === undefined) throw new Error('columns');
    const row = withTyped(withTyped(newRow([]), credit, '100'), urgent, 'false');
    expect(row).toMatchObject({ doc: { buyer: { limit: '100' }, urgent: false }, isSet: false });
    expect([typedIn(row, credit.path), typedIn(row, urgent.path), typedIn(row, amount.path)]).toEqual([
      '100',
      'false',
      '',
    ]);
    expect(withTyped(row, urgent, '').doc).toEqual({ buyer: { limit: '100' } });
    const record = {
      id: 'r',
      amount: '12.00',
      urgent: true,
      note: 'private',
      buyer: { id: 'b', name: 'Lin', limit: '9' },
    };
    expect(valuesAt(record, columns)).toEqual({ doc: { amount: '12.00', urgent: true, buyer: { limit: '9' } } });
  });

  it('become a test of the template in one step, and go with their rule', () => {
    const { expr, columns } = limit();
    const rows = [newRow([], valuesAt({ amount: '12', urgent: false, buyer: { limit: '9' } }, columns))];
    const [tried] = triedRows(expr, rows);
    expect(tried).toMatchObject({ found: false, holds: true });
    const kept = after(
      TEMPLATE,
      ruleTestEdits(
        TEMPLATE,
        PLACE,
        rows.map(({ id, doc }) => ({ id, ...(doc === undefined ? {} : { doc }), gives: false })),
      ),
    );
    const test = ruleTestOf(kept, AT.join('/'));
    if (test === undefined) throw new Error('no test');
    expect(parseTemplate(kept).ok && resolveModel(kept).ok).toBe(true);
    expect(runRuleTest(kept, test)).toMatchObject([{ holds: true }]);
    expect(rowsOfTest(test)).toMatchObject([{ isSet: true, gives: false }]);
    expect(ruleTestEdits(kept, PLACE, test.cases)).toEqual([]);
    const changed = after(kept, [{ kind: 'setProperty', at: AT.slice(0, -1), key: 'when', value: 'true' }]);
    expect(runRuleTest(changed, test)).toMatchObject([{ holds: false }]);
    // Whether the rule goes, its item, or the rows.
    for (const edits of [withoutTests(kept, AT), withoutTests(kept, AT.slice(0, -1)), ruleTestEdits(kept, PLACE, [])])
      expect(after(kept, edits).tests).toEqual([]);
  });
});
