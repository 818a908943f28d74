import { parseFieldType } from '../template/field-types.ts';
import type { DimensionDef } from '../template/template-rules.ts';
import type { DimensionModel } from './behaviour.ts';

/** Accounts are kept `by` names alone: `user` and `giver` are people, `department` a department, others text. */
export function dimensionKind(def: DimensionDef): DimensionModel['kind'] {
  if (def.ref !== undefined) return 'row';
  const type = def.type === undefined ? undefined : parseFieldType(def.type);
  const kind = type?.ok === true ? type.value.kind : undefined;
  switch (kind) {
    case 'user':
    case 'org':
    case 'int':
    case 'date':
    case 'bool':
      return kind;
    case 'decimal':
    case 'money':
    case 'quantity':
    case 'percent':
      return 'decimal';
    case undefined:
      return NAMED_KINDS.get(def.id) ?? 'text';
    default:
      return 'text';
  }
}

const NAMED_KINDS: ReadonlyMap<string, 'user' | 'org'> = new Map([
  ['user', 'user'],
  ['giver', 'user'],
  ['department', 'org'],
]);
