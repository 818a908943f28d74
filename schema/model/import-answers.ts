import type { Issue } from '../core/result.ts';
import type { ImportMap } from './import-map.ts';

/** What the import address of a tenant's API is asked and answers, for the server and the browser alike. SPEC [IMP-30]. */
export interface ImportRequest {
  readonly entity: string;
  /** The file's name, to show. */
  readonly name: string;
  /** CSV with the line of column names. */
  readonly csv: string;
  readonly map: ImportMap;
}

/** An issue in the reader's language, with its place. `line` counts as an editor does, from 1. */
export interface ImportIssue extends Pick<Issue, 'code' | 'path' | 'params'> {
  readonly message: string;
  readonly cure: string;
  readonly line?: number;
  readonly column?: string;
}

/** What an import would do. */
export interface ImportCheck {
  /** Whether the columns fit; where not, `issues` say why and no row was looked at. */
  readonly fits: boolean;
  readonly rows: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly wrong: number;
  /** By line; `more` is how many are not listed. */
  readonly issues: readonly ImportIssue[];
  readonly more: number;
  /** What would be made because rows refer to it, with the first names. */
  readonly references: readonly (MadeReferences & { readonly names: readonly string[] })[];
  /** API names of the fields by which rows are recognised; none: every row is new. */
  readonly key: readonly string[];
  /** When the same file was imported into the entity before. */
  readonly doneBefore: { readonly id: string; readonly at: string } | null;
}

/** Records that rows refer to and that the import makes, of one entity. SPEC [IMP-60]. */
export interface MadeReferences {
  /** API name of the entity. */
  readonly entity: string;
  readonly label: string;
  readonly count: number;
}

export type ImportState = 'waiting' | 'writing' | 'done' | 'stopped' | 'failed' | 'undoing' | 'undone';

/** An import that somebody made. */
export interface ImportRunView {
  readonly id: string;
  readonly entity: string;
  readonly name: string;
  readonly state: ImportState;
  readonly total: number;
  /** Rows written so far, or taken back while `undoing`. */
  readonly done: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly wrong: number;
  /** Rows that were not written, or not taken back, and why. */
  readonly issues: readonly ImportIssue[];
  readonly askedAt: string;
  readonly askedBy: { readonly id: string; readonly name: string } | null;
  readonly endedAt: string | null;
  readonly undoneAt: string | null;
  readonly undoneBy: { readonly id: string; readonly name: string } | null;
  /** Records taken back, and those that stayed. */
  readonly undone: number;
  readonly kept: number;
  /** Records that are neither yet: of an import that is `undone`, those at which taking back broke off. */
  readonly open: number;
  /** What was made because rows refer to it. */
  readonly references: readonly MadeReferences[];
  /** Whether the caller may stop it now, or take it back now. */
  readonly mayStop: boolean;
  readonly mayUndo: boolean;
  readonly header: readonly string[];
  readonly map: ImportMap;
}

/** A record that an import made or changed. */
export interface ImportedRow {
  readonly line: number;
  readonly id: string;
  readonly kind: 'created' | 'updated';
  readonly title: string | null;
}

export interface ImportList {
  readonly imports: readonly ImportRunView[];
}
