import type { Locale } from './text.ts';

/** What the catalogue says of one code: the message and the cure, `{name}` standing for a param. */
export interface IssueSpec {
  readonly message: Readonly<Record<Locale, string>>;
  readonly cure: Readonly<Record<Locale, string>>;
}
