import { textIn, type Locale, type Text } from '../../../schema/core/text.ts';
import { sentenceOf, type SentenceLabels } from '../../../schema/expr/sentence.ts';
import type { Expr } from '../../../schema/expr/ast.ts';
import { describeChange } from '../../../schema/model/change-words.ts';
import type { ModelChange } from '../../../schema/model/changes.ts';
import { humanText } from '../../../schema/model/labels.ts';
import type { BalanceModel, EntityModel, FieldModel, Model } from '../../../schema/model/model.ts';
import { FIELD_TYPE_INFO } from '../parts/field-type-info.tsx';
import { RIGHTS, type Right } from '../../../schema/template/template.ts';

/** The two models that changes lie between. */
export interface ModelPair {
  readonly before: Model;
  readonly after: Model;
}

/** What each right is called. */
export const RIGHT_WORDS: Readonly<Record<Right, Readonly<Record<Locale, string>>>> = {
  read: { en: 'read', 'zh-CN': '查看' },
  create: { en: 'create', 'zh-CN': '新建' },
  update: { en: 'edit', 'zh-CN': '编辑' },
  delete: { en: 'delete', 'zh-CN': '删除' },
  export: { en: 'export', 'zh-CN': '导出' },
};

/** The change as a sentence that has no ids and no formulas in it, as far as there are words for them. */
export function changeSentence(change: ModelChange, models: ModelPair, locale: Locale): string {
  return describeChange(wordedChange(change, models, locale), locale);
}

function wordedChange(change: ModelChange, models: ModelPair, locale: Locale): ModelChange {
  if (change.kind === 'rightsWidened' || change.kind === 'rightsNarrowed') {
    return withEnds(change, (text) => rightsInWords(text, locale));
  }
  const named = namesOf(change, models, locale);
  if (named !== undefined) {
    const ends = { from: named.before(change.from), to: named.after(change.to) };
    const fields = ends.to ?? ends.from;
    const isKey = (change.kind.startsWith('unique') || change.kind.startsWith('index')) && fields !== undefined;
    return { ...change, ...definedOnly(ends), ...(isKey ? { name: { [locale]: fields } } : {}) };
  }
  const exprs = exprsOf(change, models);
  const from = exprs.before === undefined ? change.from : inWords(exprs.before, models.before, locale);
  const to = exprs.after === undefined ? change.to : inWords(exprs.after, models.after, locale);
  return withEnds(
    { ...change, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) },
    (text) => text,
  );
}

function withEnds(change: ModelChange, word: (text: string) => string): ModelChange {
  const { from, to } = change;
  return {
    ...change,
    ...(from === undefined ? {} : { from: word(from) }),
    ...(to === undefined ? {} : { to: word(to) }),
  };
}

/** Rights by name, in the order in which people know them. */
export function rightsInWords(rights: string, locale: Locale): string {
  const held = new Set(rights.split(/,\s*/));
  return RIGHTS.filter((right) => held.has(right))
    .map((right) => RIGHT_WORDS[right][locale])
    .join(locale === 'en' ? ', ' : '、');
}

interface EndNames {
  readonly before: (id: string | undefined) => string | undefined;
  readonly after: (id: string | undefined) => string | undefined;
}

function definedOnly(
  ends: Readonly<Record<'from' | 'to', string | undefined>>,
): Partial<Record<'from' | 'to', string>> {
  return {
    ...(ends.from === undefined ? {} : { from: ends.from }),
    ...(ends.to === undefined ? {} : { to: ends.to }),
  };
}

/** How the ids at a change's ends are called: states, fields, options, types, objects. */
function namesOf(change: ModelChange, { before, after }: ModelPair, locale: Locale): EndNames | undefined {
  const both = (name: (model: Model, id: string) => string): EndNames => ({
    before: (id) => (id === undefined ? undefined : name(before, id)),
    after: (id) => (id === undefined ? undefined : name(after, id)),
  });
  const entityIn = (model: Model): EntityModel | undefined => model.entities.find(({ id }) => id === change.entity);
  const fieldIn = (model: Model, id: string): string =>
    textIn(entityIn(model)?.fields.find((field) => field.id === id)?.label ?? humanText(id), locale);
  switch (change.kind) {
    case 'workflowAdded':
    case 'workflowChanged':
      return both((model, id) => {
        const flow = model.workflows.find((one) => one.id === entityIn(model)?.workflow);
        return textIn(flow?.states.find((state) => state.id === id)?.label ?? humanText(id), locale);
      });
    case 'titleChanged':
      return both(fieldIn);
    case 'uniqueAdded':
    case 'uniqueChanged':
    case 'uniqueRemoved':
    case 'indexAdded':
    case 'indexChanged':
    case 'indexRemoved':
      return both((model, ids) =>
        ids
          .split(/,\s*/)
          .map((id) => fieldIn(model, id))
          .join(locale === 'en' ? ', ' : '、'),
      );
    case 'optionAdded':
    case 'optionRemoved':
      return both((model, id) => {
        const type = entityIn(model)?.fields.find((field) => field.id === change.field)?.type;
        const found = type !== undefined && 'options' in type ? type.options.find((one) => one.id === id) : undefined;
        return `“${textIn(found?.label ?? humanText(id), locale)}”`;
      });
    case 'parentChanged':
      return both((model, id) => textIn(model.entities.find((one) => one.id === id)?.label ?? humanText(id), locale));
    case 'balanceAdded':
    case 'balanceChanged':
    case 'balanceRemoved':
      return both((model, source) => {
        const balance = entityIn(model)?.fields.find(({ id }) => id === change.field)?.balance;
        return balance === undefined ? source : balanceInWords(balance, model, locale);
      });
    case 'fieldTypeChanged':
      return both((_, type) => typeInWords(type, locale));
    default:
      return undefined;
  }
}

