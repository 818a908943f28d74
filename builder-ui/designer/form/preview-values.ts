import type { RecordValue } from '../../form-runtime/form-value.ts';

/** What was typed into the preview of an object's form, by tenant and object, for as long as the page is open. */
const typed = new Map<string, RecordValue>();

/** Remembers what the preview shows: rows of a rule's test are made of it (SPEC [DSG-95]). */
export function rememberPreview(tenant: string, entity: string, value: RecordValue): void {
  typed.set(`${tenant}/${entity}`, value);
}

/** What the preview showed last; `undefined` when it was not looked at. */
export function previewOf(tenant: string, entity: string): RecordValue | undefined {
  return typed.get(`${tenant}/${entity}`);
}
