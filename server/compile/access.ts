import type { Locale } from '../../schema/core/text.ts';
import type { EntityId, FieldId } from '../../schema/core/ids.ts';
import type { Expr } from '../../schema/expr/ast.ts';
import type { EntityModel, GrantModel, Model } from '../../schema/model/model.ts';
import type { Right } from '../../schema/template/template.ts';
import type { Need } from './graphql-plan-types.ts';
import { entityOf } from './storage.ts';

/** Which rows: all, none, or those for which one of the rules is true. */
export type RowRule = 'all' | 'none' | readonly Expr[];

/**
 * What one set of roles may do in one shape. Made once per (shape, roles) and shared; nothing in it names a user, whose
 * values enter the row rules as parameters.
 */
export interface Access {
  /** Equal keys mean equal access: part of every cache key. */
  readonly key: string;
  readonly all: boolean;
  readonly roles: readonly string[];
  rows(entity: EntityId, right: Right): RowRule;
  /** On which of the rows that `rows` admits the field may be seen in full; elsewhere it is null. */
  fieldRows(entity: EntityId, field: FieldId, use: 'show' | 'compare'): RowRule;
  /** On which rows the field may leave the company, whatever may be seen of it. */
  exportedFieldRows(entity: EntityId, field: FieldId): RowRule;
  /** Whether the field shows a mask where `fieldRows(…, 'show')` says so only by masked grants. */
  isMasked(entity: EntityId, field: FieldId): boolean;
  meets(need: Need): boolean;
}

/** Roles that the product itself knows: the owner of a tenant may do everything. */
export const OWNER_ROLE = 'owner';
/** What the role is called that every company has. */
export const OWNER_LABEL: Readonly<Record<Locale, string>> = { en: 'Owner', 'zh-CN': '所有者' };
/** May change and publish the template. */
export const DESIGNER_ROLE = 'template.publish';

/** The access of a caller with these roles. Unknown roles give nothing. */
export function accessOf(model: Model, roles: readonly string[]): Access {
  const held = [...new Set(roles)].sort();
  if (held.includes(OWNER_ROLE)) return OWNER_ACCESS;
  const grants = new Map<EntityId, GrantModel[]>();
  for (const role of model.roles) {
    if (!held.includes(role.id)) continue;
    for (const grant of role.grants) grants.set(grant.entity, [...(grants.get(grant.entity) ?? []), grant]);
  }
  const forRight = (entity: EntityId, right: Right): readonly GrantModel[] =>
    (grants.get(ruling(model, entity).id) ?? []).filter(({ can }) => can.includes(right));
  const own = (entity: EntityId): readonly GrantModel[] => grants.get(entity) ?? [];

  /** Field lists of a line's own grants count where it has any; else those of its document do not name its fields. */
  const barred =
    (entity: EntityId, field: FieldId, lists: readonly ('hide' | 'mask' | 'lock')[]) => (grant: GrantModel) =>
      own(entity).length > 0 && entity !== ruling(model, entity).id
        ? own(entity).every((line) => lists.some((list) => line[list].includes(field)))
        : lists.some((list) => grant[list].includes(field));

  const mayTransition = ({
    entity,
    transition,
  }: {
    readonly entity: EntityId;
    readonly transition: string;
  }): boolean => {
    const workflow = model.behaviour.workflows.find((one) => one.entity === entity);
    const by = workflow?.transitions.find(({ id }) => id === transition)?.roles ?? [];
    return by.length === 0 ? forRight(entity, 'update').length > 0 : by.some((role) => held.includes(role));
  };

  const openRows = (entity: EntityId, field: FieldId, right: Right): RowRule => {
    const given = forRight(entity, right);
    const open = given.filter((grant) => !barred(entity, field, ['hide', 'mask'])(grant));
    return open.length === given.length && given.length > 0 ? 'all' : ruleOf(open);
  };

  const access: Access = {
    key: held.join(','),
    all: false,
    roles: held,
    rows: (entity, right) => ruleOf(forRight(entity, right)),
    // What is masked can neither be seen in full nor compared.
    fieldRows: (entity, field) => openRows(entity, field, 'read'),
    exportedFieldRows: (entity, field) => openRows(entity, field, 'export'),
    isMasked: (entity, field) => forRight(entity, 'read').some((grant) => grant.mask.includes(field)),
    meets: (need) => {
      if ('owner' in need) return false;
      if ('designer' in need) {
        const { entities = [], right = 'read' } = need.or ?? {};
        const hasAll = entities.length > 0 && entities.every((id) => ruleOf(forRight(id, right)) === 'all');
        return hasAll || held.includes(DESIGNER_ROLE);
      }
      if ('transition' in need) return mayTransition(need);
      if (!('field' in need)) return forRight(need.entity, need.right).length > 0;
      const field = need.field;
      if (need.use === 'show')
        return forRight(need.entity, 'read').some((grant) => !barred(need.entity, field, ['hide'])(grant));
      if (need.use === 'compare')
        return forRight(need.entity, 'read').some((grant) => !barred(need.entity, field, ['hide', 'mask'])(grant));
      return forRight(need.entity, need.use).some(
        (grant) => !barred(need.entity, field, ['hide', 'mask', 'lock'])(grant),
      );
    },
  };
  return access;
}

const OWNER_ACCESS: Access = {
  key: '*',
  all: true,
  roles: [OWNER_ROLE],
  rows: () => 'all',
  fieldRows: () => 'all',
  exportedFieldRows: () => 'all',
  isMasked: () => false,
  meets: () => true,
};

/** The entity whose grants rule: a line is ruled by its document. */
function ruling(model: Model, id: EntityId): EntityModel {
  const entity = entityOf(model, id);
  return entity.parent === undefined ? entity : ruling(model, entity.parent.entity);
}

function ruleOf(grants: readonly GrantModel[]): RowRule {
  if (grants.length === 0) return 'none';
  const rules = grants.flatMap(({ rows }) => (rows === undefined ? [] : [rows]));
  return rules.length < grants.length ? 'all' : rules;
}
