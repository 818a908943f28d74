import { LOCALES, textIn, type Locale, type Text } from '../../../schema/core/text.ts';
import type { Edit, Json } from '../../../schema/model/edits.ts';
import { humanText } from '../../../schema/model/labels.ts';
import type { EntityDef, Template } from '../../../schema/template/template.ts';
import type { AwardDef, LimitDef } from '../../../schema/template/template-rules.ts';
import { toJson } from '../form/to-json.ts';
import { newId } from '../parts/new-id.ts';
import { personFields, type AwardStart } from './award-starts.ts';
import { budgetDimensions, knownBudgets, pointsLedgers } from './points-ledger.ts';

/** Words of ours in a new rule, in both languages. */
export const NEW_WORDS = {
  created: { en: 'created', 'zh-CN': '新建' },
  updated: { en: 'changed', 'zh-CN': '修改' },
  signIn: { en: 'First sign-in of the day', 'zh-CN': '每日首次登录' },
  manual: { en: 'Given by hand', 'zh-CN': '手工发放' },
} as const satisfies Readonly<Record<string, Text>>;

export interface NewAward {
  readonly edit: Edit;
  readonly id: string;
  readonly label: Text;
}

/** What a new rule gives until somebody says otherwise. */
const FIRST_AMOUNT = '5';
const FIRST_GIVERS_MONTH = '200';

/**
 * A rule for what was chosen, complete as it stands (SPEC [DSG-80]): to the person of the record or who made it, five
 * points, once for each record, out of the first budget. `undefined` where there is no ledger for points.
 */
export function newAward(
  template: Template,
  start: AwardStart,
  { pinyin }: { readonly pinyin?: string } = {},
): NewAward | undefined {
  const [ledger] = pointsLedgers(template);
  if (ledger === undefined) return undefined;
  const entity = 'entity' in start ? template.entities?.find(({ id }) => id === start.entity) : undefined;
  const label = startLabel(template, start, entity);
  const taken = (template.awards ?? []).map(({ id }) => id);
  const id = newId({ label, taken, style: 'camel', fallback: 'award', ...(pinyin === undefined ? {} : { pinyin }) });
  const dimensions = budgetDimensions(ledger);
  const budget = Object.fromEntries(
    dimensions.map((dimension) => [dimension.id, knownBudgets(template, dimension)[0] ?? '']),
  );
  const award: AwardDef = {
    id,
    label,
    ledger: ledger.id,
    ...earned(template, start, entity),
    ...(dimensions.length === 0 ? {} : { budget }),
    explain: explainOf(label, start, entity),
  };
  return { id, label, edit: { kind: 'addItem', list: ['awards'], item: toJson(award) } };
}

/**
 * The edits that let a rule begin with something else. What reads the record stays where the record is of the same
 * object; of another one it goes to that object's person, once for each record, under no condition.
 */
export function triggerEdits(template: Template, award: AwardDef, start: AwardStart): readonly Edit[] {
  const entity = 'entity' in start ? template.entities?.find(({ id }) => id === start.entity) : undefined;
  const made = earned(template, start, entity);
  const isSame = award.on?.entity !== undefined && award.on.entity === made.on?.entity;
  if (isSame) return [setAward(award, 'on', made.on)];
  return [
    setAward(award, 'on', made.on),
    setAward(award, 'to', made.to),
    setAward(award, 'once', made.once),
    ...(award.when === undefined ? [] : [setAward(award, 'when', undefined)]),
  ];
}

function earned(template: Template, start: AwardStart, entity: EntityDef | undefined): Partial<AwardDef> {
  const amount = fixedAmount(FIRST_AMOUNT);
  switch (start.kind) {
    case 'manual': {
      const limits = [{ id: 'x_giverMonth', per: ['giver', 'month'], max: FIRST_GIVERS_MONTH }];
      return { manual: { by: giverRoles(template), reason: 'required', notToSelf: true, limits } };
    }
    case 'signIn':
      return { on: { event: 'signIn.firstOfDay' }, to: 'actor.id', amount, once: ['actor.id', 'today'] };
    case 'transition':
      return {
        on: { entity: start.entity, transition: start.transition },
        to: receiver(entity),
        amount,
        once: ['doc.id'],
      };
    case 'change':
      return { on: { entity: start.entity, change: start.change }, to: receiver(entity), amount, once: ['doc.id'] };
  }
}

