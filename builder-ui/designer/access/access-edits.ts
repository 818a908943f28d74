import type { Edit, Json } from '../../../schema/model/edits.ts';
import { itemKey } from '../../../schema/template/item-key.ts';
import { RIGHTS, type GrantDef, type Right, type RoleDef, type Template } from '../../../schema/template/template.ts';

/** What rights are given to: everything, an object, or a ledger. */
export interface AccessTarget {
  readonly kind: 'all' | 'entity' | 'line' | 'ledger';
  /** `*` for everything. */
  readonly id: string;
}

/** What of a record's field a role has: all, seeing it, a mask in its place, or nothing. */
export const FIELD_MODES = ['edit', 'see', 'mask', 'hide'] as const;
export type FieldMode = (typeof FIELD_MODES)[number];

/** Everything, the objects in their order with their lines, and the ledgers. */
export function accessTargets(template: Template): readonly AccessTarget[] {
  return [
    { kind: 'all', id: '*' },
    ...(template.entities ?? []).map(({ id, kind }) => ({
      kind: kind === 'line' ? ('line' as const) : ('entity' as const),
      id,
    })),
    ...(template.ledgers ?? []).map(({ id }) => ({ kind: 'ledger' as const, id })),
  ];
}

/** Rights that a target can be given; of balances one reads, and lines follow their document. */
export function rightsOf({ kind }: AccessTarget): readonly Right[] {
  return kind === 'ledger' ? ['read', 'export'] : kind === 'line' ? [] : RIGHTS;
}

/** The grants of a role that name the target. */
export function ownGrants(role: RoleDef, target: AccessTarget): readonly GrantDef[] {
  return role.grants.filter((grant) => (target.kind === 'ledger' ? grant.ledger : grant.entity) === target.id);
}

/** The grants that say what the role may do with the target: its own, else those for all (SPEC [DSG-75]). */
export function rulingGrants(role: RoleDef, target: AccessTarget): readonly GrantDef[] {
  const own = ownGrants(role, target);
  return own.length > 0 || target.kind === 'line' ? own : role.grants.filter(({ entity }) => entity === '*');
}

/** What the role may do with the target. */
export function heldRights(role: RoleDef, target: AccessTarget): ReadonlySet<Right> {
  const possible = rightsOf(target);
  return new Set(rulingGrants(role, target).flatMap(({ can }) => can.filter((right) => possible.includes(right))));
}

/** Whether the role's rights to the target come from its grant for all. */
export function isInherited(role: RoleDef, target: AccessTarget): boolean {
  return target.kind !== 'all' && ownGrants(role, target).length === 0 && rulingGrants(role, target).length > 0;
}

/** The edits that give the role a right, or take it (SPEC [DSG-76]): what comes from a grant for all becomes its own first. */
export function rightEdits(role: RoleDef, target: AccessTarget, change: RightChange): readonly Edit[] {
  const { right, isHeld } = change;
  const own = ownGrants(role, target);
  const [first] = own;
  const wanted = (can: readonly Right[]): readonly Right[] =>
    RIGHTS.filter((one) => (one === right ? isHeld : can.includes(one)));
  if (first === undefined) {
    const can = wanted([...heldRights(role, target)]);
    return [{ kind: 'addItem', list: ['roles', role.id, 'grants'], item: grantItem(target, can) }];
  }
  if (isHeld) return [canEdit(role, first, wanted(first.can))];
  return own
    .filter(({ can }) => can.includes(right))
    .map((grant) => {
      const can = wanted(grant.can);
      const isBare =
        grant.rows === undefined && ![grant.hide, grant.mask, grant.lock].some((list) => (list ?? []).length > 0);
      // Where there is a grant for all, having none is something to say.
      const isSaying = target.kind !== 'all' && role.grants.some(({ entity }) => entity === '*');
      return can.length === 0 && isBare && !isSaying
        ? { kind: 'removeItem', list: ['roles', role.id, 'grants'], id: itemKey(grant) ?? '' }
        : canEdit(role, grant, can);
    });
}

