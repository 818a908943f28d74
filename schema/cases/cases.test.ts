import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MODEL_ISSUES } from '../core/catalogue/model.ts';
import { TEMPLATE_ISSUES } from '../core/catalogue/template.ts';
import { LIMITS } from '../core/limits.ts';
import type { Issue, Result } from '../core/result.ts';
import { LOCALES } from '../core/text.ts';
import { ISSUES, renderIssue, type IssueCode } from '../core/issues.ts';
import { composePacks } from '../model/compose.ts';
import { applyEdit, type Edit } from '../model/edits.ts';
import { lintBehaviour } from '../model/lint-behaviour.ts';
import { lintPack } from '../model/lint.ts';
import { resolveModel } from '../model/resolve.ts';
import { parseTemplate, parseTemplateText } from '../template/parse.ts';
import type { Template } from '../template/template.ts';
import { BAD_BEHAVIOUR } from './bad-behaviour.ts';
import { BAD_PACKS } from './bad-packs.ts';
import { BAD_FIELDS } from './bad-fields.ts';
import { BAD_FORMS } from './bad-forms.ts';
import { BAD_MODELS } from './bad-models.ts';
import { changed } from './bad-template.ts';

const PASSING = join(import.meta.dirname, 'passing');
const seen = new Set<string>();

function read(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

const ORDERS = read(join(PASSING, 'orders', 'template.json'));

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.issues, null, 2));
  return result.value;
}

function found(issues: readonly Issue[]): readonly (readonly [string, string])[] {
  for (const issue of issues) seen.add(issue.code);
  return issues.map(({ code, path }) => [code, path] as const).sort(byText);
}

function byText(a: readonly string[], b: readonly string[]): number {
  return a.join(' ') < b.join(' ') ? -1 : 1;
}

function issuesOf(result: Result<unknown>): readonly (readonly [string, string])[] {
  return found(result.ok ? [] : result.issues);
}

describe('passing templates', () => {
  for (const name of readdirSync(PASSING)) {
    it(`[MOD-0] ${name} resolves to its expected model`, () => {
      const model = valueOf(resolveModel(valueOf(parseTemplate(read(join(PASSING, name, 'template.json'))))));
      const expected = join(PASSING, name, 'model.json');
      if (process.env['UPDATE_CASES'] === '1') writeFileSync(expected, `${JSON.stringify(model, null, 1)}\n`);
      expect(JSON.parse(JSON.stringify(model))).toEqual(read(expected));
    });
  }
});

describe('failing templates', () => {
  for (const bad of BAD_FORMS) {
    it(`[TPL-1] ${bad.name}`, () => {
      expect(issuesOf(parseTemplate(changed(ORDERS, bad.change)))).toEqual([...bad.issues].sort(byText));
    });
  }
  for (const bad of [...BAD_FIELDS, ...BAD_MODELS, ...BAD_BEHAVIOUR]) {
    it(bad.name, () => {
      const template = valueOf(parseTemplate(changed(ORDERS, bad.change)));
      expect(issuesOf(resolveModel(template))).toEqual([...bad.issues].sort(byText));
    });
  }
  for (const bad of BAD_PACKS) {
    it(bad.name, () => {
      const packs = bad.packs.map((pack) => valueOf(parseTemplate(pack)));
      expect(issuesOf(composePacks(packs))).toEqual([...bad.issues].sort(byText));
    });
  }
});

