import { sql, type SqlBool } from 'kysely';
import { LIMITS } from '../../schema/core/limits.ts';
import { assertNever, must } from '../../schema/core/result.ts';
import type { EntityModel, FieldModel } from '../../schema/model/model.ts';
import { leafParam, type ArgField, type ArgNode } from './arguments.ts';
import type { FieldStep, FilterOperator } from './graphql-plan-types.ts';
import type { ReadContext } from './read-context.ts';
import { allowedValue } from './read-values.ts';
import {
  allOf,
  anyOf,
  column,
  FALSE,
  tenantTable,
  TRUE,
  type Condition,
  type SlotEncoding,
  type Sql,
} from './sql-text.ts';
import { JOIN_COLUMNS, pgTypeOf, storageOf, systemField, SYSTEM_TABLES } from './storage.ts';

type ObjectNode = Extract<ArgNode, { readonly kind: 'object' }>;

/**
 * A `where` input as a condition on the row at `alias`. Filters are two-valued: `ne`, `notIn` and `not` are the exact
 * complements of `eq`, `in` and what they negate, so an empty value is never lost between them.
 */
export function whereCondition(
  context: ReadContext,
  entity: EntityModel,
  alias: string,
  where: ArgNode | undefined,
): Condition {
  const guard = { nodes: 0 };
  return where === undefined || where.kind === 'null'
    ? TRUE
    : new Where(context, guard).object(entity, alias, where, 1);
}

class Where {
  private readonly context: ReadContext;
  private readonly guard: { nodes: number };

  constructor(context: ReadContext, guard: { nodes: number }) {
    this.context = context;
    this.guard = guard;
  }

  object(entity: EntityModel, alias: string, node: ArgNode, depth: number): Condition {
    if (node.kind !== 'object') return this.refuseNull('where', node);
    if (depth > LIMITS.whereDepthMax) return this.context.refuse('FILTER_TOO_DEEP', '', { max: LIMITS.whereDepthMax });
    return allOf(node.fields.map((field) => this.field(entity, alias, field, depth)));
  }

  private field(entity: EntityModel, alias: string, field: ArgField, depth: number): Condition {
    this.guard.nodes += 1;
    if (this.guard.nodes > LIMITS.whereNodesMax)
      return this.context.refuse('FILTER_TOO_LARGE', '', { max: LIMITS.whereNodesMax });
    const target = must(field.plan.target, `target of ${field.name}`);
    switch (target.kind) {
      case 'and':
        return allOf(this.items(field).map((item) => this.object(entity, alias, item, depth + 1)));
      case 'or':
        return anyOf(
          this.items(field).map((item) => sql<SqlBool>`(${this.object(entity, alias, item, depth + 1)}) is true`),
        );
      case 'not':
        return sql<SqlBool>`(${this.object(entity, alias, field.value, depth + 1)}) is not true`;
      case 'isNull':
        // Here the row is there; below a relation `relation` has taken this field out before.
        return this.truth(field.value, (wanted) => (wanted ? FALSE : TRUE));
      case 'step':
        return this.step(entity, alias, field, target.step, depth);
      default:
        throw new Error(`Broken invariant: ${target.kind} in a where input`);
    }
  }

  private items(field: ArgField): readonly ArgNode[] {
    if (field.value.kind === 'list') return field.value.items;
    this.refuseNull(field.name, field.value);
    return [];
  }

  private step(entity: EntityModel, alias: string, field: ArgField, step: FieldStep, depth: number): Condition {
    if (field.value.kind !== 'object') return this.refuseNull(field.name, field.value);
    switch (step.kind) {
      case 'system':
        if (step.field === 'createdBy' || step.field === 'updatedBy')
          return this.member('user', column(alias, systemField(step.field).column), field.value, depth);
        return this.operators(
          column(alias, systemField(step.field).column),
          systemField(step.field).pgType,
          field.value,
        );
      case 'parent':
        return this.relation(this.context.entity(step.entity), column(alias, 'parent_id'), field.value, depth);
      case 'field':
        return this.declared(
          entity,
          alias,
          must(
            entity.fields.find(({ id }) => id === step.field),
            step.field,
          ),
          { node: field.value, depth },
        );
      case 'member':
        return this.operators(column(alias, step.column), step.column === 'id' ? 'uuid' : 'text', field.value);
      default:
        return assertNever(step);
    }
  }

