import { LOCALES, textIn, type Locale, type Text } from '../../../schema/core/text.ts';
import type { Edit, EditPath } from '../../../schema/model/edits.ts';
import { humanText } from '../../../schema/model/labels.ts';
import {
  ROW_CHANGES,
  type ActionDef,
  type AutomationDef,
  type ScheduleDef,
} from '../../../schema/template/template-rules.ts';
import type { EntityDef, FieldDef, Template } from '../../../schema/template/template.ts';
import { toJson } from '../form/to-json.ts';
import { newId } from '../parts/new-id.ts';
import { firstValue, firstValues, kindOf, neededFields, settableFields } from './action-values.ts';
import type { Deeds } from './automation-words.ts';

/** Something new that happens by itself, and the edit that makes it. */
export interface NewDeeds {
  readonly id: string;
  readonly label: Text;
  readonly edit: Edit;
}

export const ACTION_KINDS = [
  'notify',
  'set',
  'create',
  'transition',
  'webhook',
] as const satisfies readonly ActionDef['kind'][];
export type ActionKind = ActionDef['kind'];

/** Lines change with their document, and have no events of their own. */
export function canHappen(entity: EntityDef): boolean {
  return entity.kind !== 'line';
}

/** An automation that is complete as it stands (SPEC [DSG-145]): the first role is told of each new record. */
export function newAutomation(template: Template, entity: EntityDef): NewDeeds {
  const label = said((locale) =>
    locale === 'en' ? `Notice of a new ${nameIn(entity, locale)}` : `新建${nameIn(entity, locale)}时通知`,
  );
  return added(template, 'automations', {
    label,
    on: { entity: entity.id, change: 'created' },
    do: [firstNotice(template, entity)],
  });
}

/** A schedule that is complete as it stands: each day the first role is told of the records of the day. */
export function newSchedule(template: Template, entity: EntityDef): NewDeeds {
  const label = said((locale) =>
    locale === 'en' ? `Reminder: ${nameIn(entity, locale)}` : `${nameIn(entity, locale)}提醒`,
  );
  const day = entity.fields.find((field) => kindOf(field) === 'date' && field.secret !== true);
  return added(template, 'schedules', {
    label,
    every: 'day',
    at: '08:00',
    of: entity.id,
    where: day === undefined ? "doc.createdAt > now() - duration('P1D')" : `doc.${day.id} == today()`,
    do: [firstNotice(template, entity)],
  });
}

/** The same once more, under a name of its own. */
export function copied(template: Template, { list, def }: Deeds): NewDeeds {
  const { id: _, origin: _origin, ifPack: _ifPack, ...rest } = def;
  const label = said((locale) => {
    const name = textIn(def.label ?? humanText(def.id), locale);
    return locale === 'en' ? `${name} (copy)` : `${name}（副本）`;
  });
  return added(template, list, { ...rest, label });
}

type Unnamed<Def> = Omit<Def, 'id' | 'label'> & { readonly label: Text };

function added(template: Template, list: Deeds['list'], def: Unnamed<AutomationDef> | Unnamed<ScheduleDef>): NewDeeds {
  const { label } = def;
  const taken = (template[list] ?? []).map((one) => one.id);
  const id = newId({ label, taken, style: 'camel', fallback: 'automation' });
  return { id, label, edit: { kind: 'addItem', list: [list], item: toJson({ id, ...def }) } };
}

function firstNotice(template: Template, entity: EntityDef): ActionDef {
  return noticeAs(newId({ label: { en: 'tell' }, taken: [], style: 'camel', fallback: 'tell' }), template, entity);
}

function noticeAs(id: string, template: Template, entity: EntityDef | undefined): ActionDef {
  const [role] = template.roles ?? [];
  const to = entity === undefined ? {} : { to: 'doc.createdBy' };
  return { kind: 'notify', id, ...(role === undefined ? to : { roles: [role.id] }), message: firstMessage(entity) };
}

/** The object and its title, in both languages. */
function firstMessage(entity: EntityDef | undefined): Text {
  if (entity === undefined) return { en: 'It is time.', 'zh-CN': '时间到了。' };
  const title = entity.fields.find(({ id }) => id === entity.title);
  const value = title === undefined || title.secret === true ? '' : `{doc.${title.id}}`;
  return said((locale) => {
    const name = nameIn(entity, locale).replaceAll(/[{}]/g, '$&$&');
    if (value === '') return name;
    return locale === 'en' ? `${name}: ${value}` : `${name}：${value}`;
  });
}