describe('failing texts', () => {
  const line = (text: string): Issue | undefined => {
    const result = parseTemplateText(text);
    found(result.ok ? [] : result.issues);
    return result.ok ? undefined : result.issues[0];
  };
  it('[TPL-2] a syntax error has its line and column', () => {
    expect(line('{\n  "format": 1,\n  "pack" "a" }')).toMatchObject({
      code: 'TEMPLATE_JSON_SYNTAX',
      params: { line: 3, column: 10 },
    });
    expect(line('{"format": 1')).toMatchObject({
      code: 'TEMPLATE_JSON_SYNTAX',
      params: { line: 1, column: 13, found: 'end' },
    });
    expect(line('')).toMatchObject({ code: 'TEMPLATE_JSON_SYNTAX', params: { line: 1, column: 1 } });
  });
  it('[TPL-2] a key said twice', () => {
    expect(line('{"format":1,"pack":"a","version":"1.0.0","pack":"b"}')).toMatchObject({
      code: 'TEMPLATE_KEY_REPEATED',
      path: '',
      params: { key: 'pack' },
    });
  });
  it('[TPL-3] text of the largest size passes and of one byte more does not', () => {
    const frame = '{"format":1,"pack":"a","version":"1.0.0"}';
    const padded = (bytes: number): string => frame + ' '.repeat(bytes - frame.length);
    expect(line(padded(LIMITS.templateBytesMax))).toBeUndefined();
    expect(line(padded(LIMITS.templateBytesMax + 1))?.code).toBe('TEMPLATE_TOO_LARGE');
    expect(line(`"${'汉'.repeat(LIMITS.templateBytesMax / 3 + 1)}"`)?.code).toBe('TEMPLATE_TOO_LARGE');
  });
  it('[TPL-3] nesting at the limit passes and one deeper does not', () => {
    const nested = (depth: number): unknown => {
      let value: unknown = 'end';
      for (let level = 0; level < depth; level += 1) value = [value];
      return { format: 1, pack: 'a', version: '1.0.0', records: [{ entity: 'A', by: ['a'], rows: [{ a: value }] }] };
    };
    const outer = 5;
    expect(parseTemplate(nested(LIMITS.templateDepthMax - outer)).ok).toBe(true);
    expect(issuesOf(parseTemplate(nested(LIMITS.templateDepthMax - outer + 1)))).toEqual([['TEMPLATE_TOO_DEEP', '']]);
  });
  it('[TPL-3] lists at the limit pass and one longer do not', () => {
    const entities = (count: number): unknown => ({
      format: 1,
      pack: 'a',
      version: '1.0.0',
      entities: Array.from({ length: count }, (_, index) => ({ id: `E${index}`, kind: 'master', fields: [] })),
    });
    expect(parseTemplate(entities(LIMITS.entitiesPerTemplateMax)).ok).toBe(true);
    expect(issuesOf(parseTemplate(entities(LIMITS.entitiesPerTemplateMax + 1)))).toEqual([
      ['TEMPLATE_LIST_TOO_LONG', '/entities'],
    ]);
  });
  it('[TPL-3] fields, options, rows, keys and texts at their limits pass and one more does not', () => {
    const of = (fields: readonly unknown[], more: Readonly<Record<string, unknown>> = {}): unknown => ({
      format: 1,
      pack: 'a',
      version: '1.0.0',
      entities: [{ id: 'A', kind: 'master', fields, ...more }],
    });
    const times = (count: number, make: (index: number) => unknown): readonly unknown[] =>
      Array.from({ length: count }, (_, index) => make(index));
    const field = (index: number): unknown => ({ id: `f${index}`, type: 'text' });
    const limits: readonly (readonly [number, string, (count: number) => unknown])[] = [
      [LIMITS.fieldsPerEntityMax, 'TEMPLATE_LIST_TOO_LONG', (count) => of(times(count, field))],
      [
        LIMITS.optionsPerEnumMax,
        'TEMPLATE_LIST_TOO_LONG',
        (count) => of([{ id: 'a', type: 'enum', options: times(count, (index) => ({ id: `o${index}` })) }]),
      ],
      [
        LIMITS.keyFieldsMax,
        'TEMPLATE_LIST_TOO_LONG',
        (count) => of([], { unique: [{ id: 'k', fields: times(count, (index) => `f${index}`) }] }),
      ],
      [
        LIMITS.itemsPerListMax,
        'TEMPLATE_LIST_TOO_LONG',
        (count) => of([], { checks: times(count, (index) => ({ id: `c${index}`, when: 'true' })) }),
      ],
      [
        LIMITS.recordsPerSetMax,
        'TEMPLATE_LIST_TOO_LONG',
        (count) => changed(of([]), { '/records': [{ entity: 'A', by: ['a'], rows: times(count, () => ({})) }] }),
      ],
      [
        LIMITS.packsMax,
        'TEMPLATE_LIST_TOO_LONG',
        (count) => changed(of([]), { '/packs': times(count, () => ({ pack: 'a', version: '1.0.0' })) }),
      ],
      [LIMITS.labelCharsMax, 'TEMPLATE_TEXT_TOO_LONG', (count) => of([], { label: { en: '💥'.repeat(count) } })],
      [
        LIMITS.exprLengthMax,
        'TEMPLATE_TEXT_TOO_LONG',
        (count) => of([], { checks: [{ id: 'c', when: ' '.repeat(count) }] }),
      ],
    ];
    for (const [max, code, make] of limits) {
      expect({ code, max, issues: issuesOf(parseTemplate(make(max))) }).toEqual({ code, max, issues: [] });
      expect(issuesOf(parseTemplate(make(max + 1))).map(([found]) => found)).toEqual([code]);
    }
  });
  it('[TPL-4] more issues than an answer shows end in a count', () => {
    const fields = Array.from({ length: LIMITS.issuesPerAnswerMax + 7 }, () => 1);
    const result = parseTemplate({
      format: 1,
      pack: 'a',
      version: '1.0.0',
      entities: [{ id: 'A', kind: 'log', fields }],
    });
    expect(result.ok ? [] : result.issues.slice(-1)).toMatchObject([
      { code: 'TEMPLATE_MORE_ISSUES', params: { count: 7 } },
    ]);
    issuesOf(result);
  });
});