function receiver(entity: EntityDef | undefined): string {
  const [first] = entity === undefined ? [] : personFields(entity);
  return first === undefined ? 'doc.createdBy' : `doc.${first.id}`;
}

/** Who gives by hand already, else the first role there is. */
function giverRoles(template: Template): readonly string[] {
  const known = template.awards?.find(({ manual }) => manual !== undefined)?.manual?.by;
  const [first] = template.roles ?? [];
  return known ?? (first === undefined ? [] : [first.id]);
}

function startLabel(template: Template, start: AwardStart, entity: EntityDef | undefined): Text {
  if (start.kind === 'signIn' || start.kind === 'manual') return NEW_WORDS[start.kind];
  const of = entity?.label ?? humanText(start.entity);
  const step = start.kind === 'change' ? NEW_WORDS[start.change] : stepLabel(template, start.entity, start.transition);
  const joined = (locale: Locale): string =>
    locale === 'en' ? `${textIn(of, 'en')}: ${textIn(step, 'en')}` : `${textIn(of, locale)}${textIn(step, locale)}`;
  return Object.fromEntries(LOCALES.map((locale) => [locale, joined(locale)]));
}

function stepLabel(template: Template, entity: string, transition: string): Text {
  const flow = template.workflows?.find(({ of }) => of === entity);
  return flow?.transitions.find(({ id }) => id === transition)?.label ?? humanText(transition);
}

/** Why points were given: the label, which record, and how many. */
function explainOf(label: Text, start: AwardStart, entity: EntityDef | undefined): Text {
  const which = placeholderOf(start, entity);
  const said = (locale: Locale): string => {
    const name = textIn(label, locale).replaceAll(/[{}]/g, '$&$&');
    const points = locale === 'en' ? '{amount} points' : '{amount} 分';
    const between = locale === 'en' ? ': ' : '：';
    return `${name}${which === '' ? '' : ` ${which}`}${between}${points}`;
  };
  return Object.fromEntries(LOCALES.map((locale) => [locale, said(locale)]));
}

function placeholderOf(start: AwardStart, entity: EntityDef | undefined): string {
  if (start.kind === 'manual') return '{reason}';
  const title = entity?.fields.find(({ id }) => id === entity.title);
  return title === undefined || title.secret === true ? '' : `{doc.${title.id}}`;
}

/** Sets one property of a rule; what is empty goes. */
export function setAward(award: AwardDef, key: keyof AwardDef, value: unknown): Edit {
  const isNothing =
    value === undefined ||
    value === '' ||
    (Array.isArray(value) && value.length === 0) ||
    (typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0);
  return { kind: 'setProperty', at: ['awards', award.id], key, ...(isNothing ? {} : { value: asJson(value) }) };
}

function asJson(value: unknown): Json {
  return typeof value === 'object' && value !== null ? toJson(value) : String(value);
}

/** A number of points as the language writes it. */
export function fixedAmount(number: string): string {
  return `dec('${number}')`;
}

/** The number that an amount is, where it is nothing but a number. */
export function fixedNumber(amount: string | undefined): string | undefined {
  const found = /^(?:dec\(\s*(['"])(-?\d+(?:\.\d+)?)\1\s*\)|(-?\d+(?:\.\d+)?))$/.exec((amount ?? '').trim());
  return found === null ? undefined : (found[2] ?? found[3]);
}

/** A further limit, with an id of its own: its count is kept by it. */
export function addedLimit(limits: readonly LimitDef[], per: readonly string[]): readonly LimitDef[] {
  const taken = limits.flatMap(({ id }) => (id === undefined ? [] : [id]));
  const id = newId({ label: { en: per.join(' ') }, taken, style: 'camel', fallback: 'limit' });
  return [...limits, { id, per, max: '10' }];
}

/** A limit with one part changed; what is empty goes. */
export function changedLimit(
  limit: LimitDef,
  change: { readonly [Key in keyof LimitDef]?: LimitDef[Key] | undefined },
): LimitDef {
  const { id, per, max, cooldown } = { ...limit, ...change };
  return {
    ...(id === undefined ? {} : { id }),
    per: per ?? [],
    ...(max === undefined ? {} : { max }),
    ...(cooldown === undefined ? {} : { cooldown }),
  };
}
