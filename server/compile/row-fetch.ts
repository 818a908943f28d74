import { sql, type SqlBool } from 'kysely';
import type { EntityId } from '../../schema/core/ids.ts';
import type { Expr, ReadPath } from '../../schema/expr/ast.ts';
import type { EntityModel, FieldModel, Model } from '../../schema/model/model.ts';
import { instantText } from './read-values.ts';
import { expressionValue, rawValue, type ValueContext } from './row-values.ts';
import {
  allOf,
  anyOf,
  column,
  compileSql,
  Slot,
  tenantTable,
  type Condition,
  type Sql,
  type SqlTemplate,
} from './sql-text.ts';
import { tableName } from './sql-name.ts';
import { entityOf, JOIN_COLUMNS, storageOf } from './storage.ts';

/** What expressions read below a row, as a tree: `{ customer: { creditLimit: {} } }`. */
export interface PathTree {
  readonly [field: string]: PathTree;
}

/** The tree of all paths. */
export function pathTree(paths: readonly ReadPath[]): PathTree {
  const tree: { [field: string]: PathTree } = {};
  for (const path of paths) {
    let node: { [field: string]: PathTree } = tree;
    for (const step of path) node = node[step] ??= {};
  }
  return tree;
}

/**
 * Rows by id, given as `ids`, each as one JSON object keyed by field id in the form that expressions read, with what
 * the tree names below references. `stored` gives all stored fields of the row and its lines as well, for a writer
 * that is about to change them. `may` are conditions answered per row, such as a row rule.
 */
export function planFetch(
  model: Model,
  id: EntityId,
  options: {
    readonly tree: PathTree;
    readonly stored: boolean;
    readonly may?: Readonly<Record<string, readonly Expr[] | 'all' | 'none'>>;
  },
): SqlTemplate {
  const fetch = new Fetch(model);
  const entity = entityOf(model, id);
  const alias = fetch.alias();
  const items = [
    ...fetch.items(entity, alias, options.tree, options.stored),
    ...Object.entries(options.may ?? {}).map(([name, rule]) => ({
      key: `may:${name}`,
      value: fetch.rule(entity, alias, rule),
    })),
  ];
  const row = fetch.object(items);
  const ids = new Slot({ kind: 'given', name: 'ids' });
  return compileSql(
    sql`select coalesce(json_agg(${row}), '[]')::text as rows from ${tenantTable(tableName(id))} as ${sql.id(alias)} where ${column(alias, 'id')} = any(${ids}::uuid[])`,
  );
}

class Fetch implements ValueContext {
  readonly model: Model;
  private count = 0;
  readonly alias = (): string => {
    this.count += 1;
    return `f${this.count}`;
  };

  constructor(model: Model) {
    this.model = model;
  }

  object(items: readonly { readonly key: string; readonly value: Sql }[]): Sql {
    const row = sql.id(this.alias());
    return sql`(select row_to_json(${row}) from (select ${sql.join(items.map(({ key, value }) => sql`${value} as ${sql.id(key)}`))}) as ${row})`;
  }

  items(
    entity: EntityModel,
    alias: string,
    tree: PathTree,
    stored: boolean,
  ): readonly { readonly key: string; readonly value: Sql }[] {
    const wanted = (name: string): boolean => name in tree;
    const system = (
      [
        ['id', 'id', true],
        ['version', 'version', stored],
        ['state', 'state', stored && entity.workflow !== undefined],
        ['createdBy', 'created_by', stored],
        ['updatedBy', 'updated_by', stored],
        ['lineNo', 'line_no', stored && entity.parent !== undefined],
      ] as const
    ).flatMap(([name, columnOf, always]) =>
      always || wanted(name) ? [{ key: name, value: column(alias, columnOf) }] : [],
    );
    const times = (['createdAt', 'updatedAt', 'deletedAt'] as const).flatMap((name) =>
      stored || wanted(name) ? [{ key: name, value: instantText(column(alias, TIME_COLUMNS[name])) }] : [],
    );
    return [
      ...system,
      ...times,
      ...this.parent(entity, alias, tree, stored),
      ...entity.fields.flatMap((field) => this.field(entity, alias, field, { tree, stored })),
    ];
  }

