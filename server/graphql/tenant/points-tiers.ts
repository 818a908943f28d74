import { ok } from '../../../schema/core/result.ts';
import { instant, personOf, plain, readPoints } from './points-context.ts';
import { levelsOf } from '../../compile/award-tier.ts';
import { tierAnswer, tiersOf } from './points-tier-levels.ts';
import type { Service } from './services.ts';

/** The tiers, how they are counted, and the reader's own changes of tier (SPEC [PTS-10]). */
export const tiersService: Service = async ({ request }) => {
  const person = personOf(request);
  if (!person.ok) return person;
  const tiers = tiersOf(request.shape.model);
  const levels = tiers === undefined ? [] : levelsOf(tiers);
  const rows = await readPoints(request, (execute) =>
    execute<ChangeRow>(
      `select at, tier_before, tier_after, earned::text as earned, roles_added, roles_removed
         from "@tenant".fw_tier_change where user_id = $1::uuid order by seq desc limit 100`,
      [person.value],
    ),
  );
  const level = (id: string | null) =>
    tierAnswer(
      request,
      levels.find((own) => own.id === id),
    );
  return ok({
    metric: tiers?.metric ?? 'earned',
    window: tiers?.window ?? null,
    grace: tiers?.demote?.grace ?? null,
    levels: levels.map((own) => tierAnswer(request, own)),
    history: rows.map((row) => ({
      at: instant(row.at),
      before: level(row.tier_before),
      after: level(row.tier_after),
      earned: plain(row.earned),
      rolesAdded: row.roles_added,
      rolesRemoved: row.roles_removed,
    })),
  });
};

interface ChangeRow {
  readonly at: string;
  readonly tier_before: string | null;
  readonly tier_after: string | null;
  readonly earned: string;
  readonly roles_added: readonly string[];
  readonly roles_removed: readonly string[];
}
