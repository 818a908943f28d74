import type { RecordValue } from '../../form-runtime/form-value.ts';

let held: { readonly entity: string; readonly value: RecordValue } | undefined;

/** What the next new record of the entity begins with: a day of a calendar. It lives as long as the page does. */
export function leaveStart(entity: string, value: RecordValue): void {
  held = { entity, value };
}

/** Begun otherwise, a new record knows nothing of it. */
export function forgetStart(): void {
  held = undefined;
}

export function startOf(entity: string): RecordValue {
  return held?.entity === entity ? held.value : {};
}
