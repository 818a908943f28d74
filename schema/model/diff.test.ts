import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { changed } from '../cases/bad-template.ts';
import { parseTemplate } from '../template/parse.ts';
import { describeChange } from './change-words.ts';
import { gravestClass } from './changes.ts';
import { diffModels } from './diff.ts';
import type { Model } from './model.ts';
import { resolveModel } from './resolve.ts';

const ORDERS: unknown = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', 'cases', 'passing', 'orders', 'template.json'), 'utf8'),
);

function modelOf(change: Readonly<Record<string, unknown>>): Model {
  const parsed = parseTemplate(changed(ORDERS, change));
  const resolved = parsed.ok ? resolveModel(parsed.value) : parsed;
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues));
  return resolved.value;
}

const BASE = modelOf({});
const ORDER = '/entities/3';
const NEW_FIELD = { id: 'x_note', type: 'text' };

/** What is changed in the orders, and the `[kind, class]` of every difference; backwards where `undo` is given. */
interface Case {
  readonly name: string;
  readonly change: Readonly<Record<string, unknown>>;
  readonly is: readonly (readonly [string, string])[];
  readonly undo?: readonly (readonly [string, string])[];
}

const CASES: readonly Case[] = [
  {
    name: '[DIF-2] an optional field',
    change: { [`${ORDER}/fields/-`]: NEW_FIELD },
    is: [['fieldAdded', 'safe']],
    undo: [['fieldRemoved', 'lossy']],
  },
  {
    name: '[DIF-2] a required field without a default',
    change: { [`${ORDER}/fields/-`]: { ...NEW_FIELD, required: true } },
    is: [['fieldAdded', 'needsData']],
  },
  {
    name: '[DIF-2] a required field with a default',
    change: { [`${ORDER}/fields/-`]: { ...NEW_FIELD, required: true, default: "'-'" } },
    is: [['fieldAdded', 'safe']],
  },
  {
    name: '[DIF-2] an entity',
    change: { '/entities/-': { id: 'x_Lot', kind: 'master', fields: [NEW_FIELD] } },
    is: [
      ['entityAdded', 'safe'],
      ['rightsWidened', 'safe'],
    ],
    undo: [['entityRemoved', 'lossy']],
  },
  {
    name: '[DIF-3] required',
    change: { [`${ORDER}/fields/4/required`]: true },
    is: [['requiredSet', 'needsData']],
    undo: [['requiredDropped', 'safe']],
  },
  {
    name: '[DIF-3] unique',
    change: { '/entities/0/fields/1/unique': true },
    is: [['uniqueAdded', 'needsData']],
    undo: [['uniqueRemoved', 'safe']],
  },
  {
    name: '[DIF-3] a unique key over more',
    change: { '/entities/0/unique/0/fields': ['code', 'city'] },
    is: [['uniqueChanged', 'needsData']],
  },
  {
    name: '[DIF-3] an index',
    change: { '/entities/0/indexes': [{ id: 'byCity', fields: ['city'] }] },
    is: [['indexAdded', 'safe']],
    undo: [['indexRemoved', 'safe']],
  },
  {
    name: '[DIF-3] bounds',
    change: { '/entities/0/fields/1/max': 100 },
    is: [['boundsChanged', 'needsData']],
    undo: [['boundsChanged', 'safe']],
  },
  {
    name: '[DIF-3] a pattern',
    change: { '/entities/0/fields/2/pattern': 'letters' },
    is: [['patternChanged', 'needsData']],
    undo: [['patternChanged', 'safe']],
  },
  {
    name: '[DIF-3] a check',
    change: { [`${ORDER}/checks/-`]: { id: 'late', when: 'doc.total >= doc.discount' } },
    is: [['checkAdded', 'needsData']],
    undo: [['checkRemoved', 'safe']],
  },
  {
    name: '[DIF-4] more digits',
    change: { [`${ORDER}/fields/10/type`]: 'decimal(20,4)' },
    is: [['fieldTypeChanged', 'safe']],
    undo: [['fieldTypeChanged', 'needsData']],
  },
  {
    name: '[DIF-4] longer texts',
    change: { '/entities/0/fields/2/type': 'longtext', '/views/1/columns/2': undefined },
    is: [
      ['fieldTypeChanged', 'safe'],
      ['viewChanged', 'safe'],
    ],
  },
  {
    name: '[DIF-4] a text that becomes a date',
    change: { '/entities/0/fields/2/type': 'date' },
    is: [['fieldTypeChanged', 'lossy']],
  },
  { name: '[DIF-5] an API name', change: { '/entities/1/apiName': 'Good' }, is: [['entityRenamedApi', 'breaking']] },
  {
    name: '[DIF-5] an API name whose former name lives on, for the type is named in fragments',
    change: { '/entities/1/apiName': 'Good', '/entities/1/formerApiNames': ['Item'] },
    is: [['entityRenamedApi', 'breaking']],
    undo: [['entityRenamedApi', 'breaking']],
  },
  {
    name: '[DIF-5] a field’s API name',
    change: { '/entities/1/fields/0/apiName': 'code', '/entities/1/fields/0/formerApiNames': ['sku'] },
    is: [['fieldRenamedApi', 'safe']],
  },
  {
    name: '[DIF-6] a label',
    change: { '/entities/1/label': { en: 'Good', 'zh-CN': '物料' } },
    is: [['labelChanged', 'safe']],
  },
  {
    name: '[DIF-6] an order of fields',
    change: {
      '/entities/1/fields': [
        { id: 'name', type: 'text', required: true, label: { en: 'Name', 'zh-CN': '名称' } },
        { id: 'sku', type: 'text', required: true, unique: true, label: { en: 'SKU', 'zh-CN': '货号' } },
        { id: 'price', type: 'money', required: true, default: '0', label: { en: 'Price', 'zh-CN': '单价' } },
      ],
    },
    is: [['orderChanged', 'safe']],
  },
  {
    name: '[DIF-7] an option',
    change: { [`${ORDER}/fields/5/options/-`]: { id: 'phone' } },
    is: [['optionAdded', 'safe']],
    undo: [['optionRemoved', 'needsData']],
  },
  { name: '[DIF-7] a default', change: { [`${ORDER}/fields/5/default`]: 'web' }, is: [['defaultChanged', 'safe']] },
  {
    name: '[DIF-7] a formula',
    change: { [`${ORDER}/fields/12/formula`]: 'doc.gross' },
    is: [['formulaChanged', 'safe']],
  },
  {
    name: '[DIF-7] a field that becomes a formula',
    change: { '/entities/0/fields/2/formula': 'doc.name' },
    is: [['formulaAdded', 'lossy']],
    undo: [['formulaRemoved', 'safe']],
  },
  {
    name: '[DIF-7] a secret',
    change: { '/entities/0/fields/4/secret': false },
    is: [['secretDropped', 'breaking']],
    undo: [['secretSet', 'breaking']],
  },
  {
    name: '[DIF-8] a right more',
    change: { '/roles/2/grants/1/can': ['read', 'update', 'delete'] },
    is: [['rightsWidened', 'safe']],
    undo: [['rightsNarrowed', 'breaking']],
  },
  { name: '[DIF-8] rows', change: { '/roles/0/grants/0/rows': undefined }, is: [['rightsChanged', 'breaking']] },
  {
    name: '[DIF-8] a state',
    change: {
      '/workflows/0/states/-': { id: 'paid' },
      '/workflows/0/transitions/-': { id: 'pay', from: ['shipped'], to: 'paid' },
    },
    is: [
      ['stateAdded', 'safe'],
      ['transitionAdded', 'safe'],
    ],
    undo: [
      ['stateRemoved', 'needsData'],
      ['transitionRemoved', 'breaking'],
    ],
  },
  {
    name: '[DIF-9] a view',
    change: { '/views/3': undefined },
    is: [['viewRemoved', 'safe']],
    undo: [['viewAdded', 'safe']],
  },
  { name: '[DIF-9] a posting', change: { '/postings/0/expires': 'P8D' }, is: [['ruleChanged', 'safe']] },
  { name: '[DIF-9] a version of the pack', change: { '/version': '1.3.0' }, is: [['packChanged', 'safe']] },
];

