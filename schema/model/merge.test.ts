import * as fc from 'fast-check';
import { describe, it } from 'vitest';
import { randomChange, randomTemplate } from '../cases/random-template.ts';
import { canonicalJson } from '../core/canonical-json.ts';
import { isRecord, itemKey } from '../template/item-key.ts';
import type { Template } from '../template/template.ts';
import { mergeTemplates, type MergeConflict } from './merge.ts';

const TRIPLE = randomTemplate().chain((base) => fc.tuple(fc.constant(base), randomChange(base), randomChange(base)));
const BOUNDED = {
  numRuns: process.env['FORMWORK_LONG'] === '1' ? 200 : 60,
  interruptAfterTimeLimit: 8_000,
  endOnFailure: true,
} as const;

function equal(a: unknown, b: unknown): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

/** Every leaf by its path of names and ids; an empty list of items says nothing. */
function leaves(value: unknown, path = '', found = new Map<string, string>()): ReadonlyMap<string, string> {
  if (Array.isArray(value) && value.every((item) => itemKey(item) !== undefined)) {
    for (const item of value) leaves(item, `${path}/${itemKey(item) ?? ''}`, found);
  } else if (isRecord(value)) for (const [key, child] of Object.entries(value)) leaves(child, `${path}/${key}`, found);
  else found.set(path, canonicalJson(value));
  return found;
}

function isUnder(path: string, conflicts: readonly MergeConflict[]): boolean {
  return conflicts.some((conflict) => {
    const at = `/${conflict.path.join('/')}`;
    return path === at || path.startsWith(`${at}/`);
  });
}

function check(rule: (base: Template, ours: Template, theirs: Template) => boolean): void {
  fc.assert(
    fc.property(TRIPLE, ([base, ours, theirs]) => rule(base, ours, theirs)),
    BOUNDED,
  );
}

describe('three-way merge', () => {
  it('[MRG-1] without changes of the tenant the vendor’s version comes as it is', () => {
    check((base, _, theirs) => {
      const { template, conflicts } = mergeTemplates({ base, ours: base, theirs });
      return equal(template, theirs) && conflicts.length === 0;
    });
  });
  it('[MRG-2] without changes of the vendor the tenant’s stays as it is', () => {
    check((base, ours) => {
      const { template, conflicts } = mergeTemplates({ base, ours, theirs: base });
      return equal(template, ours) && conflicts.length === 0;
    });
  });
  it('[MRG-3] the same change on both sides is no conflict', () => {
    check((base, ours) => {
      const { template, conflicts } = mergeTemplates({ base, ours, theirs: ours });
      return equal(template, ours) && conflicts.length === 0;
    });
  });
  it('[MRG-4] nothing that the tenant made is lost', () => {
    check((base, ours, theirs) => {
      const [was, mine, merged] = [base, ours, mergeTemplates({ base, ours, theirs }).template].map((one) =>
        leaves(one),
      );
      return [...(mine ?? [])].every(([path, value]) => was?.get(path) === value || merged?.get(path) === value);
    });
  });
  it('[MRG-5] nothing that the vendor made is lost without a conflict that shows it', () => {
    check((base, ours, theirs) => {
      const { template, conflicts } = mergeTemplates({ base, ours, theirs });
      const [was, yours, merged] = [leaves(base), leaves(theirs), leaves(template)];
      return [...yours].every(
        ([path, value]) => was.get(path) === value || merged.get(path) === value || isUnder(path, conflicts),
      );
    });
  });
  it('[MRG-6] nothing is invented, and ids stay unique', () => {
    check((base, ours, theirs) => {
      const { template } = mergeTemplates({ base, ours, theirs });
      const sides = [base, ours, theirs].map((one) => leaves(one));
      const ids = (template.entities ?? []).map(({ id }) => id);
      return (
        [...leaves(template)].every(([path, value]) => sides.some((side) => side.get(path) === value)) &&
        new Set(ids).size === ids.length
      );
    });
  });
  it('[MRG-7] merging once more changes nothing and asks nothing', () => {
    check((base, ours, theirs) => {
      const merged = mergeTemplates({ base, ours, theirs }).template;
      const again = mergeTemplates({ base: theirs, ours: merged, theirs });
      return equal(again.template, merged) && again.conflicts.length === 0;
    });
  });
});
