import { humanText } from '../../../schema/model/labels.ts';
import {
  mayDecide,
  type GiftDecision,
  type GiftState,
  type GiftStep,
  type RoleHolder,
} from '../../compile/award-gift.ts';
import type { Execute } from '../../db/points-awards.ts';
import { instant, plain, told } from './points-context.ts';
import { namesOf } from './points-entries.ts';
import { jsonOf } from './points-why.ts';
import type { ServiceCall } from './services.ts';

/** A special award as it is kept. */
export interface GiftRow {
  readonly id: string;
  readonly award: string;
  readonly giver: string;
  readonly receiver: string;
  /** Exact text. */
  readonly amount: string;
  readonly reason: string;
  readonly state: string;
  readonly steps: unknown;
  readonly decisions: unknown;
  readonly asked_at: string;
}

const COLUMNS =
  'g.id, g.award, g.giver, g.receiver, trim_scale(g.amount)::text as amount, g.reason, g.state, g.steps, g.decisions, g.asked_at';

/** One special award, locked where it will be changed. */
export async function giftRow(
  execute: Execute,
  id: string,
  lock: '' | 'for update' = '',
): Promise<GiftRow | undefined> {
  const [row] = await execute<GiftRow>(
    `select ${COLUMNS} from "@tenant".fw_award_gift g where g.id = $1::uuid ${lock}`,
    [id],
  );
  return row;
}

/** Those of a person, or of everybody, newest first. */
export async function giftRows(
  execute: Execute,
  of: { readonly user: string; readonly all: boolean; readonly state: string | null },
): Promise<readonly GiftRow[]> {
  return execute<GiftRow>(
    `select ${COLUMNS} from "@tenant".fw_award_gift g
      where ($2 or g.giver = $1::uuid or (g.receiver = $1::uuid and g.state = 'granted')) and ($3::text is null or g.state = $3)
      order by g.asked_at desc, g.id desc limit 200`,
    [of.user, of.all, of.state],
  );
}

/** Active members with the roles they hold. */
export async function holdersOf(execute: Execute): Promise<readonly RoleHolder[]> {
  return execute<RoleHolder>(`select id, roles from "@tenant".fw_user where active and roles <> '{}'`, []);
}

export function stateOf(row: GiftRow): GiftState {
  return {
    giver: row.giver,
    receiver: row.receiver,
    steps: jsonOf(row.steps) as readonly GiftStep[],
    decisions: jsonOf(row.decisions) as readonly GiftDecision[],
  };
}

/** Special awards as the API tells them. */
export async function giftAnswers(
  { request }: ServiceCall,
  execute: Execute,
  rows: readonly GiftRow[],
): Promise<readonly object[]> {
  const gifts = rows.map((row) => ({ row, state: stateOf(row) }));
  const names = await namesOf(
    execute,
    gifts.flatMap(({ row, state }) => [row.giver, row.receiver, ...state.decisions.map(({ by }) => by)]),
  );
  const person = (id: string) => ({ id, name: names.get(id) ?? '' });
  const holders = gifts.some(({ row }) => row.state === 'waiting') ? await holdersOf(execute) : [];
  const { actor, roles } = request.caller;
  return gifts.map(({ row, state }) => {
    const award = request.shape.model.behaviour.awards.find(({ id }) => id === row.award);
    return {
      id: row.id,
      award: row.award,
      label: told(request, award?.label ?? humanText(row.award)),
      giver: person(row.giver),
      receiver: person(row.receiver),
      amount: plain(row.amount),
      granted: row.state === 'granted' ? plain(row.amount) : null,
      reason: row.reason,
      state: row.state.toUpperCase(),
      askedAt: instant(row.asked_at),
      decisions: state.decisions.map(({ by, approved, comment, at }) => ({ by: person(by), approved, comment, at })),
      mayDecide: row.state === 'waiting' && actor.id !== null && mayDecide(state, { id: actor.id, roles }, holders),
    };
  });
}
