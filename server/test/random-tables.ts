import { assert } from '../../schema/core/result.ts';
import type { TableModel } from '../../schema/expr/ast.ts';
import { parseInstant } from '../../schema/expr/calendar.ts';
import { compileTables } from '../../schema/model/tables.ts';
import { HIT_POLICIES, type TableDef } from '../../schema/template/template-rules.ts';
import { DATES, DURATIONS, INSTANTS, NUMBERS, TEXTS, TIMES, type Random } from './expr-samples.ts';

const INPUTS = ['bool', 'int', 'decimal', 'text', 'date', 'time', 'datetime', 'duration'] as const;
type Input = (typeof INPUTS)[number];

/** Decision tables of every type, as an author writes them, and compiled. Some have no rows, some no `else`. */
export function randomTables(random: Random, count: number): ReadonlyMap<string, TableModel> {
  const tables = Array.from({ length: count }, (_, index) => randomTable(random, index));
  const { models, issues } = compileTables({ format: 1, pack: 'random', version: '1.0.0', tables });
  assert(issues.length === 0, `random tables are right: ${JSON.stringify(issues.slice(0, 3))}`);
  return models;
}

function randomTable(random: Random, index: number): TableDef {
  // Every type is some table's result, whatever else is random.
  const out = INPUTS[index % INPUTS.length] ?? 'text';
  const canSum = out === 'int' || out === 'decimal' || out === 'duration';
  const hit = random.pick(canSum ? HIT_POLICIES : (['unique', 'first'] as const));
  const inputs = Array.from({ length: random.below(4) }, () => random.pick(INPUTS));
  const rows = Array.from({ length: random.below(7) }, () => [
    ...inputs.map((type) => cell(random, type)),
    hit !== 'collect' && random.chance(0.1) ? null : value(random, out),
  ]);
  return {
    id: `t${index}`,
    hit,
    in: Object.fromEntries(inputs.map((type, at) => [`c${at}`, typeText(type)])),
    columns: inputs.map((_, at) => `c${at}`),
    out: typeText(out),
    rows,
    ...(random.chance(0.6) ? { else: value(random, out) } : {}),
  };
}

function typeText(type: Input): string {
  return type === 'decimal' ? 'decimal(38,18)' : type;
}

function cell(random: Random, type: Input): string | null {
  if (random.chance(0.25)) return random.chance(0.5) ? '-' : null;
  const isRanged = type !== 'bool' && type !== 'text';
  if (isRanged && random.chance(0.6)) return range(random, type);
  const values = Array.from({ length: 1 + random.below(3) }, () => shown(random, type));
  return random.chance(0.2) ? [...values, 'null'].join(' | ') : values.join('|');
}

function shown(random: Random, type: Input): string {
  const text = value(random, type);
  return type === 'text' ? (text.includes("'") ? `"${text}"` : `'${text}'`) : text;
}

function range(random: Random, type: Input): string {
  if (random.chance(0.6)) return `${random.pick(['<', '<=', '>', '>='])} ${value(random, type)}`;
  const [low = '', high = ''] = [value(random, type), value(random, type)].sort(
    (a, b) => rank(a, type) - rank(b, type),
  );
  if (low === high) return `[${low}..${high}]`;
  return `${random.pick(['[', '('])}${low} .. ${high}${random.pick([']', ')'])}`;
}

/** Enough to put two sample values in order; equal ranks are equal values. */
function rank(text: string, type: Input): number {
  switch (type) {
    case 'datetime':
      return Number(parseInstant(text) ?? 0n);
    case 'date':
      return Date.parse(`${text}T00:00:00Z`) + (text.startsWith('0001') ? -1e15 : 0);
    case 'time':
      return Number(text.replaceAll(':', ''));
    case 'duration':
      return Number(/^-?PT(.*)S$/.exec(text)?.[1] ?? 0) * (text.startsWith('-') ? -1 : 1);
    default:
      return Number(text);
  }
}

const WHOLE = ['0', '1', '2', '-1', '5', '10', '-31', '100', '12345'] as const;

function value(random: Random, type: Input): string {
  switch (type) {
    case 'bool':
      return random.pick(['true', 'false']);
    case 'int':
      return random.pick(WHOLE);
    case 'decimal':
      return random.pick(NUMBERS);
    case 'text':
      return random.pick(TEXTS);
    case 'date':
      return random.pick(DATES);
    case 'time':
      return random.pick(TIMES);
    case 'datetime':
      return random.pick(INSTANTS);
    case 'duration': {
      const seconds = random.pick(DURATIONS);
      return seconds.startsWith('-') ? `-PT${seconds.slice(1)}S` : `PT${seconds}S`;
    }
  }
}