/** One right, and whether it is to be held. */
export interface RightChange {
  readonly right: Right;
  readonly isHeld: boolean;
}

function canEdit(role: RoleDef, grant: GrantDef, can: readonly Right[]): Edit {
  return { kind: 'setProperty', at: grantPath(role, grant), key: 'can', value: [...can] };
}

function grantPath(role: RoleDef, grant: GrantDef): readonly string[] {
  return ['roles', role.id, 'grants', itemKey(grant) ?? ''];
}

function grantItem(target: AccessTarget, can: readonly Right[]): Json {
  return target.kind === 'ledger' ? { ledger: target.id, can: [...can] } : { entity: target.id, can: [...can] };
}

/** What the role has of a field: the most that any of its grants gives, as access is computed. */
export function fieldMode(role: RoleDef, target: AccessTarget, field: string): FieldMode {
  const grants = rulingGrants(role, target);
  const modes = grants.map((grant) => modeIn(grant, field));
  return FIELD_MODES.find((mode) => modes.includes(mode)) ?? 'edit';
}

function modeIn(grant: GrantDef, field: string): FieldMode {
  if (grant.hide?.includes(field) === true) return 'hide';
  if (grant.mask?.includes(field) === true) return 'mask';
  return grant.lock?.includes(field) === true ? 'see' : 'edit';
}

const LISTS = { hide: 'hide', mask: 'mask', see: 'lock' } as const;

/** The edits by which the role has no more of a field than this, in all of its grants for the target. */
export function fieldModeEdits(role: RoleDef, target: AccessTarget, change: FieldModeChange): readonly Edit[] {
  const own = ownGrants(role, target);
  if (own.length === 0) {
    if (change.mode === 'edit') return [];
    const can = [...(target.kind === 'line' ? [] : heldRights(role, target))];
    const item = grantItem(target, can);
    return [
      {
        kind: 'addItem',
        list: ['roles', role.id, 'grants'],
        item: { ...asObject(item), [LISTS[change.mode]]: [change.field] },
      },
    ];
  }
  return own.flatMap((grant) =>
    (['see', 'mask', 'hide'] as const).flatMap((mode): readonly Edit[] => {
      const key = LISTS[mode];
      const before = grant[key] ?? [];
      const others = before.filter((id) => id !== change.field);
      const after = mode === change.mode ? [...others, change.field] : others;
      if (before.length === after.length && before.every((id) => after.includes(id))) return [];
      return [
        { kind: 'setProperty', at: grantPath(role, grant), key, ...(after.length === 0 ? {} : { value: after }) },
      ];
    }),
  );
}

/** One field, and what the role is to have of it. */
export interface FieldModeChange {
  readonly field: string;
  readonly mode: FieldMode;
}

function asObject(item: Json): Readonly<Record<string, Json>> {
  return typeof item === 'object' && item !== null && !isList(item) ? item : {};
}

function isList(item: Json): item is readonly Json[] {
  return Array.isArray(item);
}

/** The edits that limit the role's rows of the target to those for which the rule is true; to all without a rule. */
export function rowRuleEdits(role: RoleDef, target: AccessTarget, rule: string | undefined): readonly Edit[] {
  const own = ownGrants(role, target);
  const value = rule === undefined || rule.trim() === '' ? {} : { value: rule };
  if (own.length === 0) {
    if (!('value' in value)) return [];
    const item = asObject(grantItem(target, [...heldRights(role, target)]));
    return [{ kind: 'addItem', list: ['roles', role.id, 'grants'], item: { ...item, rows: value.value } }];
  }
  return own.slice(0, 1).map((grant) => ({ kind: 'setProperty', at: grantPath(role, grant), key: 'rows', ...value }));
}

/** Whether the role has anything but its rights on the target: rows, or fields that it does not fully have. */
export function hasLimits(role: RoleDef, target: AccessTarget): boolean {
  return ownGrants(role, target).some(
    ({ rows, hide = [], mask = [], lock = [] }) => rows !== undefined || hide.length + mask.length + lock.length > 0,
  );
}
