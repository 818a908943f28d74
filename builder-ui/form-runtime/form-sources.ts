import type { Expr } from '../../schema/expr/ast.ts';
import type { FileSource } from './files/file-source.ts';
import type { FieldValue, ReferenceValue } from './form-value.ts';

/** Something that can be chosen, with a second line to tell it from its namesakes. */
export interface Choice {
  readonly id: string;
  readonly title: string;
  readonly subtitle?: string;
  /** What tells one document from another, in a line of its own: whom it is about, when, how much. */
  readonly facts?: readonly string[];
  /** Where it stands, in a word and its colour. */
  readonly tag?: { readonly label: string; readonly color?: string };
}

/** What must be true of a row to be chosen by a field, and what the condition reads of the form (SPEC [MOD-16]). */
export interface Choosing {
  readonly condition: Expr;
  /** The id of the field, and whether it is one of a row of lines. */
  readonly field: string;
  readonly isLine: boolean;
  /** A value of the record, or of the row of lines, by the id of its field. */
  readonly valueOf: (variable: 'doc' | 'line', field: string) => FieldValue | undefined;
}

/** One balance of a ledger, by the value of each of its dimensions, and which of its measures. */
export interface BalanceAsk {
  readonly ledger: string;
  readonly measure: string;
  readonly key: Readonly<Record<string, string | null>>;
}

/** Where a form finds what can be chosen; who shows the form asks the tenant's API. */
export interface FormSources {
  /** Rows of an entity whose title holds the text (as written, or its pinyin), the likeliest first. */
  readonly searchReference: (
    entity: string,
    text: string,
    options: { readonly limit: number; readonly choosing?: Choosing | undefined },
  ) => Promise<readonly Choice[]>;
  /** Told what was chosen, so that it is offered first the next time. */
  readonly chosen?: (entity: string, choice: Choice) => void;
  /** Makes a row of the entity beside the form, beginning with the text; nothing where it was given up. */
  readonly create?: (entity: string, text: string) => Promise<Choice | undefined>;
  /** Whether the reader may make rows of the entity. */
  readonly mayCreate?: (entity: string) => boolean;
  /** Shows a row beside the form; what names it, where that is known, at once. */
  readonly peek?: (entity: string, row: Pick<Choice, 'id' | 'title'>) => void;
  readonly members: (text: string) => Promise<readonly Choice[]>;
  readonly departments: (text: string) => Promise<readonly Choice[]>;
  /** What balances are now, as exact texts; nothing of those that can't be told. */
  readonly balances?: (asks: readonly BalanceAsk[]) => Promise<readonly (string | undefined)[]>;
  /** Where files are; without it their names are shown, and none can be added. */
  readonly files?: FileSource;
}

/** How many rows a reference offers at a time. */
export const CHOICES_SHOWN = 20;

/** The choice as a value. */
export function referenceOf({ id, title }: Choice): ReferenceValue {
  return { id, title };
}
