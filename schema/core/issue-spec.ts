import type { Locale } from './text.ts';

/** What the catalogue says of one code: the message and the cure, `{name}` standing for a param. */
export interface IssueSpec {
  readonly message: Readonly<Record<Locale, string>>;
  readonly cure: Readonly<Record<Locale, string>>;
  /** The cure where a list that it would choose from is empty; a common one where it is not said. */
  readonly none?: Readonly<Record<Locale, string>>;
}
