import { expect, it } from 'vitest';
import type { Locale } from '../../../schema/core/text.ts';
import { resolveModel } from '../../../schema/model/resolve.ts';
import type { EntityDef, Template } from '../../../schema/template/template.ts';
import { must } from '../../../schema/core/result.ts';
import { compileDraft } from '../session/compile-draft.ts';
import { mistakeGroups } from './mistake-groups.ts';
import { placeLink } from './place-link.ts';
import { toldAnew, toldIssue } from './told-issue.ts';

const label = (en: string, zh: string): { en: string; 'zh-CN': string } => ({ en, 'zh-CN': zh });

const CUSTOMER = {
  id: 'Customer',
  kind: 'master',
  label: label('Customers', '客户'),
  title: 'name',
  fields: [
    { id: 'name', type: 'text', label: label('Name', '名称'), required: true },
    { id: 'creditLimit', type: 'decimal(12,2)', label: label('Credit limit', '信用额度') },
    { id: 'grade', type: 'enum', label: label('Grade', '等级'), options: [{ id: 'a', label: label('A', '甲') }] },
  ],
} satisfies EntityDef;

const SHOP = {
  format: 1,
  pack: 'shop',
  version: '1.0.0',
  entities: [CUSTOMER],
  roles: [
    {
      id: 'clerk',
      label: label('Clerk', '文员'),
      grants: [{ entity: 'Customer', can: ['read'], lock: ['creditLimit'] }],
    },
  ],
  workflows: [
    {
      id: 'flow',
      of: 'Customer',
      label: label('Approval', '审核'),
      initial: 'open',
      states: [
        { id: 'open', label: label('Open', '待审') },
        { id: 'done', label: label('Done', '完成') },
      ],
      transitions: [{ id: 'finish', label: label('Finish', '通过'), from: ['open'], to: 'done' }],
    },
  ],
} satisfies Template;

const resolved = resolveModel(SHOP);
if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues));
const model = resolved.value;

/** Where the first mistake of the draft is and what is told of it. */
function told(draft: Template, locale: Locale): readonly string[] {
  const issue = must(compileDraft(draft, { model }).issues[0], 'a mistake');
  const { message, cure } = toldIssue(issue, { template: draft, former: SHOP, locale });
  return [placeLink(draft, issue.path, locale).words.join(' › '), message, cure];
}

const [name, creditLimit, grade] = CUSTOMER.fields;
const withFields = (...fields: EntityDef['fields']): Template => ({
  ...SHOP,
  entities: [{ ...CUSTOMER, fields }],
});

it.each<[string, Template, readonly string[], readonly string[]]>([
  [
    'a field that is gone',
    withFields(name, grade),
    ['Clerk › Customers', 'There is no field “Credit limit” here.', 'Add the field, or take its name out here.'],
    ['文员 › 客户', '此处没有字段“信用额度”。', '请新增该字段，或从此处删除。'],
  ],
  [
    'a state that is gone',
    { ...SHOP, workflows: SHOP.workflows.map((flow) => ({ ...flow, states: flow.states.slice(0, 1) })) },
    ['Customers › Approval › Finish', 'The workflow has no state “Done”.', 'Add it first, or take it out here.'],
    ['客户 › 审核 › 通过', '流程没有状态“完成”。', '请先添加，或从此处删除。'],
  ],
  [
    'no first state',
    { ...SHOP, workflows: SHOP.workflows.map((flow) => ({ ...flow, initial: 'nowhere' })) },
    ['Customers › Approval', 'The workflow has no state “nowhere”.', 'Did you mean one of these: Open, Done?'],
    ['客户 › 审核', '流程没有状态“nowhere”。', '最接近的排在前面，请从以下状态中选择：待审、完成。'],
  ],
  [
    'a formula that names nothing',
    withFields(name, creditLimit, grade, {
      id: 'x_half',
      type: 'decimal(12,2)',
      label: label('Half', '一半'),
      formula: 'doc.creditLimt / 2',
    }),
    [
      'Customers › Half',
      '“Customers” has no field “creditLimt”.',
      'The closest fields are: creditLimit (Credit limit), createdAt (Created at), createdBy (Created by), deletedAt (Deleted at), updatedAt (Changed at).',
    ],
    [
      '客户 › 一半',
      '“客户”没有字段“creditLimt”。',
      '最接近的字段：creditLimit（信用额度）、createdAt（创建时间）、createdBy（创建人）、deletedAt（删除时间）、updatedAt（修改时间）。',
    ],
  ],
  [
    'a formula of another type',
    withFields(name, creditLimit, grade, { id: 'x_n', type: 'int', label: label('Score', '评分'), formula: '"a"' }),
    [
      'Customers › Score',
      'The expression is of type Text; Whole number is needed.',
      'Change it so that its type is Whole number.',
    ],
    ['客户 › 评分', '表达式的结果是单行文本，需要整数。', '请修改为结果是整数的表达式。'],
  ],
  [
    'what a type does not have',
    withFields(name, creditLimit, grade, { id: 'x_b', type: 'bool', label: label('Held', '停用'), max: '5' }),
    [
      'Customers › Held',
      'A Yes or no field has no “At most”.',
      'Remove it. This type takes: Required, Default, Formula, Stored.',
    ],
    ['客户 › 停用', '是/否 类型的字段不能写“最大值”。', '请删除。该类型可用：必填、默认值、公式、存储结果。'],
  ],
  [
    'nothing to choose from',
    withFields(name, creditLimit, { ...grade, options: [] }),
    ['Customers › Grade', '“Grade” has no options to choose from.', 'Add at least one option.'],
    ['客户 › 等级', '“等级”没有任何可选项。', '请至少添加一个选项。'],
  ],
])('[DSG-126] a mistake is told by labels: %s', (_, draft, en, zh) => {
  expect(told(draft, 'en')).toEqual(en);
  expect(told(draft, 'zh-CN')).toEqual(zh);
});

it('[DSG-126] what the server refuses is told by labels too, and what this page does not know as it came', () => {
  const wire = {
    code: 'DATA_REQUIRED_MISSING',
    path: '',
    params: { entity: 'Customer', field: 'creditLimit', count: 18 },
    message: '18 records of Customer …',
    cure: '…',
  };
  const reader = { template: SHOP, locale: 'en' } as const;
  expect(toldAnew(wire, reader).message).toBe(
    '18 records of Customers have nothing in Credit limit, which becomes required.',
  );
  expect(toldAnew({ ...wire, code: 'LATER_THAN_THIS' }, reader).message).toBe(wire.message);
});

it('[DSG-126] what is wrong in many places is told once, with its places; the rest by place', () => {
  const { roles, ...draft } = {
    ...withFields(name, creditLimit, { ...grade, options: [] }),
    automations: [],
    workflows: SHOP.workflows.map((flow) => ({
      ...flow,
      transitions: ['a', 'b', 'c'].map((id) => ({ id, from: ['open'], to: 'done', roles: ['clerk'] })),
    })),
  } satisfies Template;
  expect(roles).toBeDefined();
  const { issues } = compileDraft(draft, { model });
  const groups = mistakeGroups(issues, { template: draft, former: SHOP, locale: 'en' });
  expect(
    groups.map(({ kind, mistakes }) => [kind, mistakes.map(({ message }) => message)[0], mistakes.length]),
  ).toEqual([
    ['everywhere', 'There is no role “Clerk”.', 3],
    ['place', '“Grade” has no options to choose from.', 1],
  ]);
});
