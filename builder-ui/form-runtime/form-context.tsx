import { createContext, use, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { FieldForm } from './form-layout.ts';
import type { FormSources } from './form-sources.ts';
import type { FormState, FormStore } from './form-store.ts';

/** What every part of one form shares. It never changes while the form stands, so nothing is drawn for its sake. */
export interface FormFrame {
  readonly store: FormStore;
  readonly sources: FormSources;
  /** Begins the ids of all elements of this form. */
  readonly idPrefix: string;
  readonly timeZone: string;
  readonly readOnly: boolean;
  /** What stands beside the label of a field, such as where its value comes from. */
  readonly beside?: ((apiName: string) => ReactNode) | undefined;
}

export const FormContext = createContext<FormFrame | undefined>(undefined);

export function useForm(): FormFrame {
  const frame = use(FormContext);
  if (frame === undefined) throw new Error('Broken invariant: no RecordForm around');
  return frame;
}

/** Watches a part of the form; what uses it is drawn again when that part changes. */
export function useFormState<T>(select: (state: FormState) => T): T {
  return useStore(useForm().store.state, select);
}

/** The place in the layout at which a field stands: its own words, width and conditions. */
export const FieldNodeContext = createContext<FieldForm | undefined>(undefined);

export function useFieldNode(): FieldForm | undefined {
  return use(FieldNodeContext);
}
