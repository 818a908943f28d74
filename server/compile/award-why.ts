import type { EntityId } from '../../schema/core/ids.ts';
import { LOCALES, type Text } from '../../schema/core/text.ts';
import type { Expr, ReadPath } from '../../schema/expr/ast.ts';
import type { EvalContext, ExprValue } from '../../schema/expr/evaluate.ts';
import { explainText } from '../../schema/expr/explain-text.ts';
import type { AwardModel } from '../../schema/model/behaviour.ts';
import type { Model } from '../../schema/model/model.ts';
import { roleTitle, whyParts, type WhyPart } from './award-words.ts';

/** What awards are planned in. */
export interface AwardContext {
  readonly model: Model;
  readonly templateVersion: number;
  /** Clock, time zone and actor. */
  readonly evaluation: EvalContext;
  /** The row that a code names, for budgets kept by rows; `undefined` where there is none. */
  readonly rowOfCode: (entity: EntityId, code: string) => string | undefined;
  /** False: without the reasons, for who plans awards only to count them. */
  readonly told?: boolean;
}

/**
 * Why points were given: kept with the entry and never computed again, so it tells what was so then. Texts are in both
 * languages; amounts exact texts.
 */
export interface AwardWhy {
  readonly rule: string;
  readonly label: Text;
  readonly templateVersion: number;
  readonly user: string;
  readonly actor: string | null;
  readonly asked: string;
  /** Leaf values that condition, amount and once-key read: path of field ids → value. */
  readonly read: Readonly<Record<string, ExprValue>>;
  readonly condition: readonly WhyPart[];
  readonly amount: readonly WhyPart[];
  /** The template's own words, filled in. */
  readonly text: Text | null;
  /** Of manual awards: the giver's words. */
  readonly reason?: string;
}

/** Values told of one path through lines. */
const VALUES_MAX = 20;

/** What is kept with an award about why it was made. */
export function explainAward(
  context: AwardContext,
  award: AwardModel,
  grant: {
    readonly user: string;
    readonly asked: string;
    readonly variables: Readonly<Record<string, unknown>>;
    readonly reason?: string;
  },
): AwardWhy {
  const { model, evaluation, templateVersion } = context;
  const { variables } = grant;
  const parts = (expr: Expr | undefined): readonly WhyPart[] =>
    expr === undefined ? [] : whyParts(model, expr, { variables, evaluation });
  const isTold = context.told !== false;
  return {
    rule: award.id,
    label: award.label,
    templateVersion,
    user: grant.user,
    actor: evaluation.actor?.id ?? null,
    asked: grant.asked,
    read: isTold ? valuesRead(award, variables) : {},
    condition: isTold ? parts(award.when) : [],
    amount: isTold ? parts(award.amount) : [],
    text: !isTold
      ? null
      : awardText(context, award, { ...variables, amount: grant.asked, reason: grant.reason ?? null }),
    ...(grant.reason === undefined ? {} : { reason: grant.reason }),
  };
}

/** Leaf values by path, `customer.creditLimit`; of lines the values in order. */
function valuesRead(
  { to, when, amount, once }: AwardModel,
  { doc }: Readonly<Record<string, unknown>>,
): Readonly<Record<string, ExprValue>> {
  const exprs = [to, when, amount, ...once].filter((expr) => expr !== undefined);
  const read: Record<string, ExprValue> = {};
  for (const path of exprs.flatMap(({ reads }) => reads)) read[path.join('.')] = leafOf(doc, path);
  return read;
}

function leafOf(value: unknown, path: ReadPath): ExprValue {
  const [field, ...rest] = path;
  if (Array.isArray(value)) return value.slice(0, VALUES_MAX).map((item) => leafOf(item, path));
  if (field === undefined) return plain(value);
  if (typeof value !== 'object' || value === null) return rest.length === 0 && field === 'id' ? plain(value) : null;
  return leafOf(Object.entries(value).find(([name]) => name === field)?.[1], rest);
}

function plain(value: unknown): ExprValue {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'object' && value !== null && 'id' in value) return plain(value.id);
  return null;
}

/** The template's explanation with its placeholders filled, in both languages. */
function awardText(
  { evaluation, model }: AwardContext,
  { explainParts }: AwardModel,
  variables: Readonly<Record<string, unknown>>,
): Text | null {
  if (explainParts === undefined) return null;
  return Object.fromEntries(
    LOCALES.map((locale) => {
      const roleOf = (role: string) => roleTitle(model, role, locale);
      return [locale, explainText(explainParts, { variables, evaluation, locale, roleOf })];
    }),
  );
}
