import type { EntityId, FieldId } from '../core/ids.ts';
import { textIn } from '../core/text.ts';
import type { Expr } from '../expr/ast.ts';
import type { BoundModel, DimensionModel, LedgerModel, PostingModel } from './behaviour.ts';
import type { EntityModel, FieldModel, Model } from './model.ts';
import { REWARD_PERIODS } from './reward-periods.ts';
import type { RecordSetDef } from '../template/template.ts';
import type { RewardDef } from '../template/template-rules.ts';

/**
 * Where points are spent. Rewards are records and buying one is a document's transition, so stock, limits per person
 * and points are held by the same postings as everything else (SPEC [PTS-20]); this finds the parts of it.
 */
export interface RewardShop {
  /** Where redemptions are kept, and its fields. */
  readonly document: EntityModel;
  readonly reward: FieldId;
  readonly qty: FieldId | undefined;
  /** The step that pays. */
  readonly transition: string;
  /** Where rewards are kept, and its fields. */
  readonly rewards: EntityModel;
  readonly code: FieldId;
  readonly name: FieldId;
  readonly cost: FieldId;
  readonly active: FieldId | undefined;
  /** Books that say how many may still be taken: of everybody, and of one person. */
  readonly limits: readonly ShopLimit[];
}

export interface ShopLimit {
  readonly of: 'everybody' | 'person';
  readonly book: string;
  readonly rewardColumn: string;
  readonly personColumn: string | undefined;
  readonly measure: number;
  /** The field of the reward that says how many. */
  readonly field: FieldId;
  /** Where the share begins anew with a calendar period: which one, and the key of the one in course. */
  readonly period: SharePeriod | undefined;
}

interface SharePeriod {
  readonly column: string;
  /** Reads the reward and the clock. */
  readonly key: Expr;
  /** The field of the reward that says which period; empty: all time. */
  readonly field: FieldId;
}

const known = new WeakMap<Model, RewardShop | null>();

/** The reward shop of a model, named by what its rewards are fulfilled by; `undefined` where there is none. */
export function rewardShop(model: Model): RewardShop | undefined {
  const found = known.get(model);
  if (found !== undefined) return found ?? undefined;
  const made = findShop(model);
  known.set(model, made ?? null);
  return made;
}

function findShop(model: Model): RewardShop | undefined {
  const names = new Set(rewardDefs(model).map(({ fulfil }) => fulfil?.workflow));
  const workflow = model.behaviour.workflows.find(({ id }) => names.has(id));
  const document = model.entities.find(({ id }) => id === workflow?.entity);
  if (workflow === undefined || document === undefined) return undefined;
  for (const reward of document.fields) {
    if (reward.type.kind !== 'ref') continue;
    const rewards = entityById(model, reward.type.to);
    const cost = fieldOf(rewards, 'cost');
    const code = rewards?.fields.find((field) => field.unique && field.type.kind === 'text');
    const step = workflow.transitions.find(({ from, post }) => from.includes(workflow.initial) && post.length > 0);
    if (rewards === undefined || cost === undefined || code === undefined || step === undefined) continue;
    const postings = model.behaviour.postings.filter(({ id }) => step.post.includes(id));
    return {
      document,
      reward: reward.id,
      qty: fieldOf(document, 'qty')?.id,
      transition: step.id,
      rewards,
      code: code.id,
      name: fieldOf(rewards, 'name')?.id ?? rewards.title,
      cost: cost.id,
      active: fieldOf(rewards, 'active')?.id,
      limits: postings.flatMap((posting) => shopLimits(model, posting, { rewards, reward: reward.id })),
    };
  }
  return undefined;
}

