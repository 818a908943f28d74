import { sql, type SqlBool } from 'kysely';
import { LIMITS } from '../../schema/core/limits.ts';
import { must } from '../../schema/core/result.ts';
import type { EntityModel } from '../../schema/model/model.ts';
import type { ArgNode } from './arguments.ts';
import type { AggregateFn, FieldStep } from './graphql-plan-types.ts';
import type { ReadContext } from './read-context.ts';
import { pageSize } from './read-below.ts';
import { baseCondition, jsonObject, typeNameSql } from './read-rows.ts';
import { allowedValue, instantText, jsonValue } from './read-values.ts';
import { whereCondition } from './read-where.ts';
import type { Selection } from './selection.ts';
import { allOf, column, Slot, tenantTable, type Sql } from './sql-text.ts';
import { systemField, SYSTEM_TABLES } from './storage.ts';

/** A value reached from the aggregated row, with what is needed to print it. */
interface Reached {
  readonly value: Sql;
  readonly kind: 'datetime' | 'date' | 'exact' | 'plain';
}

interface Group extends Reached {
  /** Names of the steps, `employee.lastName`; what `key` looks for. */
  readonly path: string;
  readonly bucket: string;
  readonly name: string;
}

/** `<plural>Aggregate` in one statement: groups are made first, then printed, so a key is computed once per group. */
export function aggregateJson(context: ReadContext, entity: EntityModel, selection: Selection): Sql {
  return new Aggregate(context, entity).json(selection);
}

class Aggregate {
  private readonly context: ReadContext;
  private readonly entity: EntityModel;
  private readonly row: string;
  private readonly result: string;
  private readonly columns: { readonly name: string; readonly value: Sql }[] = [];

  constructor(context: ReadContext, entity: EntityModel) {
    this.context = context;
    this.entity = entity;
    this.row = context.alias();
    this.result = context.alias();
  }

  json(selection: Selection): Sql {
    const { context, entity, row } = this;
    const { args } = selection;
    const groups = this.groups(args.get('groupBy'));
    const items = selection.on().map((part) => ({ key: part.key, value: this.part(part, groups) }));
    const order = this.order(args.get('orderBy'), groups);
    const size = pageSize(context, args.get('first'), LIMITS.groupRowsMax) ?? LIMITS.groupRowsMax;
    const where = allOf([
      baseCondition(context, entity, row, args.get('bin')),
      whereCondition(context, entity, row, args.get('where')),
    ]);
    // Grouped by position: an expression with parameters would be another one at its second mention.
    const grouping =
      groups.length === 0 ? sql`` : sql`group by ${sql.join(groups.map((_, index) => sql.lit(index + 1)))}`;
    const columns = sql.join([
      ...groups.map(({ value, name }) => sql`${value} as ${sql.id(name)}`),
      sql`count(*) as n`,
      ...this.columns.map(({ name, value }) => sql`${value} as ${sql.id(name)}`),
    ]);
    const ordering = order.length === 0 ? sql`` : sql`order by ${sql.join(order)}`;
    const grouped = sql`select ${columns} from ${context.table(entity.id)} as ${sql.id(row)} where ${where} ${grouping} ${ordering} limit ${sql.lit(size)}`;
    const list = sql.id(context.alias());
    return sql`(select coalesce(json_agg(${list}.j), '[]') from (select ${jsonObject(context, items)} as j from (${grouped}) as ${sql.id(this.result)}) as ${list})`;
  }

  private groups(node: ArgNode | undefined): readonly Group[] {
    if (node?.kind !== 'list') return [];
    if (node.items.length > LIMITS.bucketsPerGroupByMax)
      this.context.refuse('GROUP_TOO_MANY', '', { max: LIMITS.bucketsPerGroupByMax });
    return node.items.flatMap((item, index) => {
      const reached = this.groupStep(this.entity, this.row, item, []);
      return reached === undefined ? [] : [{ ...reached, name: `k${index}` }];
    });
  }

  private groupStep(
    entity: EntityModel | undefined,
    alias: string,
    node: ArgNode,
    path: readonly string[],
  ): Omit<Group, 'name'> | undefined {
    const field = node.kind === 'object' && node.fields.length === 1 ? node.fields[0] : undefined;
    const step = field?.plan.target?.kind === 'step' ? field.plan.target.step : undefined;
    if (field === undefined || step === undefined || field.value.kind === 'null') {
      this.context.refuse('GROUP_ONE_FIELD', '');
      return undefined;
    }
    const here = [...path, stepName(step)];
    if (field.value.kind === 'object') {
      const next = this.follow(entity, alias, step);
      if (next === undefined) return undefined;
      const inner = this.groupStep(next.entity, next.alias, field.value, here);
      return inner === undefined ? undefined : { ...inner, value: next.wrap(inner.value) };
    }
    const bucket = field.value.kind === 'leaf' ? String(field.value.value) : 'VALUE';
    const reached = this.reach(entity, alias, step);
    return { ...bucketed(reached, bucket), path: here.join('.'), bucket };
  }

