import { LRUCache } from 'lru-cache';
import { must } from '../../schema/core/result.ts';
import type { RowState } from '../compile/row-state.ts';
import type { EntityModel } from '../../schema/model/model.ts';
import type { WriteUnit } from './write-unit.ts';

/**
 * The next `count` numbers of an entity's own sequence, as text in its pattern (`SO-{yyyy}{MM}-{seq:5}`). The row of
 * the period is locked until the transaction ends, so a number that was given is used, and none is given twice.
 */
export async function nextNumbers(unit: WriteUnit, entity: EntityModel, count: number): Promise<readonly string[]> {
  const { number } = entity;
  if (number === undefined || count === 0) return [];
  const period = periodOf(unit, number);
  const rows = await unit.execute<{ readonly first: string }>(
    `insert into "@tenant".fw_sequence as s (key, period, next) values ($1, $2, $3::bigint + 1)
     on conflict (key, period) do update set next = s.next + $3::bigint returning (next - $3::bigint)::text as first`,
    [entity.id, period, count],
  );
  const first = Number(rows[0]?.first ?? 1);
  const parts = dateParts(unit);
  return Array.from({ length: count }, (_, index) => formatNumber(number.pattern, parts, first + index));
}

/** A number that is taken by the statement that writes its row. */
export interface LateNumber {
  /** What stands for the number in the statement's JSON until the database puts it there. */
  readonly mark: string;
  readonly given: Readonly<Record<string, unknown>>;
}

/** A number that was taken beforehand, where there may be gaps and many are written at once. */
export function reservedNumber(unit: WriteUnit, { entity }: RowState): string | undefined {
  const number = must(entity.number, 'number');
  const reserved = number.gapless ? undefined : unit.reserved(entity.id, periodOf(unit, number));
  return reserved === undefined ? undefined : formatNumber(number.pattern, dateParts(unit), reserved);
}

/** The next number of the row's sequence, for the statement that writes the row: it is locked from there to the commit. */
export function lateNumber(unit: WriteUnit, { entity, id }: RowState): LateNumber {
  const number = must(entity.number, 'number');
  const [before = '', after = ''] = number.pattern.split(/\{seq(?::\d+)?\}/);
  const width = Number(/\{seq:(\d+)\}/.exec(number.pattern)?.[1] ?? 1);
  const parts = dateParts(unit);
  // As it stands within a text of JSON.
  const [head, tail] = [before, after].map((text) => JSON.stringify(formatNumber(text, parts, 0)).slice(1, -1));
  // The row's id was made just now: nobody can have written this before.
  const mark = `fw-number-${id}`;
  return { mark, given: { mark, sequence: entity.id, period: periodOf(unit, number), head, width, tail } };
}

function periodOf({ binding }: WriteUnit, { per }: NonNullable<EntityModel['number']>): string {
  const [year = '', month = '', day = ''] = binding.today.split('-');
  if (per.includes('day')) return `${year}-${month}-${day}`;
  if (per.includes('month')) return `${year}-${month}`;
  return per.includes('year') ? year : '';
}

function dateParts({ binding }: WriteUnit): Readonly<Record<string, string>> {
  const [year = '', month = '', day = ''] = binding.today.split('-');
  return { yyyy: year, yy: year.slice(2), MM: month, dd: day };
}

/** A number in its pattern. A sequence that outgrows its width keeps all its digits. */
export function formatNumber(pattern: string, parts: Readonly<Record<string, string>>, sequence: number): string {
  let text = '';
  for (const part of readPattern(pattern)) {
    if (typeof part === 'string') text += part;
    else text += part.name === 'seq' ? String(sequence).padStart(part.width, '0') : (parts[part.name] ?? '');
  }
  return text;
}

type PatternPart = string | { readonly name: string; readonly width: number };

/** Every numbered row asks for one of a few patterns; the bound holds where templates come and go. */
const read = new LRUCache<string, readonly PatternPart[]>({ max: 1_000 });

function readPattern(pattern: string): readonly PatternPart[] {
  const known = read.get(pattern);
  if (known !== undefined) return known;
  const parts: PatternPart[] = [];
  let end = 0;
  for (const found of pattern.matchAll(/\{(\w+)(?::(\d+))?\}/g)) {
    const [all, name = '', width = '1'] = found;
    if (found.index > end) parts.push(pattern.slice(end, found.index));
    parts.push({ name, width: Number(width) });
    end = found.index + all.length;
  }
  if (end < pattern.length) parts.push(pattern.slice(end));
  read.set(pattern, parts);
  return parts;
}
