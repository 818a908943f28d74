import { writtenRow } from '../compile/row-state.ts';
import type { PostingRequest, PostRequest } from '../compile/post-request.ts';
import { planTransition } from '../compile/posting-plan.ts';
import type { CompleteContext } from '../compile/write-row.ts';
import { withCurrentBounds } from './bound-rows.ts';
import { awardedUsers, awardPostings } from './points-awards.ts';
import { postIssues, postLedger, postSurely } from './post-ledger.ts';
import { refusalTitles } from './refusal-titles.ts';
import { WriteRefused, type WriterOptions } from './write-operation.ts';
import type { WorkingState } from './write-states.ts';
import type { WriteUnit } from './write-unit.ts';

/** A row that was written, with what changed of it. */
export interface ToldState {
  readonly state: WorkingState;
  readonly changes: Readonly<Record<string, unknown>>;
}

export interface PostingContext {
  readonly unit: WriteUnit;
  readonly complete: CompleteContext;
  readonly requestId: string;
  /** Whether nothing is waited for that only a refusal would change. */
  readonly isSure: boolean;
  /** What was sent and is not waited for here. */
  readonly sent: Promise<unknown>[];
}

/** Finds the postings that written rows cause. Refuses by throwing `WriteRefused`. */
export type PostingSource = (
  context: PostingContext,
  told: readonly ToldState[],
) => readonly PostingRequest[] | Promise<readonly PostingRequest[]>;

/** Who has something to post when rows change. */
const SOURCES: readonly PostingSource[] = [transitionPostings, awardPostings];

/**
 * Posts all that the written rows cause in one call, the last statement before the commit: ledgers are locked for as
 * short as can be. Refusals are thrown with all lines that are out of bounds; of a write that is sure they fail the
 * statement, which is among what was `sent`.
 */
export async function postRows(
  unit: WriteUnit,
  at: {
    readonly complete: CompleteContext;
    readonly requestId: string;
    readonly reader: Pick<WriterOptions, 'access' | 'locale' | 'isSure'>;
    readonly sent: Promise<unknown>[];
  },
  told: readonly ToldState[],
): Promise<void> {
  const isSure = at.reader.isSure === true;
  const context: PostingContext = { unit, ...at, isSure };
  const postings: PostingRequest[] = [];
  for (const source of SOURCES) {
    const found = source(context, told);
    postings.push(...(found instanceof Promise ? await found : found));
  }
  if (postings.length === 0) return;
  const { now, actor } = unit.binding;
  const current = await withCurrentBounds(unit, postings);
  const request: PostRequest = { now, actor: actor.id, templateVersion: unit.version, postings: current };
  if (isSure) {
    at.sent.push(postSurely(unit, request, awardedUsers(current)));
    return;
  }
  const answer = await postLedger(unit, request);
  if (answer.ok) return;
  const { access, locale } = at.reader;
  const titles = await refusalTitles(unit, access, answer.refusals);
  throw new WriteRefused(postIssues(unit.model, answer.refusals, { locale, titles }));
}

/** What transitions post and reverse. */
function transitionPostings({ unit, complete }: PostingContext, told: readonly ToldState[]): readonly PostingRequest[] {
  const planned = told.map(({ state }) =>
    state.taken === undefined
      ? { postings: [], issues: [] }
      : planTransition(unit.model, complete.evaluation, {
          entity: state.entity,
          transition: state.taken.transition,
          record: state.id,
          version: Number(state.values['version']),
          doc: writtenRow(state),
          reason: state.taken.reason,
          path: state.path,
        }),
  );
  const issues = planned.flatMap((one) => one.issues);
  const isTried = told.some(
    ({ state }) => state.taken?.probe !== null && (state.taken?.transition.input.length ?? 0) > 0,
  );
  if (issues.length > 0 && !isTried) throw new WriteRefused(issues);
  return planned.flatMap(({ postings }) => postings);
}
