import { sql, type Kysely } from 'kysely';
import type { ExprType } from '../../schema/expr/ast.ts';
import { SAMPLE_FIELDS } from '../../schema/expr/sample-scope.ts';
import type { SqlBinding, SqlContext, SqlKind } from '../compile/expr-sql-binding.ts';
import { DATES, DURATIONS, INSTANTS, NUMBERS, TEXTS, TIMES, type Random } from './expr-samples.ts';

type Row = Record<string, unknown> & { readonly id: string };

/** The sample company's orders: as rows for the evaluator, and in the tables below for PostgreSQL. */
export interface Company {
  readonly orders: readonly Row[];
  readonly userIds: readonly string[];
}

const TYPES = {
  bool: 'boolean',
  int: 'integer',
  decimal: 'numeric',
  // Not the "C" collation, so that an order that forgets to ask for it shows.
  text: 'text collate "en-x-icu"',
  date: 'date',
  time: 'time',
  datetime: 'timestamptz',
  duration: 'numeric',
  json: 'jsonb',
  row: 'uuid',
  actor: 'uuid',
} as const;

/** Fields that the language sees as text and the tables hold as uuid. */
const UUID_FIELDS = new Set(['id', 'assignee']);

export async function createTables(db: Kysely<unknown>): Promise<void> {
  for (const [entity, fields] of Object.entries(SAMPLE_FIELDS)) {
    const columns = Object.entries(fields).flatMap(([id, { type }]) => {
      const name = columnType(id, type);
      return name === undefined ? [] : [sql`${sql.id(id)} ${sql.raw(name)}`];
    });
    const owner = entity === 'Line' || entity === 'Contact' ? [sql`${sql.id('parent')} uuid`] : [];
    await sql`create table ${sql.id(entity)} (${sql.join([...columns, ...owner])})`.execute(db);
  }
}

function columnType(id: string, type: ExprType): string | undefined {
  if (UUID_FIELDS.has(id)) return 'uuid';
  if (type.kind !== 'list') return TYPES[type.kind];
  if (type.of.kind === 'text') return 'text[]';
  return id === 'watchers' ? 'uuid[]' : undefined;
}

/** Random orders, kept in both forms. */
export async function fillTables(db: Kysely<unknown>, random: Random, count: number): Promise<Company> {
  const make = new RowMaker(random);
  const regions = make.rows('Region', 3, {});
  const customers = make.rows('Customer', 6, { region: regions });
  const items = make.rows('Item', 5, {});
  const contacts: Row[] = [];
  const lines: Row[] = [];
  for (const customer of customers)
    customer['contacts'] = make.children('Contact', { parent: customer, into: contacts });
  const orders = make.rows('Order', count, { customer: customers, backup: customers });
  const userIds = ['00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-8000-00000000000b'];
  for (const order of orders) {
    order['assignee'] = random.chance(0.3) ? null : random.pick(userIds);
    order['tags'] = random.chance(0.2) ? null : Array.from({ length: random.below(4) }, () => random.pick(TEXTS));
    order['watchers'] = random.chance(0.2)
      ? null
      : Array.from({ length: random.below(3) }, () => random.pick(customers));
    order['lines'] = make.children('Line', { parent: order, into: lines, references: { item: items } });
  }
  const tables: readonly (readonly [string, readonly Row[]])[] = [
    ['Region', regions],
    ['Customer', customers],
    ['Item', items],
    ['Contact', contacts],
    ['Order', orders],
    ['Line', lines],
  ];
  for (const [entity, rows] of tables) for (const row of rows) await insert(db, entity, row);
  return { orders, userIds };
}

async function insert(db: Kysely<unknown>, entity: string, row: Row): Promise<void> {
  const fields = Object.entries(SAMPLE_FIELDS[entity] ?? {}).filter(
    ([id, { type }]) => columnType(id, type) !== undefined,
  );
  const names = fields.map(([id]) => id);
  const values = fields.map(([id, { type }]) => sql`${stored(row[id])}::${sql.raw(columnType(id, type) ?? 'text')}`);
  if (entity === 'Line' || entity === 'Contact') {
    names.push('parent');
    values.push(sql`${owners.get(row) ?? null}::uuid`);
  }
  await sql`insert into ${sql.id(entity)} (${sql.join(names.map((name) => sql.id(name)))}) values (${sql.join(values)})`.execute(
    db,
  );
}

const owners = new WeakMap<Row, string>();

function stored(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stored);
  if (typeof value === 'object' && value !== null) return 'id' in value ? value.id : JSON.stringify(value);
  return value;
}

