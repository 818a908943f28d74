import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../schema/core/canonical-json.ts';
import { LIMITS } from '../../../schema/core/limits.ts';
import type { Edit } from '../../../schema/model/edits.ts';
import { parseTemplate } from '../../../schema/template/parse.ts';
import type { Template } from '../../../schema/template/template.ts';
import { doStep, redoStep, undoStep, type DraftLog } from './draft-log.ts';

const FILE = path.join(import.meta.dirname, '../../../schema/cases/passing/orders/template.json');
const parsed = parseTemplate(JSON.parse(readFileSync(FILE, 'utf8')));
if (!parsed.ok) throw new Error('the case does not parse');
const START: DraftLog = { template: parsed.value, done: [], undone: [] };

/** Steps far apart in time, so that each stays a step of its own. */
const APART_MS = 10_000;

function after(log: DraftLog, edits: readonly Edit[], at: number): DraftLog {
  const done = doStep(log, { label: 'step', edits, at });
  if (!done.ok) throw new Error(JSON.stringify(done.issues));
  return done.value;
}

/** An edit that can be made on the template, chosen by numbers. */
function someEdit(template: Template, [what, which, value]: readonly [number, number, number]): Edit | undefined {
  const entities = template.entities ?? [];
  const entity = entities[which % entities.length];
  const field = entity?.fields[value % entity.fields.length];
  if (entity === undefined) return undefined;
  const fields = ['entities', entity.id, 'fields'];
  switch (what % 5) {
    case 0:
      return { kind: 'addItem', list: fields, item: { id: `x_f${value}n${which}`, type: 'text' } };
    case 1:
      return field === undefined ? undefined : { kind: 'removeItem', list: fields, id: field.id };
    case 2:
      return field === undefined
        ? undefined
        : {
            kind: 'moveItem',
            list: fields,
            id: field.id,
            ...(entity.fields[0] === undefined || entity.fields[0].id === field.id
              ? {}
              : { before: entity.fields[0].id }),
          };
    case 3:
      return field === undefined
        ? undefined
        : { kind: 'setProperty', at: [...fields, field.id], key: 'label', value: { en: `Label ${value}` } };
    default:
      return { kind: 'setProperty', at: ['entities', entity.id], key: 'help', value: { en: `Help ${value}` } };
  }
}

