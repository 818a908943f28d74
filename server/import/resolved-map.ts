import type { EntityId } from '../../schema/core/ids.ts';
import type { EntityModel, FieldModel } from '../../schema/model/model.ts';
import type { StateDef } from '../../schema/template/template.ts';

/** What the cells of a column become. */
export type Target = (
  | { readonly kind: 'value'; readonly field: FieldModel }
  | { readonly kind: 'preset'; readonly field: FieldModel }
  | ({ readonly kind: 'ref' } & ReferenceTarget)
  | ({ readonly kind: 'links' } & ReferenceTarget)
  | { readonly kind: 'state'; readonly states: readonly StateDef[] }
) & {
  readonly values?: Readonly<Record<string, string>>;
  readonly gather: boolean;
};

export interface ReferenceTarget {
  readonly field: FieldModel;
  readonly to: EntityId | 'user' | 'org';
  readonly by: ReferenceKey;
  /** By which a row that is not there is made. */
  readonly make?: FieldModel;
}

/** The field by which a row is named: one of its own, or a system one. */
export type ReferenceKey = FieldModel | 'id' | 'email' | 'name';

export interface Column {
  readonly name: string;
  readonly index: number;
  readonly targets: readonly Target[];
}

/** A map that holds for one model and one header. */
export interface ResolvedMap {
  readonly entity: EntityModel;
  /** Fields by which rows are recognised; empty when every row is new. */
  readonly key: readonly FieldModel[];
  readonly columns: readonly Column[];
  readonly constants: readonly { readonly name: string; readonly target: Target; readonly value: string }[];
  readonly lines?: ResolvedLines;
  /** Columns of the file that go nowhere. */
  readonly ignored: readonly string[];
  /** Whether rows of one key stand together: lines in the same file, or references that are gathered. */
  readonly grouped: boolean;
}

export interface ResolvedLines {
  readonly field: FieldModel;
  readonly entity: EntityModel;
  readonly columns: readonly Column[];
  readonly match: readonly FieldModel[];
  /** Where lines come from another file: how they find their document. */
  readonly join?: { readonly lineColumns: readonly number[]; readonly rowColumns: readonly number[] };
}