describe('failing edits and packs that lack texts', () => {
  const template: Template = valueOf(parseTemplate(ORDERS));
  const edits: readonly (readonly [Edit, string])[] = [
    [{ kind: 'removeItem', list: ['entities'], id: 'Nobody' }, 'MODEL_EDIT_NO_PLACE'],
    [{ kind: 'setProperty', at: ['entities', 'Nobody'], key: 'title', value: 'name' }, 'MODEL_EDIT_NO_PLACE'],
    [{ kind: 'moveItem', list: ['entities'], id: 'Item', before: 'Nobody' }, 'MODEL_EDIT_NO_PLACE'],
    [{ kind: 'addItem', list: ['entities'], item: { id: 'Item' } }, 'MODEL_EDIT_ID_TAKEN'],
    [{ kind: 'setProperty', at: ['entities', 'Item'], key: 'id', value: 'Good' }, 'MODEL_EDIT_ID_FIXED'],
  ];
  for (const [edit, code] of edits) {
    it(`[EDT-2] ${edit.kind} is refused with ${code}`, () => {
      expect(issuesOf(applyEdit(template, edit)).map(([found]) => found)).toEqual([code]);
    });
  }
  it('[TPL-10] a shipped pack has every label in both languages and no origins', () => {
    expect(found(lintPack(template))).toEqual([]);
    const bare = valueOf(
      parseTemplate(
        changed(ORDERS, {
          '/entities/1/label': { en: 'Item' },
          '/entities/3/checks/0/message': undefined,
          '/entities/2/origin': 'core',
        }),
      ),
    );
    expect(found(lintPack(bare))).toEqual([
      ['MODEL_LABEL_MISSING', '/entities/1/label'],
      ['MODEL_LABEL_MISSING', '/entities/3/checks/0'],
      ['MODEL_LABEL_MISSING', '/entities/3/checks/0'],
      ['MODEL_ORIGIN_IN_PACK', '/entities/2/origin'],
    ]);
  });
});

