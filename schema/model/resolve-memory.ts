import type { Result } from '../core/result.ts';
import type { Expr, ExprField, ExprScope, ExprType } from '../expr/ast.ts';
import { compileExpr } from '../expr/compile-expr.ts';
import type { Model } from './model.ts';
import { shared } from './shared.ts';

type Fields = ReadonlyMap<string, ExprField>;

interface Remembered {
  readonly result: Result<Expr>;
  /** The fields of the entities that compiling asked for. */
  readonly asked: ReadonlyMap<string, Fields | undefined>;
}

/** What an expression is compiled for. */
export interface ExprTyping {
  readonly scope: ExprScope;
  readonly as: ExprType | 'any';
}

/**
 * What was worked out for a template, for resolving the next one that is much the same (SPEC [DSG-102]): the outcome is
 * that of resolving it alone, and parts that are equal are the same objects. It keeps what the last template and the
 * one before it needed, and nothing older.
 */
export class ResolveMemory {
  #exprs = new Map<string, Remembered>();
  #exprsBefore: ReadonlyMap<string, Remembered> = new Map();
  #fields = new Map<string, Fields>();
  #fieldsBefore: ReadonlyMap<string, Fields> = new Map();
  #model: Model | undefined;

  /** Another template begins. */
  begin(): void {
    this.#exprsBefore = this.#exprs;
    this.#exprs = new Map();
    this.#fieldsBefore = this.#fields;
    this.#fields = new Map();
  }

  /** The fields that expressions see on an entity's rows: those of before where they are equal. */
  fieldsOf(entity: string, fields: Fields): Fields {
    const before = this.#fieldsBefore.get(entity);
    const kept = before !== undefined && areSame(before, fields) ? before : fields;
    this.#fields.set(entity, kept);
    return kept;
  }

  /** `compileExpr`, which depends on its arguments and on the fields that it asks the scope for. */
  compile(source: string, { scope, as }: ExprTyping): Result<Expr> {
    // Tables are compiled anew with each template.
    if (source.includes('table')) return compileExpr(source, scope, as);
    const key = JSON.stringify([source, as, scope.variables]);
    const known = this.#exprs.get(key) ?? this.#exprsBefore.get(key);
    if (known !== undefined && [...known.asked].every(([id, fields]) => scope.fieldsOf(id) === fields)) {
      this.#exprs.set(key, known);
      return known.result;
    }
    const asked = new Map<string, Fields | undefined>();
    const fieldsOf = (id: string): Fields | undefined => {
      const fields = scope.fieldsOf(id);
      asked.set(id, fields);
      return fields;
    };
    const result = compileExpr(source, { ...scope, fieldsOf }, as);
    this.#exprs.set(key, { result, asked });
    return result;
  }

  /** The model, with the parts of the last one that are equal. */
  keep(model: Model): Model {
    this.#model = shared(this.#model, model);
    return this.#model;
  }
}

function areSame(before: Fields, after: Fields): boolean {
  if (before.size !== after.size) return false;
  const fields = after.entries();
  for (const [id, field] of before) {
    const [otherId, other] = fields.next().value ?? [];
    if (id !== otherId || other === undefined || shared(field, other) !== field) return false;
  }
  return true;
}
