import { describe, expect, it } from 'vitest';
import { shippedCompany } from '../../../schema/cases/shipped-company.ts';
import { applyEdits, type Edit } from '../../../schema/model/edits.ts';
import { resolveModel } from '../../../schema/model/resolve.ts';
import { parseTemplate } from '../../../schema/template/parse.ts';
import type { Template } from '../../../schema/template/template.ts';
import { textsOf } from '../../i18n/text-store.ts';
import { addedLimit, changedLimit, fixedAmount, fixedNumber, newAward, setAward } from './award-edits.ts';
import { awardChoices } from './award-starts.ts';
import { awardWords } from './award-words.ts';
import { durationOf, durationParts, durationWords } from './duration-parts.ts';
import {
  addedBoard,
  addedLevel,
  addedReward,
  addedTable,
  newTiers,
  withCell,
  withColumn,
  withoutColumn,
  withRow,
} from './part-edits.ts';
import { newPointsLedger } from './points-ledger-edits.ts';
import { POINTS_LABELS } from './points-labels.ts';
import { POINTS_TEXTS } from './points-texts.ts';
import { ruleChanges } from './rule-changes.ts';

const JOBS: Template = {
  format: 1,
  pack: 'jobs',
  version: '1.0.0',
  label: { en: 'Jobs', 'zh-CN': '任务' },
  entities: [
    {
      id: 'Job',
      kind: 'document',
      label: { en: 'Job', 'zh-CN': '任务' },
      title: 'name',
      fields: [
        { id: 'name', type: 'text', label: { en: 'Name', 'zh-CN': '名称' } },
        { id: 'checker', type: 'user' },
        { id: 'doer', type: 'user', label: { en: 'Done by', 'zh-CN': '完成人' } },
        { id: 'size', type: 'decimal(9,3)', label: { en: 'Size', 'zh-CN': '规模' } },
      ],
    },
    { id: 'Note', kind: 'master', title: 'text', fields: [{ id: 'text', type: 'text' }] },
  ],
  workflows: [
    {
      id: 'jobFlow',
      of: 'Job',
      initial: 'open',
      states: [{ id: 'open' }, { id: 'done' }],
      transitions: [{ id: 'finish', label: { en: 'Finish', 'zh-CN': '完成' }, from: ['open'], to: 'done' }],
    },
  ],
  roles: [{ id: 'boss', label: { en: 'Boss', 'zh-CN': '主管' }, grants: [] }],
};

function after(template: Template, edits: readonly Edit[]): Template {
  const applied = applyEdits(template, edits);
  if (!applied.ok) throw new Error(JSON.stringify(applied.issues));
  return applied.value.template;
}

function mistakes(template: Template): readonly string[] {
  const parsed = parseTemplate(template);
  if (!parsed.ok) return parsed.issues.map(({ code, path }) => `${code} ${path}`);
  const resolved = resolveModel(parsed.value);
  return resolved.ok ? [] : resolved.issues.map(({ code, path }) => `${code} ${path}`);
}

const WITH_POINTS = after(JOBS, newPointsLedger(JOBS, POINTS_LABELS));

function withAward(choice: string): Template {
  const start = awardChoices(WITH_POINTS).find(({ key }) => key === choice)?.start;
  const made = start === undefined ? undefined : newAward(WITH_POINTS, start);
  if (made === undefined) throw new Error(`No rule for ${choice}`);
  return after(WITH_POINTS, [made.edit]);
}

describe('new rules of points', () => {
  it('[DSG-82] a ledger for points is made without a mistake where there is none', () => {
    expect(newAward(JOBS, { kind: 'signIn' })).toBeUndefined();
    expect(mistakes(WITH_POINTS)).toEqual([]);
  });

  it.each(['Job finish', 'Job @created', 'Job @updated', 'Note @created', '@signIn', '@manual'])(
    '[DSG-80] a rule for %s is complete as it stands',
    (choice) => {
      const made = withAward(choice);
      expect(mistakes(made)).toEqual([]);
      expect(made.awards?.[0]?.id).toMatch(/^x_/);
    },
  );

  it('[DSG-80] gives five points to who did it, once for each record, with a text in both languages', () => {
    expect(withAward('Job finish').awards?.[0]).toMatchObject({
      label: { en: 'Job: Finish', 'zh-CN': '任务完成' },
      on: { entity: 'Job', transition: 'finish' },
      to: 'doc.doer',
      amount: "dec('5')",
      once: ['doc.id'],
      explain: { en: 'Job: Finish {doc.name}: {amount} points', 'zh-CN': '任务完成 {doc.name}：{amount} 分' },
    });
    expect(withAward('Note @created').awards?.[0]?.to).toBe('doc.createdBy');
  });

  it('[DSG-81] a rule is told in words, in both languages', () => {
    const template = withAward('Job finish');
    const [award] = template.awards ?? [];
    if (award === undefined) throw new Error('no award');
    const full = { ...award, when: "doc.size > dec('2')", expires: { after: 'P12M', align: 'quarterEnd' as const } };
    const words = (locale: 'en' | 'zh-CN') =>
      awardWords(full, { template, locale, text: textsOf('pointsTest', POINTS_TEXTS)[locale] });
    expect(words('en')).toEqual({
      when: ['Job: step “Finish”', 'only if Size is more than 2'],
      gives: ['5 points', 'to Done by'],
      caps: ['once for each Job'],
      then: ['expires after 12 months, at the end of the quarter'],
    });
    expect(words('zh-CN').when[0]).toBe('任务：执行“完成”');
    expect(words('zh-CN').gives).toEqual(['5 分', '给完成人']);
  });

  it('[DSG-112] names the budget as the pack that ships it does, else by its code', () => {
    const company = shippedCompany();
    const paid = (company.awards ?? []).find(({ budget }) => budget?.['programme'] === 'on-time');
    if (paid === undefined) throw new Error('no award');
    const gives = (template: Template): string | undefined =>
      awardWords(paid, { template, locale: 'en', text: textsOf('pointsTest', POINTS_TEXTS).en }).gives.at(-1);
    expect(gives(company)).toBe('from Deliver on time 准时交付');
    expect(gives({ ...company, records: [] })).toBe('from on-time');
  });

  it('[DSG-83] settings that are emptied go', () => {
    const [award] = withAward('Job finish').awards ?? [];
    if (award === undefined) throw new Error('no award');
    expect(setAward(award, 'once', [])).toEqual({ kind: 'setProperty', at: ['awards', award.id], key: 'once' });
    const limits = addedLimit([], ['user', 'day']);
    expect(limits).toEqual([{ id: 'x_userDay', per: ['user', 'day'], max: '10' }]);
    expect(limits.map((limit) => changedLimit(limit, { max: undefined, cooldown: 'PT2M' }))).toEqual([
      { id: 'x_userDay', per: ['user', 'day'], cooldown: 'PT2M' },
    ]);
  });

  it('[DSG-83] an amount that is nothing but a number is set as one', () => {
    expect(fixedNumber(fixedAmount('7.5'))).toBe('7.5');
    expect(fixedNumber('3')).toBe('3');
    expect(fixedNumber("dec('5') + doc.size")).toBeUndefined();
    expect(fixedNumber(undefined)).toBeUndefined();
  });
});

