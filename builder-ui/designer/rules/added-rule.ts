import type { Edit } from '../../../schema/model/edits.ts';
import type { EntityDef } from '../../../schema/template/template.ts';
import { newId } from '../parts/new-id.ts';

/** Rules that a key user adds here; steps, points and roles have pages of their own. */
export const ADDED_KINDS = ['check', 'required', 'visible', 'readonly', 'formula', 'default'] as const;
export type AddedKind = (typeof ADDED_KINDS)[number];

/** What a computed field can't have besides. */
const NOT_COMPUTED = ['required', 'default', 'unique', 'min', 'max', 'pattern'] as const;

/** The edits that add a rule which is true for every record, to be made narrower; `undefined` where it has one. */
export function addedRule(
  entity: EntityDef,
  kind: AddedKind,
  field: string | undefined,
): readonly [Edit, ...Edit[]] | undefined {
  if (kind === 'check') {
    const taken = (entity.checks ?? []).map(({ id }) => id);
    const id = newId({ label: undefined, taken, style: 'camel', fallback: 'check' });
    return [{ kind: 'addItem', list: ['entities', entity.id, 'checks'], item: { id, when: 'true' } }];
  }
  const found = entity.fields.find(({ id }) => id === field);
  if (found === undefined || typeof found[kind] === 'string' || found.rollup !== undefined) return undefined;
  if (kind === 'default' && found.formula !== undefined) return undefined;
  const at = ['entities', entity.id, 'fields', found.id];
  const value = kind === 'formula' || kind === 'default' ? 'null' : 'true';
  const dropped = kind === 'formula' ? NOT_COMPUTED.filter((key) => found[key] !== undefined) : [];
  return [
    { kind: 'setProperty', at, key: kind, value },
    ...dropped.map((key): Edit => ({ kind: 'setProperty', at, key })),
  ];
}