/** `decimal(12,2)` by the name that people choose it by, with what stands in brackets. */
function typeInWords(type: string, locale: Locale): string {
  const [, kind = type, rest = ''] = /^(\w+)(.*)$/.exec(type) ?? [];
  const info = Object.entries(FIELD_TYPE_INFO).find(([id]) => id === kind)?.[1];
  return info === undefined ? type : `${info.name[locale]}${rest}`;
}

/** A balance by what its ledger, its measure and its dimensions are called: “Stock · On hand” by Item and Warehouse. */
function balanceInWords({ ledger, measure, key }: BalanceModel, model: Model, locale: Locale): string {
  const of = model.behaviour.ledgers.find(({ id }) => id === ledger);
  const book = of?.books[0];
  const named = (items: readonly { readonly id: string; readonly label: Text }[] | undefined, id: string): string =>
    textIn(items?.find((one) => one.id === id)?.label ?? humanText(id), locale);
  const and = locale === 'en' ? ', ' : '、';
  const what = `“${textIn(of?.label ?? humanText(ledger), locale)} · ${named(book?.measures, measure)}”`;
  const order = book?.dimensions.map(({ id }) => id) ?? [];
  const inOrder = key.toSorted((a, b) => order.indexOf(a.dimension) - order.indexOf(b.dimension));
  const parts = inOrder.map(({ dimension, value }) => {
    const [name, said] = [named(book?.dimensions, dimension), inWords(value, model, locale)];
    return name === said ? name : `${name} = ${said}`;
  });
  if (parts.length === 0) return what;
  return locale === 'en' ? `${what} by ${parts.join(and)}` : `${what}（${parts.join(and)}）`;
}

interface ExprPair {
  readonly before?: Expr | undefined;
  readonly after?: Expr | undefined;
}

function exprsOf(change: ModelChange, { before, after }: ModelPair): ExprPair {
  const find = (model: Model): EntityModel | undefined => model.entities.find(({ id }) => id === change.entity);
  switch (change.kind) {
    case 'checkAdded':
    case 'checkChanged':
    case 'checkRemoved': {
      const when = (model: Model): Expr | undefined => find(model)?.checks.find(({ id }) => id === change.item)?.when;
      return { before: when(before), after: when(after) };
    }
    case 'formulaAdded':
    case 'formulaChanged':
    case 'formulaRemoved':
      return fieldExprs((field) => field?.formula?.expr);
    case 'defaultChanged':
      return fieldExprs((field) => field?.default);
    case 'choicesSet':
    case 'choicesChanged':
    case 'choicesDropped':
      return fieldExprs((field) => field?.choices);
    default:
      return {};
  }

  function fieldExprs(pick: (field: FieldModel | undefined) => Expr | undefined): ExprPair {
    const field = (model: Model): FieldModel | undefined => find(model)?.fields.find(({ id }) => id === change.field);
    return { before: pick(field(before)), after: pick(field(after)) };
  }
}

/** An expression of a model in words; of what can't be said, its source. */
export function inWords(expr: Expr, model: Model, locale: Locale): string {
  return sentenceOf(expr, labelsOf(model, locale), locale);
}

function labelsOf(model: Model, locale: Locale): SentenceLabels {
  const fieldOf = (entity: string, field: string): FieldModel | undefined =>
    model.entities.find(({ id }) => id === entity)?.fields.find(({ id }) => id === field);
  return {
    field: (entity, field) => textIn(fieldOf(entity, field)?.label ?? humanText(field), locale),
    option: (entity, field, option) => {
      const type = fieldOf(entity, field)?.type;
      const found = type !== undefined && 'options' in type ? type.options.find(({ id }) => id === option) : undefined;
      return found === undefined ? undefined : textIn(found.label ?? humanText(option), locale);
    },
    role: (id) => {
      const role = model.roles.find((one) => one.id === id);
      return role === undefined ? undefined : textIn(role.label, locale);
    },
  };
}

/** Changes that differ only in the object that they are about, told once: a right to everything is one sentence. */
export interface ChangeRow {
  readonly change: ModelChange;
  /** Those that say the same of other objects. */
  readonly others: readonly ModelChange[];
}

const MANY = 3;

/** Rights of one role that change alike for several objects become one row. */
export function rowsOf(changes: readonly ModelChange[]): readonly ChangeRow[] {
  const alike = new Map<string, ModelChange[]>();
  for (const change of changes) {
    const key = change.kind.startsWith('rights')
      ? JSON.stringify([change.kind, change.item, change.from, change.to])
      : JSON.stringify([change.kind, change.path, change.item]);
    alike.set(key, [...(alike.get(key) ?? []), change]);
  }
  return [...alike.values()].flatMap((list) => {
    const [change, ...others] = list;
    if (change === undefined) return [];
    return list.length < MANY ? list.map((one) => ({ change: one, others: [] })) : [{ change, others }];
  });
}
