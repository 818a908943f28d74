import { LIMITS } from '../../../schema/core/limits.ts';
import { sweepFiles } from '../../db/stored-files.ts';
import type { TenantJob } from './tenant-job.ts';

/** Takes away uploads that no record has used within a day (SPEC [FILE-8]). A bucket may be slow, so it stands apart. */
export const FILE_JOB: TenantJob = {
  name: 'files',
  isOutside: true,
  everyMs: 3_600_000,
  due: `exists (select 1 from "@tenant".fw_file where not used and created_at < $1::timestamptz - interval '1 day')`,
  run: ({ application: { files }, handle: { place, tenant }, now }) =>
    sweepFiles(place, {
      before: new Date(now.getTime() - LIMITS.fileUnusedMs).toISOString(),
      remove: (sha256) => files.remove({ tenant: tenant.id, sha256 }),
    }),
};
