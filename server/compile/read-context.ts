import { sql, type SqlBool } from 'kysely';
import type { EntityId, FieldId } from '../../schema/core/ids.ts';
import type { IssueCode } from '../../schema/core/issues.ts';
import { issue, type Issue, type IssueParams } from '../../schema/core/result.ts';
import type { Expr } from '../../schema/expr/ast.ts';
import type { EntityModel, Model } from '../../schema/model/model.ts';
import type { Right } from '../../schema/template/template.ts';
import type { Access, RowRule } from './access.ts';
import { entityRows, expressionValue, type ValueContext } from './row-values.ts';
import { allOf, anyOf, column, FALSE, TRUE, type Condition, type Sql } from './sql-text.ts';
import { entityOf } from './storage.ts';

/**
 * What the parts of the read planner share while one plan is made: the model, the caller's access, fresh aliases, and
 * the issues found so far (planning goes on after one, so that all are told at once).
 */
export class ReadContext implements ValueContext {
  readonly model: Model;
  readonly access: Access;
  readonly issues: Issue[] = [];
  hasSecrets = false;
  namesTypes = false;
  /** Whether long lists come as flat rows (`flatList`). */
  givesFlat = false;
  private aliases = 0;
  #exported: EntityId | undefined;
  readonly #tables = new Map<EntityId, Sql>();

  constructor(model: Model, access: Access) {
    this.model = model;
    this.access = access;
  }

  /** Begins with a digit, which no name of GraphQL does: a row is never taken for a column that a client named so. */
  readonly alias = (): string => {
    this.aliases += 1;
    return `${this.aliases}t`;
  };

  entity(id: EntityId): EntityModel {
    return entityOf(this.model, id);
  }

  /** Where the rows of an entity are read: its table, the rows of a ledger, or what `within` puts there. */
  table(id: EntityId): Sql {
    return this.#tables.get(id) ?? entityRows(this, id);
  }

  /** What `plan` gives while the rows of the entity are those of `table`. */
  within<T>(id: EntityId, table: Sql, plan: () => T): T {
    this.#tables.set(id, table);
    const made = plan();
    this.#tables.delete(id);
    return made;
  }

  /** What `plan` gives while rows of the entity are read to leave the company (SPEC [ACC-12]). */
  exporting<T>(id: EntityId, plan: () => T): T {
    this.#exported = id;
    const made = plan();
    this.#exported = undefined;
    return made;
  }

  /** On which rows a field is shown. */
  shownRows(entity: EntityModel, field: FieldId): RowRule {
    const seen = this.access.fieldRows(entity.id, field, 'show');
    return this.#leaves(entity) ? bothRules(seen, this.access.exportedFieldRows(entity.id, field)) : seen;
  }

  /** Lines leave with their document. */
  #leaves(entity: EntityModel): boolean {
    return this.#exported !== undefined && (entity.id === this.#exported || entity.parent?.entity === this.#exported);
  }

  refuse(code: IssueCode, path: string, params: IssueParams = {}): Condition {
    const found = issue(code, path, params);
    // A filter is planned once for the rows and once for their count; its mistakes are told once.
    if (!this.issues.some((known) => JSON.stringify(known) === JSON.stringify(found))) this.issues.push(found);
    return FALSE;
  }

  /** An expression of the entity's own (formula, row rule, …) over the row at `alias`. */
  expression(expr: Expr, entity: EntityModel, alias: string): Sql {
    return expressionValue(this, expr, entity, alias);
  }

  /** Whether a row may be met at all: a line is met where its document is. */
  rowCondition(entity: EntityModel, alias: string, right: Right = 'read'): Condition {
    const rights: readonly Right[] = right === 'read' && this.#leaves(entity) ? ['read', 'export'] : [right];
    return allOf(rights.map((one) => this.ruleCondition(this.access.rows(entity.id, one), entity, alias)));
  }

  ruleCondition(rule: RowRule, entity: EntityModel, alias: string): Condition {
    if (rule === 'all') return TRUE;
    if (rule === 'none') return FALSE;
    if (entity.parent === undefined) {
      return anyOf(rule.map((expr) => sql<SqlBool>`(${this.expression(expr, entity, alias)}) is true`));
    }
    const parent = this.entity(entity.parent.entity);
    const owner = this.alias();
    return sql<SqlBool>`exists (select 1 from ${this.table(parent.id)} as ${sql.id(owner)} where ${allOf([
      sql<SqlBool>`${column(owner, 'id')} = ${column(alias, 'parent_id')}`,
      this.ruleCondition(rule, parent, owner),
    ])})`;
  }
}

/** The rows that both rules admit. */
function bothRules(one: RowRule, other: RowRule): RowRule {
  if (one === 'none' || other === 'none') return 'none';
  if (one === 'all') return other;
  if (other === 'all') return one;
  return one.flatMap((left) => other.map((right) => bothTrue(left, right)));
}

function bothTrue(left: Expr, right: Expr): Expr {
  const nullable = left.root.nullable || right.root.nullable;
  return {
    source: `(${left.source}) && (${right.source})`,
    root: { kind: 'binary', op: 'and', left: left.root, right: right.root, type: { kind: 'bool' }, nullable },
    reads: [...left.reads, ...right.reads],
    lineReads: [...left.lineReads, ...right.lineReads],
    usesActor: left.usesActor || right.usesActor,
    usesClock: left.usesClock || right.usesClock,
  };
}
