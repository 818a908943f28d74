import type { FieldId } from '../../../schema/core/ids.ts';
import {
  compareDecimal,
  DECIMAL_ZERO,
  multiplyDecimal,
  decimalText,
  parseDecimal,
} from '../../../schema/core/decimal.ts';
import { issue, must, ok, refused, type Result } from '../../../schema/core/result.ts';
import { evaluate } from '../../../schema/expr/evaluate.ts';
import { rewardShop, type RewardShop, type ShopLimit } from '../../../schema/model/reward-shop.ts';
import { planFetch } from '../../compile/row-fetch.ts';
import { columnName, tableName } from '../../compile/sql-name.ts';
import { isUuid, quoteIdentifier } from '../../compile/sql-text.ts';
import type { RowInput } from '../../compile/write-input.ts';
import { cachedFetch, fetchRows } from '../../db/write-related.ts';
import { writeRows } from '../../db/write-rows.ts';
import type { WriteUnit } from '../../db/write-unit.ts';
import { personOf, plain, pointsBooks, textArg } from './points-context.ts';
import { atLeastZero, balanceOf } from './points-rules.ts';
import { writeAsService } from './service-write.ts';
import type { Service, ServiceCall } from './services.ts';

/** A reward as its record says. */
interface Reward {
  readonly id: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Rewards shown at once. */
const REWARDS_MAX = 500;

/** Rewards on offer that the caller may see, with what is left in stock and for him (SPEC [PTS-20]). */
export const rewardsService: Service = async (call) => {
  const person = personOf(call.request);
  if (!person.ok) return person;
  const shop = must(rewardShop(call.request.shape.model), 'reward shop');
  return writeAsService(call, async (unit) => {
    const table = quoteIdentifier(tableName(shop.rewards.id));
    const ids = await unit.execute<{ readonly id: string }>(
      `select id from "@tenant".${table} where deleted_at is null order by ${column(shop.cost)}, id limit $1`,
      [REWARDS_MAX],
    );
    const rewards = await rewardsByIds(
      call,
      unit,
      ids.map(({ id }) => id),
    );
    const balance = await walletOf(call, unit, person.value);
    const answers: object[] = [];
    for (const reward of rewards) {
      if (!isOnOffer(shop, reward)) continue;
      answers.push(await rewardAnswer(unit, shop, { reward, balance, user: person.value }));
    }
    return ok(answers);
  });
};

/**
 * Buys a reward: makes the document and takes the step that pays, in one transaction. What stock, share and wallet do
 * not allow is refused by the ledger and nothing is left behind. `POINTS_REWARD_UNKNOWN` and what the writer refuses.
 */
export const redeemService: Service = async (call) => {
  const { request, args } = call;
  const person = personOf(request);
  if (!person.ok) return person;
  const shop = must(rewardShop(request.shape.model), 'reward shop');
  return writeAsService(call, async (unit) => {
    const found = await findReward(call, unit, shop);
    if (!found.ok) return found;
    const qty = typeof args['qty'] === 'number' ? args['qty'] : 1;
    const options = {
      access: call.caller.access,
      locale: request.caller.locale,
      requestId: request.requestId,
      secrets: request.secrets,
      tenant: request.tenant.id,
    };
    const input = redemptionInput(shop, found.value, { qty: shop.qty === undefined ? null : qty });
    const [id] = await writeRows(unit, options, [{ kind: 'create', input }]);
    const document = must(id, 'redemption');
    await writeRows(unit, options, [
      {
        kind: 'transition',
        entity: shop.document,
        id: document,
        version: null,
        transition: shop.transition,
        input: null,
        reason: null,
      },
    ]);
    const number = shop.document.number?.field;
    const [row] =
      number === undefined
        ? []
        : await unit.execute<{ readonly number: string | null }>(
            `select ${column(number)}::text as number from "@tenant".${quoteIdentifier(tableName(shop.document.id))} where id = $1::uuid`,
            [document],
          );
    const cost = multiplyDecimal(amountOf(found.value.values[shop.cost]), { coefficient: BigInt(qty), scale: 0 });
    return ok({
      id: document,
      entity: shop.document.apiName,
      number: row?.number ?? null,
      cost: decimalText(cost),
      balance: await walletOf(call, unit, person.value),
    });
  });
};

function redemptionInput(shop: RewardShop, reward: Reward, { qty }: { readonly qty: number | null }): RowInput {
  const key = { entity: shop.rewards.id, parts: [{ field: 'id', value: reward.id }], path: '/reward' } as const;
  return {
    entity: shop.document,
    values: new Map(shop.qty === undefined || qty === null ? [] : [[shop.qty, qty]]),
    refs: new Map([[shop.reward, key]]),
    links: new Map(),
    lines: new Map(),
    paths: new Map([[shop.reward, '/reward'], ...(shop.qty === undefined ? [] : [[shop.qty, '/qty'] as const])]),
    path: '',
  };
}

async function findReward(call: ServiceCall, unit: WriteUnit, shop: RewardShop): Promise<Result<Reward>> {
  const wanted = textArg(call.args, 'reward') ?? '';
  const rows = await unit.execute<{ readonly id: string }>(
    `select id from "@tenant".${quoteIdentifier(tableName(shop.rewards.id))} where deleted_at is null and (${column(shop.code)} = $1 or id = $2::uuid)`,
    [wanted, isUuid(wanted) ? wanted : null],
  );
  const [reward] = await rewardsByIds(
    call,
    unit,
    rows.map(({ id }) => id),
  );
  return reward !== undefined && isOnOffer(shop, reward)
    ? ok(reward)
    : refused([issue('POINTS_REWARD_UNKNOWN', '/reward', { id: wanted })]);
}

/** Those of the rewards that the caller may read, in the order given. */
async function rewardsByIds(
  { caller, request }: ServiceCall,
  unit: WriteUnit,
  ids: readonly string[],
): Promise<readonly Reward[]> {
  const { id } = must(rewardShop(request.shape.model), 'reward shop').rewards;
  const plan = cachedFetch(unit.model, `${caller.access.key}|${id}|reward`, () =>
    planFetch(unit.model, id, { tree: {}, stored: true, may: { read: caller.access.rows(id, 'read') } }),
  );
  const rows = new Map((await fetchRows(unit, plan, ids)).map((row) => [String(row['id']), row]));
  return ids.flatMap((own) => {
    const values = rows.get(own);
    return values?.['may:read'] === true ? [{ id: own, values }] : [];
  });
}

async function rewardAnswer(
  unit: WriteUnit,
  shop: RewardShop,
  { reward, balance, user }: { readonly reward: Reward; readonly balance: string; readonly user: string },
): Promise<object> {
  const left = async (of: ShopLimit['of']): Promise<number | null> => {
    const limit = shop.limits.find((one) => one.of === of);
    const max = limit === undefined ? null : textOf(reward.values[limit.field]);
    if (limit === undefined || max === null) return null;
    const key = {
      [limit.rewardColumn]: reward.id,
      ...(limit.personColumn === undefined ? {} : { [limit.personColumn]: user }),
      ...(limit.period === undefined ? {} : { [limit.period.column]: periodInCourse(unit, shop, { limit, reward }) }),
    };
    return Number(atLeastZero(max, await balanceOf(unit.execute, limit.book, key)));
  };
  const cost = plain(textOf(reward.values[shop.cost]) ?? '0');
  const [stock, share] = [await left('everybody'), await left('person')];
  const mine = stock === null || share === null ? (share ?? stock) : Math.min(stock, share);
  return {
    id: reward.id,
    code: textOf(reward.values[shop.code]) ?? '',
    name: textOf(reward.values[shop.name]) ?? '',
    cost,
    left: stock,
    mine,
    affordable: compareDecimal(amountOf(balance), amountOf(cost)) >= 0 && mine !== 0,
  };
}

/** The key of the period that a share is counted in now, as the posting would say it. */
function periodInCourse(
  { binding }: WriteUnit,
  shop: RewardShop,
  { limit, reward }: { readonly limit: ShopLimit; readonly reward: Reward },
): string | null {
  const { now, timeZone, actor } = binding;
  const { key } = must(limit.period, 'period of a share');
  const doc = { [shop.reward]: { ...reward.values, id: reward.id } };
  const value = evaluate(key, { doc }, { now, timeZone, actor: actor.id === null ? null : { ...actor, id: actor.id } });
  return typeof value === 'string' ? value : null;
}

/** What the person can spend now, without what has expired. */
async function walletOf({ request }: ServiceCall, unit: WriteUnit, user: string): Promise<string> {
  const books = pointsBooks(request.shape.model, null);
  if (!books.ok) return '0';
  const { wallet } = books.value;
  const [row] = await unit.execute<{ readonly amount: string }>(
    `select (b.m0 - coalesce((select sum(l.remaining) from "@tenant".fw_lot l
         where l.book = b.book and l.key = b.key and l.remaining > 0 and l.expires_at <= $3::timestamptz), 0))::text as amount
       from "@tenant".fw_balance b where b.book = $1 and b.u0 = $2::uuid`,
    [wallet.id, user, unit.binding.now],
  );
  return plain(row?.amount ?? '0');
}

function isOnOffer({ active }: RewardShop, { values }: Reward): boolean {
  return active === undefined || values[active] === true;
}

function column(field: FieldId): string {
  return quoteIdentifier(columnName(field));
}

function amountOf(value: unknown) {
  return parseDecimal(textOf(value) ?? '0') ?? DECIMAL_ZERO;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}
