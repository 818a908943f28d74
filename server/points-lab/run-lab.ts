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
  /** Whose awards are scored, each by itself; the live ones for a replay. */
  readonly sides: readonly [LabSide, ...LabSide[]];
  readonly templateVersion: number;
  readonly period: Period;
  readonly ledger: string;
  /** A replay takes jobs and given awards from the ledger, so that it comes out exactly as it did. */
  readonly mode: 'replay' | 'draft';
  /** Instant at which rows beyond the snapshots are read. */
  readonly now: string;
  readonly eventsMax?: number;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Rules that are scored, and what is done with what they give. */
export interface LabSide {
  readonly rules: Model;
  /** Changes the opening state, such as a budget that is assumed. */
  readonly prepare?: (book: PointsBook, context: SimContext) => void;
  readonly onEffect: (effect: SimEffect, item: SimItem) => void;
}

export interface LabOutcome {
  /** As the sides were given. */
  readonly sides: readonly [SideOutcome, ...SideOutcome[]];
  readonly members: Members;
  readonly events: number;
  readonly withoutSnapshot: number;
  readonly asOfNow: readonly string[];
}

export interface SideOutcome {
  readonly book: PointsBook;
  readonly context: SimContext;
  readonly missed: number;
}

/**
 * Runs a period of the event log through awards and limits in memory, once for all sides: what is read is read once.
 * Nothing is posted. `LAB_PERIOD_LONG`.
 */
export async function runLab(run: LabRun): Promise<Result<LabOutcome>> {
  const { place, period, ledger, mode } = run;
  const [first] = run.sides;
  const models = run.sides.map(({ rules }) => ofLedger(rules, ledger));
  const awards = [ofLedger(run.live, ledger), ...models].flatMap(({ behaviour }) => behaviour.awards);
  const entities = [...new Set(awards.flatMap(({ on }) => ('entity' in on ? [on.entity] : [])))];
  const given = new Set(awards.flatMap(({ id, on }) => ('entity' in on ? [] : [id])));
  const read = await readLab(place, async (execute) => {
    const order = await readOrder(execute, { ...period, entities, max: run.eventsMax ?? LIMITS.labEventsMax });
    if (!order.ok) return order;
    return ok({
      timeline: order.value,
      members: await readMembers(execute, period),
      rowsOfCode: await eachInTurn(models, async (rules) => codeRows(execute, rules)),
      opening: await readOpening(execute, { ...period, ledgers: [ledger], rules: awards.map(({ id }) => id) }),
      steps: await readSteps(execute, {
        ...period,
        ledgers: [ledger],
        givenRules: [...given],
        scales: new Map([[ledger, scaleOfLedger(first.rules, ledger)]]),
        withJobs: mode === 'replay',
      }),
    });
  });
  if (!read.ok) return read;
  const { timeline, members, rowsOfCode, opening, steps } = read.value;
  const scored = run.sides.map((side, index): Scoring => {
    const book = new PointsBook(opening, { sweeps: mode === 'replay' ? 'asLogged' : 'whenDue' });
    const context: SimContext = {
      model: must(models[index], 'a model'),
      templateVersion: run.templateVersion,
      timeZone: place.timeZone,
      rowOfCode: must(rowsOfCode[index], 'rows by their codes'),
      isMember: members.isMember,
      given: mode === 'replay' ? 'asPosted' : 'replanned',
    };
    side.prepare?.(book, context);
    return { side, book, context, missed: 0 };
  });
  const asOfNow = new Set<string>();
  const complete = beyondSnapshots(models, { place, now: run.now, asOfNow });
  let events = 0;
  for await (const raw of readItems(place, timeline, { steps, complete })) {
    const item = named(raw, members);
    if (item.kind === 'transaction') events += item.events.length;
    for (const each of scored) {
      const { effects, missed } = scoreItem(each.context, each.book, item);
      each.missed += missed;
      for (const effect of effects) each.side.onEffect(effect, item);
    }
    run.onProgress?.(events, timeline.places.length);
  }
  const last: SimItem = { kind: 'move', move: { at: period.to, deltas: [] } };
  for (const { side, book } of scored) for (const effect of book.sweep(period.to)) side.onEffect(effect, last);
  const [one, ...more] = scored.map(({ book, context, missed }): SideOutcome => ({ book, context, missed }));
  return ok({
    sides: [must(one, 'a side'), ...more],
    members,
    events,
    withoutSnapshot: timeline.withoutSnapshot,
    asOfNow: [...asOfNow, ...readsOfPeople(models)].sort(),
  });
}

/** A side while it is scored. */
interface Scoring {
  readonly side: LabSide;
  readonly book: PointsBook;
  readonly context: SimContext;
  missed: number;
}

/** One after the other, as statements of one transaction go. */
async function eachInTurn<Item, Found>(
  items: readonly Item[],
  find: (item: Item) => Promise<Found>,
): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const item of items) found.push(await find(item));
  return found;
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

function readsOfPeople(models: readonly Model[]): readonly string[] {
  const awards = models.flatMap(({ behaviour }) => behaviour.awards);
  const sources = awards.flatMap(({ to, when, amount, once }) => [to, when, amount, ...once]);
  return [...new Set(sources.flatMap((expr) => expr?.source.match(PERSON_FIELDS) ?? []))];
}

/** The event that an award was made for. */
export function eventOf(item: SimItem, effect: Extract<SimEffect, { readonly kind: 'award' }>): SimEvent | undefined {
  if (item.kind !== 'transaction') return undefined;
  return item.events.find(({ record }) => record === effect.posting.source?.record);
}
