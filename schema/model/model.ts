import type { EntityId, FieldId } from '../core/ids.ts';
import type { Text } from '../core/text.ts';
import type { Expr } from '../expr/ast.ts';
import type {
  EntityKind,
  OpaqueDef,
  OptionDef,
  RecordSetDef,
  Right,
  RollupDef,
  ViewDef,
  WorkflowDef,
} from '../template/template.ts';
import type { Behaviour } from './behaviour.ts';

/**
 * A tenant's template after composition, validation and resolution: what every compiler reads. References hold,
 * names are unique, expressions are typed. Frozen, ordered, plain JSON.
 */
export interface Model {
  readonly format: 1;
  readonly packs: readonly { readonly pack: string; readonly version: string }[];
  readonly entities: readonly EntityModel[];
  readonly roles: readonly RoleModel[];
  readonly views: readonly ViewDef[];
  readonly workflows: readonly WorkflowDef[];
  readonly records: readonly RecordSetDef[];
  /** Ledgers, postings, awards and so on by section, kept as authored until their compilers read them. */
  readonly kept: Readonly<Record<string, readonly OpaqueDef[]>>;
  /** Workflows, ledgers, postings, tables and awards, compiled. */
  readonly behaviour: Behaviour;
}

export interface EntityModel {
  readonly id: EntityId;
  readonly kind: EntityKind;
  /** PascalCase GraphQL type name, unique in the model after inflection. */
  readonly apiName: string;
  /** camelCase names of the root fields: `salesOrder`, `salesOrders`. */
  readonly singular: string;
  readonly plural: string;
  /** Former names, each still answered and marked deprecated. */
  readonly aliases: readonly EntityAlias[];
  readonly label: Text;
  readonly help?: Text;
  /** The field a reference shows; always there (the id where nothing better is). */
  readonly title: FieldId;
  readonly number?: {
    readonly field: FieldId;
    readonly pattern: string;
    readonly per: readonly string[];
    readonly gapless: boolean;
  };
  /** In display order; system fields are not in it. */
  readonly fields: readonly FieldModel[];
  /** For `line` entities: the document and the `lines` field that own it. */
  readonly parent?: { readonly entity: EntityId; readonly field: FieldId };
  readonly uniques: readonly KeyModel[];
  readonly indexes: readonly KeyModel[];
  readonly checks: readonly CheckModel[];
  /** The workflow that gives the entity its `state` field. */
  readonly workflow?: string;
  /** Pack that brought it, or `tenant`. */
  readonly origin: string;
}

export interface EntityAlias {
  readonly apiName: string;
  readonly singular: string;
  readonly plural: string;
}

export interface KeyModel {
  readonly id: string;
  readonly fields: readonly FieldId[];
}

export interface CheckModel {
  readonly id: string;
  readonly when: Expr;
  readonly unlessRole?: string;
  readonly message: Text;
}

export type FieldType =
  /** With `holds` a text that is an id, kept as one; only the model's own fields are such. */
  | { readonly kind: 'text'; readonly holds?: 'id' }
  | { readonly kind: 'longtext' | 'richtext' | 'sequence' | 'int' | 'bool' }
  | { readonly kind: 'date' | 'time' | 'datetime' | 'duration' | 'geo' | 'json' }
  | { readonly kind: 'decimal' | 'money' | 'quantity' | 'percent'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'enum' | 'multiEnum'; readonly options: readonly OptionDef[] }
  | { readonly kind: 'ref'; readonly to: EntityId; readonly onDelete: 'restrict' | 'setNull' | 'cascade' }
  | { readonly kind: 'multiRef'; readonly to: EntityId }
  | { readonly kind: 'lines'; readonly of: EntityId; readonly min: number; readonly max: number }
  /** `user` points at the tenant's members, `org` at its departments. */
  | { readonly kind: 'user' | 'org' }
  | { readonly kind: 'file' | 'image' | 'signature' };

export type FieldKind = FieldType['kind'];

export interface FieldModel {
  readonly id: FieldId;
  readonly apiName: string;
  readonly aliases: readonly string[];
  readonly label: Text;
  readonly help?: Text;
  readonly type: FieldType;
  readonly required: boolean;
  readonly unique: boolean;
  readonly secret: boolean;
  /** Never taken from input: formulas, rollups, sequences, and fields declared so. */
  readonly readonly: boolean;
  readonly default?: Expr;
  readonly formula?: { readonly expr: Expr; readonly stored: boolean };
  readonly rollup?: RollupModel;
  /** Bounds as exact text: of the number, the length of a text, or the date. */
  readonly min?: string;
  readonly max?: string;
  /** Name in the preset list of patterns. */
  readonly pattern?: string;
  /** Shown beside the value; for money the ISO 4217 code or the field that holds it. */
  readonly unit?: string;
  readonly currency?: string;
  readonly editableAfterPost: boolean;
  readonly visibleWhen?: Expr;
  readonly readonlyWhen?: Expr;
  /** Required while this is true of the row; `required` is false then (SPEC [MOD-15]). */
  readonly requiredWhen?: Expr;
  /** What the books say, read when the row is written (SPEC [MOD-17]); `readonly` is true then. */
  readonly balance?: BalanceModel;
  /** Of a reference: what must be true of the row when it is chosen (SPEC [MOD-16]). */
  readonly choices?: Expr;
  readonly origin: string;
}

export interface RollupModel {
  /** Of mode `ledger`: the ledger's balances. */
  readonly entity: EntityId;
  /** The field of `entity` that points here: a `ref`, or `parent` for lines. */
  readonly by: FieldId;
  /** Of a double ledger: only this account. */
  readonly account?: string;
  /** Of a ledger: the field of the row whose value `by` has; the row's id when absent. */
  readonly via?: FieldId;
  readonly fn: RollupDef['fn'];
  readonly field?: FieldId;
  readonly where?: Expr;
  readonly mode: 'live' | 'stored' | 'ledger';
}

/** One balance of a ledger of mode `balance`, and which of its measures. */
export interface BalanceModel {
  readonly ledger: string;
  readonly measure: string;
  readonly key: readonly { readonly dimension: string; readonly value: Expr }[];
}

export interface RoleModel {
  readonly id: string;
  readonly label: Text;
  readonly grants: readonly GrantModel[];
}

export interface GrantModel {
  readonly entity: EntityId;
  readonly can: readonly Right[];
  readonly rows?: Expr;
  readonly hide: readonly FieldId[];
  readonly mask: readonly FieldId[];
  readonly lock: readonly FieldId[];
}
