import type { FieldModel } from './model.ts';

/** How many files a field takes: one, unless its `max` says more. */
export function filesMax({ type, max }: Pick<FieldModel, 'type' | 'max'>): number {
  return max === undefined || (type.kind !== 'file' && type.kind !== 'image') ? 1 : Number(max);
}
