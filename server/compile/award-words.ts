import type { Text } from '../../schema/core/text.ts';
import { textIn, type Locale } from '../../schema/core/text.ts';
import { entityId } from '../../schema/core/ids.ts';
import type { Expr, ExprNode, ExprRange } from '../../schema/expr/ast.ts';
import { explain, type ExplainedPart } from '../../schema/expr/explain.ts';
import type { EvalContext, ExprValue } from '../../schema/expr/evaluate.ts';
import { sentenceOf, type SentenceLabels } from '../../schema/expr/sentence.ts';
import { childrenOf } from '../../schema/expr/types.ts';
import { humanText } from '../../schema/model/labels.ts';
import { OWNER_LABEL, OWNER_ROLE } from './access.ts';
import type { Model } from '../../schema/model/model.ts';

/**
 * A part of a condition or an amount, told in both languages when it was computed, so that it reads the same after the
 * template has changed. Kept with the entry it explains.
 */
export interface WhyPart {
  readonly says: Text;
  /** As authored. */
  readonly source: string;
  /** `null` where it was empty or never needed; a list where it was computed for each element. */
  readonly value: ExprValue;
  /** How deep the part lies in the whole, 0 being the whole. */
  readonly depth: number;
  /** `Entity.field` where the part is a field: who may not see the field does not see its value. */
  readonly field?: string;
  /** Of a decision table: the rows that matched, counted from 1. */
  readonly rows?: readonly number[];
}

/** Parts told of one expression; a rule that is longer is told as far as this. */
const PARTS_MAX = 60;

/** Every part of an expression with its value, from the whole down to the leaves. */
export function whyParts(
  model: Model,
  expr: Expr,
  at: { readonly variables: Readonly<Record<string, unknown>>; readonly evaluation: EvalContext },
): readonly WhyPart[] {
  const words = wordsOf(model, expr);
  const parts: WhyPart[] = [];
  const visit = (part: ExplainedPart, depth: number): void => {
    if (parts.length >= PARTS_MAX) return;
    const known = words.get(rangeKey(part.range));
    parts.push({
      says: known?.says ?? { en: part.text, 'zh-CN': part.text },
      source: part.text,
      value: part.values.length > 1 ? part.values : (part.values[0] ?? null),
      depth,
      ...(known?.field === undefined ? {} : { field: known.field }),
      ...(part.rows === undefined ? {} : { rows: part.rows.map((row) => row + 1) }),
    });
    for (const child of part.parts) visit(child, depth + 1);
  };
  visit(explain(expr, at.variables, at.evaluation), 0);
  return parts;
}

/** The expression as a sentence in both languages. */
export function sentencesOf(model: Model, expr: Expr): Text {
  return {
    en: sentenceOf(expr, labelsOf(model, 'en'), 'en'),
    'zh-CN': sentenceOf(expr, labelsOf(model, 'zh-CN'), 'zh-CN'),
  };
}

interface Words {
  readonly says: Text;
  readonly field?: string;
}

const known = new WeakMap<Expr, ReadonlyMap<string, Words>>();

/** The sentence of each part by its range; made once for each expression. */
function wordsOf(model: Model, expr: Expr): ReadonlyMap<string, Words> {
  const found = known.get(expr);
  if (found !== undefined) return found;
  const words = new Map<string, Words>();
  const visit = (node: ExprNode): void => {
    const range = node.range;
    if (range !== undefined && !words.has(rangeKey(range))) {
      const field = fieldName(node);
      words.set(rangeKey(range), {
        says: sentencesOf(model, { ...expr, root: node }),
        ...(field === undefined ? {} : { field }),
      });
    }
    for (const child of childrenOf(node)) visit(child);
  };
  visit(expr.root);
  const { root } = expr;
  if (root.range === undefined) words.set(rangeKey([0, expr.source.length]), { says: sentencesOf(model, expr) });
  known.set(expr, words);
  return words;
}

function rangeKey([from, to]: ExprRange): string {
  return `${String(from)}-${String(to)}`;
}

/** The id of a reference that is read is the reference. */
function fieldName(node: ExprNode): string | undefined {
  if (node.kind !== 'field') return undefined;
  if (node.field === 'id' && node.of.kind === 'field') return fieldName(node.of);
  return node.of.type.kind === 'row' ? `${node.of.type.entity}.${node.field}` : undefined;
}

/** What the model's fields and options are called. */
function labelsOf(model: Model, locale: Locale): SentenceLabels {
  const fieldOf = (entity: string, field: string) =>
    model.entities.find(({ id }) => id === entityId(entity))?.fields.find(({ id }) => id === field);
  return {
    field: (entity, field) => textIn(fieldOf(entity, field)?.label ?? humanText(field), locale),
    option: (entity, field, option) => {
      if (field === 'state') return stateLabel(model, entity, option, locale);
      const type = fieldOf(entity, field)?.type;
      if (type?.kind !== 'enum' && type?.kind !== 'multiEnum') return undefined;
      const found = type.options.find(({ id }) => id === option);
      return found && textIn(found.label ?? humanText(option), locale);
    },
    role: (role) => roleTitle(model, role, locale),
  };
}

/** What a role is called, if the model has it. */
export function roleTitle(model: Model, role: string, locale: Locale): string | undefined {
  if (role === OWNER_ROLE) return OWNER_LABEL[locale];
  const found = model.roles.find(({ id }) => id === role);
  return found && textIn(found.label, locale);
}

function stateLabel(model: Model, entity: string, state: string, locale: Locale): string | undefined {
  const workflow = model.behaviour.workflows.find((own) => own.entity === entity);
  const found = workflow?.states.find(({ id }) => id === state);
  return found && textIn(found.label ?? humanText(state), locale);
}
