import type { EntityModel } from '../../schema/model/model.ts';
import type { WriteUnit } from './write-unit.ts';

/**
 * The next `count` numbers of an entity's own sequence, as text in its pattern (`SO-{yyyy}{MM}-{seq:5}`). The row of
 * the period is locked until the transaction ends, so a number that was given is used, and none is given twice.
 */
export async function nextNumbers(unit: WriteUnit, entity: EntityModel, count: number): Promise<readonly string[]> {
  const { number } = entity;
  if (number === undefined || count === 0) return [];
  const [year = '', month = '', day = ''] = unit.binding.today.split('-');
  const period = number.per.includes('day')
    ? `${year}-${month}-${day}`
    : number.per.includes('month')
      ? `${year}-${month}`
      : number.per.includes('year')
        ? year
        : '';
  const rows = await unit.execute<{ readonly first: string }>(
    `insert into "@tenant".fw_sequence as s (key, period, next) values ($1, $2, $3::bigint + 1)
     on conflict (key, period) do update set next = s.next + $3::bigint returning (next - $3::bigint)::text as first`,
    [entity.id, period, count],
  );
  const first = Number(rows[0]?.first ?? 1);
  const parts = { yyyy: year, yy: year.slice(2), MM: month, dd: day };
  return Array.from({ length: count }, (_, index) => formatNumber(number.pattern, parts, first + index));
}

/** A number in its pattern. A sequence that outgrows its width keeps all its digits. */
export function formatNumber(pattern: string, parts: Readonly<Record<string, string>>, sequence: number): string {
  return pattern.replaceAll(/\{(\w+)(?::(\d+))?\}/g, (_, name: string, width: string | undefined) =>
    name === 'seq' ? String(sequence).padStart(Number(width ?? 1), '0') : (parts[name] ?? ''),
  );
}
