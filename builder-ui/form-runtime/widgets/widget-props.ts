import type { FormField } from '../form-plan.ts';
import type { FieldValue, ValuePath } from '../form-value.ts';

/** What every widget is given: a field of the form, or a cell of a child grid. */
export interface WidgetProps {
  readonly field: FormField;
  readonly path: ValuePath;
  /** Of the element that takes the focus. */
  readonly id: string;
  readonly label: string;
  readonly value: FieldValue | undefined;
  readonly onChange: (value: FieldValue) => void;
  /** In a grid the label is not seen and stands in `aria-label`. */
  readonly isCell: boolean;
  readonly isRequired: boolean;
  readonly isInvalid: boolean;
  /** Ids of the help and the mistake. */
  readonly describedBy: string | undefined;
}

/** The attributes by which assistive technology knows an input. */
export function inputAttributes({ id, label, isCell, isRequired, isInvalid, describedBy }: WidgetProps) {
  return {
    id,
    ...(isCell ? { 'aria-label': label } : {}),
    ...(isRequired ? { 'aria-required': true } : {}),
    ...(isInvalid ? { 'aria-invalid': true } : {}),
    ...(describedBy === undefined ? {} : { 'aria-describedby': describedBy }),
  } as const;
}
