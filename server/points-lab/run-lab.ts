import { LIMITS } from '../../schema/core/limits.ts';
import { must, ok, type Result } from '../../schema/core/result.ts';
import type { Model } from '../../schema/model/model.ts';
import { scaleOf } from '../compile/award-plan.ts';
import { codeRows } from '../db/points-awards.ts';
import { beyondSnapshots } from './beyond-snapshot.ts';
import { readLab, type LabPlace, type Period } from './lab-place.ts';
import { PointsBook, type SimEffect } from './points-book.ts';
import { readSteps } from './read-moves.ts';
import { readMembers, type Members } from './read-people.ts';
import { readItems, readOrder } from './read-timeline.ts';
import { readOpening } from './read-opening.ts';
import { scoreItem, type SimContext, type SimEvent, type SimItem } from './simulate.ts';

export interface LabRun {
  readonly place: LabPlace;
  /** In force: whose awards were given. */
  readonly live: Model;
  /** Whose awards are scored; the live one for a replay. */
  readonly rules: Model;
  readonly templateVersion: number;
  readonly period: Period;
  readonly ledger: string;
  /** A replay takes jobs and given awards from the ledger, so that it comes out exactly as it did. */
  readonly mode: 'replay' | 'draft';
  /** Instant at which rows beyond the snapshots are read. */
  readonly now: string;
  readonly eventsMax?: number;
  /** Changes the opening state, such as a budget that is assumed. */
  readonly prepare?: (book: PointsBook, context: SimContext) => void;
  readonly onEffect: (effect: SimEffect, item: SimItem) => void;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface LabOutcome {
  readonly book: PointsBook;
  readonly context: SimContext;
  readonly members: Members;
  readonly events: number;
  readonly withoutSnapshot: number;
  readonly missed: number;
  readonly asOfNow: readonly string[];
}

/** Runs a period of the event log through awards and limits in memory. Nothing is posted. `LAB_PERIOD_LONG`. */
export async function runLab(run: LabRun): Promise<Result<LabOutcome>> {
  const { place, period, ledger, mode } = run;
  const [live, rules] = [ofLedger(run.live, ledger), ofLedger(run.rules, ledger)];
  const awards = [...live.behaviour.awards, ...rules.behaviour.awards];
  const entities = [...new Set(awards.flatMap(({ on }) => ('entity' in on ? [on.entity] : [])))];
  const given = new Set(awards.flatMap(({ id, on }) => ('entity' in on ? [] : [id])));
  const read = await readLab(place, async (execute) => {
    const order = await readOrder(execute, { ...period, entities, max: run.eventsMax ?? LIMITS.labEventsMax });
    if (!order.ok) return order;
    return ok({
      timeline: order.value,
      members: await readMembers(execute, period),
      rowOfCode: await codeRows(execute, rules),
      opening: await readOpening(execute, { ...period, ledgers: [ledger], rules: awards.map(({ id }) => id) }),
      steps: await readSteps(execute, {
        ...period,
        ledgers: [ledger],
        givenRules: [...given],
        scales: new Map([[ledger, scaleOfLedger(rules, ledger)]]),
        withJobs: mode === 'replay',
      }),
    });
  });
  if (!read.ok) return read;
  const { timeline, members, rowOfCode, opening, steps } = read.value;
  const book = new PointsBook(opening, { sweeps: mode === 'replay' ? 'asLogged' : 'whenDue' });
  const context: SimContext = {
    model: rules,
    templateVersion: run.templateVersion,
    timeZone: place.timeZone,
    rowOfCode,
    isMember: members.isMember,
    given: mode === 'replay' ? 'asPosted' : 'replanned',
  };
  run.prepare?.(book, context);
  const asOfNow = new Set<string>();
  const complete = beyondSnapshots(rules, { place, now: run.now, asOfNow });
  let [events, missed] = [0, 0];
  for await (const raw of readItems(place, timeline, { steps, complete })) {
    const item = named(raw, members);
    const scored = scoreItem(context, book, item);
    missed += scored.missed;
    if (item.kind === 'transaction') events += item.events.length;
    for (const effect of scored.effects) run.onEffect(effect, item);
    run.onProgress?.(events, timeline.places.length);
  }
  const last: SimItem = { kind: 'move', move: { at: period.to, deltas: [] } };
  for (const effect of book.sweep(period.to)) run.onEffect(effect, last);
  return ok({
    book,
    context,
    members,
    events,
    withoutSnapshot: timeline.withoutSnapshot,
    missed,
    asOfNow: [...asOfNow, ...readsOfPeople(rules)].sort(),
  });
}

/** The model with the awards of one ledger: points of two ledgers are of two kinds and never added up. */
function ofLedger(model: Model, ledger: string): Model {
  const awards = model.behaviour.awards.filter((award) => award.ledger === ledger);
  return { ...model, behaviour: { ...model.behaviour, awards } };
}

function scaleOfLedger({ behaviour }: Model, ledger: string): number {
  const books = behaviour.ledgers.find(({ id }) => id === ledger)?.books ?? [];
  return scaleOf(
    must(
      books.find(({ account }) => account === 'wallet'),
      `account wallet of ${ledger}`,
    ),
  );
}

/** The log keeps who acted with roles and departments, not with name and e-mail. */
function named(item: SimItem, members: Members): SimItem {
  if (item.kind !== 'transaction' || item.actor === null) return item;
  const now = members.actorOf(item.actor.id);
  return now === null ? item : { ...item, actor: { ...now, ...item.actor } };
}

const PERSON_FIELDS = /\bactor\.(name|email)\b/g;

function readsOfPeople({ behaviour }: Model): readonly string[] {
  const sources = behaviour.awards.flatMap(({ to, when, amount, once }) => [to, when, amount, ...once]);
  return [...new Set(sources.flatMap((expr) => expr?.source.match(PERSON_FIELDS) ?? []))];
}

/** The event that an award was made for. */
export function eventOf(item: SimItem, effect: Extract<SimEffect, { readonly kind: 'award' }>): SimEvent | undefined {
  if (item.kind !== 'transaction') return undefined;
  return item.events.find(({ record }) => record === effect.posting.source?.record);
}
