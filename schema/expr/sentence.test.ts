import { describe, expect, it } from 'vitest';
import { compileExpr } from './compile-expr.ts';
import { SAMPLE_SCOPE } from './sample-scope.ts';
import { sentenceOf, type SentenceLabels } from './sentence.ts';

const EN: SentenceLabels = {
  field: (_, field) => field.charAt(0).toUpperCase() + field.slice(1),
  option: (_, field, option) => (field === 'state' ? { draft: 'Draft', sent: 'Sent' }[option] : undefined),
  role: (id) => ({ 'sales.manager': 'Sales manager' })[id],
};
const ZH_NAMES: Readonly<Record<string, string>> = {
  total: '总额',
  state: '状态',
  lines: '明细',
  qty: '数量',
  price: '单价',
  dueAt: '交期',
  customer: '客户',
  name: '名称',
  note: '备注',
  discount: '折扣',
};
const ZH: SentenceLabels = {
  field: (_, field) => ZH_NAMES[field] ?? field,
  option: (_, field, option) => (field === 'state' ? { draft: '草稿', sent: '已发送' }[option] : undefined),
  role: (id) => ({ 'sales.manager': '销售经理' })[id],
};

const sentences = (source: string): readonly string[] => {
  const result = compileExpr(source, SAMPLE_SCOPE, 'any');
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return [sentenceOf(result.value, EN, 'en'), sentenceOf(result.value, ZH, 'zh-CN')];
};

describe('sentenceOf', () => {
  it.each([
    [
      "doc.total >= 50000 && doc.state == 'draft'",
      'Total is at least 50000 and State is “Draft”',
      '总额不小于 50000 且状态等于“草稿”',
    ],
    ["doc.state in ['draft', 'sent']", 'State is one of “Draft”, “Sent”', '状态是“草稿”、“已发送”之一'],
    ['doc.lines.all(l, l.qty > 0)', 'for every one of Lines: Qty is more than 0', '明细中每一项都满足：数量大于 0'],
    ["doc.dueAt < now() + duration('72h')", 'DueAt is before now + 3 days', '交期早于现在 + 3 天'],
    ["doc.lead > duration('PT90M')", 'Lead is more than 90 minutes', 'lead 大于 90 分钟'],
    ['doc.customer.name == doc.note', 'Name of Customer is Note', '客户的名称等于备注'],
    ['doc.note != null', 'Note is filled in', '备注已填写'],
    [
      'doc.discount > sum(doc.lines.map(l, l.qty * l.price)) * 0.3',
      'Discount is more than (the sum of Qty × Price for each of Lines) × 0.3',
      '折扣大于(明细中每一项的数量 × 单价之和) × 0.3',
    ],
    ['(doc.total + 1) * 2', '(Total + 1) × 2', '(总额 + 1) × 2'],
    ['doc.assignee == actor.id', 'Assignee is the signed-in user', 'assignee 等于当前用户'],
    ['(doc.vip || doc.checked) && !doc.vip', '(Vip or Checked) and not (Vip)', '（vip 或 checked）且并非（vip）'],
    [
      "'sales.manager' in actor.roles || actor.role == 'clerk'",
      '“Sales manager” is one of the roles of the signed-in user or the role of the signed-in user is “clerk”',
      '“销售经理”是当前用户的角色之一或当前用户的角色等于“clerk”',
    ],
    ['min(doc.total, 1, 2)', 'the smallest of Total, 1, 2', '总额、1、2 中最小的一个'],
    [
      'min(20, (5 + 0.5 * size(doc.lines)) * 2)',
      '(5 + 0.5 × (the number of Lines)) × 2, at most 20',
      '(5 + 0.5 × 明细的个数) × 2，最多 20',
    ],
    ['max(doc.total, doc.discount)', 'the larger of Total and Discount', '总额与折扣中较大的一个'],
    ['doc.total - doc.discount + 1', 'Total − Discount + 1', '总额 − 折扣 + 1'],
    ['doc.total - (doc.discount - 1)', 'Total − (Discount − 1)', '总额 − (折扣 − 1)'],
  ])('says %s', (source, en, zh) => {
    expect(sentences(source)).toEqual([en, zh]);
  });
});
