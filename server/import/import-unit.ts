import { inWriteUnit, type WriteUnit } from '../db/write-unit.ts';
import { dayIn } from '../graphql/tenant/tenant-request.ts';
import type { ImportContext, ImportJob } from './import-context.ts';
import type { RowBatch, WriteAs } from './import-writer.ts';
import { makesMissing } from './missing-references.ts';
import type { RowDraft } from './row-input.ts';

/** Ends a transaction whose work is not to stay. */
export class RolledBack extends Error {
  override readonly name = 'RolledBack';
}

/** One transaction of an import, as its caller. */
export async function inImportUnit(context: ImportContext, work: (unit: WriteUnit) => Promise<void>): Promise<void> {
  const { shape, database, tenant, actor } = context;
  const now = context.now();
  const { timeZone } = tenant;
  const binding = { variables: {}, actor, now: now.toISOString(), today: dayIn(now, timeZone), timeZone };
  await inWriteUnit(database, shape.model, { target: tenant, binding }, work);
}

/** The same, of which nothing stays. */
export async function inTrialUnit(context: ImportContext, work: (unit: WriteUnit) => Promise<void>): Promise<void> {
  try {
    await inImportUnit(context, async (unit) => {
      await work(unit);
      throw new RolledBack();
    });
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error;
  }
}

/** As whom an import writes; `cause` is what its events say made them. */
export function writesAs(context: ImportContext, cause?: string): WriteAs {
  const { access, locale, requestId, secrets, tenant, shape } = context;
  return {
    access,
    locale,
    requestId,
    secrets,
    tenant: tenant.id,
    constraints: shape.constraints,
    ...(cause === undefined ? {} : { cause: { by: cause, depth: 0 } }),
  };
}

/** How the file says that its records are to be written. */
export function batchOf({ map }: ImportJob, drafts: readonly RowDraft[]): RowBatch {
  const { lines } = map;
  return {
    drafts,
    makes: makesMissing(map),
    ...(lines === undefined ? {} : { lines: { field: lines.field, entity: lines.entity, match: lines.match } }),
  };
}
