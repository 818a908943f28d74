import type { Text } from '../core/text.ts';
import type {
  AutomationDef,
  AwardDef,
  LeaderboardDef,
  LedgerDef,
  PostingDef,
  ReportDef,
  RewardDef,
  ScheduleDef,
  TableDef,
  TiersDef,
} from './template-rules.ts';
import type { TestDef } from './template-tests.ts';
import type { ViewDef } from './template-views.ts';

export type { LayoutNode, ViewDef } from './template-views.ts';

/**
 * The authored document as JSON says it (TEMPLATE.md), after `parseTemplate` checked its form and nothing else:
 * references may dangle, expressions are text. `ValidTemplate` and `Model` are other types.
 */
export interface Template {
  readonly format: 1;
  readonly pack: string;
  readonly version: string;
  readonly label?: Text;
  readonly requires?: Readonly<Record<string, string>>;
  /** In a composed or tenant template: the packs it was made of, in order of composition. */
  readonly packs?: readonly PackRef[];
  readonly entities?: readonly EntityDef[];
  readonly views?: readonly ViewDef[];
  readonly workflows?: readonly WorkflowDef[];
  readonly ledgers?: readonly LedgerDef[];
  readonly postings?: readonly PostingDef[];
  readonly tables?: readonly TableDef[];
  readonly awards?: readonly AwardDef[];
  readonly tiers?: TiersDef;
  readonly rewards?: readonly RewardDef[];
  readonly leaderboards?: readonly LeaderboardDef[];
  readonly automations?: readonly AutomationDef[];
  readonly schedules?: readonly ScheduleDef[];
  readonly reports?: readonly ReportDef[];
  readonly roles?: readonly RoleDef[];
  readonly records?: readonly RecordSetDef[];
  readonly extends?: readonly ExtendDef[];
  readonly tests?: readonly TestDef[];
}

export interface PackRef {
  readonly pack: string;
  readonly version: string;
}

/** What any item has, whatever its section: how the model keeps sections whose compilers come later. */
export interface OpaqueDef {
  readonly id: string;
  readonly [key: string]: unknown;
}

export const ENTITY_KINDS = ['master', 'document', 'line', 'log'] as const;
export type EntityKind = (typeof ENTITY_KINDS)[number];

export interface EntityDef {
  readonly id: string;
  readonly kind: EntityKind;
  readonly label?: Text;
  readonly help?: Text;
  readonly apiName?: string;
  readonly plural?: string;
  /**
   * Names this entity had in the API before a rename; they live on as `@deprecated` aliases. A former plural that
   * English does not give is kept beside its name: `Aircraft:aircraftList`.
   */
  readonly formerApiNames?: readonly string[];
  readonly title?: string;
  readonly number?: NumberDef;
  readonly fields: readonly FieldDef[];
  readonly unique?: readonly KeyDef[];
  readonly indexes?: readonly KeyDef[];
  readonly checks?: readonly CheckDef[];
  /** The pack that brought the item; set by composition, never written in a pack. */
  readonly origin?: string;
}

export const NUMBER_PERIODS = ['year', 'month', 'day'] as const;

export interface NumberDef {
  readonly field: string;
  /** `{yyyy} {yy} {MM} {dd} {seq:n}` and literal text. */
  readonly pattern: string;
  readonly per?: readonly ('year' | 'month' | 'day')[];
  readonly gapless?: boolean;
}

export interface KeyDef {
  readonly id: string;
  readonly fields: readonly string[];
  readonly origin?: string;
}

export interface CheckDef {
  readonly id: string;
  /** Expression that must be true. */
  readonly when: string;
  readonly unless?: { readonly role: string };
  readonly message?: Text;
  readonly origin?: string;
}

export interface OptionDef {
  readonly id: string;
  readonly label?: Text;
  readonly color?: string;
  readonly origin?: string;
}

/** Every attribute a field may carry; which of them a type allows is `schema/template/field-types.ts`'s to say. */
export interface FieldDef {
  readonly id: string;
  /** `text`, `decimal(18,4)`, `ref`, … */
  readonly type: string;
  readonly label?: Text;
  readonly help?: Text;
  readonly apiName?: string;
  readonly formerApiNames?: readonly string[];
  /** Always, or while an expression is true of the record. */
  readonly required?: boolean | string;
  readonly default?: string | number | boolean;
  readonly formula?: string;
  readonly stored?: boolean;
  readonly rollup?: RollupDef;
  readonly unique?: boolean;
  readonly min?: string | number;
  readonly max?: string | number;
  readonly pattern?: string;
  readonly secret?: boolean;
  readonly readonly?: boolean | string;
  readonly visible?: string;
  readonly editableAfterPost?: boolean;
  readonly to?: string;
  readonly of?: string;
  readonly onDelete?: 'restrict' | 'setNull' | 'cascade';
  /** What the books say, read by the server when the row is written (SPEC [MOD-17]). */
  readonly balance?: BalanceDef;
  /** Of a reference: what must be true of the row when it is chosen (SPEC [MOD-16]). */
  readonly choices?: string;
  readonly options?: readonly OptionDef[];
  readonly unit?: string;
  readonly currency?: string;
  readonly origin?: string;
}

