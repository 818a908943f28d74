import { pointer, type JsonPointer } from '../core/result.ts';
import type { Text } from '../core/text.ts';
import type { ExprScope } from '../expr/ast.ts';
import { compileExpr } from '../expr/compile-expr.ts';
import { textPieces, type TextPart } from '../expr/explain-text.ts';
import type { ExplainParts } from './behaviour.ts';
import type { Placed, ResolveContext } from './context.ts';

/**
 * Compiles the placeholders of a text in each language (SPEC [MOD-58]). Issues: MODEL_EXPLAIN_BRACE and those of
 * expressions, with the characters of the text that they are about.
 */
export function checkExplain(context: ResolveContext, scope: ExprScope, { def, path }: Placed<Text>): void {
  for (const [language, text] of Object.entries(def)) {
    const here = pointer(path, language);
    const { pieces, open } = textPieces(text);
    if (open !== undefined) context.add('MODEL_EXPLAIN_BRACE', here, { from: open });
    for (const [index, piece] of pieces.entries()) {
      if (piece.kind === 'text') continue;
      const result = compileExpr(piece.source, scope, 'any');
      if (result.ok) context.exprs.set(partPath(here, index), result.value);
      else context.issues.push(...result.issues.map((found) => shifted(found, here, piece.from)));
    }
  }
}

/** The text taken apart, once every rule holds. */
export function explainParts(context: ResolveContext, { def, path }: Placed<Text>): ExplainParts {
  const languages = Object.entries(def).map(([language, text]) => {
    const here = pointer(path, language);
    const parts = textPieces(text).pieces.flatMap((piece, index): readonly TextPart[] => {
      if (piece.kind === 'text') return [piece];
      const value = context.exprs.get(partPath(here, index));
      return value === undefined ? [] : [{ kind: 'value', value }];
    });
    return [language, parts] as const;
  });
  return Object.fromEntries(languages);
}

/** A place of our own for each placeholder: texts have no pointers inside. */
function partPath(text: JsonPointer, index: number): JsonPointer {
  return pointer(text, index);
}

type Found = ResolveContext['issues'][number];

function shifted(found: Found, path: JsonPointer, by: number): Found {
  const place = (name: 'from' | 'to') => {
    const at = found.params[name];
    return typeof at === 'number' ? { [name]: at + by } : {};
  };
  return { ...found, path, params: { ...found.params, ...place('from'), ...place('to') } };
}
