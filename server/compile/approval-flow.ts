import type { ApprovalModel } from '../../schema/model/behaviour.ts';

/** A task of one step, as far as the course of the step depends on it. */
export interface FlowTask {
  readonly id: string;
  readonly state: string;
  /** Place of its role in the step. */
  readonly position: number;
  /** Given out because others let the deadline pass. */
  readonly escalation: boolean;
}

/** What follows from an approval within its step. */
export interface StepCourse {
  /** Tasks that need no decision any more. */
  readonly skip: readonly string[];
  /** Tasks whose turn it is now. */
  readonly open: readonly string[];
  /** Whether the step is approved. */
  readonly done: boolean;
}

const LIVE: ReadonlySet<string> = new Set(['open', 'waiting']);

/**
 * The course of a step after one of its tasks was approved (SPEC [WKF-34]): with `any` one approval is enough, with
 * `all` nobody may be left, with `inOrder` one of each role decides and the next role follows. One approval of those
 * that were asked in place of the late stands for all the late.
 */
export function courseAfter(mode: ApprovalModel['mode'], tasks: readonly FlowTask[], approved: FlowTask): StepCourse {
  const others = tasks.filter(({ id, state }) => id !== approved.id && LIVE.has(state));
  const ids = (list: readonly FlowTask[]): readonly string[] => list.map(({ id }) => id);
  switch (mode) {
    case 'any':
      return { skip: ids(others), open: [], done: true };
    case 'all': {
      const skip = approved.escalation ? others.filter(({ escalation }) => escalation) : [];
      return { skip: ids(skip), open: [], done: others.length === skip.length };
    }
    case 'inOrder': {
      const skip = others.filter(({ position }) => position <= approved.position);
      const later = others.filter(({ position }) => position > approved.position);
      const next = Math.min(...later.map(({ position }) => position));
      return {
        skip: ids(skip),
        open: ids(later.filter(({ position }) => position === next)),
        done: later.length === 0,
      };
    }
  }
}
