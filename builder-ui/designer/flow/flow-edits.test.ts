import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../schema/core/canonical-json.ts';
import { edited, resolved, shippedCompany } from '../../../schema/cases/shipped-company.ts';
import { applyEdits, type Edit } from '../../../schema/model/edits.ts';
import type { EntityDef, Template, WorkflowDef } from '../../../schema/template/template.ts';
import {
  addedState,
  addedStep,
  firstFlow,
  flowOf,
  hoursOf,
  movedState,
  removedState,
  removedStep,
  setOf,
} from './flow-edits.ts';

const COMPANY = shippedCompany();
const FLOWS = COMPANY.workflows ?? [];

function entityOf(template: Template, id: string): EntityDef {
  const entity = template.entities?.find((one) => one.id === id);
  if (entity === undefined) throw new Error(`no ${id}`);
  return entity;
}

/** Customers have no flow in the packs. */
const CUSTOMER = entityOf(COMPANY, 'Customer');
const WITH_FLOW = edited(COMPANY, [firstFlow(COMPANY, CUSTOMER)]);

function customerFlow(template: Template): WorkflowDef {
  const flow = flowOf(template, CUSTOMER);
  if (flow === undefined) throw new Error('no flow');
  return flow;
}

describe('a flow', () => {
  it('[DSG-26] is made from nothing with a beginning, an end and the step between, named in both languages', () => {
    expect(flowOf(COMPANY, CUSTOMER)).toBeUndefined();
    const { id, initial, states, transitions } = customerFlow(WITH_FLOW);
    expect([id, initial, states.map((state) => state.id)]).toEqual([
      'x_customerFlow',
      'x_draft',
      ['x_draft', 'x_done'],
    ]);
    const texts = [...states, ...transitions].map(({ label }) => Object.keys(label ?? {}));
    expect(texts.filter((languages) => languages.join() !== 'en,zh-CN')).toEqual([]);
    expect(resolved(WITH_FLOW).entities.find((one) => one.id === 'Customer')?.workflow).toBe(id);
  });

  it('[DSG-26] a state comes after the one given, else at the end, with a step that leads to it', () => {
    const step = { 'zh-CN': '归档' };
    const middle = addedState(customerFlow(WITH_FLOW), { en: 'In review' }, { after: 'x_draft', step });
    const once = edited(WITH_FLOW, middle.edits);
    const last = addedState(customerFlow(once), { 'zh-CN': '已归档' }, { after: undefined, step });
    const grown = edited(once, last.edits);
    const { states, transitions } = customerFlow(grown);
    expect(states.map(({ id }) => id)).toEqual(['x_draft', 'x_inReview', 'x_done', 'x_state']);
    expect(transitions.slice(1)).toEqual([
      { id: 'x_step', label: step, from: ['x_draft'], to: 'x_inReview' },
      { id: 'x_step2', label: step, from: ['x_done'], to: 'x_state' },
    ]);
    resolved(grown);
  });

  it('[DSG-26] a step leads to the state after it, from the last one to the first', () => {
    const flow = customerFlow(WITH_FLOW);
    const step = addedStep(flow, { en: 'Ask' }, { from: 'x_draft' });
    const asked = edited(WITH_FLOW, [step.edit]);
    const back = addedStep(customerFlow(asked), { en: 'Ask' }, { from: 'x_done' });
    const both = edited(asked, [back.edit]);
    expect(customerFlow(both).transitions.slice(1)).toMatchObject([
      { id: 'x_ask', from: ['x_draft'], to: 'x_done' },
      { id: 'x_ask2', from: ['x_done'], to: 'x_draft' },
    ]);
    resolved(both);
  });

  it('[DSG-21] loses a state with the steps that lead only to or from it', () => {
    const flow: WorkflowDef = {
      id: 'flow',
      of: 'Customer',
      initial: 'a',
      states: [{ id: 'a', deadline: { within: 'PT2H', take: 'ab', notify: [] } }, { id: 'b' }, { id: 'c' }],
      transitions: [
        { id: 'ab', from: ['a'], to: 'b' },
        { id: 'bc', from: ['b'], to: 'c' },
        { id: 'abc', from: ['a', 'b'], to: 'c' },
      ],
    };
    const template: Template = { ...COMPANY, workflows: [...FLOWS, flow] };
    const after = customerFlow(edited(template, removedState(flow, 'b')));
    expect(after.states.map(({ id }) => id)).toEqual(['a', 'c']);
    expect(after.transitions).toEqual([{ id: 'abc', from: ['a'], to: 'c' }]);
    // The deadline's step went with the state; the deadline stays, and tells.
    expect(after.states[0]?.deadline).toEqual({ within: 'PT2H', notify: [] });
  });

  it('[DSG-21] keeps the state that records begin in', () => {
    for (const flow of FLOWS) expect(removedState(flow, flow.initial)).toEqual([]);
  });

  it('[DSG-21] has no step or deadline left that names what was taken away, whichever state of the packs it is', () => {
    for (const flow of FLOWS) {
      for (const { id } of flow.states.filter((state) => state.id !== flow.initial)) {
        const after = edited(COMPANY, removedState(flow, id)).workflows?.find((one) => one.id === flow.id);
        const states = after?.states.map((state) => state.id) ?? [];
        const steps = after?.transitions.map((step) => step.id) ?? [];
        const named = after?.transitions.flatMap(({ from, to }) => [...from, to]) ?? [];
        const taken = after?.states.flatMap(({ deadline }) => deadline?.take ?? []) ?? [];
        expect(states).not.toContain(id);
        expect(named.filter((one) => !states.includes(one))).toEqual([]);
        expect(taken.filter((one) => !steps.includes(one))).toEqual([]);
        expect(after?.transitions.filter(({ from }) => from.length === 0)).toEqual([]);
      }
    }
  });

  it('[DSG-26] moves a state by one place and no further than the ends; each move is taken back by its inverse', () => {
    const flows = fc.constantFrom(...FLOWS);
    fc.assert(
      fc.property(flows, fc.nat(), fc.constantFrom(-1 as const, 1 as const), (flow, which, way) => {
        const ids = flow.states.map(({ id }) => id);
        const place = which % ids.length;
        const edits = movedState(flow, ids[place] ?? '', way);
        const to = place + way;
        if (to < 0 || to >= ids.length) {
          expect(edits).toEqual([]);
          return;
        }
        const applied = applyEdits(COMPANY, edits);
        if (!applied.ok) throw new Error(JSON.stringify(applied.issues));
        const moved = applied.value.template.workflows?.find(({ id }) => id === flow.id)?.states.map(({ id }) => id);
        expect(moved).toEqual(ids.toSpliced(place, 1).toSpliced(to, 0, ids[place] ?? ''));
        expect(canonicalJson(edited(applied.value.template, applied.value.inverse))).toBe(canonicalJson(COMPANY));
      }),
    );
  });

  it('[DSG-26] a property without a value goes, and so does an empty list', () => {
    const flow = customerFlow(WITH_FLOW);
    const item = { list: 'transitions', id: 'x_finish' } as const;
    const set = setOf(flow, item, ['roles', ['owner']]);
    const cleared: Edit = setOf(flow, item, ['roles', []]);
    expect(customerFlow(edited(WITH_FLOW, [set])).transitions[0]?.roles).toEqual(['owner']);
    expect(canonicalJson(edited(WITH_FLOW, [set, cleared]))).toBe(canonicalJson(WITH_FLOW));
    const last = edited(WITH_FLOW, removedStep(flow, 'x_finish'));
    expect(customerFlow(last).transitions).toEqual([]);
  });

  it.each([
    ['PT72H', 72],
    ['P3D', 72],
    ['P1DT12H', 36],
    ['PT90M', undefined],
    ['P', undefined],
    ['PT', undefined],
    [undefined, undefined],
  ])('[DSG-26] %s is %s hours', (duration, hours) => {
    expect(hoursOf(duration)).toBe(hours);
  });
});