describe('lengths of time', () => {
  it('[DSG-83] are a number and a unit, and read as such', () => {
    for (const text of ['P12M', 'P3W', 'P90D', 'P1Y', 'PT72H', 'PT2M']) {
      const parts = durationParts(text);
      expect(parts === undefined ? undefined : durationOf(parts)).toBe(text);
    }
    expect(durationParts('P1DT2H')).toBeUndefined();
    expect(durationWords('P1DT2H', 'en')).toBe('1 day 2 hours');
    expect(durationWords('P12M', 'zh-CN')).toBe('12 个月');
  });
});

describe('the other parts of a points programme', () => {
  it('[DSG-84] tiers, boards and tables are made without a mistake', () => {
    const name = { en: 'New', 'zh-CN': '新' };
    let made = after(WITH_POINTS, [newTiers({ bronze: name, silver: name, gold: name })]);
    if (made.tiers === undefined) throw new Error('no tiers');
    made = after(made, [addedLevel(made.tiers, name), addedBoard(made, name), addedTable(made, name)]);
    expect(mistakes(made)).toEqual([]);
    expect(made.tiers?.levels.at(-1)?.from).toBe('2500');
    const reward = after(made, [addedReward(made, name)]).rewards?.[0];
    expect(reward).toMatchObject({ cost: '100' });
    expect(reward?.fulfil).toBeUndefined();
  });

  it('[DSG-84] cells of a decision table are typed as they stand', () => {
    const table = { id: 'x_t', hit: 'unique', in: { role: 'text' }, out: 'int', rows: [['sales', 2]] } as const;
    expect(withCell(table, { row: 0, column: 1, typed: '3' })).toEqual([['sales', 3]]);
    expect(withCell(table, { row: 0, column: 0, typed: '' })).toEqual([[null, 2]]);
    expect(withCell(table, { row: 4, column: 0, typed: 'x' })).toEqual(table.rows);
    expect(withRow(table)).toEqual([
      ['sales', 2],
      [null, 2],
    ]);
  });

  it('[DSG-84] a table gets and loses inputs with their cells', () => {
    const tables = [{ id: 'x_t', hit: 'first', in: { role: 'text' }, out: 'int', rows: [['sales', 2]] }] as const;
    const [before] = tables;
    const wide = after({ ...JOBS, tables }, withColumn(before, 'Order size'));
    const [table] = wide.tables ?? [];
    expect(table).toMatchObject({ columns: ['role', 'orderSize'], rows: [['sales', null, 2]] });
    expect(mistakes(wide)).toEqual([]);
    if (table === undefined) throw new Error('no table');
    const narrow = after(wide, withoutColumn(table, 'role'));
    expect(narrow.tables?.[0]).toMatchObject({ in: { orderSize: 'text' }, rows: [[null, 2]] });
    expect(withoutColumn(before, 'role')).toEqual([]);
  });

  it('[DSG-85] what of the rules a draft changes is told', () => {
    const base = withAward('Job finish');
    const [award] = base.awards ?? [];
    if (award === undefined) throw new Error('no award');
    const changed = after(base, [setAward(award, 'amount', fixedAmount('9'))]);
    expect(ruleChanges(base, changed).map(({ change }) => change)).toEqual(['changed']);
    expect(ruleChanges(WITH_POINTS, base).map(({ change }) => change)).toEqual(['added']);
    expect(ruleChanges(base, WITH_POINTS).map(({ change }) => change)).toEqual(['removed']);
    expect(ruleChanges(base, base)).toEqual([]);
  });
});
