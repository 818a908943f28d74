import type { FieldModel, Model } from '../../schema/model/model.ts';
import { rewardShop, type RewardShop } from '../../schema/model/reward-shop.ts';
import { transitionName } from '../../schema/model/names.ts';
import type { ApiRights } from '../workplace/documents/api-rights.ts';
import { isApiRow, rowsOf, textOf, type ApiRow } from '../workplace/documents/row-values.ts';

/** The shop of the template in force. */
export function shopOf(model: Model): RewardShop | undefined {
  return rewardShop(model);
}

/** What a reward's record tells beside its price. */
export interface RewardMore {
  readonly description: string;
  /** The id of its picture. */
  readonly image: string | undefined;
  /** The id of its kind, by which it is drawn where it has no picture. */
  readonly kind: string;
  readonly kindLabel: string;
  /** The period after which a person's share begins anew. */
  readonly period: string;
}

/** Asks for what the records of rewards tell; `undefined` where the reader may see nothing of it. */
export function rewardsDocument({ rewards, limits }: RewardShop, rights: ApiRights): string | undefined {
  const asked = [...partsOf(rewards.fields).values(), periodField({ rewards, limits })]
    .filter((field) => field !== undefined)
    .filter(({ apiName }) => rights.shows(rewards, apiName))
    .map(({ apiName }) => apiName);
  return asked.length === 0 || !rights.reads(rewards)
    ? undefined
    : `{ page: ${rewards.plural}(first: 500) { nodes { id ${[...new Set(asked)].join(' ')} } } }`;
}

function partsOf(fields: readonly FieldModel[]): ReadonlyMap<'description' | 'image' | 'kind', FieldModel> {
  const found = [
    ['description', fields.find(({ type }) => type.kind === 'longtext')],
    ['image', fields.find(({ type }) => type.kind === 'image')],
    ['kind', fields.find(({ id, type }) => id === 'kind' && type.kind === 'enum')],
  ] as const;
  return new Map(found.flatMap(([part, field]) => (field === undefined ? [] : [[part, field] as const])));
}

function periodField({ rewards, limits }: Pick<RewardShop, 'rewards' | 'limits'>): FieldModel | undefined {
  const period = limits.find(({ of }) => of === 'person')?.period;
  return rewards.fields.find(({ id }) => id === period?.field);
}

/** What the records told, by the id of the reward. */
export function rewardsMore(
  shop: RewardShop,
  answer: unknown,
  locale: 'en' | 'zh-CN',
): ReadonlyMap<string, RewardMore> {
  const page = isApiRow(answer) ? answer['page'] : undefined;
  const parts = partsOf(shop.rewards.fields);
  const kindField = parts.get('kind');
  const value = (row: ApiRow, field: FieldModel | undefined): unknown =>
    field === undefined ? undefined : row[field.apiName];
  return new Map(
    rowsOf(isApiRow(page) ? page['nodes'] : []).map((row) => {
      const image = value(row, parts.get('image'));
      const kind = textOf(value(row, kindField));
      const option = kindField?.type.kind === 'enum' ? kindField.type.options.find(({ id }) => id === kind) : undefined;
      return [
        textOf(row['id']),
        {
          description: textOf(value(row, parts.get('description'))),
          image: isApiRow(image) && typeof image['id'] === 'string' ? image['id'] : undefined,
          kind,
          kindLabel: option?.label?.[locale] ?? '',
          period: textOf(value(row, periodField(shop))),
        },
      ];
    }),
  );
}

/** A redemption as its owner sees it. */
export interface Redemption {
  readonly id: string;
  readonly version: number;
  readonly number: string;
  readonly state: string;
  readonly at: string;
  readonly reward: string;
  readonly qty: string;
  readonly points: string;
}

/** The reader's redemptions, newest first; variable `me`. */
export function redemptionsDocument({ document, reward, rewards, qty }: RewardShop): string {
  const name = (id: string | undefined): string | undefined =>
    document.fields.find((field) => field.id === id)?.apiName;
  const title = rewards.fields.find(({ id }) => id === rewards.title)?.apiName ?? 'id';
  const asked = [
    ...(document.number === undefined ? [] : [`number: ${name(document.number.field) ?? 'id'}`]),
    `reward: ${name(reward) ?? 'id'} { title: ${title} }`,
    ...(qty === undefined ? [] : [`qty: ${name(qty) ?? 'id'}`]),
    ...(name('points') === undefined ? [] : [`points: ${name('points') ?? 'id'}`]),
  ];
  const person = document.fields.find(
    ({ type, default: given }) => type.kind === 'user' && given?.source === 'actor.id',
  );
  const where = person === undefined ? 'createdBy' : person.apiName;
  return `query ($me: ID!) { page: ${document.plural}(where: { ${where}: { id: { eq: $me } } }, orderBy: [{ createdAt: DESC }], first: 20) { nodes { id version state createdAt ${asked.join(' ')} } } }`;
}

/** Redemptions out of the answer. */
export function redemptionsIn(answer: unknown): readonly Redemption[] {
  const page = isApiRow(answer) ? answer['page'] : undefined;
  return rowsOf(isApiRow(page) ? page['nodes'] : []).map((row) => {
    const reward = row['reward'];
    return {
      id: textOf(row['id']),
      version: Number(row['version']),
      number: textOf(row['number']),
      state: textOf(row['state']),
      at: textOf(row['createdAt']),
      reward: isApiRow(reward) ? textOf(reward['title']) : '',
      qty: textOf(row['qty']),
      points: textOf(row['points']),
    };
  });
}

/** Steps that undo a redemption in the state, of those that the reader may take. */
export function undoSteps(
  { behaviour }: Model,
  { document }: RewardShop,
  at: { readonly state: string; readonly rights: ApiRights },
) {
  const workflow = behaviour.workflows.find(({ id }) => id === document.workflow);
  return (workflow?.transitions ?? []).filter(
    ({ id, from, to }) =>
      from.includes(at.state) &&
      workflow?.states.find((state) => state.id === to)?.class === 'reversed' &&
      at.rights.mayCall(transitionName(id, document.apiName)),
  );
}