  /** Steps over a relation: the row it leads to, and how a value of that row is fetched from here. */
  private follow(entity: EntityModel | undefined, alias: string, step: FieldStep) {
    const { context } = this;
    const row = context.alias();
    if (step.kind === 'system') {
      return this.hop({
        key: column(alias, step.field === 'updatedBy' ? 'updated_by' : 'created_by'),
        table: tenantTable(SYSTEM_TABLES.user),
        row,
        entity: undefined,
      });
    }
    if (step.kind === 'parent') {
      const parent = context.entity(step.entity);
      return this.hop({ key: column(alias, 'parent_id'), table: context.table(parent.id), row, entity: parent });
    }
    if (step.kind !== 'field' || entity === undefined) return undefined;
    const field = must(
      entity.fields.find(({ id }) => id === step.field),
      step.field,
    );
    const key = allowedValue(context, entity, field, { alias, use: 'compare' });
    if (field.type.kind === 'ref') {
      const target = context.entity(field.type.to);
      return this.hop({ key, table: context.table(target.id), row, entity: target });
    }
    return this.hop({
      key,
      table: tenantTable(SYSTEM_TABLES[field.type.kind === 'org' ? 'org' : 'user']),
      row,
      entity: undefined,
    });
  }

  private hop(to: {
    readonly key: Sql;
    readonly table: Sql;
    readonly row: string;
    readonly entity: EntityModel | undefined;
  }) {
    const visible = to.entity === undefined ? [] : [this.context.rowCondition(to.entity, to.row)];
    const condition = allOf([sql<SqlBool>`${column(to.row, 'id')} = ${to.key}`, ...visible]);
    return {
      entity: to.entity,
      alias: to.row,
      wrap: (value: Sql): Sql => sql`(select ${value} from ${to.table} as ${sql.id(to.row)} where ${condition})`,
    };
  }

  private reach(entity: EntityModel | undefined, alias: string, step: FieldStep): Reached {
    if (step.kind === 'member') return { value: column(alias, step.column), kind: 'plain' };
    if (step.kind === 'parent') return { value: column(alias, 'parent_id'), kind: 'plain' };
    if (step.kind === 'system') {
      const value = column(alias, systemField(step.field).column);
      return {
        value,
        kind:
          step.field === 'createdAt' || step.field === 'updatedAt' || step.field === 'deletedAt' ? 'datetime' : 'plain',
      };
    }
    const owner = must(entity, 'entity of a step');
    const field = must(
      owner.fields.find(({ id }) => id === step.field),
      step.field,
    );
    const value = allowedValue(this.context, owner, field, { alias, use: 'compare' });
    const kind = field.type.kind;
    if (kind === 'datetime' || kind === 'date') return { value, kind };
    return {
      value,
      kind: kind === 'decimal' || kind === 'money' || kind === 'quantity' || kind === 'percent' ? 'exact' : 'plain',
    };
  }

  private part(part: Selection, groups: readonly Group[]): Sql {
    const source = part.plan?.source;
    if (source === undefined) return typeNameSql(part);
    if (source.kind === 'groupCount') return column(this.result, 'n');
    if (source.kind === 'groupKey') return this.key(part.on(), groups, []);
    if (source.kind !== 'groupFn') throw new Error(`Broken invariant: ${source.kind} in an aggregate`);
    return jsonObject(
      this.context,
      part.on().map((leaf) => ({ key: leaf.key, value: this.fn(source.fn, leaf) })),
    );
  }

  private key(selections: readonly Selection[], groups: readonly Group[], path: readonly string[]): Sql {
    return jsonObject(
      this.context,
      selections.map((selection) => {
        const source = selection.plan?.source;
        if (source?.kind !== 'groupStep') return { key: selection.key, value: typeNameSql(selection) };
        const here = [...path, stepName(source.step)];
        const below = selection.on();
        if (below.length > 0) return { key: selection.key, value: this.key(below, groups, here) };
        return { key: selection.key, value: this.keyLeaf(selection, groups, here) };
      }),
    );
  }

  private keyLeaf(selection: Selection, groups: readonly Group[], path: readonly string[]): Sql {
    const wanted = selection.args.get('bucket');
    const found = groups.find(
      (group) => group.path === path.join('.') && (wanted?.kind !== 'leaf' || wanted.value === group.bucket),
    );
    if (found !== undefined) return printed(found, column(this.result, found.name));
    // A group by the id of a row settles all else of that row.
    const owner = path.slice(0, -1).join('.');
    const byId = groups.find((group) => group.path === (owner === '' ? 'id' : `${owner}.id`));
    if (byId !== undefined) return this.settled(path, column(this.result, byId.name));
    this.context.refuse('GROUP_KEY_NOT_GROUPED', '', { field: path.join('.') });
    return sql`null`;
  }

