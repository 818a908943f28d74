import { describe, expect, it } from 'vitest';
import type { TransitionModel, WorkflowModel } from '../../../schema/model/behaviour.ts';
import type { StateDef } from '../../../schema/template/template.ts';
import { entityId } from '../../../schema/core/ids.ts';
import { usualCourse } from './usual-course.ts';

function workflow(states: readonly StateDef[], steps: readonly (readonly [string, readonly string[], string])[]) {
  const transitions = steps.map(([id, from, to]): TransitionModel => ({
    id,
    label: {},
    from,
    to,
    roles: [],
    approvals: [],
    input: [],
    set: [],
    post: [],
    reverse: [],
  }));
  return {
    id: 'flow',
    entity: entityId('Order'),
    label: {},
    initial: 'draft',
    states,
    transitions,
  } satisfies WorkflowModel;
}

const STATES: readonly StateDef[] = [
  { id: 'draft' },
  { id: 'confirmed', class: 'posted' },
  { id: 'shipped', class: 'posted' },
  { id: 'closed', class: 'closed' },
  { id: 'cancelled', class: 'reversed' },
];

describe('the usual course of a record', () => {
  it('[WRK-170] goes by the first step written that leads on and takes nothing back', () => {
    const order = workflow(STATES, [
      ['cancel', ['draft', 'confirmed', 'shipped'], 'cancelled'],
      ['confirm', ['draft'], 'confirmed'],
      ['ship', ['confirmed'], 'shipped'],
      ['reopen', ['shipped'], 'draft'],
      ['close', ['shipped'], 'closed'],
    ]);
    expect(usualCourse(order).map(({ id }) => id)).toEqual(['draft', 'confirmed', 'shipped', 'closed']);
  });

  it('[WRK-170] of two states is none', () => {
    expect(usualCourse(workflow(STATES, [['confirm', ['draft'], 'confirmed']]))).toEqual([]);
  });
});
