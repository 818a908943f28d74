import { describe, expect, it } from 'vitest';
import { courseAfter, type FlowTask } from './approval-flow.ts';

const task = (id: string, more: Partial<FlowTask> = {}): FlowTask => ({
  id,
  state: 'open',
  position: 0,
  escalation: false,
  ...more,
});

describe('the course of a step', () => {
  const [a, b, c] = [task('a'), task('b'), task('c')];

  it('[WKF-34] any: one approval is enough', () => {
    expect(courseAfter('any', [a, b, c], b)).toEqual({ skip: ['a', 'c'], open: [], done: true });
  });

  it('[WKF-34] all: nobody may be left', () => {
    expect(courseAfter('all', [a, b, c], a)).toEqual({ skip: [], open: [], done: false });
    expect(courseAfter('all', [task('a', { state: 'approved' }), b], b)).toEqual({ skip: [], open: [], done: true });
  });

  it('[WKF-34] in order: one of each role, and the next role follows', () => {
    const second = task('d', { position: 1, state: 'waiting' });
    const third = task('e', { position: 2, state: 'waiting' });
    expect(courseAfter('inOrder', [a, b, second, third], a)).toEqual({ skip: ['b'], open: ['d'], done: false });
    expect(courseAfter('inOrder', [task('e', { position: 2 })], task('e', { position: 2 }))).toEqual({
      skip: [],
      open: [],
      done: true,
    });
  });

  it('[WKF-36] one of those asked in place of the late stands for all the late', () => {
    const late = task('a', { state: 'escalated' });
    const [boss, deputy] = [task('x', { escalation: true }), task('y', { escalation: true })];
    expect(courseAfter('all', [late, boss, deputy], boss)).toEqual({ skip: ['y'], open: [], done: true });
    expect(courseAfter('all', [late, b, boss, deputy], boss)).toEqual({ skip: ['y'], open: [], done: false });
    // Who was in time still decides for themselves; the others are not skipped by it.
    expect(courseAfter('all', [late, b, boss], b)).toEqual({ skip: [], open: [], done: false });
  });
});
