import type { Edit, EditPath } from '../../../schema/model/edits.ts';

/**
 * Makes a report one of another object (SPEC [RPT-13]). That has other fields: what was asked of the former one means
 * nothing there, and its records are counted.
 */
export function ofAnother(at: EditPath, of: string): readonly Edit[] {
  return [
    ...['filter', 'groupBy', 'sort'].map((key): Edit => ({ kind: 'setProperty', at, key })),
    { kind: 'setProperty', at, key: 'measures', value: [{ id: 'count', fn: 'count' }] },
    { kind: 'setProperty', at, key: 'of', value: of },
  ];
}
