import { sql } from 'kysely';
import type { Model } from '../../schema/model/model.ts';
import { FORESEEN } from '../compile/ddl-system-writes.ts';
import { changedRowsJson, columnsOf, insertRowsSql, newRowsJson, updateRowsSql } from '../compile/row-sql.ts';
import { compileSql, Slot, tenantTable, type Sql, type SqlTemplate } from '../compile/sql-text.ts';
import { SYSTEM_TABLES } from '../compile/storage.ts';
import { EACH_OUTBOX_SQL, eachEventSql, eventsGiven, eventsOfEach, eventsSql, OUTBOX_SQL } from './write-events.ts';
import type { JoinedStatement, SqlText } from './database.ts';
import type { LateNumber } from './write-numbers.ts';
import type { WriterOptions } from './write-operation.ts';
import type { RowGroups } from './write-persist.ts';
import type { ToldState } from './write-postings.ts';
import type { WriteUnit } from './write-unit.ts';

/** Kinds of change in one statement: each costs it a plan of its own. Imports and bulk changes may have many. */
const CHANGED_MAX = 4;

/** Whether what is to be written fits into one statement. */
export function fitsTogether({ changed }: RowGroups): boolean {
  return changed.length <= CHANGED_MAX;
}

export interface Together {
  readonly groups: RowGroups;
  readonly told: readonly ToldState[];
  readonly options: Pick<WriterOptions, 'requestId' | 'cause'>;
  /** The number that is taken here for the one new document. */
  readonly number: LateNumber | undefined;
}

/**
 * Writes new and changed rows, their number, events and outbox as one statement, so that an order with its lines is one
 * message instead of four, each of which both sides would take up and answer by itself. A change of a row that somebody
 * else has written fails the statement as `isUnforeseen` tells. Foreign keys are looked at when all of it is there.
 */
export async function writeTogether(unit: WriteUnit, { groups, told, options, number }: Together): Promise<void> {
  if (told.length === 0) return;
  const { added, changed } = groups;
  const given: Record<string, unknown> = { ...eventsGiven(unit, told, options), ...number?.given };
  for (const [index, { entity, rows }] of added.entries())
    given[`added${String(index)}`] = newRowsJson(columnsOf(entity), rows);
  for (const [index, { entity, columns, rows }] of changed.entries()) {
    const own = columnsOf(entity).filter(({ id }) => columns.includes(id));
    given[`changed${String(index)}`] = changedRowsJson(entity, own, rows);
    given[`count${String(index)}`] = rows.length;
  }
  const events = told.length === 1 ? 'one' : 'several';
  const plan = planTogether(unit.model, groups, { isNumbered: number !== undefined, events });
  const locks = locksOf(groups, number);
  const joined = number === undefined && events === 'one' ? new JoinedWrite(unit, groups, given) : undefined;
  await unit.run(plan, given, {
    ...(locks === undefined ? {} : { locks }),
    ...(joined === undefined ? {} : { joined }),
  });
}

type Given = Readonly<Record<string, unknown>>;

/**
 * A write of one event and without a number of its own, whose statement has a form for several: making a statement
 * ready to run costs PostgreSQL as much as two of its rows do.
 */
class JoinedWrite implements JoinedStatement {
  readonly kind: SqlTemplate;
  private readonly unit: WriteUnit;
  private readonly groups: RowGroups;
  private readonly given: Given;

  constructor(unit: WriteUnit, groups: RowGroups, given: Given) {
    this.kind = planTogether(unit.model, groups, { isNumbered: false, events: 'each' });
    this.unit = unit;
    this.groups = groups;
    this.given = given;
  }

  together(parts: readonly JoinedStatement[]): SqlText {
    const all = parts.flatMap((part) => (part instanceof JoinedWrite ? [part.given] : []));
    return this.unit.statement(this.kind, { ...eventsOfEach(all), ...rowsOfEach(this.groups, all) });
  }
}

/** The rows that several writes of the same groups give, as one list each. */
function rowsOfEach({ added, changed }: RowGroups, all: readonly Given[]): Given {
  const rows: Record<string, unknown> = {};
  for (const index of added.keys()) rows[`added${String(index)}`] = joinedLists(all, `added${String(index)}`);
  for (const index of changed.keys()) {
    rows[`changed${String(index)}`] = joinedLists(all, `changed${String(index)}`);
    rows[`count${String(index)}`] = all.reduce((sum, given) => sum + Number(given[`count${String(index)}`]), 0);
  }
  return rows;
}