  /** The value of the last step, on the row whose id is the group's. */
  private settled(path: readonly string[], id: Sql): Sql {
    const { context } = this;
    let entity: EntityModel | undefined = this.entity;
    let of: 'user' | 'org' = 'user';
    for (const name of path.slice(0, -1)) {
      const field: EntityModel['fields'][number] | undefined = entity?.fields.find((own) => own.id === name);
      if (name === '^parent') entity = entity?.parent === undefined ? undefined : context.entity(entity.parent.entity);
      else if (field?.type.kind === 'ref') entity = context.entity(field.type.to);
      else {
        of = field?.type.kind === 'org' ? 'org' : 'user';
        entity = undefined;
      }
    }
    const row = context.alias();
    const leaf = must(path.at(-1), 'step');
    const step: FieldStep =
      entity === undefined ? { kind: 'member', of, column: leaf as 'id' } : leafStep(entity, leaf);
    const reached = this.reach(entity, row, step);
    const table = entity === undefined ? tenantTable(SYSTEM_TABLES[of]) : context.table(entity.id);
    return sql`(select ${printed(reached, reached.value)} from ${table} as ${sql.id(row)} where ${column(row, 'id')} = ${id})`;
  }

  private fn(fn: AggregateFn, leaf: Selection): Sql {
    const source = leaf.plan?.source;
    if (source?.kind !== 'groupStep') return typeNameSql(leaf);
    const reached = this.reach(this.entity, this.row, source.step);
    const value = column(this.result, this.column(aggregated(fn, reached.value)));
    if (fn === 'countDistinct') return value;
    if (fn === 'min' || fn === 'max') return printed(reached, value);
    const round = leaf.args.get('round');
    if (round?.kind !== 'leaf') return fn === 'avg' ? sql`trim_scale(${value})::text` : sql`(${value})::text`;
    return sql`round(${value}, ${sql.lit(Math.max(0, Math.min(LIMITS.decimalScaleMax, Number(round.value))))})::text`;
  }

  private column(value: Sql): string {
    const name = `a${this.columns.length}`;
    this.columns.push({ name, value });
    return name;
  }

  private order(node: ArgNode | undefined, groups: readonly Group[]): readonly Sql[] {
    if (node?.kind !== 'list') return groups.map((_, index) => sql.lit(index + 1));
    return node.items.flatMap((item) => {
      const field = item.kind === 'object' && item.fields.length === 1 ? item.fields[0] : undefined;
      const value = field === undefined ? undefined : this.orderValue(field.name, field.value, groups);
      if (value === undefined) {
        this.context.refuse('ORDER_ONE_FIELD', '');
        return [];
      }
      return [value.descending ? sql`${value.sql} desc` : sql`${value.sql} asc`];
    });
  }

  private orderValue(
    name: string,
    node: ArgNode,
    groups: readonly Group[],
  ): { readonly sql: Sql; readonly descending: boolean } | undefined {
    if (node.kind === 'leaf') return { sql: sql`count(*)`, descending: node.value === 'DESC' };
    const path: string[] = [];
    let at: ArgNode = node;
    let last: FieldStep | undefined;
    while (at.kind === 'object') {
      const only:
        | {
            readonly plan: { readonly target?: { readonly kind: string; readonly step?: FieldStep } };
            readonly value: ArgNode;
          }
        | undefined = at.fields.length === 1 ? at.fields[0] : undefined;
      if (only?.plan.target?.step === undefined) return undefined;
      last = only.plan.target.step;
      path.push(stepName(last));
      at = only.value;
    }
    if (at.kind !== 'leaf' || last === undefined) return undefined;
    const descending = at.value === 'DESC';
    if (name !== 'key')
      return { sql: aggregated(name as AggregateFn, this.reach(this.entity, this.row, last).value), descending };
    const index = groups.findIndex((group) => group.path === path.join('.'));
    if (index < 0) {
      this.context.refuse('GROUP_KEY_NOT_GROUPED', '', { field: path.join('.') });
      return { sql: sql`1`, descending };
    }
    return { sql: sql.lit(index + 1), descending };
  }
}

function aggregated(fn: AggregateFn, value: Sql): Sql {
  return {
    sum: sql`sum(${value})`,
    avg: sql`avg(${value})`,
    min: sql`min(${value})`,
    max: sql`max(${value})`,
    countDistinct: sql`count(distinct ${value})`,
  }[fn];
}

/** Moments are put together by the clock of the tenant: a month begins where its people's month begins. */
function bucketed(reached: Reached, bucket: string): Reached {
  if (bucket === 'VALUE' || (reached.kind !== 'date' && reached.kind !== 'datetime')) return reached;
  const unit = sql.lit(bucket.toLowerCase());
  return reached.kind === 'date'
    ? { ...reached, value: sql`date_trunc(${unit}, ${reached.value}::timestamp)::date` }
    : { ...reached, value: sql`date_trunc(${unit}, ${reached.value}, ${new Slot({ kind: 'timeZone' })}::text)` };
}

function printed({ kind }: Reached, value: Sql): Sql {
  if (kind === 'datetime') return instantText(value);
  return kind === 'exact' ? sql`(${value})::text` : jsonValue('text', value);
}

function stepName(step: FieldStep): string {
  if (step.kind === 'parent') return '^parent';
  return step.kind === 'member' ? step.column : step.field;
}

function leafStep(entity: EntityModel, name: string): FieldStep {
  const field = entity.fields.find(({ id }) => id === name);
  return field === undefined
    ? { kind: 'system', field: name as 'id' }
    : { kind: 'field', entity: entity.id, field: field.id };
}
