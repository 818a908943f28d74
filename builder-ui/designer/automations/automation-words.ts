import type { Locale } from '../../../schema/core/text.ts';
import { compileExpr } from '../../../schema/expr/compile-expr.ts';
import { textSource } from '../../../schema/expr/condition.ts';
import { sentenceOf } from '../../../schema/expr/sentence.ts';
import { exprLabels, exprScopeOf } from '../../../schema/model/expr-words.ts';
import type { ActionDef, AutomationDef, ScheduleDef } from '../../../schema/template/template-rules.ts';
import type { Template } from '../../../schema/template/template.ts';
import { entityOf, fieldName, nameOf, stepName } from '../points/award-words.ts';
import type { AutomationText } from './automation-texts.ts';

/** What happens by itself: after a change of a record, or by the clock. */
export type Deeds =
  | { readonly list: 'automations'; readonly def: AutomationDef }
  | { readonly list: 'schedules'; readonly def: ScheduleDef };

/** The automation or schedule of an id; `undefined` when there is none. */
export function deedsOf(template: Template, list: Deeds['list'], id: string): Deeds | undefined {
  if (list === 'automations') {
    const def = template.automations?.find((one) => one.id === id);
    return def === undefined ? undefined : { list, def };
  }
  const def = template.schedules?.find((one) => one.id === id);
  return def === undefined ? undefined : { list, def };
}

/** What words about it are made of. */
export interface AutomationWording {
  readonly template: Template;
  readonly locale: Locale;
  readonly text: AutomationText;
}

/** The object whose records it is about; none for what the clock does once. */
export function objectOf(deeds: Deeds): string {
  return deeds.list === 'automations' ? deeds.def.on.entity : (deeds.def.of ?? '');
}

/** All of it as one sentence (SPEC [DSG-145]): when, under which condition, and what it does. */
export function automationSentence(deeds: Deeds, wording: AutomationWording): string {
  const { text, locale } = wording;
  const object = objectOf(deeds);
  const words = deeds.def.do.map((action) => actionWords(action, object, wording));
  return text('sentence', {
    when: deeds.list === 'automations' ? automationWhen(deeds.def, wording) : scheduleWhen(deeds.def, wording),
    deeds: words.join(locale === 'en' ? '; ' : '；'),
  });
}

function automationWhen({ on, when }: AutomationDef, wording: AutomationWording): string {
  const { text } = wording;
  const happens = triggerWords(on, wording);
  if (when === undefined || when.trim() === 'true') return happens;
  return text('onlyIf', { when: happens, condition: exprWords(when, on.entity, wording) });
}

const CHANGE_WORDS = {
  created: 'whenCreated',
  updated: 'whenUpdated',
  deleted: 'whenDeleted',
  restored: 'whenRestored',
} as const;

function triggerWords(on: AutomationDef['on'], { template, locale, text }: AutomationWording): string {
  const entity = entityOf(template, on.entity);
  const object = nameOf(entity ?? { id: on.entity }, locale);
  if (on.transition !== undefined)
    return text('whenStep', { object, step: stepName(template, on.entity, { step: on.transition, locale }) });
  if (on.fields !== undefined && on.fields.length > 0) {
    const fields = on.fields.map((id) => fieldName(entity, id, locale));
    return text('whenFields', { object, fields: fields.join(locale === 'en' ? ' or ' : '或') });
  }
  return text(on.change === undefined ? 'whenAny' : CHANGE_WORDS[on.change], { object });
}

function scheduleWhen({ every, at, of, where }: ScheduleDef, wording: AutomationWording): string {
  const { template, locale, text } = wording;
  const unit = text(`unit_${every}`);
  const when = at === undefined ? text('everyTime', { unit }) : text('everyTimeAt', { unit, at });
  if (of === undefined) return when;
  const object = nameOf(entityOf(template, of) ?? { id: of }, locale);
  if (where === undefined || where.trim() === 'true') return text('forEach', { when, object });
  return text('forEachIf', { when, object, condition: exprWords(where, of, wording) });
}

/** What one action does; `object` is what it reads. */
export function actionWords(action: ActionDef, object: string, wording: AutomationWording): string {
  const { template, locale, text } = wording;
  switch (action.kind) {
    case 'notify': {
      const who = receivers(action, object, wording);
      return who.length === 0 ? text('tellsNobody') : text('tells', { who: who.join(text('and')) });
    }
    case 'set': {
      const entity = entityOf(template, object);
      const told = Object.entries(action.values).map(([id, source]) => {
        const field = fieldName(entity, id, locale);
        if (source.trim() === 'null') return text('clears', { field });
        const option = entity?.fields
          .find((one) => one.id === id)
          ?.options?.find((one) => source.trim() === textSource(one.id));
        const value = option === undefined ? exprWords(source, object, wording) : `“${nameOf(option, locale)}”`;
        return text('sets', { field, value });
      });
      return told.length === 0 ? text('setsNothing') : told.join(locale === 'en' ? ', ' : '，');
    }
    case 'create':
      return text('makes', { object: nameOf(entityOf(template, action.entity) ?? { id: action.entity }, locale) });
    case 'transition':
      return text('takes', { step: stepName(template, object, { step: action.transition, locale }) });
    case 'webhook':
      return text('calls', { connection: action.connection });
  }
}

function receivers(
  { roles = [], to }: Extract<ActionDef, { readonly kind: 'notify' }>,
  object: string,
  wording: AutomationWording,
): readonly string[] {
  const { template, locale } = wording;
  return [
    ...roles.map((id) => nameOf(template.roles?.find((role) => role.id === id) ?? { id }, locale)),
    ...(to === undefined ? [] : [personWords(to, object, wording)]),
  ];
}

/** A person that a record names. */
export function personWords(to: string, object: string, wording: AutomationWording): string {
  const { template, text, locale } = wording;
  if (to === 'doc.createdBy') return text('creator');
  if (to === 'doc.updatedBy') return text('updater');
  const entity = entityOf(template, object);
  const field = entity?.fields.find(({ id }) => to === `doc.${id}`);
  return field === undefined
    ? exprWords(to, object, wording)
    : text('personOf', { field: fieldName(entity, field.id, locale) });
}

/** An expression as a sentence, a field by its name; as it is written where it can't be read. */
export function exprWords(source: string, object: string, { template, locale }: AutomationWording): string {
  const scope = exprScopeOf(template, object);
  const compiled = scope === undefined ? undefined : compileExpr(source, scope, 'any');
  if (compiled?.ok !== true) return source;
  const entity = entityOf(template, object);
  const { root } = compiled.value;
  if (root.kind === 'variable' && root.name === 'doc' && entity !== undefined) return nameOf(entity, locale);
  return sentenceOf(compiled.value, exprLabels(template, locale), locale);
}
