import { addDecimal, decimalText, DECIMAL_ZERO, parseDecimal, subtractDecimal } from '../../../schema/core/decimal.ts';
import { ok } from '../../../schema/core/result.ts';
import { addIsoDuration } from '../../compile/business-calendar.ts';
import { levelFor, levelsOf } from '../../compile/award-tier.ts';
import type { Execute } from '../../db/points-awards.ts';
import { earnedBy } from '../../db/points-earned.ts';
import { instant, personOf, pointsBooks, readPoints, textArg, type PointsBooks } from './points-context.ts';
import { tierAnswer, tiersOf } from './points-tier-levels.ts';
import type { Service } from './services.ts';
import type { TenantRequest } from './tenant-request.ts';

/** What the caller has, waits for, owes and will lose next, and where he stands among the tiers (SPEC [PTS-11]). */
export const walletService: Service = async ({ request, args }) => {
  const person = personOf(request);
  if (!person.ok) return person;
  const books = pointsBooks(request.shape.model, textArg(args, 'ledger'));
  if (!books.ok) return books;
  return ok(await readPoints(request, (execute) => walletOf(request, execute, { ...books.value, user: person.value })));
};

interface WalletOf extends PointsBooks {
  readonly user: string;
}

async function walletOf(request: TenantRequest, execute: Execute, of: WalletOf): Promise<object> {
  const { ledger, user } = of;
  const now = request.now().toISOString();
  const balances = await execute<{ readonly book: string; readonly amount: string }>(
    `select book, m0::text as amount from "@tenant".fw_balance where book = any($1::text[]) and u0 = $2::uuid`,
    [[of.wallet.id, of.pending, of.owed], user],
  );
  const amountOf = (book: string): string =>
    decimalText(parseDecimal(balances.find((one) => one.book === book)?.amount ?? '0') ?? DECIMAL_ZERO);
  const lots = await lotsOf(execute, of);
  // What has expired is gone, even before the job has booked it.
  const gone = lots
    .filter(({ at }) => at <= now)
    .reduce((sum, lot) => addDecimal(sum, number(lot.amount)), DECIMAL_ZERO);
  const balance = decimalText(subtractDecimal(number(amountOf(of.wallet.id)), gone));
  return {
    ledger: ledger.id,
    unit: ledger.unit ?? null,
    balance,
    pending: amountOf(of.pending),
    owed: amountOf(of.owed),
    expiring: lots
      .filter(({ at }) => at > now)
      .slice(0, EXPIRIES_TOLD)
      .map(({ at, amount }) => ({ amount, expiresAt: at })),
    ...(await standing(request, execute, { ...of, now, balance })),
  };
}

const EXPIRIES_TOLD = 12;

async function lotsOf(
  execute: Execute,
  { wallet, user }: WalletOf,
): Promise<readonly { readonly at: string; readonly amount: string }[]> {
  const rows = await execute<{ readonly at: string; readonly amount: string }>(
    `select l.expires_at as at, trim_scale(sum(l.remaining))::text as amount
       from "@tenant".fw_lot l join "@tenant".fw_balance b on b.book = l.book and b.key = l.key
      where b.book = $1 and b.u0 = $2::uuid and l.remaining > 0 and l.expires_at is not null
      group by l.expires_at order by l.expires_at`,
    [wallet.id, user],
  );
  return rows.map(({ at, amount }) => ({ at: instant(at), amount }));
}

/** What was earned in the window of the tiers, and which tier that, or what is in the wallet, makes. */
async function standing(
  request: TenantRequest,
  execute: Execute,
  of: WalletOf & { readonly now: string; readonly balance: string },
): Promise<object> {
  const tiers = tiersOf(request.shape.model);
  const { timeZone } = request.tenant;
  const window = tiers?.window;
  const from = window === undefined ? null : addIsoDuration(of.now, window, { timeZone, sign: -1 });
  const earned = (await earnedBy(execute, of, { from, to: of.now, users: [of.user] })).get(of.user) ?? '0';
  const told = decimalText(number(earned));
  if (tiers === undefined) return { earned: told, tier: null, nextTier: null, toNextTier: null, graceUntil: null };
  const [kept] = await execute<{ readonly tier: string; readonly grace_until: string | null }>(
    `select tier, grace_until from "@tenant".fw_tier where user_id = $1::uuid`,
    [of.user],
  );
  const levels = levelsOf(tiers);
  const counted = tiers.metric === 'balance' ? of.balance : told;
  const reached = levelFor(tiers, counted);
  const held = levels.find(({ id }) => id === kept?.tier);
  const place = Math.max(
    reached === undefined ? -1 : levels.indexOf(reached),
    held === undefined ? -1 : levels.indexOf(held),
  );
  const next = levels[place + 1];
  return {
    earned: told,
    tier: tierAnswer(request, levels[place]),
    nextTier: tierAnswer(request, next),
    toNextTier: next === undefined ? null : decimalText(subtractDecimal(number(next.from), number(counted))),
    graceUntil: instant(kept?.grace_until ?? null),
  };
}

function number(text: string) {
  return parseDecimal(text) ?? DECIMAL_ZERO;
}