/** What an action can be of a kind at first, without mistakes; `undefined` where it can't be of that kind. */
export function newAction(
  template: Template,
  kind: ActionKind,
  {
    entity,
    taken,
  }: {
    /** Whose record it reads. */
    readonly entity: EntityDef | undefined;
    readonly taken: readonly string[];
  },
): ActionDef | undefined {
  const named = (name: string): string => newId({ label: { en: name }, taken, style: 'camel', fallback: 'action' });
  switch (kind) {
    case 'notify':
      return noticeAs(named('tell'), template, entity);
    case 'set': {
      const field = likeliest(settableFields(entity).filter((one) => firstValue(template, one, entity) !== undefined));
      const value = field === undefined ? undefined : firstValue(template, field, entity);
      return field === undefined || value === undefined
        ? undefined
        : { kind, id: named('set'), values: { [field.id]: value } };
    }
    case 'create': {
      const target = likeliestTarget(template, entity);
      if (target === undefined) return undefined;
      return { kind, id: named('make'), entity: target.id, values: firstValues(template, target, entity) };
    }
    case 'transition': {
      const step = template.workflows?.find(({ of }) => of === entity?.id)?.transitions.at(-1);
      return step === undefined ? undefined : { kind, id: named('take'), transition: step.id };
    }
    case 'webhook':
      return { kind, id: named('call'), connection: 'erp' };
  }
}

/** What is mostly set by itself: a choice, a mark, a day. */
function likeliest(fields: readonly FieldDef[]): FieldDef | undefined {
  const free = fields.filter(({ required }) => required !== true);
  for (const wanted of ['enum', 'bool', 'date', 'datetime', 'text', 'longtext'] as const) {
    const found = free.find((field) => kindOf(field) === wanted);
    if (found !== undefined) return found;
  }
  return free[0] ?? fields[0];
}

/** What refers to the object is what is made of it; else any other. What lacks nothing comes first. */
function likeliestTarget(template: Template, entity: EntityDef | undefined): EntityDef | undefined {
  const others = makeable(template).filter(({ id }) => id !== entity?.id);
  const near = others.filter(({ fields }) => fields.some(({ to }) => entity !== undefined && to === entity.id));
  const isWhole = (one: EntityDef): boolean =>
    neededFields(one).every((field) => firstValue(template, field, entity) !== undefined);
  return near.find(isWhole) ?? near[0] ?? others.find(isWhole) ?? others[0];
}

/** Objects of which a record can be made by itself. */
export function makeable(template: Template): readonly EntityDef[] {
  return (template.entities ?? []).filter(({ kind }) => kind !== 'line');
}

/** What sets an automation off, as one choice: a change, a step, anything. */
export function triggerKey({ change, transition }: AutomationDef['on']): string {
  return transition ?? `@${change ?? 'any'}`;
}

/** What sets it off after a choice; fields stay where a change of them can still be meant. */
export function triggerOf(on: AutomationDef['on'], key: string): AutomationDef['on'] {
  const change = ROW_CHANGES.find((one) => key === `@${one}`);
  const isStep = !key.startsWith('@');
  const hasFields = canNarrow({ entity: on.entity, ...(change === undefined ? {} : { change }) }) && !isStep;
  return {
    entity: on.entity,
    ...(change === undefined ? {} : { change }),
    ...(isStep ? { transition: key } : {}),
    ...(hasFields && on.fields !== undefined ? { fields: on.fields } : {}),
  };
}

/** Whether it can be about a change of certain fields. */
export function canNarrow({ change, transition, fields = [] }: AutomationDef['on']): boolean {
  return fields.length > 0 || (transition === undefined && (change === undefined || change === 'updated'));
}

/** Puts an action one place up or down; none where it stands at the end already. */
export function movedAction(deeds: Deeds, id: string, by: -1 | 1): readonly Edit[] {
  const ids = deeds.def.do.map((action) => action.id);
  const from = ids.indexOf(id);
  const to = from + by;
  if (from < 0 || to < 0 || to >= ids.length) return [];
  const before = by < 0 ? ids[to] : ids[to + 1];
  return [{ kind: 'moveItem', list: actionsAt(deeds), id, ...(before === undefined ? {} : { before }) }];
}

/** The list of its actions. */
export function actionsAt({ list, def }: Deeds): EditPath {
  return [list, def.id, 'do'];
}

/** What a property is set to. */
export type Setting = string | object | undefined;

/** Sets a property at a place; what is empty goes. */
export function setAt(at: EditPath, key: string, value: Setting): Edit {
  const isNothing = value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
  if (isNothing) return { kind: 'setProperty', at, key };
  return { kind: 'setProperty', at, key, value: typeof value === 'object' ? toJson(value) : value };
}

function nameIn(entity: EntityDef, locale: Locale): string {
  return textIn(entity.label, locale) || textIn(humanText(entity.id), locale);
}

function said(saying: (locale: Locale) => string): Text {
  return Object.fromEntries(LOCALES.map((locale) => [locale, saying(locale)]));
}