/** What a posting of the step counts against a number that the reward itself has. */
function shopLimits(
  { behaviour }: Model,
  posting: PostingModel,
  of: { readonly rewards: EntityModel; readonly reward: FieldId },
): readonly ShopLimit[] {
  const ledger = behaviour.ledgers.find(({ id }) => id === posting.ledger);
  if (ledger?.mode !== 'balance') return [];
  return ledger.books.flatMap(({ id, dimensions, measures }) => {
    const reward = dimensions.find(({ kind, entity }) => kind === 'row' && entity === of.rewards.id);
    const person = dimensions.find(({ kind }) => kind === 'user');
    const others = dimensions.filter((one) => one !== reward && one !== person);
    const periods = others.flatMap((one) => sharePeriod(posting, one, of));
    const [period] = periods;
    if (reward === undefined || others.length > 1 || periods.length < others.length) return [];
    return measures.flatMap(({ index, max }): readonly ShopLimit[] =>
      isOfReward(max, reward.id)
        ? [
            {
              of: person === undefined ? 'everybody' : 'person',
              book: id,
              rewardColumn: reward.column,
              personColumn: person?.column,
              measure: index,
              field: max.field,
              period,
            },
          ]
        : [],
    );
  });
}

/** A text of the key that is made of the reward and the clock alone names the period in course. */
function sharePeriod(
  { key }: PostingModel,
  { id, kind, column }: DimensionModel,
  { rewards, reward }: { readonly rewards: EntityModel; readonly reward: FieldId },
): readonly SharePeriod[] {
  const value = key.find(({ dimension }) => dimension === id)?.value;
  if (kind !== 'text' || value === undefined || !value.reads.every(([first]) => first === reward)) return [];
  const read = new Set(value.reads.map(([, second]) => second));
  const field = rewards.fields.find((one) => one.type.kind === 'enum' && read.has(one.id));
  return field === undefined ? [] : [{ column, key: value, field: field.id }];
}

function isOfReward(
  max: BoundModel | undefined,
  dimension: LedgerModel['id'],
): max is Extract<BoundModel, { kind: 'field' }> {
  return max?.kind === 'field' && max.dimension === dimension;
}

/** The rewards that the template declares, as records of the shop: what they are bought by is the same for all. */
export function rewardRecords(model: Model): readonly RecordSetDef[] {
  const shop = rewardShop(model);
  const rewards = rewardDefs(model);
  if (shop === undefined || rewards.length === 0) return [];
  const stock = shop.limits.find(({ of }) => of === 'everybody')?.field;
  const share = shop.limits.find(({ of }) => of === 'person');
  const rows = rewards.map((reward) => {
    const own = reward.per?.['user'];
    const period = own?.window === undefined ? undefined : REWARD_PERIODS[own.window];
    return {
      [shop.code]: codeOf(shop, reward.id),
      ...(shop.name === shop.code ? {} : { [shop.name]: textIn(reward.label, 'en') || reward.id }),
      [shop.cost]: reward.cost,
      ...(stock === undefined || reward.stock === undefined ? {} : { [stock]: reward.stock }),
      ...(share === undefined || own === undefined ? {} : { [share.field]: own.max }),
      ...(share?.period === undefined || period === undefined ? {} : { [share.period.field]: period }),
    };
  });
  return [{ entity: shop.rewards.id, by: [shop.code], rows }];
}

/** The code of a declared reward: its id, written as the shop writes its codes. */
function codeOf({ rewards, code }: RewardShop, id: string): string {
  const isSlug = rewards.fields.find((field) => field.id === code)?.pattern === 'slug';
  return isSlug ? id.replaceAll(/[.A-Z]/g, (sign) => (sign === '.' ? '-' : `-${sign.toLowerCase()}`)) : id;
}

/** The section as it was authored; the metaschema has checked it. */
function rewardDefs({ kept }: Model): readonly RewardDef[] {
  return (kept['rewards'] ?? []) as readonly RewardDef[];
}

function entityById({ entities }: Model, wanted: EntityId): EntityModel | undefined {
  return entities.find(({ id }) => id === wanted);
}

function fieldOf(entity: EntityModel | undefined, wanted: string): FieldModel | undefined {
  return entity?.fields.find(({ id }) => id === wanted);
}
