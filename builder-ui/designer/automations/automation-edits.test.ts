import { describe, expect, it } from 'vitest';
import { edited, resolved, shippedCompany } from '../../../schema/cases/shipped-company.ts';
import type { Locale } from '../../../schema/core/text.ts';
import type { EntityDef, Template } from '../../../schema/template/template.ts';
import { textsOf } from '../../i18n/text-store.ts';
import { toJson } from '../form/to-json.ts';
import { rulesOf } from '../rules/rules-of.ts';
import {
  ACTION_KINDS,
  actionsAt,
  canHappen,
  copied,
  movedAction,
  newAction,
  newAutomation,
  newSchedule,
  setAt,
  triggerKey,
  triggerOf,
} from './automation-edits.ts';
import { AUTOMATION_TEXTS } from './automation-texts.ts';
import { automationSentence, type Deeds } from './automation-words.ts';

const COMPANY = shippedCompany();
const OBJECTS = (COMPANY.entities ?? []).filter(canHappen);
const TEXTS = textsOf('automations', AUTOMATION_TEXTS);

function objectIn(template: Template, id: string): EntityDef {
  const found = template.entities?.find((one) => one.id === id);
  if (found === undefined) throw new Error(id);
  return found;
}

function automation(template: Template, id: string): Deeds {
  const def = template.automations?.find((one) => one.id === id);
  if (def === undefined) throw new Error(id);
  return { list: 'automations', def };
}

function said(template: Template, deeds: Deeds, locale: Locale): string {
  return automationSentence(deeds, { template, locale, text: TEXTS[locale] });
}

describe('what happens by itself', () => {
  it('[DSG-145] every automation and every schedule of an object stands in its rules, with a condition or without', () => {
    const listed = OBJECTS.flatMap((entity) => rulesOf(COMPANY, entity));
    const keys = listed.filter(({ kind }) => kind === 'automation' || kind === 'schedule').map(({ key }) => key);
    const all = [
      ...(COMPANY.automations ?? []).map(({ id }) => `automation ${id}`),
      ...(COMPANY.schedules ?? []).filter(({ of }) => of !== undefined).map(({ id }) => `schedule ${id}`),
    ];
    expect([keys.toSorted(), all.length > 5]).toEqual([all.toSorted(), true]);
    const ofCredit = rulesOf(COMPANY, objectIn(COMPANY, 'Customer')).find(
      ({ key }) => key === 'automation creditChanged',
    );
    expect(ofCredit?.fields).toEqual(['creditLimit']);
  });

  it('[DSG-145] each is told as one sentence, without an id or a formula in it', () => {
    const told = (id: string): readonly string[] =>
      (['en', 'zh-CN'] as const).map((locale) => said(COMPANY, automation(COMPANY, id), locale));
    expect(told('nominationMade')).toEqual([
      'When Nomination is created: tell Committee',
      '新建提名时：通知积分委员会',
    ]);
    expect(told('countDiffers')).toEqual([
      'When Stock count is created, if Differences is more than 0: tell Stock supervisor',
      '新建盘点单时，若差异行数大于 0：通知仓库主管',
    ]);
    expect(told('creditChanged')).toEqual([
      'When Credit limit of Customer changes: tell Finance',
      '客户的信用额度变化时：通知财务',
    ]);
    for (const list of ['automations', 'schedules'] as const)
      for (const def of COMPANY[list] ?? [])
        for (const locale of ['en', 'zh-CN'] as const)
          expect(said(COMPANY, { list, def } as Deeds, locale)).not.toMatch(/doc\.|\bautomations\.|[{}]/);
  });

  it('[DSG-145] a new one of any object is without mistakes as it stands, and so is its copy', () => {
    const made: string[] = [];
    const draft = OBJECTS.reduce((template, entity) => {
      const automated = newAutomation(template, entity);
      const after = edited(template, [automated.edit, newSchedule(template, entity).edit]);
      const copy = copied(after, automation(after, automated.id));
      made.push(automated.id, copy.id);
      return edited(after, [copy.edit]);
    }, COMPANY);
    const ids = new Set(resolved(draft).behaviour.automations.map(({ id }) => id));
    expect([new Set(made).size, made.filter((id) => !ids.has(id))]).toEqual([OBJECTS.length * 2, []]);
    const bare: Template = { ...COMPANY, roles: [] };
    const [entity] = OBJECTS;
    if (entity === undefined) throw new Error('no object');
    expect(newAutomation(bare, entity).edit).toMatchObject({ item: { do: [{ to: 'doc.createdBy' }] } });
  });

  it('[DSG-146] every kind of action of every object is without mistakes when it is added', () => {
    const withAll = (template: Template, entity: EntityDef): Template => {
      const { id, edit } = newAutomation(template, entity);
      return ACTION_KINDS.reduce(
        (draft, kind) => {
          const deeds = automation(draft, id);
          const action = newAction(draft, kind, { entity, taken: deeds.def.do.map((one) => one.id) });
          if (action === undefined) return draft;
          return edited(draft, [{ kind: 'addItem', list: actionsAt(deeds), item: toJson(action) }]);
        },
        edited(template, [edit]),
      );
    };
    const draft = OBJECTS.reduce(withAll, COMPANY);
    const counts = (draft.automations ?? []).slice(-OBJECTS.length).map((one) => one.do.length);
    expect([Math.min(...counts) > 3, Math.max(...counts)]).toEqual([true, 6]);
    resolved(draft);
  });

  it('[DSG-146] actions go up and down by one, and the ends stay', () => {
    const entity = objectIn(COMPANY, 'SalesOrder');
    const { id, edit } = newAutomation(COMPANY, entity);
    const action = { kind: 'webhook', id: 'x_call', connection: 'erp' } as const;
    const draft = edited(COMPANY, [edit, { kind: 'addItem', list: ['automations', id, 'do'], item: toJson(action) }]);
    const deeds = automation(draft, id);
    const order = (template: Template): readonly string[] => automation(template, id).def.do.map((one) => one.id);
    expect(order(edited(draft, movedAction(deeds, 'x_call', -1)))).toEqual(['x_call', 'x_tell']);
    expect(order(edited(draft, movedAction(deeds, 'x_tell', 1)))).toEqual(['x_call', 'x_tell']);
    expect([movedAction(deeds, 'x_tell', -1), movedAction(deeds, 'x_call', 1)]).toEqual([[], []]);
  });

  it('[DSG-146] what sets it off is one choice; fields stay where their change can be meant', () => {
    const on = { entity: 'Customer', change: 'updated', fields: ['creditLimit'] } as const;
    expect(triggerKey(on)).toBe('@updated');
    expect(triggerOf(on, '@any')).toEqual({ entity: 'Customer', fields: ['creditLimit'] });
    expect(triggerOf(on, '@deleted')).toEqual({ entity: 'Customer', change: 'deleted' });
    expect(triggerOf(on, 'block')).toEqual({ entity: 'Customer', transition: 'block' });
    expect(triggerKey({ entity: 'Customer' })).toBe('@any');
    expect(setAt(['automations', 'one'], 'when', '')).toEqual({
      kind: 'setProperty',
      at: ['automations', 'one'],
      key: 'when',
    });
  });
});
