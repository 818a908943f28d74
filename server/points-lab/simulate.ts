import type { EntityId } from '../../schema/core/ids.ts';
import type { ActorValue } from '../../schema/expr/frame.ts';
import type { Model } from '../../schema/model/model.ts';
import { awardPosting, planAwards, type AwardEvent, type AwardPlan } from '../compile/award-plan.ts';
import type { AwardContext } from '../compile/award-why.ts';
import type { AwardPosting, PostingRequest } from '../compile/post-request.ts';
import type { PointsBook, SimEffect, SimPosting } from './points-book.ts';
import type { LedgerMove } from './points-opening.ts';

/** One row's event as it was kept: the row as expressions saw it, and who acted. */
export interface SimEvent {
  readonly seq: string;
  readonly entity: EntityId;
  readonly record: string;
  readonly kind: 'created' | 'updated' | 'deleted' | 'restored' | 'transition';
  readonly transition: string | null;
  /** Fields that changed. */
  readonly fields: readonly string[];
  readonly doc: Readonly<Record<string, unknown>>;
}

/** An award that no event of a row caused: one by hand, or for signing in. */
interface GivenAward {
  /** As it was posted. */
  readonly posting: AwardPosting;
  readonly giver: string | null;
}

/** What happened, in the order in which the ledger saw it. */
export type SimItem =
  | {
      readonly kind: 'transaction';
      readonly at: string;
      readonly actor: ActorValue | null;
      readonly events: readonly SimEvent[];
    }
  | { readonly kind: 'given'; readonly at: string; readonly given: GivenAward }
  | { readonly kind: 'move'; readonly move: LedgerMove };

export interface SimContext {
  readonly model: Model;
  readonly templateVersion: number;
  readonly timeZone: string;
  readonly rowOfCode: AwardContext['rowOfCode'];
  /** Whether the person was a member then: points are for nobody else. */
  readonly isMember: (user: string, at: string) => boolean;
  /** A replay takes given awards as they were posted; a draft has its own limits and budgets for them. */
  readonly given: 'asPosted' | 'replanned';
}

interface Scored {
  readonly effects: readonly SimEffect[];
  /** Awards that an event triggered and that were not made. */
  readonly missed: number;
}

/**
 * Runs what happened through the very same award plan as a write does, and through the balances in memory. Nothing is
 * posted (SPEC [LAB-2]).
 */
export function scoreItem(context: SimContext, book: PointsBook, item: SimItem): Scored {
  switch (item.kind) {
    case 'move':
      return { effects: book.move(item.move), missed: 0 };
    case 'given': {
      const posting = givenPosting(context, item);
      return {
        effects: posting === undefined ? [] : book.post([posting], item.at),
        missed: posting === undefined ? 1 : 0,
      };
    }
    case 'transaction': {
      const { at, actor } = item;
      const plans = item.events.flatMap((event) => planEvent(context, event, { at, actor }));
      const planned = plans.flatMap(({ postings }) => postings).filter(isSimulated);
      const wanted = planned.filter((posting) => posting.kind !== 'award' || context.isMember(posting.user, at));
      const missed = plans.reduce((sum, { misses }) => sum + misses.length, planned.length - wanted.length);
      return { effects: book.post(wanted, at), missed };
    }
  }
}

/** The awards that one event triggers; a step changes fields as well, and awards on changes see it too. */
function planEvent(
  context: SimContext,
  event: SimEvent,
  by: { readonly at: string; readonly actor: ActorValue | null },
): readonly AwardPlan[] {
  const awards: AwardContext = {
    model: context.model,
    templateVersion: context.templateVersion,
    evaluation: { now: by.at, timeZone: context.timeZone, actor: by.actor },
    rowOfCode: context.rowOfCode,
    told: false,
  };
  const { entity, record: id, doc, fields, kind, transition } = event;
  const row = { entity, id, version: Number(doc['version']), doc };
  const happened: readonly AwardEvent['happened'][] =
    kind !== 'transition'
      ? [{ kind: 'change', change: kind, fields }]
      : [
          ...(transition === null ? [] : [{ kind: 'transition', transition } as const]),
          { kind: 'change', change: 'updated', fields },
        ];
  return happened.map((one) => planAwards(awards, { happened: one, row }));
}

function isSimulated(posting: PostingRequest): posting is SimPosting {
  return posting.kind === 'award' || posting.kind === 'mature' || posting.kind === 'clawback';
}

/** Under a draft the award of the same id, with its limits and its budget; `undefined` where the draft has none. */
function givenPosting(
  context: SimContext,
  { at, given }: Extract<SimItem, { readonly kind: 'given' }>,
): AwardPosting | undefined {
  const { posting, giver } = given;
  if (context.given === 'asPosted') return posting;
  const { model, templateVersion, timeZone, rowOfCode } = context;
  const award = model.behaviour.awards.find(({ id }) => id === posting.rule);
  if (award === undefined || 'entity' in award.on) return undefined;
  const evaluation = { now: at, timeZone, actor: null };
  const { id, once, user, asked, source } = posting;
  const label = award.label;
  return awardPosting({ model, templateVersion, evaluation, rowOfCode, told: false }, award, {
    id,
    once,
    user,
    giver,
    asked,
    variables: {},
    source,
    explain: {
      rule: award.id,
      label,
      templateVersion,
      user,
      actor: giver,
      asked,
      read: {},
      condition: [],
      amount: [],
      text: null,
    },
  });
}