describe('what deserves a look', () => {
  const linted = (change: Readonly<Record<string, unknown>>): readonly Issue[] =>
    lintBehaviour(valueOf(resolveModel(valueOf(parseTemplate(changed(ORDERS, change))))));

  it('[MOD-54] inputs that no row of a table answers', () => {
    expect(linted({})).toEqual([]);
    const issues = linted({ '/tables/1/else': undefined });
    expect(found(issues)).toEqual([['MODEL_TABLE_GAP', '/tables/1']]);
    expect(issues[0]?.params).toEqual({ id: 'freight', example: 'total = 99, due = 2026-06-30' });
  });

  it('[MOD-64] automations that set each other off', () => {
    const set = (id: string, field: string, value: string): unknown => ({
      id,
      on: { entity: 'SalesOrder', fields: [field] },
      do: [{ kind: 'set', id: 'set', values: { [value]: 'null' } }],
    });
    const circle = linted({
      '/automations/1': set('afterRemark', 'remark', 'channel'),
      '/automations/2': set('afterChannel', 'channel', 'remark'),
      '/automations/3': set('afterDepartment', 'department', 'remark'),
    });
    expect(found(circle)).toEqual([['MODEL_AUTOMATION_CYCLE', '/automations/1']]);
    expect(circle[0]?.params).toEqual({ cycle: 'afterRemark → afterChannel → afterRemark' });
    const chain = {
      id: 'confirmed',
      on: { entity: 'SalesOrder', transition: 'confirm' },
      do: [{ kind: 'transition', id: 'go', transition: 'ship' }],
    };
    expect(linted({ '/automations/1': chain })).toEqual([]);
    const again = { ...chain, on: { entity: 'SalesOrder' } };
    expect(found(linted({ '/automations/1': again }))).toEqual([['MODEL_AUTOMATION_CYCLE', '/automations/1']]);
    const copies = {
      id: 'copies',
      on: { entity: 'SalesOrder', change: 'created' },
      do: [{ kind: 'create', id: 'copy', entity: 'SalesOrder', values: { remark: 'doc.remark' } }],
    };
    expect(found(linted({ '/automations/1': copies }))).toEqual([['MODEL_AUTOMATION_CYCLE', '/automations/1']]);
  });
});

const isCode = (name: string): name is IssueCode => name in ISSUES;

describe('the catalogue', () => {
  it('[TPL-4] every code of templates and models has a failing case above', () => {
    const codes = [...Object.keys(TEMPLATE_ISSUES), ...Object.keys(MODEL_ISSUES)];
    expect(codes.filter((code) => !seen.has(code))).toEqual([]);
  });
  it('[TPL-4] there are at least 80 failing cases', () => {
    expect(BAD_FORMS.length + BAD_FIELDS.length + BAD_MODELS.length + BAD_PACKS.length).toBeGreaterThanOrEqual(80);
  });
  it('[DSG-120] a cure that has nothing to choose from says what to do instead', () => {
    const choosing = Object.keys(ISSUES)
      .filter(isCode)
      .filter((code) => ISSUES[code].cure.en.includes('{known}'));
    expect(choosing.length).toBeGreaterThan(20);
    for (const code of choosing)
      for (const locale of LOCALES) {
        const { cure } = renderIssue({ code, path: '', params: { known: [] } }, locale);
        expect({ code, cure }).not.toEqual({
          code,
          cure: expect.stringMatching(/[:：]\s*(?:[.?。？；]|$)|\bof\s*[.?]/),
        });
      }
    const unknown = { code: 'MODEL_TABLE_UNKNOWN', path: '', params: { id: 'fees', known: [] } } as const;
    expect(renderIssue(unknown, 'en').cure).toBe('Add the decision table, or write the formula without it.');
    expect(renderIssue({ ...unknown, params: { id: 'fees', known: ['fee'] } }, 'en').cure).toContain('fee?');
  });
  it('[TPL-4] messages and cures name no param that the issue does not carry', () => {
    const results = [
      ...BAD_FORMS.map(({ change }) => parseTemplate(changed(ORDERS, change))),
      ...[...BAD_FIELDS, ...BAD_MODELS].map(({ change }) =>
        resolveModel(valueOf(parseTemplate(changed(ORDERS, change)))),
      ),
      ...BAD_PACKS.map(({ packs }) => composePacks(packs.map((pack) => valueOf(parseTemplate(pack))))),
    ];
    for (const { code, params } of results.flatMap((result) => (result.ok ? [] : result.issues))) {
      if (code.startsWith('EXPR_')) continue;
      const { message, cure } = ISSUES[code];
      for (const text of [message.en, message['zh-CN'], cure.en, cure['zh-CN']]) {
        const names = [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
        expect({ code, missing: names.filter((name) => !(String(name) in params)) }).toEqual({ code, missing: [] });
      }
    }
  });
});
