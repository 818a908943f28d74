import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../schema/core/canonical-json.ts';
import { describeChange } from '../../../schema/model/change-words.ts';
import { applyEdits, type Edit } from '../../../schema/model/edits.ts';
import { diffModels } from '../../../schema/model/diff.ts';
import { resolveModel } from '../../../schema/model/resolve.ts';
import { parseTemplate } from '../../../schema/template/parse.ts';
import type { Template } from '../../../schema/template/template.ts';
import { changeDetails } from './change-details.ts';
import { editsOfChange, revertEdits } from './change-edits.ts';
import { groupChanges } from './change-groups.ts';
import { editsBetween } from './edits-between.ts';
import { mistakeFix } from './mistake-fix.ts';
import { textsOf } from '../words/texts-of.ts';
import { placeLink } from './place-link.ts';

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('missing');
  return value;
}

function packTemplate(name: string): Template {
  const file = path.resolve(import.meta.dirname, '../../../templates', name, 'template.json');
  const parsed = parseTemplate(JSON.parse(fs.readFileSync(file, 'utf8')));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues.slice(0, 3)));
  return parsed.value;
}

function edited(template: Template, edits: readonly Edit[]): Template {
  const applied = applyEdits(template, edits);
  if (!applied.ok) throw new Error(JSON.stringify(applied.issues));
  return applied.value.template;
}

function changesOf(base: Template, draft: Template) {
  const [before, after] = [resolveModel(base), resolveModel(draft)];
  if (!before.ok) throw new Error(JSON.stringify(before.issues.slice(0, 3)));
  if (!after.ok) throw new Error(JSON.stringify(after.issues.slice(0, 3)));
  return diffModels(before.value, after.value);
}

const SHOP = {
  format: 1,
  pack: 'shop',
  version: '1.0.0',
  entities: [
    {
      id: 'Customer',
      kind: 'master',
      label: { en: 'Customer', 'zh-CN': '客户' },
      fields: [
        { id: 'name', type: 'text', required: true },
        { id: 'city', type: 'text', label: { en: 'City', 'zh-CN': '城市' } },
        { id: 'grade', type: 'enum', options: [{ id: 'a' }, { id: 'b' }] },
      ],
    },
    {
      id: 'Visit',
      kind: 'document',
      fields: [
        { id: 'at', type: 'date' },
        { id: 'who', type: 'ref', to: 'Customer' },
      ],
    },
  ],
  views: [{ id: 'visits', kind: 'list', of: 'Visit', columns: [{ id: 'at' }] }],
  workflows: [
    {
      id: 'visitFlow',
      of: 'Visit',
      initial: 'open',
      states: [{ id: 'open' }, { id: 'done' }],
      transitions: [{ id: 'finish', from: ['open'], to: 'done' }],
    },
  ],
  roles: [
    { id: 'clerk', grants: [{ entity: 'Customer', can: ['read'] }] },
    { id: 'boss', grants: [{ entity: '*', can: ['read'] }] },
  ],
} as const satisfies Template;

const FIELDS = ['entities', 'Customer', 'fields'];

