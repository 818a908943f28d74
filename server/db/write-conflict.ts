import { issue, type Issue } from '../../schema/core/result.ts';
import type { EntityModel } from '../../schema/model/model.ts';
import type { Access } from '../compile/access.ts';
import type { WriteUnit } from './write-unit.ts';

/** Field ids that events changed after the version that the caller had read. */
export async function fieldsChangedSince(
  unit: WriteUnit,
  entity: EntityModel,
  since: { readonly id: string; readonly version: number },
): Promise<readonly string[]> {
  const rows = await unit.execute<{ readonly field: string }>(
    `select distinct jsonb_object_keys(changes) as field from "@tenant".fw_event where entity = $1 and record_id = $2::uuid and version > $3 order by 1`,
    [entity.id, since.id, since.version],
  );
  return rows.map(({ field }) => field);
}

/** The conflict with what the caller needs to solve it: the version now, which fields differ, and their values. */
export function conflictIssue(
  entity: EntityModel,
  conflict: {
    readonly before: Readonly<Record<string, unknown>>;
    readonly changed: readonly string[];
    readonly expected: number;
    readonly access: Access;
  },
): Issue {
  const visible = entity.fields.filter(
    (field) => !field.secret && conflict.access.fieldRows(entity.id, field.id, 'compare') === 'all',
  );
  const changed = visible.filter(({ id }) => conflict.changed.includes(id));
  const current = Object.fromEntries(
    visible
      .filter(({ type }) => type.kind !== 'lines')
      .map((field) => [field.apiName, conflict.before[field.id] ?? null]),
  );
  return issue('VERSION_CONFLICT', '', {
    entity: entity.apiName,
    expected: conflict.expected,
    current: Number(conflict.before['version']),
    fields: changed.map(({ apiName }) => apiName),
    values: JSON.stringify(current),
  });
}
