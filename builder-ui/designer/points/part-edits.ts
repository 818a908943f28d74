import type { Text } from '../../../schema/core/text.ts';
import type { Edit, Json } from '../../../schema/model/edits.ts';
import type { Template } from '../../../schema/template/template.ts';
import type { LeaderboardDef, RewardDef, TableDef, TiersDef } from '../../../schema/template/template-rules.ts';
import { toJson } from '../form/to-json.ts';
import { newId } from '../parts/new-id.ts';

/** Sets a property of an item; without a value it goes. */
export function setPart(at: readonly string[], key: string, value: unknown): Edit {
  const isNothing = value === undefined || (Array.isArray(value) && value.length === 0);
  return { kind: 'setProperty', at, key, ...(isNothing ? {} : { value: jsonOf(value) }) };
}

function jsonOf(value: unknown): Json {
  if (typeof value === 'object' && value !== null) return toJson(value);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function idFor(label: Text, taken: readonly { readonly id: string }[], fallback: string): string {
  return newId({ label, taken: taken.map(({ id }) => id), style: 'camel', fallback });
}

/** Three tiers to begin with. */
export function newTiers(labels: { readonly bronze: Text; readonly silver: Text; readonly gold: Text }): Edit {
  const tiers: TiersDef = {
    metric: 'earned',
    window: 'P12M',
    levels: [
      { id: 'x_bronze', label: labels.bronze, from: '0' },
      { id: 'x_silver', label: labels.silver, from: '500' },
      { id: 'x_gold', label: labels.gold, from: '2000' },
    ],
    demote: { grace: 'P3M' },
  };
  return { kind: 'setProperty', at: [], key: 'tiers', value: toJson(tiers) };
}

/** A further tier, above the highest. */
export function addedLevel(tiers: TiersDef, label: Text): Edit {
  const highest = Math.max(0, ...tiers.levels.map(({ from }) => Number(from)));
  const id = idFor(label, tiers.levels, 'tier');
  return { kind: 'addItem', list: ['tiers', 'levels'], item: toJson({ id, label, from: String(highest + 500) }) };
}

/** Flows by which rewards can be bought: those of documents that refer to something with a cost (SPEC [PTS-20]). */
export function shopFlows(template: Template): readonly string[] {
  const priced = (template.entities ?? []).filter(({ fields }) => fields.some(({ id }) => id === 'cost'));
  return (template.workflows ?? [])
    .filter(({ of }) =>
      template.entities
        ?.find(({ id }) => id === of)
        ?.fields.some(({ to, type }) => type === 'ref' && priced.some(({ id }) => id === to)),
    )
    .map(({ id }) => id);
}

/** A further reward, bought as the others are. */
export function addedReward(template: Template, label: Text): Edit {
  const rewards = template.rewards ?? [];
  const workflow = rewards.find(({ fulfil }) => fulfil !== undefined)?.fulfil?.workflow ?? shopFlows(template)[0];
  const reward: RewardDef = {
    id: idFor(label, rewards, 'reward'),
    label,
    cost: '100',
    ...(workflow === undefined ? {} : { fulfil: { workflow } }),
  };
  return { kind: 'addItem', list: ['rewards'], item: toJson(reward) };
}

/** A further leaderboard: departments of this month, by what each member earned. */
export function addedBoard(template: Template, label: Text): Edit {
  const boards = template.leaderboards ?? [];
  const board: LeaderboardDef = {
    id: idFor(label, boards, 'board'),
    label,
    group: 'department',
    metric: 'earnedPerActiveMember',
    window: 'month',
    show: 'topThird',
    optOut: true,
  };
  return { kind: 'addItem', list: ['leaderboards'], item: toJson(board) };
}

/** A further decision table: weights of roles, one for all until rows are added. */
export function addedTable(template: Template, label: Text): Edit {
  const tables = template.tables ?? [];
  const table: TableDef = {
    id: idFor(label, tables, 'table'),
    label,
    hit: 'unique',
    in: { role: 'text' },
    out: 'decimal(6,3)',
    rows: [],
    else: '1.00',
  };
  return { kind: 'addItem', list: ['tables'], item: toJson(table) };
}

/** The inputs of a table in the order of its cells. */
export function tableColumns(table: TableDef): readonly string[] {
  return table.columns ?? Object.keys(table.in);
}

export type Cell = TableDef['rows'][number][number];

/** A cell as it is typed: numbers and yes or no where the column holds them as such, else text; empty means anything. */
export function cellOf(typed: string, before: Cell): Cell {
  if (typed === '') return null;
  if (typeof before === 'number' && /^-?\d+$/.test(typed)) return Number(typed);
  if (typeof before === 'boolean' && (typed === 'true' || typed === 'false')) return typed === 'true';
  return typed;
}

/** The rows with one cell changed. */
export function withCell(
  table: TableDef,
  { row, column, typed }: { readonly row: number; readonly column: number; readonly typed: string },
): TableDef['rows'] {
  const found = table.rows[row];
  if (found === undefined) return table.rows;
  return table.rows.with(row, found.with(column, cellOf(typed, found[column] ?? null)));
}

/** The rows with one more, whose result is that of the last. */
export function withRow(table: TableDef): TableDef['rows'] {
  const inputs = tableColumns(table).map(() => null);
  return [...table.rows, [...inputs, table.rows.at(-1)?.at(-1) ?? table.else ?? '1']];
}

/** The edits that give a table a further input, which all its rows take as anything. */
export function withColumn(table: TableDef, name: string, pinyin?: string): readonly Edit[] {
  const columns = tableColumns(table);
  const id = newId({
    label: { en: name },
    ...(pinyin === undefined ? {} : { pinyin }),
    taken: columns.map((one) => `x_${one}`),
    style: 'camel',
    fallback: 'input',
  });
  // Inside a table of one's own, or in one that is the tenant's by now, nothing of a pack's can be meant.
  const column = id.replace(/^x_/, '');
  const at = ['tables', table.id];
  const rows = table.rows.map((row) => row.toSpliced(columns.length, 0, null));
  return [
    { kind: 'setProperty', at, key: 'in', value: { ...table.in, [column]: 'text' } },
    { kind: 'setProperty', at, key: 'columns', value: [...columns, column] },
    { kind: 'setProperty', at, key: 'rows', value: rows },
  ];
}

/** The edits that take an input out of a table, with its cells. */
export function withoutColumn(table: TableDef, column: string): readonly Edit[] {
  const columns = tableColumns(table);
  const place = columns.indexOf(column);
  if (place < 0 || columns.length === 1) return [];
  const { [column]: _, ...rest } = table.in;
  const at = ['tables', table.id];
  return [
    { kind: 'setProperty', at, key: 'in', value: rest },
    { kind: 'setProperty', at, key: 'columns', value: columns.toSpliced(place, 1) },
    { kind: 'setProperty', at, key: 'rows', value: table.rows.map((row) => row.toSpliced(place, 1)) },
  ];
}