  private declared(
    entity: EntityModel,
    alias: string,
    field: FieldModel,
    at: { readonly node: ObjectNode; readonly depth: number },
  ): Condition {
    const { node, depth } = at;
    const { type } = field;
    switch (type.kind) {
      case 'ref':
        return this.relation(this.context.entity(type.to), this.value(entity, alias, field), node, depth);
      case 'user':
      case 'org':
        return this.member(type.kind, this.value(entity, alias, field), node, depth);
      case 'lines': {
        const lines = this.context.entity(type.of);
        return this.rows(entity, field, alias, {
          node,
          depth,
          target: lines,
          join: (row) => sql<SqlBool>`${column(row, 'parent_id')} = ${column(alias, 'id')}`,
        });
      }
      case 'multiRef': {
        const storage = storageOf(entity, field);
        const table = storage.kind === 'joinTable' ? storage.table : null;
        const link = this.context.alias();
        return this.rows(entity, field, alias, {
          node,
          depth,
          target: this.context.entity(type.to),
          join: (row) =>
            sql<SqlBool>`exists (select 1 from ${tenantTable(must(table, 'join table'))} as ${sql.id(link)} where ${column(link, JOIN_COLUMNS.owner)} = ${column(alias, 'id')} and ${column(link, JOIN_COLUMNS.target)} = ${column(row, 'id')})`,
        });
      }
      default:
        return this.operators(this.value(entity, alias, field), must(pgTypeOf(type), field.id), node);
    }
  }

  private value(entity: EntityModel, alias: string, field: FieldModel): Sql {
    return allowedValue(this.context, entity, field, { alias, use: 'compare' });
  }

  /** A to-one relation: empty or not, or a condition on the row it points at. */
  private relation(target: EntityModel, key: Sql, node: ObjectNode, depth: number): Condition {
    const rest = node.fields.filter(({ plan }) => plan.target?.kind !== 'isNull');
    const empty = this.isNull(key, node);
    if (rest.length === 0) return empty;
    const [only] = rest;
    // Comparing just the id needs no look at the other table.
    if (
      rest.length === 1 &&
      only?.plan.target?.kind === 'step' &&
      only.plan.target.step.kind === 'system' &&
      only.plan.target.step.field === 'id'
    ) {
      return allOf([
        empty,
        only.value.kind === 'object' ? this.operators(key, 'uuid', only.value) : this.refuseNull(only.name, only.value),
      ]);
    }
    const row = this.context.alias();
    const condition = allOf([
      sql<SqlBool>`${column(row, 'id')} = ${key}`,
      this.context.rowCondition(target, row),
      this.object(target, row, { kind: 'object', fields: rest }, depth + 1),
    ]);
    return allOf([
      empty,
      sql<SqlBool>`exists (select 1 from ${this.context.table(target.id)} as ${sql.id(row)} where ${condition})`,
    ]);
  }

  private member(of: 'user' | 'org', key: Sql, node: ObjectNode, depth: number): Condition {
    const rest = node.fields.filter(({ plan }) => plan.target?.kind !== 'isNull');
    const empty = this.isNull(key, node);
    if (rest.length === 0) return empty;
    if (depth > LIMITS.whereDepthMax) return this.context.refuse('FILTER_TOO_DEEP', '', { max: LIMITS.whereDepthMax });
    const row = this.context.alias();
    const conditions = rest.map((field) => this.memberField(row, field, depth));
    const condition = allOf([sql<SqlBool>`${column(row, 'id')} = ${key}`, ...conditions]);
    return allOf([
      empty,
      sql<SqlBool>`exists (select 1 from ${tenantTable(SYSTEM_TABLES[of])} as ${sql.id(row)} where ${condition})`,
    ]);
  }

  private memberField(row: string, { name, plan, value }: ArgField, depth: number): Condition {
    const { target } = plan;
    if (value.kind !== 'object') return this.refuseNull(name, value);
    if (target?.kind === 'within') return this.within(row, value, depth + 1);
    if (target?.kind !== 'step' || target.step.kind !== 'member')
      throw new Error(`Broken invariant: ${name} of a member`);
    const { column: own } = target.step;
    return this.operators(column(row, own), own === 'id' ? 'uuid' : 'text', value);
  }

  /** The department stands below such a one, however far, or is one. */
  private within(row: string, node: ObjectNode, depth: number): Condition {
    const [above, start, next] = [this.context.alias(), this.context.alias(), this.context.alias()];
    const table = tenantTable(SYSTEM_TABLES.org);
    const begins = this.member('org', column(start, 'id'), node, depth);
    return sql<SqlBool>`${column(row, 'id')} in (with recursive ${sql.id(above)} as (select ${column(start, 'id')} from ${table} as ${sql.id(start)} where ${begins} union select ${column(next, 'id')} from ${table} as ${sql.id(next)} join ${sql.id(above)} on ${column(above, 'id')} = ${column(next, 'parent_id')}) select ${column(above, 'id')} from ${sql.id(above)})`;
  }

  private isNull(key: Sql, node: ObjectNode): Condition {
    const wanted = node.fields.find(({ plan }) => plan.target?.kind === 'isNull');
    return wanted === undefined
      ? TRUE
      : this.truth(wanted.value, (empty) => (empty ? sql<SqlBool>`${key} is null` : sql<SqlBool>`${key} is not null`));
  }

