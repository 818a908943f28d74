import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomTemplate } from '../cases/random-template.ts';
import { canonicalJson } from '../core/canonical-json.ts';
import type { Template } from '../template/template.ts';
import { applyEdit, applyEdits, squashEdits, type Edit } from './edits.ts';

interface Choice {
  readonly kind: number;
  readonly entity: number;
  readonly field: number;
  readonly other: number;
  readonly tag: number;
}

const CHOICES = fc.array(
  fc.record({ kind: fc.nat(9), entity: fc.nat(20), field: fc.nat(20), other: fc.nat(20), tag: fc.nat(4) }),
  { minLength: 1, maxLength: 12 },
);

/** An edit that may or may not apply: what does not is refused and changes nothing. */
function editOf(template: Template, { kind, entity: at, field: fieldAt, other, tag }: Choice): Edit {
  const entities = template.entities ?? [];
  const entity = entities[at % Math.max(1, entities.length)];
  const fields = entity?.fields ?? [];
  const field = fields[fieldAt % Math.max(1, fields.length)]?.id ?? 'none';
  const before = other % 3 === 0 ? {} : { before: fields[other % Math.max(1, fields.length)]?.id ?? 'none' };
  const id = entity?.id ?? 'None';
  const list = ['entities', id, 'fields'];
  const edits: readonly Edit[] = [
    { kind: 'addItem', list, item: { id: `x_f${tag}`, type: 'text' }, ...before },
    { kind: 'removeItem', list, id: field },
    { kind: 'moveItem', list, id: field, ...before },
    { kind: 'setProperty', at: [...list, field], key: 'label', value: { en: `L${tag}` } },
    { kind: 'setProperty', at: [...list, field], key: 'required' },
    { kind: 'addItem', list: ['entities', id, 'checks'], item: { id: `x_c${tag}`, when: 'true' } },
    { kind: 'addItem', list: ['reports'], item: { id: `x_r${tag}`, of: id } },
    { kind: 'removeItem', list: ['entities'], id },
    { kind: 'setProperty', at: ['entities', id], key: 'title', value: field },
    { kind: 'setProperty', at: [], key: 'label', value: { en: `T${tag}` } },
  ];
  return edits[kind % edits.length] ?? { kind: 'setProperty', at: [], key: 'label' };
}

/** Applies what applies, and gives the edits that did. */
function run(
  template: Template,
  choices: readonly Choice[],
): { readonly template: Template; readonly edits: readonly Edit[]; readonly undo: readonly Edit[] } {
  let current = template;
  const edits: Edit[] = [];
  const undo: Edit[] = [];
  for (const choice of choices) {
    const edit = editOf(current, choice);
    const result = applyEdit(current, edit);
    if (!result.ok) continue;
    current = result.value.template;
    edits.push(edit);
    undo.unshift(result.value.inverse);
  }
  return { template: current, edits, undo };
}

const BOUNDED = {
  numRuns: process.env['FORMWORK_LONG'] === '1' ? 200 : 100,
  interruptAfterTimeLimit: 10_000,
  endOnFailure: true,
} as const;

describe('edits', () => {
  it('[EDT-1] undoing random edits gives the template back, byte for byte', () => {
    fc.assert(
      fc.property(randomTemplate(), CHOICES, (template, choices) => {
        const before = canonicalJson(template);
        const done = run(template, choices);
        expect(canonicalJson(template)).toBe(before);
        const undone = applyEdits(done.template, done.undo);
        expect(undone.ok && canonicalJson(undone.value.template)).toBe(before);
      }),
      BOUNDED,
    );
  });
  it('[EDT-3] squashed edits give the same template', () => {
    fc.assert(
      fc.property(randomTemplate(), CHOICES, (template, choices) => {
        const done = run(template, choices);
        const again = applyEdits(template, squashEdits(done.edits));
        expect(again.ok && canonicalJson(again.value.template)).toBe(canonicalJson(done.template));
      }),
      BOUNDED,
    );
  });
  it('[EDT-3] of many settings of one property the last stays', () => {
    const set = (value: string): Edit => ({ kind: 'setProperty', at: ['entities', 'A'], key: 'title', value });
    expect(squashEdits([set('a'), set('b'), set('c')])).toEqual([set('c')]);
  });
  it('[EDT-4] items are addressed by id at any depth', () => {
    const template: Template = {
      format: 1,
      pack: 'a',
      version: '1.0.0',
      roles: [{ id: 'clerk', grants: [{ entity: 'Order', can: ['read'] }] }],
    };
    const result = applyEdit(template, {
      kind: 'setProperty',
      at: ['roles', 'clerk', 'grants', 'Order'],
      key: 'hide',
      value: ['cost'],
    });
    expect(result).toMatchObject({
      ok: true,
      value: { template: { roles: [{ grants: [{ entity: 'Order', hide: ['cost'] }] }] } },
    });
  });
});
