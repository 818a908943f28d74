import type { EntityModel, Model } from '../../schema/model/model.ts';
import { workflowOf } from '../compile/behaviour-reads.ts';
import { quoteIdentifier, isUuid } from '../compile/sql-text.ts';
import { tableName } from '../compile/sql-name.ts';
import { entityOfOperation, type SettledOperation } from './write-operation.ts';
import type { WriteUnit } from './write-unit.ts';

/** Whether some transition of the entity may have to be approved. */
export function hasApprovals(model: Model, entity: EntityModel): boolean {
  return workflowOf(model, entity)?.transitions.some(({ approvals }) => approvals.length > 0) ?? false;
}

/**
 * The pending request of each record that is about to change, by record. The records are locked first, so that a
 * request cannot be made between the look and the change: whoever asks locks the record as well (SPEC [WKF-33]).
 * Several records that take a step are locked in order, so that two such calls wait for each other and do not
 * deadlock. All else costs nothing.
 */
export async function lockAndFindPending(
  unit: WriteUnit,
  operations: readonly SettledOperation[],
): Promise<ReadonlyMap<string, string>> {
  const byEntity = new Map<EntityModel, string[]>();
  for (const operation of operations) {
    if (operation.kind === 'create' || !isUuid(operation.id)) continue;
    const entity = entityOfOperation(operation);
    const isOneOfMany = operation.kind === 'transition' && operations.length > 1;
    if (isOneOfMany || hasApprovals(unit.model, entity))
      byEntity.set(entity, [...(byEntity.get(entity) ?? []), operation.id]);
  }
  for (const [entity, ids] of byEntity) {
    await unit.execute(
      `select id from "@tenant".${quoteIdentifier(tableName(entity.id))} where id = any($1::uuid[]) order by id for no key update`,
      [ids],
    );
  }
  const ids = [...byEntity.values()].flat();
  if (ids.length === 0) return new Map();
  const rows = await unit.execute<{ readonly record_id: string; readonly id: string }>(
    `select record_id, id from "@tenant".fw_approval where state = 'pending' and record_id = any($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map(({ record_id: record, id }) => [record, id]));
}
