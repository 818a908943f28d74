import { createHash } from 'node:crypto';
import { addIsoDuration } from '../../compile/business-calendar.ts';
import { ruleSentences } from '../../compile/award-sentences.ts';
import type { Execute } from '../../db/points-awards.ts';
import { idOf } from '../../db/control-tenants.ts';
import { listTemplateVersions, templateVersion } from '../../db/control-templates.ts';
import { resolveDocument } from '../resolve-document.ts';
import { executeIn } from '../tenant/points-context.ts';
import { MISSES_KEPT } from '../tenant/points-why-not.ts';
import type { TenantJob, TenantJobContext } from './tenant-job.ts';

/** Misses forgotten and template versions read at once. */
const MISSES_AT_ONCE = 5_000;
const VERSIONS_AT_ONCE = 20;

/**
 * Keeps what the rules page tells of the past: each version of each rule, in words, from the template versions that
 * were published; and forgets why awards were not made after thirty days (SPEC [PTS-9], [PTS-12]).
 */
export const POINTS_UPKEEP_JOB: TenantJob = {
  name: 'points.upkeep',
  everyMs: 60_000,
  async run(context) {
    if (context.handle.shape.model.behaviour.awards.length === 0) return 0;
    const versions = await keepRuleVersions(context);
    return versions + (await forgetMisses(context));
  },
};

async function forgetMisses({ handle, now }: TenantJobContext): Promise<number> {
  const { place, ref } = handle;
  const before = addIsoDuration(now.toISOString(), MISSES_KEPT, { timeZone: ref.timeZone, sign: -1 });
  return place.database.transaction({}, async (tx) => {
    const gone = await executeIn(tx, place.schema)(
      `delete from "@tenant".fw_award_miss where seq in
         (select seq from "@tenant".fw_award_miss where at < $1::timestamptz order by at limit ${String(MISSES_AT_ONCE)}) returning 1`,
      [before],
    );
    return gone.length;
  });
}

/** Rules of template versions that were not looked at yet, oldest first; a version that says the same is none. */
async function keepRuleVersions(context: TenantJobContext): Promise<number> {
  const { application, handle } = context;
  const done = await lastVersion(context);
  if (done >= handle.ref.version) return 0;
  const known = await listTemplateVersions(application.control, idOf(handle.tenant));
  const fresh = known
    .map(({ number }) => number)
    .filter((number) => number > done && number <= handle.ref.version)
    .sort((a, b) => a - b)
    .slice(0, VERSIONS_AT_ONCE);
  for (const number of fresh) await keepVersion(context, number);
  return fresh.length;
}

async function lastVersion({ handle: { place } }: TenantJobContext): Promise<number> {
  const [row] = await place.database.transaction({}, (tx) =>
    executeIn(tx, place.schema)<{ readonly number: string | null }>(
      `select number::text as number from "@tenant".fw_points_job where job = 'rules'`,
      [],
    ),
  );
  return Number(row?.number ?? 0);
}

async function keepVersion({ application, handle }: TenantJobContext, number: number): Promise<void> {
  const stored = await templateVersion(application.control, idOf(handle.tenant), number);
  const resolved = stored === null ? null : resolveDocument(stored.document);
  const { place } = handle;
  await place.database.transaction({}, async (tx) => {
    const execute = executeIn(tx, place.schema);
    if (stored !== null && resolved?.ok === true) {
      const { model } = resolved.value;
      for (const award of model.behaviour.awards) {
        const says = JSON.stringify(ruleSentences(model, award));
        const hash = createHash('sha256').update(says).digest('hex');
        await execute(
          `insert into "@tenant".fw_award_rule (rule, template_version, at, hash, says)
           select $1, $2::int, $3::timestamptz, $4, $5::jsonb
            where $4 is distinct from (select hash from "@tenant".fw_award_rule where rule = $1 order by template_version desc limit 1)
           on conflict do nothing`,
          [award.id, number, stored.at, hash, says],
        );
      }
    }
    await markVersion(execute, number);
  });
}

async function markVersion(execute: Execute, number: number): Promise<void> {
  await execute(
    `insert into "@tenant".fw_points_job as j (job, number) values ('rules', $1::bigint)
     on conflict (job) do update set number = greatest(j.number, excluded.number)`,
    [number],
  );
}
