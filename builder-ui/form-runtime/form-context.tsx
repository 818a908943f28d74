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
  readonly beside?: Beside | undefined;
}

/** What stands beside a field, or beside a cell of a stored row, such as where its value comes from; null for nothing. */
export type Beside = (apiName: string, row?: BesideRow) => ReactNode;

/** A stored row: the API name of the field that holds it, and its id. */
export interface BesideRow {
  readonly lines: string;
  readonly id: string;
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