const STEPS: readonly (readonly [string, readonly Edit[]])[] = [
  ['labelChanged', [{ kind: 'setProperty', at: [...FIELDS, 'city'], key: 'label', value: { en: 'Town' } }]],
  ['requiredSet', [{ kind: 'setProperty', at: [...FIELDS, 'city'], key: 'required', value: true }]],
  ['uniqueAdded', [{ kind: 'setProperty', at: [...FIELDS, 'city'], key: 'unique', value: true }]],
  ['fieldAdded', [{ kind: 'addItem', list: FIELDS, item: { id: 'x_fax', type: 'text' }, before: 'city' }]],
  ['fieldRemoved', [{ kind: 'removeItem', list: FIELDS, id: 'city' }]],
  ['optionAdded', [{ kind: 'addItem', list: [...FIELDS, 'grade', 'options'], item: { id: 'x_c' } }]],
  ['orderChanged', [{ kind: 'moveItem', list: FIELDS, id: 'city', before: 'name' }]],
  ['orderChanged', [{ kind: 'moveItem', list: ['entities'], id: 'Visit', before: 'Customer' }]],
  ['checkAdded', [{ kind: 'addItem', list: ['entities', 'Customer', 'checks'], item: { id: 'x_c', when: 'true' } }]],
  [
    'uniqueAdded',
    [{ kind: 'addItem', list: ['entities', 'Customer', 'unique'], item: { id: 'x_u', fields: ['city'] } }],
  ],
  ['entityRenamedApi', [{ kind: 'setProperty', at: ['entities', 'Visit'], key: 'apiName', value: 'Meeting' }]],
  [
    'rightsWidened',
    [{ kind: 'setProperty', at: ['roles', 'clerk', 'grants', 'Customer'], key: 'can', value: ['read', 'update'] }],
  ],
  [
    'rightsWidened',
    [{ kind: 'setProperty', at: ['roles', 'boss', 'grants', '*'], key: 'can', value: ['read', 'export'] }],
  ],
  ['viewChanged', [{ kind: 'addItem', list: ['views', 'visits', 'columns'], item: { id: 'who' } }]],
  ['viewRemoved', [{ kind: 'removeItem', list: ['views'], id: 'visits' }]],
  [
    'stateChanged',
    [{ kind: 'setProperty', at: ['workflows', 'visitFlow', 'states', 'done'], key: 'class', value: 'posted' }],
  ],
  [
    'entityAdded',
    [
      {
        kind: 'addItem',
        list: ['entities'],
        item: { id: 'X_Car', kind: 'master', fields: [{ id: 'x_no', type: 'text' }] },
      },
    ],
  ],
];

describe('the changes of a draft', () => {
  it.each(['core', 'inventory', 'northwind', 'points', 'purchasing', 'sales'])(
    '[DSG-60] edits turn any template into any other (%s)',
    (name) => {
      const pack = packTemplate(name);
      for (const [from, to] of [
        [SHOP, pack],
        [pack, SHOP],
      ] satisfies (readonly [Template, Template])[]) {
        expect(canonicalJson(edited(from, editsBetween(from, to)))).toBe(canonicalJson(to));
      }
      expect(editsBetween(pack, pack)).toEqual([]);
      const turned: Template = { ...pack, entities: (pack.entities ?? []).toReversed() };
      const moves = editsBetween(pack, turned);
      expect(moves.every(({ kind }) => kind === 'moveItem')).toBe(true);
      expect(canonicalJson(edited(pack, moves))).toBe(canonicalJson(turned));
    },
  );

  it.each(STEPS)('[DSG-62] one change is taken back and the others stay (%s)', (kind, edits) => {
    const other: Edit = { kind: 'setProperty', at: [...FIELDS, 'name'], key: 'help', value: { en: 'In full' } };
    const draft = edited(SHOP, [...edits, other]);
    const changes = changesOf(SHOP, draft);
    const change = must(changes.find((one) => one.kind === kind));
    const reverted = edited(draft, editsOfChange(change, { from: draft, to: SHOP }));
    expect(canonicalJson(reverted)).toBe(canonicalJson(edited(SHOP, [other])));
  });

  it('[DSG-62] a removed object comes back with its views, workflow and rights', () => {
    const draft = edited(SHOP, [
      { kind: 'removeItem', list: ['views'], id: 'visits' },
      { kind: 'removeItem', list: ['workflows'], id: 'visitFlow' },
      { kind: 'removeItem', list: ['entities'], id: 'Visit' },
    ]);
    const change = must(changesOf(SHOP, draft).find(({ kind }) => kind === 'entityRemoved'));
    const reverted = edited(draft, editsOfChange(change, { from: draft, to: SHOP }));
    expect(canonicalJson(reverted)).toBe(canonicalJson(SHOP));
  });

  it('[DSG-62] changes that are told in one sentence are reverted in one step', () => {
    const at = ['roles', 'boss', 'grants', '*'];
    const draft = edited(SHOP, [{ kind: 'setProperty', at, key: 'can', value: ['read', 'update'] }]);
    const changes = changesOf(SHOP, draft).filter(({ kind }) => kind === 'rightsWidened');
    expect(changes).toHaveLength(2);
    const edits = revertEdits(changes, { from: draft, to: SHOP });
    expect(canonicalJson(edited(draft, edits))).toBe(canonicalJson(SHOP));
  });

  it('[DSG-62] tells what was and what will be of each property', () => {
    const draft = edited(SHOP, [
      { kind: 'setProperty', at: [...FIELDS, 'city'], key: 'required', value: true },
      { kind: 'setProperty', at: [...FIELDS, 'city'], key: 'label', value: { en: 'Town', 'zh-CN': '城镇' } },
    ]);
    const label = must(changesOf(SHOP, draft).find(({ kind }) => kind === 'labelChanged'));
    expect(changeDetails(label, { from: SHOP, to: draft })).toEqual([
      { key: 'label', before: { en: 'City', 'zh-CN': '城市' }, after: { en: 'Town', 'zh-CN': '城镇' } },
    ]);
    expect([describeChange(label, 'en'), describeChange(label, 'zh-CN')]).toEqual([
      '“City” is now called “Town”',
      '“城市”改称“城镇”',
    ]);
  });

  it('[DSG-63] changes stand with their object, roles in an area of their own', () => {
    const draft = edited(SHOP, [
      { kind: 'setProperty', at: [...FIELDS, 'city'], key: 'required', value: true },
      { kind: 'addItem', list: ['views', 'visits', 'columns'], item: { id: 'who' } },
      { kind: 'setProperty', at: ['roles', 'clerk', 'grants', 'Customer'], key: 'can', value: [] },
    ]);
    const groups = groupChanges(changesOf(SHOP, draft), { base: SHOP, draft }, 'zh-CN');
    expect(groups.map(({ area, name, class: gravest, changes }) => [area, name, gravest, changes.length])).toEqual([
      ['entity', '客户', 'needsData', 1],
      ['entity', 'Visit', 'safe', 1],
      ['roles', '', 'breaking', 1],
    ]);
  });
});