class RowMaker {
  readonly #random: Random;
  #ids = 0;
  constructor(random: Random) {
    this.#random = random;
  }

  rows(entity: string, count: number, references: Readonly<Record<string, readonly Row[]>>): Row[] {
    return Array.from({ length: count }, () => {
      const fields = Object.entries(SAMPLE_FIELDS[entity] ?? {}).filter(([, { type }]) => type.kind !== 'list');
      const values = fields.map(([id, { type, nullable }]) => {
        if (nullable && this.#random.chance(0.35)) return [id, null];
        const targets = references[id];
        return [id, targets === undefined ? this.#value(type.kind) : this.#random.pick(targets)];
      });
      this.#ids += 1;
      return { ...Object.fromEntries(values), id: `00000000-0000-7000-9000-${String(this.#ids).padStart(12, '0')}` };
    });
  }

  children(
    entity: string,
    options: {
      readonly parent: Row;
      readonly into: Row[];
      readonly references?: Readonly<Record<string, readonly Row[]>>;
    },
  ): readonly Row[] {
    const rows = this.rows(entity, this.#random.below(5), options.references ?? {});
    for (const row of rows) owners.set(row, options.parent.id);
    options.into.push(...rows);
    return rows;
  }

  #value(kind: ExprType['kind']): unknown {
    const amount = ((this.#random.below(2_000_000) - 500_000) / 10_000).toFixed(4);
    const makers: Readonly<Partial<Record<ExprType['kind'], () => unknown>>> = {
      bool: () => this.#random.chance(0.5),
      int: () => this.#random.pick([0, 1, 2, 3, -1, 10, 28, 31, 365, 100_000]),
      decimal: () => (this.#random.chance(0.5) ? this.#random.pick(NUMBERS) : amount),
      date: () => this.#random.pick(DATES),
      time: () => this.#random.pick(TIMES),
      datetime: () => this.#random.pick(INSTANTS),
      duration: () => this.#random.pick(DURATIONS),
      json: () => ({ lat: '1.5', tags: ['x'] }),
    };
    return (makers[kind] ?? (() => this.#random.pick(TEXTS)))();
  }
}

const KINDS = {
  bool: 'bool',
  int: 'int',
  decimal: 'numeric',
  text: 'text',
  date: 'date',
  time: 'time',
  datetime: 'timestamptz',
  duration: 'seconds',
  json: 'json',
  row: 'uuid',
  actor: 'uuid',
  list: 'text',
} as const satisfies Readonly<Record<ExprType['kind'], SqlKind>>;

/** Reads the tables above; what the read planner does from a model. */
export function companyBinding(context: SqlContext): SqlBinding {
  let aliases = 0;
  const typeOf = (entity: string, field: string): ExprType => {
    const found = SAMPLE_FIELDS[entity]?.[field];
    if (found === undefined) throw new Error(`no field ${entity}.${field}`);
    return found.type;
  };
  const table = (entity: string, alias: string) => sql`${sql.table(entity)} as ${sql.id(alias)}`;
  return {
    newAlias: () => `e${(aliases += 1)}`,
    row: () => ({ entity: 'Order', alias: 'o' }),
    column: (row, field) => ({
      sql: sql.ref(`${row.alias}.${field}`),
      as: UUID_FIELDS.has(field) ? 'uuid' : KINDS[typeOf(row.entity, field).kind],
    }),
    follow: (row, field, alias) => {
      const type = typeOf(row.entity, field);
      if (type.kind !== 'row') throw new Error(`${field} is no reference`);
      const on = sql`${sql.ref(`${alias}.id`)} = ${sql.ref(`${row.alias}.${field}`)}`;
      return { row: { entity: type.entity, alias }, from: table(type.entity, alias), on };
    },
    rowById: (entity, id, alias) => ({
      row: { entity, alias },
      from: table(entity, alias),
      on: sql`${sql.ref(`${alias}.id`)} = ${id}`,
    }),
    list: (row, field, alias) => {
      if (field === 'tags') return { kind: 'array', array: sql.ref(`${row.alias}.tags`), element: 'text' };
      if (field === 'watchers') {
        return { kind: 'array', array: sql.ref(`${row.alias}.watchers`), element: 'uuid', entity: 'Customer' };
      }
      const entity = field === 'lines' ? 'Line' : 'Contact';
      const on = sql`${sql.ref(`${alias}.parent`)} = ${sql.ref(`${row.alias}.id`)}`;
      return { kind: 'rows', row: { entity, alias }, from: table(entity, alias), on };
    },
    context,
  };
}
