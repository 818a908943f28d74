import { inInstantRange, isTimeZone, localDate, parseInstant } from './calendar.ts';
import { assert, must } from '../core/result.ts';
import { NOBODY_ID } from './types.ts';
import type { Value } from './values.ts';

/** What one evaluation reads besides the tree. `slots` hold the elements that list forms are at. */
export interface Frame {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly slots: Value[];
  readonly now: bigint;
  readonly today: number;
  readonly timeZone: string;
  readonly actor: unknown;
}

/** A compiled node. It never throws on data. */
export type Run = (frame: Frame) => Value;

/** The signed-in user as expressions see them. */
export interface ActorValue {
  readonly id: string;
  readonly name?: string | null;
  readonly email?: string | null;
  /** The role acted in; where several are held, the first. */
  readonly role?: string | null;
  readonly roles: readonly string[];
  readonly departments: readonly string[];
}

export interface EvalContext {
  /** ISO 8601 instant. */
  readonly now: string;
  /** IANA name of the tenant's time zone. */
  readonly timeZone: string;
  readonly actor: ActorValue | null;
}

/** Who acts when nobody is signed in (SPEC EXP-22). */
const NOBODY: ActorValue = { id: NOBODY_ID, roles: [], departments: [] };

type Moment = Omit<Frame, 'variables' | 'slots'>;

const moments = new WeakMap<EvalContext, Moment>();

/** Throws when the clock or the time zone is none: those are ours to give, never the data's. */
export function frameOf(variables: Readonly<Record<string, unknown>>, context: EvalContext): Frame {
  const known = moments.get(context) ?? momentOf(context);
  moments.set(context, known);
  return { variables, slots: [], ...known };
}

/** Made once for a context: one write evaluates dozens of expressions in it. */
function momentOf(context: EvalContext): Moment {
  const now = inInstantRange(must(parseInstant(context.now), `an ISO instant, not ${context.now}`));
  assert(now !== undefined && isTimeZone(context.timeZone), `a time zone that exists, not ${context.timeZone}`);
  return {
    now,
    today: localDate(now, context.timeZone),
    timeZone: context.timeZone,
    actor: { ...(context.actor ?? NOBODY), role: context.actor?.role ?? '' },
  };
}
