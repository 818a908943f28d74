import type { ReactNode } from 'react';
import { choosingAt } from '../choosing.ts';
import { useForm } from '../form-context.tsx';
import { referenceOf, type Choice } from '../form-sources.ts';
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

/** A row of another entity, a member or a department: found by the server, or made and looked at beside the form. */
export function ReferenceInput(props: WidgetProps): ReactNode {
  const { sources } = useForm();
  const chosen = referencesIn(props.value);
  const entity = props.field.widget === 'reference' ? props.field.of?.entity : undefined;
  const [first] = chosen;
  const { peek } = sources;
  const onPeek =
    peek === undefined || entity === undefined || first === undefined ? undefined : () => peek(entity, first);
  const onCreate = useCreate(props, (made) => props.onChange(referenceOf(made)));
  return (
    <Combobox
      {...props}
      isMany={false}
      chosen={chosen}
      find={useFind(props)}
      onChoose={([one]) => {
        props.onChange(one === undefined ? null : referenceOf(one));
        if (one !== undefined && entity !== undefined) sources.chosen?.(entity, one);
      }}
      {...{ onCreate, onPeek }}
    />
  );
}

/** Makes a row beside the form, where the reader may; the focus comes back to the field. */
function useCreate(props: WidgetProps, take: (made: Choice) => void): ((text: string) => void) | undefined {
  const { sources, store } = useForm();
  const { id, path, field } = props;
  const entity = field.of?.entity ?? '';
  const isReference = field.widget === 'reference' || field.widget === 'multiReference';
  if (!isReference || sources.mayCreate?.(entity) !== true) return undefined;
  return (text) => {
    void sources.create?.(entity, text).then((made) => {
      if (made !== undefined) {
        take(made);
        sources.chosen?.(entity, made);
        store.leave(path);
      }
      document.getElementById(id)?.focus();
    });
  };
}

/** Several rows of another entity. */
export function MultiReferenceInput(props: WidgetProps): ReactNode {
  const chosen = referencesIn(props.value);
  const onChoose = (next: readonly ColoredChoice[]): void =>
    props.onChange(next.map((one): FieldValue => referenceOf(one)));
  const onCreate = useCreate(props, (made) => props.onChange([...chosen, referenceOf(made)]));
  return <Combobox {...props} isMany chosen={chosen} find={useFind(props)} {...{ onChoose, onCreate }} />;
}

function useFind({ field, path }: WidgetProps): Find {
  const { sources, store } = useForm();
  if (field.widget === 'member') return (text) => sources.members(text);
  if (field.widget === 'department') return (text) => sources.departments(text);
  const entity = field.of?.entity ?? '';
  return (text, limit) => sources.searchReference(entity, text, { limit, choosing: choosingAt(store, field, path) });
}