function kinds(before: Model, after: Model): readonly (readonly [string, string])[] {
  return diffModels(before, after).map((change) => [change.kind, change.class] as const);
}

describe('differences of models', () => {
  for (const { name, change, is, undo } of CASES) {
    it(name, () => {
      const after = modelOf(change);
      expect(kinds(BASE, after)).toEqual(is);
      if (undo !== undefined) expect(kinds(after, BASE)).toEqual(undo);
    });
  }
  it('[DIF-1] every sentence is whole in both languages', () => {
    for (const { change } of CASES) {
      for (const one of [...diffModels(BASE, modelOf(change)), ...diffModels(modelOf(change), BASE)]) {
        expect(describeChange(one, 'en')).not.toMatch(/[{}]|undefined|“”/);
        expect(describeChange(one, 'zh-CN')).not.toMatch(/[{}]|undefined|“”/);
      }
    }
    const [removed] = diffModels(modelOf({ [`${ORDER}/fields/-`]: NEW_FIELD }), BASE);
    expect(removed && describeChange(removed, 'en')).toBe('“Sales order” loses the field “Note”');
    expect(removed && describeChange(removed, 'zh-CN')).toBe('“销售订单”删除字段“Note”');
  });
  it('[DIF-1] the gravest class of many is what publishing must answer for', () => {
    expect(gravestClass([])).toBe('safe');
    expect(
      gravestClass(diffModels(BASE, modelOf({ '/entities/1/apiName': 'Good', [`${ORDER}/fields/-`]: NEW_FIELD }))),
    ).toBe('breaking');
  });
});
