import type { Text } from '../core/text.ts';

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
  readonly entities?: readonly EntityDef[];
  readonly views?: readonly ViewDef[];
  readonly workflows?: readonly WorkflowDef[];
  readonly ledgers?: readonly OpaqueDef[];
  readonly postings?: readonly OpaqueDef[];
  readonly tables?: readonly OpaqueDef[];
  readonly awards?: readonly OpaqueDef[];
  readonly tiers?: Readonly<Record<string, unknown>>;
  readonly rewards?: readonly OpaqueDef[];
  readonly leaderboards?: readonly OpaqueDef[];
  readonly automations?: readonly OpaqueDef[];
  readonly schedules?: readonly OpaqueDef[];
  readonly reports?: readonly OpaqueDef[];
  readonly roles?: readonly RoleDef[];
  readonly records?: readonly RecordSetDef[];
  readonly extends?: readonly ExtendDef[];
  readonly tests?: readonly OpaqueDef[];
}

/** Items whose behaviour comes later: parsed for form, their references validated, and kept as they are. */
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
  /** Names this entity had in the API before a rename; they live on as `@deprecated` aliases. */
  readonly formerApiNames?: readonly string[];
  readonly title?: string;
  readonly number?: NumberDef;
  readonly fields: readonly FieldDef[];
  readonly unique?: readonly KeyDef[];
  readonly indexes?: readonly KeyDef[];
  readonly checks?: readonly CheckDef[];
}

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
}

export interface CheckDef {
  readonly id: string;
  /** Expression that must be true. */
  readonly when: string;
  readonly unless?: { readonly role: string };
  readonly message?: Text;
}

export interface OptionDef {
  readonly id: string;
  readonly label?: Text;
  readonly color?: string;
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
  readonly required?: boolean;
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
  readonly options?: readonly OptionDef[];
  readonly unit?: string;
  readonly currency?: string;
}

export interface RollupDef {
  /** `Entity.refField`: the entity whose rows point here, and by which field. */
  readonly of: string;
  readonly fn: 'count' | 'sum' | 'avg' | 'min' | 'max';
  readonly field?: string;
  readonly where?: string;
  readonly mode?: 'live' | 'stored' | 'ledger';
}

export interface ViewDef {
  readonly id: string;
  readonly of?: string;
  readonly kind: 'form' | 'phoneForm' | 'list' | 'board' | 'calendar' | 'print' | 'report' | 'dashboard';
  readonly label?: Text;
  readonly [key: string]: unknown;
}

export interface WorkflowDef {
  readonly id: string;
  readonly of: string;
  readonly initial: string;
  readonly label?: Text;
  readonly states: readonly { readonly id: string; readonly label?: Text; readonly class?: string; readonly color?: string }[];
  readonly transitions: readonly (OpaqueDef & { readonly from: readonly string[]; readonly to: string })[];
}

export interface RoleDef {
  readonly id: string;
  readonly label?: Text;
  readonly grants: readonly GrantDef[];
}

export const RIGHTS = ['read', 'create', 'update', 'delete', 'export'] as const;
export type Right = (typeof RIGHTS)[number];

export interface GrantDef {
  /** An entity id, or `*` for all. */
  readonly entity: string;
  readonly can: readonly Right[];
  /** Expression over `doc` and `actor`: which rows. */
  readonly rows?: string;
  readonly hide?: readonly string[];
  readonly mask?: readonly string[];
  readonly lock?: readonly string[];
}

export interface RecordSetDef {
  readonly entity: string;
  /** Unique key (field ids) by which rows are recognised when the pack is published again. */
  readonly by: readonly string[];
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

export interface ExtendDef {
  readonly entity: string;
  readonly fields?: readonly FieldDef[];
  readonly unique?: readonly KeyDef[];
  readonly indexes?: readonly KeyDef[];
  readonly checks?: readonly CheckDef[];
}
