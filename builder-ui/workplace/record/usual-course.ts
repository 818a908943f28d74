import type { WorkflowModel } from '../../../schema/model/behaviour.ts';
import type { StateDef } from '../../../schema/template/template.ts';

/** States that make a way; of two there is nothing to see that the steps do not say. */
const STATES_MIN = 3;

/**
 * The way that a record usually goes (SPEC [WRK-170]): from the first state on, always by the step that the author wrote
 * first of those that lead to a state not met yet and take nothing back. Nothing where it is shorter than three states.
 */
export function usualCourse({ initial, states, transitions }: WorkflowModel): readonly StateDef[] {
  const course: StateDef[] = [];
  let here = states.find(({ id }) => id === initial);
  while (here !== undefined) {
    course.push(here);
    const from = here.id;
    here = transitions
      .filter((step) => step.from.includes(from))
      .map(({ to }) => states.find(({ id }) => id === to))
      .find((state) => state !== undefined && state.class !== 'reversed' && !course.includes(state));
  }
  return course.length < STATES_MIN ? [] : course;
}
