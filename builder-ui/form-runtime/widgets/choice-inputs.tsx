import type { ReactNode } from 'react';
import { useForm } from '../form-context.tsx';
import { referenceOf } from '../form-sources.ts';
import { plainText, referencesIn, textsIn, type FieldValue } from '../form-value.ts';
import { Combobox } from './combobox.tsx';
import type { ColoredChoice, Find } from './use-choices.ts';
import type { WidgetProps } from './widget-props.ts';

/** One of the options of a field. */
export function SelectInput(props: WidgetProps): ReactNode {
  const text = plainText(props.value);
  const chosen = text === '' ? [] : [choiceOf(props, text)];
  return (
    <Combobox
      {...props}
      isMany={false}
      chosen={chosen}
      find={optionsOf(props)}
      onChoose={([first]) => props.onChange(first?.id ?? null)}
    />
  );
}

/** Several options of a field. */
export function MultiSelectInput(props: WidgetProps): ReactNode {
  const chosen = textsIn(props.value).map((text) => choiceOf(props, text));
  return (
    <Combobox
      {...props}
      isMany
      chosen={chosen}
      find={optionsOf(props)}
      onChoose={(next) => props.onChange(next.map(({ id }) => id))}
    />
  );
}

function choiceOf({ field }: WidgetProps, value: string): ColoredChoice {
  const option = field.options?.find((one) => one.value === value);
  return { id: value, title: option?.label ?? value, color: option?.color };
}

function optionsOf({ field }: WidgetProps): Find {
  return (text) => {
    const sought = text.trim().toLowerCase();
    return (field.options ?? [])
      .filter(({ value, label }) => label.toLowerCase().includes(sought) || value.toLowerCase().includes(sought))
      .map(({ value, label, color }) => ({ id: value, title: label, color }));
  };
}

/** A row of another entity, a member or a department: found by the server. */
export function ReferenceInput(props: WidgetProps): ReactNode {
  return (
    <Combobox
      {...props}
      isMany={false}
      chosen={referencesIn(props.value)}
      find={useFind(props)}
      onChoose={([first]) => props.onChange(first === undefined ? null : referenceOf(first))}
    />
  );
}

/** Several rows of another entity. */
export function MultiReferenceInput(props: WidgetProps): ReactNode {
  const chosen = referencesIn(props.value);
  const onChoose = (next: readonly ColoredChoice[]): void =>
    props.onChange(next.map((one): FieldValue => referenceOf(one)));
  return <Combobox {...props} isMany chosen={chosen} find={useFind(props)} onChoose={onChoose} />;
}

function useFind({ field }: WidgetProps): Find {
  const { sources } = useForm();
  if (field.widget === 'member') return (text) => sources.members(text);
  if (field.widget === 'department') return (text) => sources.departments(text);
  const entity = field.of?.entity ?? '';
  return (text, limit) => sources.searchReference(entity, text, limit);
}
