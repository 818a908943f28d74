import type { FormField } from './form-plan.ts';
import type { Choosing } from './form-sources.ts';
import type { FormStore } from './form-store.ts';
import { rowsIn, type RecordValue, type ValuePath } from './form-value.ts';

/** What limits the choices of a reference at a place of the form, as the form stands now; nothing where all can be chosen. */
export function choosingAt(store: FormStore, field: FormField, path: ValuePath): Choosing | undefined {
  const { choices } = field;
  if (choices === undefined) return undefined;
  const [lines, row] = path;
  const isLine = path.length > 1;
  const ownFields = isLine ? store.form.fields.find(({ apiName }) => apiName === lines)?.lines?.fields : undefined;
  return {
    condition: choices,
    field: field.field,
    isLine: store.form.entity.parent !== undefined || isLine,
    valueOf: (variable, id) => {
      const { value } = store.state.getState();
      const isOfLine = variable === 'line' && isLine;
      const record: RecordValue | undefined = isOfLine
        ? rowsIn(value[String(lines)]).find(({ $key }) => $key === row)
        : value;
      const fields = isOfLine ? ownFields : store.form.fields;
      const name = fields?.find((one) => one.field === id)?.apiName;
      return name === undefined ? undefined : record?.[name];
    },
  };
}