/** Lists as JSON, none of them empty, as one. */
function joinedLists(all: readonly Given[], name: string): string {
  return `[${all.map((given) => String(given[name]).slice(1, -1)).join(',')}]`;
}

/** The counter of numbers, or the first row that changes. */
function locksOf({ changed }: RowGroups, number: LateNumber | undefined): string | undefined {
  if (number !== undefined) return `counter ${String(number.given['sequence'])} ${String(number.given['period'])}`;
  const [first] = changed;
  const [row] = (first?.rows ?? []).map(({ id }) => id).toSorted();
  return first === undefined || row === undefined ? undefined : `row ${first.entity.id} ${row}`;
}

const plans = new WeakMap<Model, Map<string, SqlTemplate>>();

/** Of one model; there are as many as combinations of entities and of fields that change together. */
const PLANS_KEPT_MAX = 500;

interface Wanted {
  readonly isNumbered: boolean;
  /** Of one write one or several; or one of each of several writes. */
  readonly events: 'one' | 'several' | 'each';
}

function planTogether(model: Model, groups: RowGroups, wanted: Wanted): SqlTemplate {
  const known = plans.get(model) ?? new Map<string, SqlTemplate>();
  plans.set(model, known);
  const parts = [
    ...groups.added.map(({ entity }) => entity.id),
    ...groups.changed.map(({ entity, columns }) => [entity.id, ...columns].join()),
  ];
  const { isNumbered, events } = wanted;
  const key = [isNumbered ? 'numbered' : '', events, String(groups.added.length), ...parts].join(' ');
  const plan = known.get(key) ?? compileSql(togetherSql(groups, wanted));
  if (known.size < PLANS_KEPT_MAX) known.set(key, plan);
  return plan;
}

const slot = (name: string, type: string): Sql => sql`${new Slot({ kind: 'given', name })}::${sql.raw(type)}`;

function togetherSql({ added, changed }: RowGroups, { isNumbered, events: told }: Wanted): Sql {
  // The number is put in where it is given: nothing else in the texts is like its mark.
  const filled = (json: Sql): Sql =>
    isNumbered ? sql`replace(${json}, ${slot('mark', 'text')}, (select number from taken))` : json;
  const first = isNumbered ? [sql`taken as (${TAKE_NUMBER})`] : [];
  const inserts = added.map(
    ({ entity }, index) =>
      sql`${sql.raw(`a${String(index)}`)} as (${insertRowsSql(entity, columnsOf(entity), filled(slot(`added${String(index)}`, 'text')))})`,
  );
  const updates = changed.map(({ entity, columns }, index) => {
    const own = columnsOf(entity).filter(({ id }) => columns.includes(id));
    return sql`${sql.raw(`c${String(index)}`)} as (${updateRowsSql(entity, own, slot(`changed${String(index)}`, 'text'))})`;
  });
  const events = told === 'each' ? eachEventSql() : eventsSql(told === 'one' ? 1 : 2, filled);
  const outbox = told === 'each' ? EACH_OUTBOX_SQL : OUTBOX_SQL;
  const all = [...first, ...inserts, ...updates, sql`added as (${events})`];
  if (changed.length === 0) return sql`with ${sql.join(all)} ${outbox}`;
  const counts = changed.map(
    (_, index) => sql`(select count(*) from ${sql.raw(`c${String(index)}`)}) = ${slot(`count${String(index)}`, 'int')}`,
  );
  return sql`with ${sql.join([...all, sql`told as (${outbox})`])} select ${tenantTable(FORESEEN)}(${sql.join(counts, sql` and `)})`;
}

/** A number that outgrows its width keeps all its digits. */
const TAKE_NUMBER = sql`insert into ${tenantTable(SYSTEM_TABLES.sequence)} as s (key, period, next) values (${slot('sequence', 'text')}, ${slot('period', 'text')}, 2) on conflict (key, period) do update set next = s.next + 1 returning ${slot('head', 'text')} || lpad((next - 1)::text, greatest(${slot('width', 'int')}, length((next - 1)::text)), '0') || ${slot('tail', 'text')} as number`;
