import { quoteIdentifier } from '../../compile/sql-text.ts';
import { fillRollups } from '../../db/refresh-rollups.ts';
import type { TenantJob } from '../jobs/tenant-job.ts';

/**
 * Computes stored rollups of records that were there before the rollup was, page by page; from then on the relay keeps
 * them. One process at a time does this for a tenant, since the others wait for the rollup's row. SPEC [RUN-23].
 */
export const ROLLUP_JOB: TenantJob = {
  name: 'rollups',
  due: 'exists (select from "@tenant".fw_rollup where done_at is null)',
  async run({ handle, now }) {
    const { place, shape, ref } = handle;
    return place.database.transaction({ lockTimeoutMs: LOCK_TIMEOUT_MS }, async (tx) => {
      await tx.query({ text: `select ${quoteIdentifier(place.schema)}.fw_begin_write($1)`, params: [ref.version] });
      return fillRollups({ tx, schema: place.schema, model: shape.model }, now.toISOString());
    });
  },
};

const LOCK_TIMEOUT_MS = 5_000;
