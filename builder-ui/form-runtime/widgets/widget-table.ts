import type { ComponentType } from 'react';
import type { Widget } from '../../../schema/model/forms.ts';
import { FileField } from '../files/file-field.tsx';
import { MultiReferenceInput, MultiSelectInput, ReferenceInput, SelectInput } from './choice-inputs.tsx';
import { CheckBox, DateInput, DateTimeInput, TimeInput } from './plain-inputs.tsx';
import { GeoInput } from './geo-input.tsx';
import { DurationInput, JsonInput, NumberInput, RichText, TextArea, TextInput } from './text-inputs.tsx';
import type { WidgetProps } from './widget-props.ts';

/** The component of every widget that stands in one place; `lines` is the child grid, `sequence` is only read. */
export const WIDGETS: Readonly<Record<Exclude<Widget, 'lines' | 'sequence'>, ComponentType<WidgetProps>>> = {
  text: TextInput,
  textarea: TextArea,
  richtext: RichText,
  number: NumberInput,
  decimal: NumberInput,
  checkbox: CheckBox,
  date: DateInput,
  time: TimeInput,
  datetime: DateTimeInput,
  duration: DurationInput,
  select: SelectInput,
  multiSelect: MultiSelectInput,
  reference: ReferenceInput,
  multiReference: MultiReferenceInput,
  member: ReferenceInput,
  department: ReferenceInput,
  file: FileField,
  image: FileField,
  signature: FileField,
  geo: GeoInput,
  json: JsonInput,
};

/** Widgets whose first element is not a labelable control: their name is given to the group. */
export const GROUP_WIDGETS: ReadonlySet<Widget> = new Set(['file', 'image', 'signature', 'geo', 'lines', 'sequence']);
