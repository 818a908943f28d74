import { expect, it } from 'vitest';
import type { IssueCode } from '../core/issues.ts';
import type { IssueParams } from '../core/result.ts';
import type { Locale } from '../core/text.ts';
import type { Template } from '../template/template.ts';
import { issueInWords } from './issue-words.ts';

const text = (en: string, zh: string): { en: string; 'zh-CN': string } => ({ en, 'zh-CN': zh });

const TEMPLATE: Template = {
  format: 1,
  pack: 'shop',
  version: '1.0.0',
  entities: [
    {
      id: 'Order',
      kind: 'document',
      label: text('Order', '订单'),
      fields: [
        { id: 'total', type: 'money', label: text('Total', '总额') },
        { id: 'dueAt', type: 'date' },
        { id: 'name', type: 'text', label: text('Subject', '主题') },
      ],
      checks: [{ id: 'enough', when: 'true', message: text('Too little', '太少') }],
    },
    {
      id: 'Customer',
      kind: 'master',
      label: text('Customer', '客户'),
      fields: [{ id: 'name', type: 'text', label: text('Firm', '公司') }],
    },
  ],
  workflows: [
    {
      id: 'flow',
      of: 'Order',
      initial: 'open',
      states: [{ id: 'open', label: text('Open', '未结'), class: 'open' }],
      transitions: [],
    },
  ],
  ledgers: [
    {
      id: 'stock',
      mode: 'balance',
      label: text('Stock', '库存'),
      dimensions: [{ id: 'place', type: 'text', label: text('Warehouse', '仓库') }],
      measures: [{ id: 'onHand', type: 'int', label: text('On hand', '现存量') }],
    },
    {
      id: 'transit',
      mode: 'balance',
      label: text('In transit', '在途'),
      dimensions: [{ id: 'place', type: 'text', label: text('On the way to', '调入仓库') }],
      measures: [{ id: 'qty', type: 'int', label: text('Quantity', '数量') }],
    },
  ],
};

function told(code: IssueCode, params: IssueParams, more: { path?: string; locale?: Locale; former?: Template } = {}) {
  const { path = '', locale = 'en', former } = more;
  return issueInWords({ code, path, params }, { template: TEMPLATE, former, locale }).params;
}

it('[DSG-126] an id is called by its label: of the entity that the place is in, before any other that has it', () => {
  expect(told('MODEL_COMPUTED_TWICE', { id: 'name' }, { path: '/entities/Customer/fields/name' })).toEqual({
    id: 'Firm',
  });
  expect(told('MODEL_COMPUTED_TWICE', { id: 'name' }, { path: '/entities/0/fields/2' })).toEqual({ id: 'Subject' });
  // Called differently here and there, it keeps its id where no place says which is meant.
  expect(told('MODEL_COMPUTED_TWICE', { id: 'name' })).toEqual({ id: 'name' });
  expect(told('MODEL_COMPUTED_TWICE', { id: 'total' }, { locale: 'zh-CN' })).toEqual({ id: '总额' });
  expect(told('MODEL_COMPUTED_TWICE', { id: 'dueAt' })).toEqual({ id: 'Due at' });
  expect(told('MODEL_COMPUTED_TWICE', { id: 'createdAt' }, { locale: 'zh-CN' })).toEqual({ id: '创建时间' });
  expect(told('MODEL_COMPUTED_TWICE', { id: 'gone' })).toEqual({ id: 'gone' });
});

it('[DSG-126] parts of a ledger are called as that ledger calls them', () => {
  expect(told('MODEL_BALANCE_KEY_MISSING', { id: 'place', ledger: 'transit' })).toEqual({
    id: 'On the way to',
    ledger: 'In transit',
  });
  expect(told('MODEL_BALANCE_KEY_MISSING', { id: 'place', ledger: 'stock' }, { locale: 'zh-CN' })).toEqual({
    id: '仓库',
    ledger: '库存',
  });
  expect(told('MODEL_LEDGER_PART_UNKNOWN', { id: 'plce', known: ['place', 'qty'] })).toEqual({
    id: 'plce',
    known: ['On the way to', 'Quantity'],
  });
});

it('[DSG-126] what was there and is not any more has its former name, and nothing else is proposed for it', () => {
  const [order, ...others] = TEMPLATE.entities ?? [];
  const lost = { id: 'rebate', type: 'money', label: text('Rebate', '返利') };
  const former: Template = {
    ...TEMPLATE,
    entities: [...(order === undefined ? [] : [{ ...order, fields: [...order.fields, lost] }]), ...others],
  };
  const params = { id: 'rebate', known: ['total', 'dueAt'] };
  const path = '/entities/Order/checks/enough';
  expect(told('MODEL_FIELD_UNKNOWN', params, { path, former })).toEqual({ id: 'Rebate', known: [] });
  expect(told('MODEL_FIELD_UNKNOWN', params, { path })).toEqual({ id: 'rebate', known: ['Total', 'Due at'] });
});

it('[DSG-126] in a formula ids stand beside labels; ways round and lists are told in the reader’s marks', () => {
  expect(told('EXPR_FIELD_UNKNOWN', { known: ['total'] }, { path: '/entities/Order', locale: 'zh-CN' })).toEqual({
    known: ['total（总额）'],
  });
  expect(told('MODEL_FORMULA_CYCLE', { cycle: 'Order.total → Customer.name → Order.total' })).toEqual({
    cycle: 'Order › Total → Customer › Firm → Order › Total',
  });
  expect(told('RECORD_IN_USE', { entity: 'Order', field: 'total, dueAt' }, { locale: 'zh-CN' })).toEqual({
    entity: '订单',
    field: '总额、Due at',
  });
  expect(told('TEST_STATE', { expected: 'open', found: 'gone' }, { path: '/entities/Order' })).toEqual({
    expected: 'Open',
    found: 'gone',
  });
  // Somebody's to write, and no name of a thing.
  expect(told('TEMPLATE_ID_DUPLICATE', { id: 'total' })).toEqual({ id: 'total' });
  expect(told('MODEL_COMPUTED_TWICE', { id: '', count: 3, isFirst: true })).toEqual({
    id: '',
    count: 3,
    isFirst: true,
  });
});

it('[DSG-126] a roll-up’s way is called by its object and its field', () => {
  expect(told('MODEL_ROLLUP_OF_UNRELATED', { of: 'Order.total', entity: 'Customer' }, { locale: 'zh-CN' })).toEqual({
    of: '订单 › 总额',
    entity: '客户',
  });
});