describe('the place of an issue', () => {
  it.each([
    ['/entities/0/fields/1/label', '/w/$tenant/design/o/$entity/fields', 'Customer', 'city', ['Customer', 'City']],
    ['/entities/Customer/fields/city', '/w/$tenant/design/o/$entity/fields', 'Customer', 'city', ['Customer', 'City']],
    ['/entities/0/checks/0/when', '/w/$tenant/design/o/$entity/rules', 'Customer', undefined, ['Customer']],
    ['/views/0/columns/0', '/w/$tenant/design/o/$entity/views', 'Visit', 'visits', ['Visit', 'Visits', 'At']],
    [
      '/workflows/0/transitions/0/to',
      '/w/$tenant/design/o/$entity/flow',
      'Visit',
      'finish',
      ['Visit', 'Visit flow', 'Finish'],
    ],
    ['/entities/Gone/fields/lost', '/w/$tenant/design/o/$entity/fields', 'Gone', 'lost', ['Gone', 'Lost']],
  ] as const)('[DSG-61] %s leads to the page of its object', (pointer, to, entity, hash, words) => {
    const link = placeLink(SHOP, pointer, 'en');
    expect([link.route, link.hash, link.words]).toEqual([{ to, entity }, hash, words]);
  });

  it.each([
    ['/roles/0/grants/0/rows', '/w/$tenant/design/access'],
    ['/ledgers/0', '/w/$tenant/design/ledgers'],
    ['/awards/3/when', '/w/$tenant/design/points'],
    ['', '/w/$tenant/design'],
  ] as const)('[DSG-61] %s leads to the page of its area', (pointer, to) => {
    expect(placeLink(SHOP, pointer, 'en').route).toEqual({ to });
  });
});

