import { useEffect, useMemo } from 'react';
import { dateText } from '../../schema/expr/calendar.ts';
import type { EntityModel } from '../../schema/model/model.ts';
import type { TenantModel } from '../data/tenant-model.ts';
import { useApiRights } from '../workplace/use-api-rights.ts';
import type { Condition } from '../workplace/documents/list-search.ts';
import { useBoard, type TileNews } from './board-context.ts';
import { conditionsFor } from './common-fields.ts';
import type { DaySpan } from './period.ts';
import { pathEnd } from '../workplace/documents/field-path.ts';

/** What a dashboard's filters mean for one tile. */
export interface TileFilter {
  readonly where: readonly Condition[];
  /** The same rows of the former period; `undefined` where there is no period or no date. */
  readonly formerWhere: readonly Condition[] | undefined;
  /** Filters that say nothing about these rows, as they are called. */
  readonly missed: readonly string[];
}

/** The period and the common fields as conditions on an entity, those left out that the reader can't filter by. */
export function useTileFilter(
  tenant: TenantModel,
  entity: EntityModel | undefined,
  date: string | undefined,
): TileFilter {
  const { span, former, periodLabel, where, fields } = useBoard();
  const { rights } = useApiRights(tenant, entity);
  return useMemo(() => {
    if (entity === undefined || rights === undefined) return NO_FILTER;
    const may = (path: string): boolean => {
      const end = pathEnd(tenant.model, entity, { path, locale: 'en' });
      return end?.owners.every((owner, index) => rights.compares(owner, end.steps[index] ?? '')) === true;
    };
    const common = conditionsFor(where, fields, entity.id);
    const kept = common.conditions.filter(({ field }) => may(field));
    const missed = [
      ...common.missed,
      ...common.conditions.filter(({ field }) => !may(field)).map(({ field }) => field),
    ];
    const canDate = date !== undefined && may(date);
    const dated = (days: DaySpan | undefined): readonly Condition[] =>
      days === undefined || !canDate
        ? []
        : [{ field: date, op: 'between', values: [dateText(days.from), dateText(days.to)] }];
    return {
      where: [...dated(span), ...kept],
      formerWhere: former === undefined || !canDate ? undefined : [...dated(former), ...kept],
      missed: span !== undefined && !canDate ? [periodLabel, ...missed] : missed,
    };
  }, [entity, rights, tenant.model, where, fields, span, former, periodLabel, date]);
}

const NO_FILTER: TileFilter = { where: [], formerWhere: undefined, missed: [] };

/** Tells the dashboard how a tile fares. */
export function useTileNews(tile: string, { at, state }: TileNews): void {
  const { tell } = useBoard();
  useEffect(() => tell(tile, { at, state }), [tell, tile, at, state]);
}
