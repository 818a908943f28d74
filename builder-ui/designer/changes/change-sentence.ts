import { textIn, type Locale } from '../../../schema/core/text.ts';
import { sentenceOf, type SentenceLabels } from '../../../schema/expr/sentence.ts';
import type { Expr } from '../../../schema/expr/ast.ts';
import { describeChange, type ModelChange } from '../../../schema/model/changes.ts';
import { humanText } from '../../../schema/model/labels.ts';
import type { EntityModel, FieldModel, Model } from '../../../schema/model/model.ts';
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