export const ROLLUP_FNS = ['count', 'sum', 'avg', 'min', 'max'] as const;
export const ROLLUP_MODES = ['live', 'stored', 'ledger'] as const;
export const DELETE_RULES = ['restrict', 'setNull', 'cascade'] as const;

/** One balance of a ledger, by an expression for each of its dimensions, and which of its measures. */
export interface BalanceDef {
  readonly ledger: string;
  readonly measure: string;
  readonly key: Readonly<Record<string, string>>;
}

export interface RollupDef {
  /**
   * `Entity.refField`: the entity whose rows point here, and by which field. Of mode `ledger` `ledger.dimension`, with
   * the account of a double ledger between them.
   */
  readonly of: string;
  /** Of mode `ledger`: the field of this entity whose value the dimension has, where that is not the row itself. */
  readonly via?: string;
  readonly fn: 'count' | 'sum' | 'avg' | 'min' | 'max';
  readonly field?: string;
  readonly where?: string;
  readonly mode?: 'live' | 'stored' | 'ledger';
}

export const STATE_CLASSES = ['open', 'posted', 'closed', 'reversed'] as const;
export const APPROVAL_MODES = ['all', 'any', 'inOrder'] as const;

export interface WorkflowDef {
  readonly id: string;
  readonly of: string;
  readonly initial: string;
  readonly label?: Text;
  readonly states: readonly StateDef[];
  readonly transitions: readonly TransitionDef[];
  readonly origin?: string;
}

export interface StateDef {
  readonly id: string;
  readonly label?: Text;
  /** `posted` freezes the document but for fields marked `editableAfterPost`; `reversed` is where a mirror leads. */
  readonly class?: (typeof STATE_CLASSES)[number];
  readonly color?: string;
  /** How long a document may stay; then the transition is taken and the roles are told. */
  readonly deadline?: { readonly within: string; readonly take?: string; readonly notify?: readonly string[] };
  readonly origin?: string;
}

export interface TransitionDef {
  readonly id: string;
  readonly label?: Text;
  readonly help?: Text;
  readonly from: readonly string[];
  readonly to: string;
  /** Who may take it; all who may update when absent. */
  readonly roles?: readonly string[];
  readonly guard?: string;
  readonly message?: Text;
  readonly approvals?: readonly ApprovalDef[];
  /** Fields that the transition asks for. */
  readonly input?: readonly string[];
  /** Field id → expression. */
  readonly set?: Readonly<Record<string, string>>;
  readonly reason?: 'required' | 'optional';
  readonly post?: readonly string[];
  readonly reverse?: readonly string[];
  readonly origin?: string;
}

export interface ApprovalDef {
  readonly id?: string;
  readonly when?: string;
  readonly mode: (typeof APPROVAL_MODES)[number];
  readonly roles: readonly string[];
  /** Expression that gives a person who does not decide, whatever roles they hold. */
  readonly except?: string;
  readonly within?: string;
  /** Who decides instead once `within` has passed; without it the task is only marked overdue. */
  readonly escalateTo?: readonly string[];
  /** Roles that are kept informed of the request. */
  readonly copyTo?: readonly string[];
}

export type AwardApprovalDef = Omit<ApprovalDef, 'except'>;

export interface RoleDef {
  readonly id: string;
  readonly label?: Text;
  readonly help?: Text;
  readonly grants: readonly GrantDef[];
  readonly origin?: string;
}

export const RIGHTS = ['read', 'create', 'update', 'delete', 'export'] as const;
export type Right = (typeof RIGHTS)[number];

export interface GrantDef {
  /** Only needed where one role has two grants for one entity. */
  readonly id?: string;
  /** An entity id, or `*` for all entities and ledgers. A grant has this or `ledger`. */
  readonly entity?: string;
  /** A ledger id: its balances and movements, which can only be read and exported. */
  readonly ledger?: string;
  readonly can: readonly Right[];
  /** Expression over `doc` and `actor`: which rows; of a ledger, `doc` has the dimensions. */
  readonly rows?: string;
  readonly hide?: readonly string[];
  readonly mask?: readonly string[];
  readonly lock?: readonly string[];
  readonly origin?: string;
}

export interface RecordSetDef {
  readonly id?: string;
  readonly entity: string;
  /** Unique key (field ids) by which rows are recognised when the pack is published again. */
  readonly by: readonly string[];
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** Left out of a composition that has no such pack (SPEC [MOD-76]). */
  readonly ifPack?: string;
  readonly origin?: string;
}

/** What a pack adds to another pack's entity or role. */
export type ExtendDef = EntityExtendDef | RoleExtendDef;

export interface EntityExtendDef {
  /** Only needed where a pack extends one item twice, for different packs. */
  readonly id?: string;
  readonly entity: string;
  /** Left out of a composition that has no such pack (SPEC [MOD-76]). */
  readonly ifPack?: string;
  readonly fields?: readonly FieldDef[];
  readonly unique?: readonly KeyDef[];
  readonly indexes?: readonly KeyDef[];
  readonly checks?: readonly CheckDef[];
}

export interface RoleExtendDef {
  /** Only needed where a pack extends one item twice, for different packs. */
  readonly id?: string;
  readonly role: string;
  /** Left out of a composition that has no such pack (SPEC [MOD-76]). */
  readonly ifPack?: string;
  readonly grants: readonly GrantDef[];
}
