import type { EntityId, FieldId, SqlName } from '../../schema/core/ids.ts';
import type { IssueCode } from '../../schema/core/issues.ts';
import type { Issue } from '../../schema/core/result.ts';
import type { EntityModel, Model } from '../../schema/model/model.ts';
import type { Cast } from './ddl-casts.ts';
import type { CheckSpec, ColumnSpec, ForeignKeySpec, IndexSpec, TableGrant, TableSpec } from './ddl-tables.ts';

/**
 * When a step runs: `expand` in one transaction; `backfill` in batches; `index` outside a transaction; `validate` one
 * by one; `switch` in one transaction with no writer in the tenant.
 */
export const PHASES = ['expand', 'backfill', 'index', 'validate', 'switch'] as const;
export type Phase = (typeof PHASES)[number];

/** The strongest lock a step takes on a filled table (PostgreSQL §13.3.1), and whether it is held for long. */
export type LockLevel = 'none' | 'shareUpdateExclusive' | 'shareRowExclusive' | 'accessExclusiveBrief' | 'rows';

/** Where a backfilled value comes from. */
export type FillValue =
  | { readonly kind: 'literal'; readonly text: string; readonly pgType: string }
  | { readonly kind: 'cast'; readonly from: SqlName; readonly cast: Cast }
  /** The field's formula or default, through the expression compiler. */
  | {
      readonly kind: 'expr';
      readonly entity: EntityId;
      readonly field: FieldId;
      readonly which: 'formula' | 'default';
    };

export interface Fill {
  readonly table: SqlName;
  readonly column: SqlName;
  readonly value: FillValue;
  /** Only rows whose column is still NULL; a changed formula is computed anew for all. */
  readonly onlyNull: boolean;
  /** Whether the column was in use before. */
  readonly kept?: true;
}

export type DdlAction =
  | { readonly kind: 'createTable'; readonly spec: TableSpec }
  | {
      readonly kind: 'addColumn';
      readonly column: ColumnSpec;
      readonly default?: { readonly text: string; readonly pgType: string };
    }
  /** Keeps a new column right while the old shape still writes: one row trigger that fills it. */
  | { readonly kind: 'dualWrite'; readonly trigger: SqlName; readonly fill: Fill }
  | { readonly kind: 'backfill'; readonly fill: Fill }
  | { readonly kind: 'createIndex'; readonly name: SqlName; readonly index: IndexSpec }
  | {
      readonly kind: 'addConstraint';
      readonly name: SqlName;
      readonly constraint: ConstraintSpec;
      readonly validated: boolean;
    }
  | { readonly kind: 'validateConstraint'; readonly name: SqlName }
  /** The plan holds only while the table has no rows; one that came meanwhile ends it. */
  | { readonly kind: 'assertEmpty' }
  | { readonly kind: 'dropDualWrite'; readonly trigger: SqlName }
  | { readonly kind: 'dropConstraint'; readonly name: SqlName }
  | { readonly kind: 'dropIndex'; readonly name: SqlName }
  | { readonly kind: 'renameConstraint' | 'renameIndex' | 'renameColumn'; readonly from: SqlName; readonly to: SqlName }
  | { readonly kind: 'dropNotNull' | 'setNotNull' | 'dropDefault'; readonly column: SqlName }
  | { readonly kind: 'alterColumnType'; readonly column: SqlName; readonly pgType: string }
  /** `keeps` is what the column held, so that the same id and type can have it back. */
  | {
      readonly kind: 'quarantineColumn';
      readonly column: ColumnSpec;
      readonly to: SqlName;
      readonly entity: EntityId;
      readonly meaning: string;
    }
  | { readonly kind: 'restoreColumn'; readonly from: SqlName; readonly column: SqlName }
  | { readonly kind: 'quarantineTable'; readonly spec: TableSpec; readonly to: SqlName }
  | { readonly kind: 'restoreTable'; readonly from: SqlName; readonly spec: TableSpec }
  /** Copies references between a column and a join table; run again at the switch for what was written meanwhile. */
  | {
      readonly kind: 'copyRefs';
      readonly direction: 'toJoinTable' | 'toColumn';
      readonly join: SqlName;
      readonly column: SqlName;
    }
  | { readonly kind: 'grant' | 'revoke'; readonly grants: readonly TableGrant[] };

