import type { SqlName } from '../../schema/core/ids.ts';
import type { Locale } from '../../schema/core/text.ts';
import type { Model } from '../../schema/model/model.ts';
import type { Access } from '../compile/access.ts';
import type { Actor } from '../compile/read-plan.ts';
import type { Database } from '../db/database.ts';
import type { ConstraintRegistry } from '../db/pg-errors.ts';
import type { SecretBox } from '../db/secret-box.ts';
import type { CellFormat } from './cell-value.ts';
import type { CsvFormat } from './csv-reader.ts';
import type { CsvSource } from './csv-source.ts';
import type { ImportMap } from '../../schema/model/import-map.ts';
import type { ImportId } from './import-progress.ts';
import type { ResolvedMap } from './resolved-map.ts';

/** The tenant that is imported into, in the shape in force, and as whom. */
export interface ImportContext {
  readonly shape: {
    readonly model: Model;
    readonly constraints: ConstraintRegistry;
  };
  readonly database: Database;
  readonly tenant: {
    readonly id: string;
    readonly schema: SqlName;
    readonly role: SqlName;
    readonly timeZone: string;
    readonly version: number;
  };
  readonly access: Access;
  readonly actor: Actor;
  readonly locale: Locale;
  readonly secrets: SecretBox;
  readonly requestId: string;
  readonly now: () => Date;
}

export interface ImportOptions {
  /** By id, API name or label; the map's when it is not given. */
  readonly entity?: string;
  readonly source: CsvSource;
  /** Lines of the documents, where the map takes them from a second file. */
  readonly details?: CsvSource;
  readonly map?: ImportMap;
  /** Finds every problem and changes nothing. */
  readonly dryRun?: boolean;
  /** Imports a file again that was imported before and whose rows have no key. */
  readonly again?: boolean;
  /** Rows in one transaction; `LIMITS.importBatchRows`. */
  readonly batchRows?: number;
  /** Up to so many rows all is one transaction; `LIMITS.importAtOnceRowsMax`. */
  readonly atOnceRowsMax?: number;
  readonly onProgress?: (progress: ImportStep) => void;
}

export interface ImportStep {
  readonly phase: 'check' | 'write' | 'link';
  readonly rows: number;
  readonly total: number;
}

export interface ImportReport {
  readonly entity: string;
  readonly file: string;
  /** Records in the file. */
  readonly rows: number;
  readonly created: number;
  readonly updated: number;
  /** Records that an earlier, interrupted run had written. */
  readonly resumed: number;
  readonly ignoredColumns: readonly string[];
  readonly dryRun: boolean;
}

/** An import whose files and map were looked at and fit. */
export interface ImportJob {
  readonly map: ResolvedMap;
  readonly format: CellFormat;
  readonly files: CsvFormat;
  readonly id: ImportId;
}