describe('[DSG-1] the log of a draft', () => {
  const numbers = fc.tuple(fc.nat(4), fc.nat(1_000), fc.nat(1_000));

  it('undoes and does again a thousand commands, equal at each end', () => {
    const seed = Number(process.env['FORMWORK_SEED'] ?? Date.now() % 1_000_000);
    console.log(`draft log: seed ${seed}`);
    fc.assert(
      fc.property(fc.array(numbers, { minLength: 1_000, maxLength: 1_000 }), (commands) => {
        let log = START;
        const states = [canonicalJson(log.template)];
        for (const [at, command] of commands.entries()) {
          const edit = someEdit(log.template, command);
          const done = edit && doStep(log, { label: 'step', edits: [edit], at: at * APART_MS });
          if (done?.ok !== true || done.value.done.length === log.done.length) continue;
          log = done.value;
          states.push(canonicalJson(log.template));
          // Depth is bounded; going back that far now and then keeps the whole way covered.
          if (log.done.length === LIMITS.undoStepsMax) break;
        }
        const last = log;
        for (const expected of states.toReversed().slice(1)) {
          const undone = undoStep(log);
          if (!undone.ok) throw new Error(JSON.stringify(undone.issues));
          log = undone.value;
          if (canonicalJson(log.template) !== expected) return false;
        }
        expect(canonicalJson(log.template)).toBe(canonicalJson(START.template));
        for (const expected of states.slice(1)) {
          const redone = redoStep(log);
          if (!redone.ok) throw new Error(JSON.stringify(redone.issues));
          log = redone.value;
          if (canonicalJson(log.template) !== expected) return false;
        }
        return canonicalJson(log.template) === canonicalJson(last.template) && states.length > 400;
      }),
      { seed, numRuns: 2 },
    );
  });

  it('keeps five hundred steps and no more', () => {
    let log = START;
    for (let n = 0; n <= LIMITS.undoStepsMax; n += 1) {
      log = after(
        log,
        [{ kind: 'setProperty', at: ['entities', 'Customer'], key: 'help', value: { en: `${n}` } }],
        n * APART_MS,
      );
    }
    expect(log.done.length).toBe(LIMITS.undoStepsMax);
    for (let n = 0; n < LIMITS.undoStepsMax; n += 1) {
      const undone = undoStep(log);
      if (undone.ok) log = undone.value;
    }
    // The first of the 501 is the one that can't be taken back.
    expect(log.done).toEqual([]);
    expect(log.template.entities?.find(({ id }) => id === 'Customer')?.help).toEqual({ en: '0' });
  });

  it('takes keys typed one after the other into one property as one step', () => {
    const label = (value: string): Edit => ({
      kind: 'setProperty',
      at: ['entities', 'Customer'],
      key: 'label',
      value: { en: value },
    });
    const typed = after(after(after(START, [label('C')], 0), [label('Cl')], 300), [label('Client')], 900);
    expect(typed.done.map(({ edits }) => edits)).toEqual([[label('Client')]]);
    const undone = undoStep(typed);
    expect(undone.ok && canonicalJson(undone.value.template)).toBe(canonicalJson(START.template));
    const later = after(typed, [label('Clients')], 60_000);
    expect(later.done.length).toBe(2);
  });

  it('does nothing for what is so already, and drops what was undone once something new is done', () => {
    const customer = START.template.entities?.find(({ id }) => id === 'Customer');
    const same: Edit = { kind: 'setProperty', at: ['entities', 'Customer'], key: 'kind', value: customer?.kind ?? '' };
    expect(after(START, [same], 0)).toBe(START);
    const one = after(START, [{ kind: 'setProperty', at: [], key: 'version', value: '9.0.0' }], 0);
    const undone = undoStep(one);
    if (!undone.ok) throw new Error('undo');
    expect(undone.value.undone.length).toBe(1);
    const other = after(undone.value, [{ kind: 'setProperty', at: [], key: 'version', value: '8.0.0' }], APART_MS);
    expect(other.undone).toEqual([]);
  });

  it('changes nothing when an edit has no place', () => {
    const refused = doStep(START, {
      label: 'x',
      edits: [{ kind: 'removeItem', list: ['entities'], id: 'Nobody' }],
      at: 0,
    });
    expect(refused.ok ? [] : refused.issues.map(({ code }) => code)).toEqual(['MODEL_EDIT_NO_PLACE']);
  });
});

describe('[DSG-95] the tests of rules', () => {
  it('go with their rule, field or object however it is removed, and come back with undo', () => {
    const at = ['entities', 'Trip', 'fields', 'why', 'required'].join('/');
    const trips = parseTemplate({
      format: 1,
      pack: 'trips',
      version: '1.0.0',
      entities: [
        { id: 'Trip', kind: 'document', fields: [{ id: 'why', type: 'text', required: 'true' }] },
        { id: 'Stop', kind: 'master', fields: [{ id: 'name', type: 'text' }] },
      ],
      tests: [{ id: 'why', rule: at, of: 'Trip', cases: [{ id: 'row', gives: true }] }],
    });
    if (!trips.ok) throw new Error(JSON.stringify(trips.issues));
    const start: DraftLog = { template: trips.value, done: [], undone: [] };
    const removals: readonly Edit[] = [
      { kind: 'removeItem', list: ['entities'], id: 'Trip' },
      { kind: 'removeItem', list: ['entities', 'Trip', 'fields'], id: 'why' },
      { kind: 'setProperty', at: ['entities', 'Trip', 'fields', 'why'], key: 'required' },
    ];
    for (const removal of removals) {
      const done = after(start, [removal], 0);
      expect(done.template.tests ?? []).toEqual([]);
      expect(done.done).toHaveLength(1);
      const undone = undoStep(done);
      expect(undone.ok && canonicalJson(undone.value.template)).toBe(canonicalJson(start.template));
    }
    const other = after(start, [{ kind: 'removeItem', list: ['entities'], id: 'Stop' }], 0);
    expect(other.template.tests).toEqual(start.template.tests);
  });
});
