import type { Issue } from '../../schema/core/result.ts';
import type { Locale, Text } from '../../schema/core/text.ts';
import type { JsonDocument } from '../db/control-entities.ts';
import type { Database } from '../db/database.ts';
import type { ResolvedDocument } from './publish.ts';

/** A template whose tests are to hold before it is published. */
export interface TemplateToTest extends ResolvedDocument {
  readonly document: JsonDocument;
  /** The tenant's own cell, where the tests get a tenant of theirs. */
  readonly database: Database;
}

/** How tests are run for who is still at work on the template. */
export interface TryOptions {
  readonly locale: Locale;
  /** Ids of the tests to run; all when left out. */
  readonly only?: readonly string[];
}

/** What one of a template's own tests found. */
export interface TestOutcome {
  readonly id: string;
  readonly label: Text;
  /** The pack that brought it. */
  readonly origin: string | null;
  readonly ms: number;
  /** Empty: it holds. */
  readonly issues: readonly Issue[];
}
