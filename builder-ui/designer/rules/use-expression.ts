import { useMemo } from 'react';
import type { Issue } from '../../../schema/core/result.ts';
import type { Expr, ExprScope, ExprType } from '../../../schema/expr/ast.ts';
import { compileExpr } from '../../../schema/expr/compile-expr.ts';
import { wordsOf, type Word } from '../../../schema/expr/condition-words.ts';
import { sentenceOf } from '../../../schema/expr/sentence.ts';
import { exprLabels, exprScopeOf } from '../../../schema/model/expr-words.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useDraft } from '../session/draft-context.tsx';

/** Where an expression stands: what it may name and what it must give. */
export interface ExpressionPlace {
  /** The entity whose record is `doc` (or `line`). */
  readonly entity: string;
  /** Further variables. */
  readonly extra?: Readonly<Record<string, ExprType>>;
  readonly expected: ExprType | 'any';
}

/** All that the editors of an expression need of the draft. */
export interface ExpressionContext {
  readonly scope: ExprScope;
  readonly words: readonly Word[];
  /** Checks a text; its sentence where it has no mistakes. */
  readonly read: (source: string) => ReadExpression;
}

export interface ReadExpression {
  readonly expr?: Expr;
  readonly sentence?: string;
  readonly issues: readonly Issue[];
}

const NO_SCOPE: ExprScope = { variables: { actor: { kind: 'actor' } }, fieldsOf: () => undefined };

/** What expressions at a place of the draft mean, in the reader's language. */
export function useExpression({ entity, extra, expected }: ExpressionPlace): ExpressionContext {
  const { locale } = useLanguage();
  const template = useDraft(({ compiled }) => compiled.template);
  // Places are written as object literals; what counts is what stands in them.
  const extraKey = JSON.stringify(extra ?? {});
  const expectedKey = JSON.stringify(expected);
  return useMemo(() => {
    const scope = exprScopeOf(template, entity, extra) ?? NO_SCOPE;
    const labels = exprLabels(template, locale);
    let words: readonly Word[] | undefined;
    return {
      scope,
      get words() {
        words ??= wordsOf(scope, labels, locale);
        return words;
      },
      read: (source) => {
        const compiled = compileExpr(source, scope, expected);
        if (!compiled.ok) return { issues: compiled.issues };
        return { expr: compiled.value, sentence: sentenceOf(compiled.value, labels, locale), issues: [] };
      },
    };
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [template, entity, extraKey, expectedKey, locale]);
}
