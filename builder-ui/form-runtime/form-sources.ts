import type { FileSource } from './files/file-source.ts';
import type { ReferenceValue } from './form-value.ts';

/** Something that can be chosen, with a second line to tell it from its namesakes. */
export interface Choice {
  readonly id: string;
  readonly title: string;
  readonly subtitle?: string;
}

/** Where a form finds what can be chosen; who shows the form asks the tenant's API. */
export interface FormSources {
  /** Rows of an entity whose title holds the text (as written, or its pinyin), the likeliest first. */
  readonly searchReference: (entity: string, text: string, limit: number) => Promise<readonly Choice[]>;
  readonly members: (text: string) => Promise<readonly Choice[]>;
  readonly departments: (text: string) => Promise<readonly Choice[]>;
  /** Where files are; without it their names are shown, and none can be added. */
  readonly files?: FileSource;
}

/** How many rows a reference offers at a time. */
export const CHOICES_SHOWN = 20;

/** The choice as a value. */
export function referenceOf({ id, title }: Choice): ReferenceValue {
  return { id, title };
}
