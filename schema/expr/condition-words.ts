import { SYSTEM_FIELD_IDS } from '../core/ids.ts';
import type { Locale } from '../core/text.ts';
import type { ExprScope, ExprType, ReadPath } from './ast.ts';
import { compileExpr } from './compile-expr.ts';
import { sentenceOf, type SentenceLabels } from './sentence.ts';
import { fieldsOfType } from './types.ts';

/** A field that conditions can test or compare with, as sentences call it. */
export interface Word {
  readonly path: ReadPath;
  /** `Credit limit of Customer`, `客户的信用额度`. */
  readonly label: string;
  readonly type: ExprType;
  /** The values that a choice can have. */
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

/** Labels and the options that go with a field. */
export interface WordLabels extends SentenceLabels {
  readonly optionsOf: (entity: string, field: string) => readonly string[];
  readonly roles: readonly string[];
}

/** How many references a builder follows: `doc.customer.region`. */
const DEPTH_MAX = 2;

/** All fields that conditions of a scope can name, those of the record before those of what it refers to. */
export function wordsOf(scope: ExprScope, labels: WordLabels, locale: Locale): readonly Word[] {
  const words: Word[] = [];
  const visit = (path: ReadPath, type: ExprType, depth: number): void => {
    for (const [id, field] of fieldsOfType(type, scope) ?? []) {
      const here = [...path, id];
      const isRow = type.kind === 'row';
      if (isRow && path.length > 1 && id === 'id') continue;
      const compiled = compileExpr(here.join('.'), scope, 'any');
      if (!compiled.ok) continue;
      const label = sentenceOf(compiled.value, labels, locale);
      const values = isRow ? labels.optionsOf(type.entity, id) : isRoleField(id) ? labels.roles : [];
      const labelOf = (value: string): string =>
        (isRow ? labels.option?.(type.entity, id, value) : labels.role?.(value)) ?? value;
      words.push({
        path: here,
        label,
        type: field.type,
        options: values.map((value) => ({ value, label: labelOf(value) })),
      });
      if (field.type.kind === 'row' && depth < DEPTH_MAX) visit(here, field.type, depth + 1);
    }
  };
  for (const [name, type] of Object.entries(scope.variables)) visit([name], type, 1);
  const rank = ({ path }: Word): number => path.length * 2 + (LATE_FIELDS.has(path.at(-1) ?? '') ? 1 : 0);
  return words.toSorted((a, b) => rank(a) - rank(b));
}

/** What every row has without being told; rules are seldom about it. */
const LATE_FIELDS: ReadonlySet<string> = new Set(SYSTEM_FIELD_IDS.filter((id) => id !== 'state'));

function isRoleField(id: string): boolean {
  return id === 'roles' || id === 'role';
}