export type ConstraintSpec =
  | { readonly kind: 'check'; readonly check: CheckSpec }
  | { readonly kind: 'foreignKey'; readonly key: ForeignKeySpec }
  | { readonly kind: 'notNull'; readonly column: SqlName };

export type DdlStep = DdlAction & {
  readonly phase: Phase;
  readonly table: SqlName;
  readonly lock: LockLevel;
  /** Whether undoing it before the switch, or publishing the former version after it, brings everything back. */
  readonly reversible: boolean;
};

/** A question to the present data: which rows would break what the new shape promises. */
export interface DataCheck {
  readonly code: IssueCode;
  readonly table: SqlName;
  readonly entity: EntityId;
  readonly field: string;
  readonly question: DataQuestion;
  /** Whether `onFailedCast: 'setNull'` may answer it. */
  readonly mayDrop: boolean;
}

export type DataQuestion =
  | { readonly kind: 'anyRow' }
  | { readonly kind: 'null'; readonly column: SqlName }
  | { readonly kind: 'bound'; readonly check: CheckSpec; readonly through?: Cast }
  | {
      readonly kind: 'duplicate';
      readonly columns: readonly SqlName[];
      readonly liveOnly: boolean;
      readonly through: readonly (Cast | null)[];
    }
  /** `id` is what the rows of the table are known by; a join table's by their owner. */
  | { readonly kind: 'dangling'; readonly key: ForeignKeySpec; readonly id: SqlName }
  | { readonly kind: 'cast'; readonly column: SqlName; readonly cast: Cast }
  | {
      readonly kind: 'optionInUse';
      readonly column: SqlName;
      readonly many: boolean;
      readonly removed: readonly string[];
    }
  | { readonly kind: 'manyRefs'; readonly join: SqlName };

/** Everything that turns the tables of one model into those of another. Printable JSON; same input, same bytes. */
export interface DdlPlan {
  readonly steps: readonly DdlStep[];
  readonly checks: readonly DataCheck[];
  /** What can't be done at all, whatever the data. */
  readonly issues: readonly Issue[];
  /** Existing tables that any step touches beyond the catalogue: rows are read or written. */
  readonly tables: readonly SqlName[];
}

/** A column or table that was put aside and may come back. */
export interface Quarantined {
  readonly table: SqlName;
  readonly name: SqlName;
  /** Set for a column; a whole table has its spec instead. */
  readonly column?: ColumnSpec;
  readonly spec?: TableSpec;
  /** What the values mean: storage type, and target or options family. Only the same meaning is restored. */
  readonly meaning: string;
}

export interface DdlPlanOptions {
  /** `yyyymmddhhmmss` of the publication, in the names of what is put aside. */
  readonly stamp: string;
  /** What was put aside before and may be restored. */
  readonly quarantined?: readonly Quarantined[];
  /** Tables without rows, where any change of type is free. */
  readonly emptyTables?: ReadonlySet<SqlName>;
}

/** What the planning of one table has gathered so far. */
export interface TablePlan {
  readonly before: TableSpec;
  readonly after: TableSpec;
  readonly entityBefore: EntityModel | undefined;
  readonly entityAfter: EntityModel;
  readonly models: { readonly before: Model; readonly after: Model };
  readonly options: DdlPlanOptions;
  readonly steps: DdlStep[];
  readonly checks: DataCheck[];
  readonly issues: Issue[];
}

const LOCKS: Partial<Record<DdlAction['kind'], LockLevel>> = {
  createTable: 'none',
  backfill: 'rows',
  copyRefs: 'rows',
  createIndex: 'shareUpdateExclusive',
  validateConstraint: 'shareUpdateExclusive',
  dualWrite: 'shareRowExclusive',
};

/** A step with the lock that its kind takes. */
export function step(table: SqlName, phase: Phase, action: DdlAction): DdlStep {
  const lock =
    action.kind === 'addConstraint' && action.constraint.kind === 'foreignKey'
      ? 'shareRowExclusive'
      : LOCKS[action.kind];
  return { ...action, phase, table, lock: lock ?? 'accessExclusiveBrief', reversible: !fillsKept(action) };
}

/** Values filled into a column that others read all along can't be told from those that were there. */
function fillsKept(action: DdlAction): boolean {
  return action.kind === 'backfill' && action.fill.kept === true;
}