  /** Child rows: some of them, every one of them, none of them. */
  private rows(
    entity: EntityModel,
    field: FieldModel,
    alias: string,
    at: {
      readonly node: ObjectNode;
      readonly depth: number;
      readonly target: EntityModel;
      readonly join: (row: string) => Condition;
    },
  ): Condition {
    const rule = this.context.access.fieldRows(entity.id, field.id, 'compare');
    const visible = rule === 'all' ? TRUE : this.context.ruleCondition(rule, entity, alias);
    return allOf([
      visible,
      ...at.node.fields.map(({ plan, value }): Condition => {
        const row = this.context.alias();
        const base = allOf([
          at.join(row),
          sql<SqlBool>`${column(row, 'deleted_at')} is null`,
          this.context.rowCondition(at.target, row),
        ]);
        const condition = this.object(at.target, row, value, at.depth + 1);
        const some = (matching: Condition): Condition =>
          sql<SqlBool>`exists (select 1 from ${this.context.table(at.target.id)} as ${sql.id(row)} where ${allOf([base, matching])})`;
        if (plan.target?.kind === 'some') return some(condition);
        if (plan.target?.kind === 'none') return sql<SqlBool>`not ${some(condition)}`;
        return sql<SqlBool>`not ${some(sql<SqlBool>`(${condition}) is not true`)}`;
      }),
    ]);
  }

  private operators(value: Sql, pgType: string, node: ObjectNode): Condition {
    return allOf(
      node.fields.map(({ name, plan, value: operand }) => {
        this.guard.nodes += 1;
        const target = must(plan.target, name);
        if (target.kind !== 'operator') throw new Error(`Broken invariant: ${name} is no operator`);
        if (operand.kind === 'null') return this.refuseNull(name, operand);
        return this.operator(target.operator, value, pgType, operand);
      }),
    );
  }

  private operator(operator: FilterOperator, value: Sql, pgType: string, operand: ArgNode): Condition {
    const type = sql.raw(pgType.replace(/\(.*?\)/, ''));
    const encode = pgType === 'uuid' ? 'uuid' : undefined;
    const one = (): Sql =>
      operand.kind === 'leaf'
        ? sql`${leafParam(operand, encode)}::${type}`
        : sql`${this.refuseNull(operator, operand)}`;
    const list = (): Sql => this.list(operand, pgType);
    const like = (pattern: SlotEncoding): Sql =>
      operand.kind === 'leaf' ? sql`${leafParam(operand, pattern)}::text` : sql`${this.refuseNull(operator, operand)}`;
    switch (operator) {
      case 'eq':
        return sql<SqlBool>`${value} = ${one()}`;
      case 'ne':
        return sql<SqlBool>`${value} is distinct from ${one()}`;
      case 'lt':
        return sql<SqlBool>`${value} < ${one()}`;
      case 'lte':
        return sql<SqlBool>`${value} <= ${one()}`;
      case 'gt':
        return sql<SqlBool>`${value} > ${one()}`;
      case 'gte':
        return sql<SqlBool>`${value} >= ${one()}`;
      case 'in':
        return sql<SqlBool>`${value} = any(${list()})`;
      case 'notIn':
        return sql<SqlBool>`(${value} = any(${list()})) is not true`;
      case 'isNull':
        return this.truth(operand, (empty) =>
          empty ? sql<SqlBool>`${value} is null` : sql<SqlBool>`${value} is not null`,
        );
      case 'contains':
      case 'startsWith':
      case 'endsWith':
        return sql<SqlBool>`${value} like ${like(operator)}`;
      case 'icontains':
        return sql<SqlBool>`${value} ilike ${like('contains')}`;
      case 'containsAll':
        return sql<SqlBool>`coalesce(${value}, '{}') @> ${list()}`;
      case 'containsAny':
        return sql<SqlBool>`coalesce(${value}, '{}') && ${list()}`;
      case 'isEmpty':
        return this.truth(operand, (empty) =>
          empty ? sql<SqlBool>`coalesce(cardinality(${value}), 0) = 0` : sql<SqlBool>`cardinality(${value}) > 0`,
        );
      default:
        return assertNever(operator);
    }
  }

  private list(operand: ArgNode, pgType: string): Sql {
    const type = sql.raw(`${pgType.replace(/\(.*?\)/, '').replace('[]', '')}[]`);
    if (operand.kind === 'leaves') {
      if (operand.values.length > LIMITS.inListMax)
        this.context.refuse('FILTER_LIST_TOO_LONG', '', { max: LIMITS.inListMax });
      return sql`${leafParam(operand, pgType === 'uuid' ? 'uuids' : undefined)}::${type}`;
    }
    if (operand.kind !== 'list') return sql`${this.refuseNull('in', operand)}`;
    const items = operand.items.flatMap((item) =>
      item.kind === 'leaf' ? [sql`${leafParam(item, pgType === 'uuid' ? 'uuid' : undefined)}`] : [],
    );
    return sql`array[${sql.join(items)}]::${type}`;
  }

  private truth(node: ArgNode, then: (wanted: boolean) => Condition): Condition {
    return node.kind === 'leaf' ? then(node.value === true) : this.refuseNull('isNull', node);
  }

  /** A null operand is refused: a filter that silently vanishes would show or change rows nobody asked for. */
  private refuseNull(name: string, node: ArgNode): Condition {
    return node.kind === 'null'
      ? this.context.refuse('FILTER_NULL', '', { name })
      : this.context.refuse('FILTER_FORM', '', { name });
  }
}
