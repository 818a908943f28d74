import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomTemplate } from '../../../schema/cases/random-template.ts';
import { resolved, shippedCompany } from '../../../schema/cases/shipped-company.ts';
import { applyEdits, type Edit } from '../../../schema/model/edits.ts';
import type { Model } from '../../../schema/model/model.ts';
import type { Template } from '../../../schema/template/template.ts';
import { compileDraft, newDraftMemo } from './compile-draft.ts';

interface Command {
  readonly kind: number;
  readonly entity: number;
  readonly field: number;
  readonly other: number;
}

const COMMANDS = fc.array(fc.record({ kind: fc.nat(12), entity: fc.nat(30), field: fc.nat(30), other: fc.nat(30) }), {
  minLength: 1,
  maxLength: 8,
});

/** What a designer may do, with what is wrong too: types that are none, formulas that read what is not there. */
function editsOf(template: Template, { kind, entity: at, field: fieldAt, other }: Command): readonly Edit[] {
  const entities = template.entities ?? [];
  const entity = entities[at % Math.max(1, entities.length)];
  const fields = entity?.fields ?? [];
  const id = entity?.id ?? 'None';
  const list = ['entities', id, 'fields'];
  const field = fields[fieldAt % Math.max(1, fields.length)]?.id ?? 'none';
  const read = fields[other % Math.max(1, fields.length)]?.id ?? 'none';
  const on = [...list, field];
  const choices: readonly (readonly Edit[])[] = [
    [{ kind: 'setProperty', at: on, key: 'label', value: { en: `L${other}` } }],
    [{ kind: 'setProperty', at: on, key: 'label', value: other }],
    [{ kind: 'setProperty', at: on, key: 'required', value: other % 2 === 0 }],
    [{ kind: 'setProperty', at: on, key: 'type', value: ['text', 'int', 'banana', 'date'][other % 4] ?? 'text' }],
    [{ kind: 'setProperty', at: on, key: 'visible', value: `doc.${read} != null` }],
    [{ kind: 'setProperty', at: on, key: 'nothing', value: { deep: [other] } }],
    [{ kind: 'addItem', list, item: { id: `x_f${other}`, type: 'int', formula: `doc.${read}` } }],
    [{ kind: 'addItem', list, item: { id: `x_t${other}`, type: 'text' }, before: field }],
    [
      {
        kind: 'addItem',
        list: ['entities', id, 'checks'],
        item: { id: `x_c${other}`, when: `doc.${read} == doc.${field}` },
      },
    ],
    [{ kind: 'removeItem', list, id: field }],
    [{ kind: 'moveItem', list, id: field, before: read }],
    [{ kind: 'removeItem', list: ['entities'], id }],
    [{ kind: 'addItem', list: ['tests'], item: { id: `x_t${other}`, of: id, rule: 'none', cases: [] } }],
  ];
  return choices[kind % choices.length] ?? [];
}

const EMPTY = resolved({ format: 1, pack: 'none', version: '1.0.0' });

/** Compiles each draft on the way with what is known of those before, and alone. */
function follow(template: Template, commands: readonly Command[]): void {
  const memo = newDraftMemo();
  let model: Model = EMPTY;
  let current = template;
  for (const command of [undefined, ...commands]) {
    const applied = applyEdits(current, command === undefined ? [] : editsOf(current, command));
    if (!applied.ok) continue;
    current = applied.value.template;
    const alone = compileDraft(current, { model });
    const followed = compileDraft(current, { model }, memo);
    expect(JSON.stringify(followed)).toBe(JSON.stringify(alone));
    ({ model } = followed);
  }
}

describe('compiling a draft', () => {
  it('[DSG-102] with what is known of the drafts before gives what compiling it alone gives', () => {
    fc.assert(fc.property(randomTemplate(), COMMANDS, follow), {
      numRuns: process.env['FORMWORK_LONG'] === '1' ? 100 : 25,
      interruptAfterTimeLimit: 5_000,
      endOnFailure: true,
    });
  });

  it('[DSG-102] the same holds for the packs that ship', () => {
    const company = shippedCompany();
    fc.assert(
      fc.property(COMMANDS, (commands) => follow(company, commands)),
      { numRuns: 3, interruptAfterTimeLimit: 3_000, endOnFailure: true },
    );
  });

  it('[DSG-102] an edit of one object leaves the models of all others the objects that they were', () => {
    const company = shippedCompany();
    const memo = newDraftMemo();
    const before = compileDraft(company, { model: EMPTY }, memo);
    const [first] = company.entities ?? [];
    const field = first?.fields[0]?.id ?? '';
    const at = ['entities', first?.id ?? '', 'fields', field];
    const applied = applyEdits(company, [{ kind: 'setProperty', at, key: 'label', value: { en: 'Other' } }]);
    const after = compileDraft(applied.ok ? applied.value.template : company, before, memo);
    expect(before.issues).toEqual([]);
    expect(after.model.entities[0]).not.toBe(before.model.entities[0]);
    expect(after.model.entities.slice(1).filter((one, index) => one !== before.model.entities[index + 1])).toEqual([]);
    expect(after.model.behaviour).toBe(before.model.behaviour);
  });
});