describe('what has no name of its own', () => {
  const roles = [{ id: 'boss', label: { en: 'Manager', 'zh-CN': '部门经理' }, grants: [] }];
  const [flow] = SHOP.workflows;
  const named: Template = {
    ...SHOP,
    roles,
    workflows: [{ ...flow, transitions: [{ ...flow.transitions[0], approvals: [{ mode: 'any', roles: ['boss'] }] }] }],
    automations: [
      {
        id: 'welcome',
        label: { en: 'Welcome', 'zh-CN': '欢迎' },
        on: { entity: 'Visit', change: 'created' },
        do: [
          { kind: 'create', id: 'makeOne', entity: 'Customer', values: {} },
          { kind: 'notify', id: 'tellBoss', roles: ['boss'], message: { en: 'New', 'zh-CN': '新' } },
          { kind: 'set', id: 'fill', values: { city: "'Kiel'" } },
        ],
      },
    ],
    tests: [
      {
        id: 'visit',
        label: { en: 'A visit', 'zh-CN': '拜访' },
        when: [{ create: 'Visit', input: {} }, { transition: 'finish' }],
        then: {},
      },
    ],
  };

  it.each([
    ['/workflows/0/transitions/0/approvals/0/roles/0', 'en', 'Approval by Manager'],
    ['/workflows/0/transitions/0/approvals/0/roles/0', 'zh-CN', '由部门经理审批'],
    ['/automations/0/do/0', 'zh-CN', '新建客户'],
    ['/automations/0/do/1/to', 'zh-CN', '通知部门经理'],
    ['/automations/0/do/2', 'en', 'Sets City'],
  ] as const)('[DSG-143] %s is called in %s by what it does: %s', (pointer, locale, words) => {
    expect(placeLink(named, pointer, locale).words.at(-1)).toBe(words);
  });

  it('[DSG-143] a mistake in a test leads to the test and its step', () => {
    expect(placeLink(named, '/tests/0/when/1/input/x', 'zh-CN')).toEqual({
      route: { to: '/w/$tenant/design/changes' },
      hash: 'visit/2',
      words: ['拜访', '第 2 步：Finish'],
    });
    expect(placeLink(named, '/tests/0/then/state', 'en').hash).toBe('visit');
    const owners = textsOf(named).find(({ id }) => id.includes('tellBoss'))?.owners ?? [];
    expect(owners.at(-1)?.label).toEqual({ en: 'Notice to Manager', 'zh-CN': '通知部门经理' });
  });
});

describe('what puts a mistake right', () => {
  const rule = 'entities/Customer/checks/near/when';
  const cases = [
    { id: 'a', doc: { city: 'Kiel', lost: '1' }, gives: true },
    { id: 'b', doc: { lost: '2' }, gives: true },
    { id: 'c', gives: null },
  ];
  const tested: Template = {
    format: 1,
    pack: 'shop',
    version: '1.0.0',
    entities: [
      {
        id: 'Customer',
        kind: 'master',
        fields: [{ id: 'city', type: 'text' }],
        checks: [{ id: 'near', when: "doc.city == 'Kiel'" }],
      },
    ],
    tests: [
      { id: 'near', of: 'Customer', rule, cases },
      { id: 'gone', of: 'Customer', rule: 'entities/Customer/checks/far/when', cases: [{ id: 'a', gives: true }] },
    ],
  };

  it('[DSG-104] takes values of a field that is gone out of all rows, and the test of a rule that is gone', () => {
    const found = resolveModel(tested);
    const issues = found.ok ? [] : found.issues;
    expect(issues.map(({ code, path: at, params }) => [code, at, params['rows']])).toEqual([
      ['MODEL_TEST_FIELD_UNKNOWN', '/tests/0/cases/0/doc/lost', 2],
      ['MODEL_TEST_RULE_UNKNOWN', '/tests/1/rule', undefined],
    ]);
    expect(placeLink(tested, must(issues[0]).path, 'en')).toMatchObject({
      route: { to: '/w/$tenant/design/o/$entity/rules', entity: 'Customer' },
      hash: 'near',
    });
    const mended = edited(
      tested,
      issues.flatMap((one) => mistakeFix(tested, one)?.edits ?? []),
    );
    expect(resolveModel(mended).ok).toBe(true);
    expect(mended.tests).toEqual([
      {
        id: 'near',
        of: 'Customer',
        rule,
        cases: [
          { id: 'a', doc: { city: 'Kiel' }, gives: true },
          { id: 'b', gives: true },
          { id: 'c', gives: null },
        ],
      },
    ]);
  });
});
