import { must } from '../../schema/core/result.ts';
import { TAKE_NUMBER } from '../compile/ddl-system-writes.ts';
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

/**
 * Takes the next number for the statements that follow in the same message: its row is locked for no longer than they
 * and the commit take. Gives what stands for the number in their JSON until the database puts it there.
 */
export function takeNumber(
  unit: WriteUnit,
  { entity, id }: RowState,
): { readonly mark: string; readonly sent: Promise<unknown> } {
  const number = must(entity.number, 'number');
  const [head = '', tail = ''] = number.pattern.split(/\{seq(?::\d+)?\}/);
  const width = Number(/\{seq:(\d+)\}/.exec(number.pattern)?.[1] ?? 1);
  const parts = dateParts(unit);
  // As it stands within a text of JSON.
  const [before, after] = [head, tail].map((text) => JSON.stringify(formatNumber(text, parts, 0)).slice(1, -1));
  const sent = unit.execute(`select "@tenant".${TAKE_NUMBER}($1, $2, $3, $4, $5)`, [
    entity.id,
    periodOf(unit, number),
    before,
    width,
    after,
  ]);
  // The row's id was made just now: nobody can have written this before.
  return { mark: `fw-number-${id}`, sent };
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
  return pattern.replaceAll(/\{(\w+)(?::(\d+))?\}/g, (_, name: string, width: string | undefined) =>
    name === 'seq' ? String(sequence).padStart(Number(width ?? 1), '0') : (parts[name] ?? ''),
  );
}