  private parent(
    entity: EntityModel,
    alias: string,
    tree: PathTree,
    stored: boolean,
  ): readonly { readonly key: string; readonly value: Sql }[] {
    const below = tree['parent'];
    if (entity.parent === undefined || (below === undefined && !stored)) return [];
    const key = column(alias, 'parent_id');
    return [
      {
        key: 'parent',
        value: below === undefined ? key : this.row(entityOf(this.model, entity.parent.entity), key, below),
      },
    ];
  }

  private field(
    entity: EntityModel,
    alias: string,
    field: FieldModel,
    at: { readonly tree: PathTree; readonly stored: boolean },
  ): readonly { readonly key: string; readonly value: Sql }[] {
    const below = at.tree[field.id];
    const storage = storageOf(entity, field);
    if (storage.kind === 'computed' ? below === undefined : below === undefined && !at.stored) return [];
    if (storage.kind === 'children') return [{ key: field.id, value: this.lines(field, alias, at) }];
    if (storage.kind === 'joinTable') {
      const links = this.alias();
      const list = sql`(select coalesce(json_agg(${column(links, JOIN_COLUMNS.target)} order by ${column(links, JOIN_COLUMNS.position)}), '[]') from ${tenantTable(storage.table)} as ${sql.id(links)} where ${column(links, JOIN_COLUMNS.owner)} = ${column(alias, 'id')})`;
      return [{ key: field.id, value: list }];
    }
    const value = rawValue(this, entity, field, alias);
    if (field.type.kind === 'ref' && below !== undefined && Object.keys(below).length > 0) {
      return [{ key: field.id, value: this.row(entityOf(this.model, field.type.to), value, below) }];
    }
    return [{ key: field.id, value: exactJson(field, value) }];
  }

  private row(entity: EntityModel, key: Sql, tree: PathTree): Sql {
    const alias = this.alias();
    return sql`(select ${this.object(this.items(entity, alias, tree, false))} from ${tenantTable(tableName(entity.id))} as ${sql.id(alias)} where ${column(alias, 'id')} = ${key})`;
  }

  private lines(field: FieldModel, alias: string, at: { readonly tree: PathTree; readonly stored: boolean }): Sql {
    if (field.type.kind !== 'lines') throw new Error('Broken invariant: children of a field that has none');
    const entity = entityOf(this.model, field.type.of);
    const line = this.alias();
    const item = this.object(this.items(entity, line, at.tree[field.id] ?? {}, at.stored));
    return sql`(select coalesce(json_agg(${item} order by ${column(line, 'line_no')}), '[]') from ${tenantTable(tableName(entity.id))} as ${sql.id(line)} where ${column(line, 'parent_id')} = ${column(alias, 'id')} and ${column(line, 'deleted_at')} is null)`;
  }

  rule(entity: EntityModel, alias: string, rule: readonly Expr[] | 'all' | 'none'): Condition {
    if (rule === 'all') return sql<SqlBool>`true`;
    if (rule === 'none') return sql<SqlBool>`false`;
    return allOf([anyOf(rule.map((expr) => sql<SqlBool>`(${expressionValue(this, expr, entity, alias)}) is true`))]);
  }
}

const TIME_COLUMNS = { createdAt: 'created_at', updatedAt: 'updated_at', deletedAt: 'deleted_at' } as const;

/** The value in the form that `storedValue` gives: exact numbers as text, instants in UTC, ciphertext in base64. */
function exactJson(field: FieldModel, value: Sql): Sql {
  if (field.secret) return sql`encode(${value}, 'base64')`;
  switch (field.type.kind) {
    case 'decimal':
    case 'money':
    case 'quantity':
    case 'percent':
    case 'duration':
      return sql`(${value})::text`;
    case 'datetime':
      return instantText(value);
    default:
      return value;
  }
}
